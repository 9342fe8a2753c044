//! What every interval has: a confidence level and two limits.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::dist::normal;
use crate::extended;

/// A confidence level that is no fraction between 0 and 1, both excluded, or not a number.
///
/// ```
/// let error = voxomics_stats::ConfidenceLevel::new(95.0).unwrap_err();
/// assert_eq!(error, voxomics_stats::InvalidLevel(95.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("confidence level {0} is not between 0 and 1: write 0.95 for 95 %")]
pub struct InvalidLevel(pub f64);

/// A confidence level in (0, 1); checked once, here, and never again.
///
/// ```
/// use voxomics_stats::ConfidenceLevel;
///
/// assert_eq!(ConfidenceLevel::new(0.95)?, ConfidenceLevel::P95);
/// assert_eq!(ConfidenceLevel::P95.get(), 0.95);
/// # Ok::<(), voxomics_stats::InvalidLevel>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct ConfidenceLevel(f64);

impl ConfidenceLevel {
    /// 95 %, what most papers report.
    pub const P95: Self = Self(0.95);

    /// Accepts any level strictly between 0 and 1.
    ///
    /// # Errors
    ///
    /// [`InvalidLevel`] for anything else, NaN included.
    pub fn new(level: f64) -> Result<Self, InvalidLevel> {
        // Written so that NaN fails too.
        if level > 0.0 && level < 1.0 {
            Ok(Self(level))
        } else {
            Err(InvalidLevel(level))
        }
    }

    /// The level as a fraction, 0.95 for 95 %.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// Probability left out on each side, 0.025 for 95 %.
    #[must_use]
    pub fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }
}

impl Default for ConfidenceLevel {
    fn default() -> Self {
        Self::P95
    }
}

impl TryFrom<f64> for ConfidenceLevel {
    type Error = InvalidLevel;

    fn try_from(level: f64) -> Result<Self, InvalidLevel> {
        Self::new(level)
    }
}

impl From<ConfidenceLevel> for f64 {
    fn from(level: ConfidenceLevel) -> Self {
        level.0
    }
}

/// A confidence interval, `lower <= upper`, in the unit of what was estimated; one-sided ones reach to an infinity, `"inf"`
/// or `"-inf"` in files.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower limit.
    #[serde(with = "extended")]
    pub lower: f64,
    /// Upper limit.
    #[serde(with = "extended")]
    pub upper: f64,
}

impl Interval {
    /// `estimate ± z se`, with the normal quantile of the level.
    pub(crate) fn around(estimate: f64, standard_error: f64, level: ConfidenceLevel) -> Self {
        Self::within_reach(
            estimate,
            normal::upper_quantile(level.tail()) * standard_error,
        )
    }

    /// `estimate ± reach`.
    pub(crate) fn within_reach(estimate: f64, reach: f64) -> Self {
        Self {
            lower: estimate - reach,
            upper: estimate + reach,
        }
    }

    /// Whether `value` lies between the limits, both included.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }
}
