//! The cumulative hazard.

use serde::{Deserialize, Serialize};
use voxomics_core::math;

use super::Curve;

/// How tied events are counted in a cumulative hazard; R's `ctype`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hazard {
    /// `Σ d/n`, variance `Σ d/n²`: Nelson and Aalen, `ctype = 1`.
    #[default]
    NelsonAalen,
    /// `Σ (1/n + 1/(n-1) + ... )`, d terms at each time, as if ties came one after the other; variance of their squares:
    /// Fleming and Harrington, `ctype = 2`.
    FlemingHarrington,
}

/// A cumulative hazard at one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CumulativeHazard {
    /// The time.
    pub time: f64,
    /// The hazard accumulated up to and at it.
    pub hazard: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl CumulativeHazard {
    /// The survival probability that belongs to it, `exp(-H)`; with [`Hazard::NelsonAalen`] Breslow's estimate.
    #[must_use]
    pub fn survival(&self) -> f64 {
        math::exp(-self.hazard)
    }
}

impl Curve {
    /// Cumulative hazard at each step.
    ///
    /// ```
    /// use voxomics_stats::survival::{FollowUp, kaplan_meier::{self, Hazard}};
    ///
    /// let follow_up = FollowUp::new(&[1.0, 2.0, 4.0, 5.0], &[true, false, true, false])?;
    /// let hazards = kaplan_meier::curve(&follow_up).cumulative_hazard(Hazard::NelsonAalen);
    /// assert_eq!(hazards[2].hazard, 0.25 + 0.5);
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    ///
    /// # References
    ///
    /// Nelson W. *Technometrics* 1972;14:945-966. Aalen O. *Ann Stat* 1978;6:701-726. Fleming TR, Harrington DP. *Commun
    /// Stat Theory Methods* 1984;13:2469-2486.
    #[must_use]
    #[doc(alias("cumhaz", "NelsonAalenFitter", "basehaz"))]
    pub fn cumulative_hazard(&self, kind: Hazard) -> Vec<CumulativeHazard> {
        let (mut hazard, mut variance) = (0.0, 0.0);
        let point = |step: &super::Step| {
            let (n, d) = (f64::from(step.at_risk), f64::from(step.events));
            match kind {
                Hazard::NelsonAalen => {
                    hazard += d / n;
                    variance += d / (n * n);
                }
                Hazard::FlemingHarrington => {
                    for earlier in 0..step.events {
                        let n = n - f64::from(earlier);
                        hazard += 1.0 / n;
                        variance += 1.0 / (n * n);
                    }
                }
            }
            CumulativeHazard {
                time: step.time,
                hazard,
                standard_error: variance.sqrt(),
            }
        };
        self.steps.iter().map(point).collect()
    }
}
