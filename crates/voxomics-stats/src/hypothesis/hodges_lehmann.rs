//! Hodges and Lehmann's shift between two groups, with the interval that belongs to Mann and Whitney's test.

use serde::{Deserialize, Serialize};

use super::mann_whitney::{Untied, deviation};
use super::root::root;
use super::{Error, tie_term};
use crate::dist::normal;
use crate::quantile::median_of_sorted;
use crate::{ConfidenceLevel, Interval, input, rank};

/// How far R's root search stays from the shift.
const TOLERANCE: f64 = 1e-4;

/// Differences that are kept at most: one gibibyte.
const MOST_DIFFERENCES: usize = 1 << 27;

/// A shift between two groups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// By how much the first group is larger.
    pub estimate: f64,
    /// Its confidence interval.
    pub interval: Interval,
    /// The median of all differences between a value of the first group and one of the second.
    pub median_difference: f64,
    /// The level that the interval has; exact intervals have at least the one asked for.
    pub level: f64,
}

/// The shift of `x` against `y`; R's `wilcox.test(conf.int = TRUE)`.
///
/// With fewer than 50 values in both groups and no ties, estimate and limits are differences between values, by their rank
/// (Bauer 1972). Else they are the shifts at which the corrected normal deviate of the test is 0 and the quantiles of the level,
/// by R's root search and as inexact, 1e-4; the deviate is a step function, so that the estimate may lie anywhere between
/// two differences. [`Shift::median_difference`] is Hodges and Lehmann's own estimate.
///
/// Cost: all `m n` differences where exact, some 30 tests else; the median of differences needs them all.
///
/// ```
/// use voxomics_stats::ConfidenceLevel;
/// use voxomics_stats::hypothesis::hodges_lehmann::shift;
///
/// let x = [1.1, 2.4, 3.3, 4.0, 5.2];
/// let y = [2.9, 4.1, 5.0, 6.6, 7.1, 8.3];
/// let shift = shift(&x, &y, ConfidenceLevel::P95)?;
/// assert!((shift.estimate - -2.6).abs() < 1e-12);
/// assert!((shift.interval.upper - 0.4).abs() < 1e-12);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for an empty group, NaN or infinities; [`Error::Constant`] without any spread; [`Error::TooLarge`] for more than 2^27 (134 million) differences.
///
/// # References
///
/// Hodges JL, Lehmann EL. *Ann Math Stat* 1963;34:598-611. Bauer DF. *J Am Stat Assoc* 1972;67:687-690.
#[doc(alias = "wilcox.test")]
pub fn shift(x: &[f64], y: &[f64], level: ConfidenceLevel) -> Result<Shift, Error> {
    input::finite("x", x, 1)?;
    input::finite("y", y, 1)?;
    let mut pooled = [x, y].concat();
    pooled.sort_by(f64::total_cmp);
    if x.len() + y.len() > 2 && pooled.first() == pooled.last() {
        return Err(Error::Constant { what: "x and y" });
    }
    if x.len().saturating_mul(y.len()) > MOST_DIFFERENCES {
        return Err(Error::TooLarge {
            what: "differences of all pairs",
        });
    }
    let mut differences: Vec<f64> = x
        .iter()
        .flat_map(|x| y.iter().map(move |y| x - y))
        .collect();
    differences.sort_by(f64::total_cmp);
    let shift = Shift {
        estimate: median_of_sorted(&differences),
        interval: Interval {
            lower: differences[0],
            upper: differences[differences.len() - 1],
        },
        median_difference: median_of_sorted(&differences),
        level: level.get(),
    };
    if x.len() < 50 && y.len() < 50 && tie_term(&pooled) == 0.0 {
        exact(x, y, (&differences, level), shift)
    } else {
        Ok(approximate(x, y, level, shift))
    }
}

fn exact(
    x: &[f64],
    y: &[f64],
    (differences, level): (&[f64], ConfidenceLevel),
    shift: Shift,
) -> Result<Shift, Error> {
    let untied = Untied::new(x.len(), y.len()).ok_or(Error::TooLarge {
        what: "hodges-lehmann",
    })?;
    // R's quantile of the statistic, at least 1: as many differences are left out, less one, on each side.
    let cut = (0..differences.len()).find(|&u| untied.lower(u) >= level.tail());
    let cut = cut.unwrap_or(1).max(1);
    Ok(Shift {
        interval: Interval {
            lower: differences[cut - 1],
            upper: differences[differences.len() - cut],
        },
        level: 1.0 - 2.0 * untied.lower(cut - 1),
        ..shift
    })
}

fn approximate(x: &[f64], y: &[f64], level: ConfidenceLevel, shift: Shift) -> Shift {
    let deviate = |by: f64, corrected: bool| deviate(x, y, by, corrected);
    let Interval { lower, upper } = shift.interval;
    let at = |z: f64, corrected: bool| {
        let f = |by: f64| deviate(by, corrected) - z;
        // R leaves the interval at the end where the deviate does not reach the quantile.
        if f(lower) <= 0.0 {
            lower
        } else if f(upper) >= 0.0 {
            upper
        } else {
            root(f, lower, upper, TOLERANCE)
        }
    };
    let z = normal::upper_quantile(level.tail());
    Shift {
        estimate: at(0.0, false),
        interval: Interval {
            lower: at(z, true),
            upper: at(-z, true),
        },
        ..shift
    }
}

/// The test's normal deviate after `x` is moved down.
fn deviate(x: &[f64], y: &[f64], by: f64, corrected: bool) -> f64 {
    let (m, n) = (x.len() as f64, y.len() as f64);
    let mut pooled: Vec<f64> = x.iter().map(|x| x - by).chain(y.iter().copied()).collect();
    let rank_sum: f64 = rank::midranks(&pooled)[..x.len()].iter().sum();
    pooled.sort_by(f64::total_cmp);
    let distance = rank_sum - m * (m + 1.0) / 2.0 - m * n / 2.0;
    let correction = if corrected && distance != 0.0 {
        0.5_f64.copysign(distance)
    } else {
        0.0
    };
    let deviation = deviation(m, n, tie_term(&pooled));
    if deviation == 0.0 {
        0.0
    } else {
        (distance - correction) / deviation
    }
}
