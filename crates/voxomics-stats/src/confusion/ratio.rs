use serde::{Deserialize, Serialize};
use voxomics_core::math;

use super::defined;
use crate::dist::normal;
use crate::{ConfidenceLevel, Interval, extended};

/// A ratio whose logarithm is about normal.
///
/// With an empty cell the ratio is 0, infinite or undefined, and has no interval; add ½ to each cell, as
/// [`diagnostic_odds_ratio_haldane`](super::Confusion::diagnostic_odds_ratio_haldane) does, to have one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// The ratio; `None` for 0/0, infinite (`"inf"` in files) for x/0.
    #[serde(with = "extended::option")]
    pub estimate: Option<f64>,
    /// Of its natural logarithm; `None` or infinite with an empty cell.
    #[serde(with = "extended::option")]
    pub log_standard_error: Option<f64>,
}

impl Ratio {
    /// `(a/n)/(b/m)` with `√(1/a - 1/n + 1/b - 1/m)`.
    pub(super) fn of_risks([a, n]: [f64; 2], [b, m]: [f64; 2]) -> Self {
        Self {
            estimate: defined((a / n) / (b / m)),
            log_standard_error: defined((1.0 / a - 1.0 / n + 1.0 / b - 1.0 / m).sqrt()),
        }
    }

    /// `ad/bc` with `√(1/a + 1/b + 1/c + 1/d)`.
    pub(super) fn of_odds([a, b, c, d]: [f64; 4]) -> Self {
        Self {
            estimate: defined(a * d / (b * c)),
            log_standard_error: defined((1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt()),
        }
    }

    /// `ratio · exp(± z se)`; `None` unless both are defined and finite and the ratio is above 0.
    ///
    /// ```
    /// use voxomics_stats::{ConfidenceLevel, confusion::Confusion};
    ///
    /// let confusion = Confusion { true_positives: 20, false_positives: 10, false_negatives: 5, true_negatives: 65 };
    /// let ratio = confusion.positive_likelihood_ratio();
    /// assert_eq!(ratio.estimate, Some(6.0));
    /// let interval = ratio.interval(ConfidenceLevel::P95).expect("no cell is empty");
    /// assert!((interval.lower - 3.2621).abs() < 1e-4);
    /// ```
    ///
    /// # References
    ///
    /// Simel DL, Samsa GP, Matchar DB. *J Clin Epidemiol* 1991;44:763-770.
    #[must_use]
    #[doc(alias = "confint")]
    pub fn interval(self, level: ConfidenceLevel) -> Option<Interval> {
        self.estimate.filter(|&ratio| ratio > 0.0)?;
        match self
            .limits(level)
            .map(|limit| limit.filter(|limit| limit.is_finite()))
        {
            [Some(lower), Some(upper)] => Some(Interval { lower, upper }),
            _ => None,
        }
    }

    /// The two limits, each where it is defined: a ratio of 0 has the lower limit 0 and no upper one, an infinite ratio no
    /// lower one.
    #[must_use]
    pub fn limits(self, level: ConfidenceLevel) -> [Option<f64>; 2] {
        let z = normal::upper_quantile(level.tail());
        [-z, z].map(|z| {
            let factor = math::exp(z * self.log_standard_error?);
            defined(self.estimate? * factor)
        })
    }
}
