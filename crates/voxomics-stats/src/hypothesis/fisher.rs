//! Fisher's exact test of a table of counts.

mod hypergeometric;
mod larger;

use serde::{Deserialize, Serialize};

use hypergeometric::Hypergeometric;

use super::Error;
use super::chi_squared::Margins;
use crate::{Alternative, ConfidenceLevel, Interval};

/// Tables as likely as the one at hand count as its equals up to this, R's rule.
const AS_LIKELY: f64 = 1.0 + 1e-7;

/// How a two by two table is tested.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// The sides of the test, and of the interval; `Greater` looks for an odds ratio above 1.
    pub alternative: Alternative,
    /// Level of the interval.
    pub level: ConfidenceLevel,
    /// How far the odds ratio and the limits, or their inverses where they are above 1, may be from the roots that define them.
    /// R's `2^-13`, 1.2e-4, by R's search gives R's numbers; 1e-15 gives all digits.
    pub tolerance: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            alternative: Alternative::default(),
            level: ConfidenceLevel::default(),
            tolerance: 1.0 / 8192.0,
        }
    }
}

/// What the test of a two by two table finds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Fisher {
    /// The p value.
    pub p_value: f64,
    /// Odds ratio by conditional maximum likelihood, not the cross product; 0 or infinite where the table is at its limit.
    #[serde(with = "crate::extended")]
    pub odds_ratio: f64,
    /// Its exact confidence interval, one-sided where the test is.
    pub interval: Interval,
}

/// Tests whether the odds of the rows are equal; R's `fisher.test` of two by two.
///
/// Two-sided p is the sum over all tables with these margins that are no more likely. A table whose margins leave no choice has
/// p 1. Cost grows with the square root of the counts.
///
/// ```
/// use voxomics_stats::{Alternative, hypothesis::fisher::{Options, two_by_two}};
///
/// let options = Options { alternative: Alternative::Greater, ..Options::default() };
/// let tea = two_by_two([[3, 1], [1, 3]], &options)?;
/// assert!((tea.p_value - 17.0 / 70.0).abs() < 1e-15);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::TooLarge`] for counts of 2^36 and more together.
///
/// # References
///
/// Fisher RA. *J R Stat Soc* 1935;98:39-54.
#[doc(alias("fisher.test", "fisher_exact"))]
pub fn two_by_two(table: [[u64; 2]; 2], options: &Options) -> Result<Fisher, Error> {
    let total = table
        .as_flattened()
        .iter()
        .fold(0, |sum: u64, &count| sum.saturating_add(count));
    if total >= 1 << 36 {
        return Err(Error::TooLarge { what: "fisher" });
    }
    let distribution = Hypergeometric::of(table, options.tolerance);
    let central = distribution.at(1.0);
    let p_value = match options.alternative {
        Alternative::Less => central.lower(),
        Alternative::Greater => central.upper(),
        Alternative::TwoSided => central.as_unlikely(AS_LIKELY),
    };
    let tail = options.level.tail();
    let (lower, upper) = match options.alternative {
        Alternative::TwoSided => (tail, tail),
        Alternative::Less => (0.0, 2.0 * tail),
        Alternative::Greater => (2.0 * tail, 0.0),
    };
    Ok(Fisher {
        p_value: p_value.min(1.0),
        odds_ratio: distribution.odds_ratio(),
        interval: Interval {
            lower: distribution.lower_limit(lower),
            upper: distribution.upper_limit(upper),
        },
    })
}

/// p of a table of any size; R's `fisher.test`: the sum over all tables with these margins that are no more likely.
///
/// Tables are counted column by column, those with equal margins and likelihoods together; more than two million of them at one
/// time are refused.
///
/// ```
/// use voxomics_stats::hypothesis::fisher::fisher;
///
/// let p = fisher(&[vec![3, 2], vec![1, 4], vec![0, 1]])?;
/// assert!((p - 0.696_969_697).abs() < 1e-9);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Shape`] for rows of unequal lengths and fewer than two rows or columns; [`Error::TooLarge`].
///
/// # References
///
/// Freeman GH, Halton JH. *Biometrika* 1951;38:141-149.
#[doc(alias("fisher.test", "fisher_exact"))]
pub fn fisher(table: &[Vec<u64>]) -> Result<f64, Error> {
    Margins::of(table)?;
    match table {
        [first, second] if first.len() == 2 => {
            let table = [[first[0], first[1]], [second[0], second[1]]];
            Ok(two_by_two(table, &Options::default())?.p_value)
        }
        _ => larger::p_value(table),
    }
}
