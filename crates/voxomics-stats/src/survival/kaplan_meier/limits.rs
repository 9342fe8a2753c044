//! Confidence limits of survival probabilities.

use std::f64::consts::FRAC_PI_2;

use serde::{Deserialize, Serialize};
use voxomics_core::math;

use crate::dist::normal;
use crate::{ConfidenceLevel, Interval};

/// The scale on which limits are symmetric; R's `conf.type`.
///
/// With `s` the standard error of `log S` and `z` the normal quantile. None has limits where S = 0; where S = 1 (no event
/// yet) the first two give \[1, 1\] and the others none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[doc(alias = "conf.type")]
pub enum Scale {
    /// `S exp(∓ z s)`, at most 1: the default of R's survival.
    #[default]
    Log,
    /// `S ∓ z s S`, within \[0, 1\].
    Plain,
    /// `S ^ exp(∓ z s / log S)`, always within (0, 1): lifelines, SAS, Stata.
    LogLog,
    /// `expit(logit S ∓ z s / (1 - S))`.
    Logit,
    /// `sin²(asin √S ∓ ½ z s √(S / (1 - S)))`, angles within \[0, π/2\].
    #[serde(rename = "arcsin")]
    Arcsine,
}

/// What the limits are where the formula of the scale divides 0 by 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// None: R.
    #[default]
    Open,
    /// The curve itself, 0 or 1: lifelines.
    Closed,
}

/// How confidence limits are had, and how times are read off curve and limits.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// The scale on which they are symmetric.
    pub scale: Scale,
    /// The confidence level.
    pub level: ConfidenceLevel,
    /// What they are where the scale has none.
    pub ends: Ends,
    /// The time of a quantile where the curve is level with it.
    pub flat: super::Flat,
}

impl Limits {
    /// As lifelines does it: log-log, closed at 0 and 1, no midpoints.
    #[must_use]
    pub fn lifelines() -> Self {
        Self {
            scale: Scale::LogLog,
            ends: Ends::Closed,
            flat: super::Flat::End,
            ..Self::default()
        }
    }

    /// Limits of `survival` whose logarithm has the standard error `s`.
    pub(crate) fn interval(&self, survival: f64, s: Option<f64>) -> Option<Interval> {
        self.ready().interval(survival, s)
    }

    /// With the normal quantile, which costs more than a pair of limits.
    pub(crate) fn ready(&self) -> Ready {
        Ready {
            scale: self.scale,
            z: -normal::quantile(self.level.tail()),
            ends: self.ends,
        }
    }
}

/// [`Limits`] with their normal quantile.
pub(crate) struct Ready {
    scale: Scale,
    z: f64,
    ends: Ends,
}

impl Ready {
    pub(crate) fn interval(&self, survival: f64, s: Option<f64>) -> Option<Interval> {
        self.defined(survival, s).or_else(|| {
            (self.ends == Ends::Closed).then_some(Interval {
                lower: survival,
                upper: survival,
            })
        })
    }

    fn defined(&self, survival: f64, s: Option<f64>) -> Option<Interval> {
        let half = self.z * s?;
        let one = survival >= 1.0;
        let (lower, upper) = match self.scale {
            Scale::Log => {
                let factor = math::exp(half);
                (survival / factor, (survival * factor).min(1.0))
            }
            Scale::Plain => {
                let half = half * survival;
                ((survival - half).max(0.0), (survival + half).min(1.0))
            }
            _ if one => return None,
            Scale::LogLog => {
                let log = math::ln(survival);
                let factor = math::exp(half / log);
                (math::exp(log / factor), math::exp(log * factor))
            }
            Scale::Logit => {
                let odds = survival / (1.0 - survival);
                let factor = math::exp(half / (1.0 - survival));
                let share = |odds: f64| odds / (1.0 + odds);
                (share(odds / factor), share(odds * factor))
            }
            Scale::Arcsine => {
                let angle = libm::asin(survival.sqrt());
                let half = 0.5 * half * (survival / (1.0 - survival)).sqrt();
                let squared_sine = |angle: f64| {
                    let sine = math::sin(angle);
                    sine * sine
                };
                (
                    squared_sine((angle - half).max(0.0)),
                    squared_sine((angle + half).min(FRAC_PI_2)),
                )
            }
        };
        Some(Interval { lower, upper })
    }
}
