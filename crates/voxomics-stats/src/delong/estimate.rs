use serde::{Deserialize, Serialize};
use voxomics_core::math;

use super::{Error, Placements};
use crate::names::names;
use crate::{ConfidenceLevel, Interval};

/// How an interval is made from an area and its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum IntervalMethod {
    /// `auc ± z se`, clipped to [0, 1], as pROC does.
    #[default]
    Wald,
    /// `auc ± z se` on the scale of the logit, where `se` becomes `se/(auc (1 - auc))`: never past 0 or 1, and nearer to its
    /// level for areas near 1.
    Logit,
}

names!(IntervalMethod, "interval": Wald = "wald", Logit = "logit");

/// An area with its uncertainty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Area under the curve.
    pub auc: f64,
    /// DeLong's.
    pub variance: f64,
    /// Its root.
    pub standard_error: f64,
    /// Confidence interval of the area.
    pub interval: Interval,
}

impl Placements {
    /// The area with its confidence interval.
    ///
    /// ```
    /// use voxomics_stats::{ConfidenceLevel, delong::IntervalMethod, roc::{Direction, Marker}};
    ///
    /// let labels = [false, false, false, true, true, true];
    /// let placements = Marker::new(&labels, &[1.0, 2.0, 4.0, 3.0, 5.0, 6.0])?.placements(Direction::Higher);
    /// let estimate = placements.estimate(IntervalMethod::Wald, ConfidenceLevel::P95)?;
    /// assert_eq!(estimate.auc, 8.0 / 9.0);
    /// assert_eq!(estimate.interval.upper, 1.0);
    /// # Ok::<(), voxomics_stats::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] for a single case or control, [`Error::Logit`] for the logit of 0 or 1.
    #[doc(alias("ci.auc", "confidence interval"))]
    pub fn estimate(
        &self,
        method: IntervalMethod,
        level: ConfidenceLevel,
    ) -> Result<Estimate, Error> {
        let (auc, variance) = (self.auc(), self.variance()?);
        let standard_error = variance.sqrt();
        let interval = match method {
            IntervalMethod::Wald => wald(auc, standard_error, level),
            IntervalMethod::Logit => logit(auc, standard_error, level)?,
        };
        Ok(Estimate {
            auc,
            variance,
            standard_error,
            interval,
        })
    }
}

/// Clipped to [0, 1].
pub(crate) fn wald(auc: f64, standard_error: f64, level: ConfidenceLevel) -> Interval {
    let Interval { lower, upper } = Interval::around(auc, standard_error, level);
    Interval {
        lower: lower.max(0.0),
        upper: upper.min(1.0),
    }
}

fn logit(auc: f64, standard_error: f64, level: ConfidenceLevel) -> Result<Interval, Error> {
    if auc <= 0.0 || auc >= 1.0 {
        return Err(Error::Logit { auc });
    }
    let centre = math::ln(auc / (1.0 - auc));
    let limits = Interval::around(centre, standard_error / (auc * (1.0 - auc)), level);
    let area = |logit: f64| 1.0 / (1.0 + math::exp(-logit));
    Ok(Interval {
        lower: area(limits.lower),
        upper: area(limits.upper),
    })
}
