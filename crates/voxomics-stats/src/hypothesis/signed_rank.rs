//! Wilcoxon's signed rank test of pairs.

use serde::{Deserialize, Serialize};

use super::permutation::Counts;
use super::{Error, continuity, p_of_tails, p_of_z, tie_term};
use crate::{Alternative, input, rank};

/// What becomes of pairs without a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Zeros {
    /// They are left out (Wilcoxon); R's way, scipy's `wilcox`.
    #[default]
    Drop,
    /// They are ranked with the others, then left out (Pratt 1959); scipy's `pratt`.
    Pratt,
    /// They are ranked, and half of their ranks count as positive; scipy's `zsplit`.
    Split,
}

/// How p is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// Exact below 50 pairs without ties or zeros, else normal with continuity correction: R's rule.
    #[default]
    Auto,
    /// From all signs that the differences could have, ties and all.
    Exact,
    /// Normal approximation, one half nearer to the mean.
    NormalCorrected,
    /// Normal approximation as it is.
    Normal,
}

/// How [`signed_rank`] tests.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// The sides of the test.
    pub alternative: Alternative,
    /// How p is found.
    pub method: Method,
    /// What becomes of pairs without a difference.
    pub zeros: Zeros,
}

/// What the test finds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SignedRank {
    /// Sum of the ranks of positive differences; R's V. scipy's two-sided statistic is the smaller sum.
    pub statistic: f64,
    /// Sum of the ranks of negative differences.
    pub negative: f64,
    /// The p value; none if no pair differs.
    pub p_value: Option<f64>,
    /// How p was found; never [`Method::Auto`].
    pub method: Method,
}

/// More pairs have no exact distribution here.
const LARGEST_EXACT: usize = 1000;

/// Tests whether the differences of pairs, `x - y`, are symmetric about 0; R's `wilcox.test(paired = TRUE)`, scipy's `wilcoxon`.
///
/// The normal approximation has variance `n(n+1)(2n+1)/24 - Σ(t³ - t)/48` (of all ranks that count).
///
/// ```
/// use voxomics_stats::hypothesis::signed_rank::{Options, signed_rank};
///
/// let test = signed_rank(&[1.5, 2.5, 3.5], &[2.0, 4.0, 6.0], &Options::default())?;
/// assert_eq!((test.statistic, test.p_value), (0.0, Some(0.25)));
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// Unequal lengths, no pairs, NaN or infinities; more than 1000 pairs for an exact p.
///
/// # References
///
/// Wilcoxon F. *Biometrics Bull* 1945;1:80-83.
#[doc(alias("wilcox.test", "wilcoxon"))]
pub fn signed_rank(x: &[f64], y: &[f64], options: &Options) -> Result<SignedRank, Error> {
    input::same_length(("y", y.len()), ("x", x.len()))?;
    input::finite("x", x, 1)?;
    input::finite("y", y, 1)?;
    let all: Vec<f64> = x.iter().zip(y).map(|(x, y)| x - y).collect();
    let differences: Vec<f64> = match options.zeros {
        Zeros::Drop => all
            .iter()
            .copied()
            .filter(|&difference| difference != 0.0)
            .collect(),
        Zeros::Pratt | Zeros::Split => all.clone(),
    };
    let sizes: Vec<f64> = differences
        .iter()
        .map(|difference| difference.abs())
        .collect();
    let ranks = rank::midranks(&sizes);
    let sum = |wanted: fn(f64) -> bool| -> f64 {
        let pairs = differences.iter().zip(&ranks);
        pairs
            .filter(|(difference, _)| wanted(**difference))
            .map(|(_, rank)| rank)
            .sum()
    };
    let (positive, negative) = (sum(|d| d > 0.0), sum(|d| d < 0.0));
    let zeros = if options.zeros == Zeros::Split {
        sum(|d| d == 0.0) / 2.0
    } else {
        0.0
    };
    let counted: Vec<f64> = differences
        .iter()
        .zip(&ranks)
        .filter(|(difference, _)| **difference != 0.0)
        .map(|(_, rank)| *rank)
        .collect();
    let mut sorted = counted.clone();
    sorted.sort_by(f64::total_cmp);
    let ties = tie_term(&sorted);
    let clean = ties == 0.0 && counted.len() == all.len();
    let method = match options.method {
        Method::Auto if all.len() < 50 && clean => Method::Exact,
        Method::Auto => Method::NormalCorrected,
        method => method,
    };
    let p_value = if counted.is_empty() {
        None
    } else if method == Method::Exact {
        if counted.len() > LARGEST_EXACT {
            return Err(Error::TooLarge {
                what: "signed rank",
            });
        }
        Some(exact(&counted, positive, options.alternative))
    } else {
        let corrected = method == Method::NormalCorrected;
        Some(normal(&counted, positive, (corrected, options.alternative)))
    };
    Ok(SignedRank {
        statistic: positive + zeros,
        negative: negative + zeros,
        p_value,
        method,
    })
}

fn exact(ranks: &[f64], positive: f64, alternative: Alternative) -> f64 {
    let doubled: Vec<usize> = ranks.iter().map(|rank| (2.0 * rank) as usize).collect();
    let counts = Counts::of_any_size(&doubled);
    let sum = (2.0 * positive) as usize;
    p_of_tails(alternative, counts.lower(sum), counts.upper(sum))
}

/// Each rank has a sign by chance: the variance is a quarter of the sum of squares, which is the formula with ties.
fn normal(ranks: &[f64], positive: f64, (corrected, alternative): (bool, Alternative)) -> f64 {
    let distance = positive - ranks.iter().sum::<f64>() / 2.0;
    let variance = ranks.iter().map(|rank| rank * rank).sum::<f64>() / 4.0;
    let correction = if corrected {
        continuity(alternative, distance)
    } else {
        0.0
    };
    p_of_z(alternative, (distance - correction) / variance.sqrt())
}
