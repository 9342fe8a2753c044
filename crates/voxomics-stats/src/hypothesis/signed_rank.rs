//! Wilcoxon's signed rank test of pairs.

use serde::{Deserialize, Serialize};

use super::permutation::Counts;
use super::{Error, continuity, p_of_tails, tie_term};
use crate::names::names;
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

names!(
    Zeros,
    "zeros": Drop = "drop",
    Pratt = "pratt",
    Split = "split",
);

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

names!(
    Method,
    "p value of the signed rank test": Auto = "auto",
    Exact = "exact",
    NormalCorrected = "normal-corrected",
    Normal = "normal",
);

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
/// [`Error::Input`] for unequal lengths, no pairs, NaN or infinities; [`Error::TooLarge`] for an exact p of more than 1000
/// pairs.
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
    let sums = Sums::of(&all, options.zeros);
    let method = match options.method {
        Method::Auto if all.len() < 50 && sums.counted.len() == all.len() && !sums.tied() => {
            Method::Exact
        }
        Method::Auto => Method::NormalCorrected,
        method => method,
    };
    let p_value = match (sums.counted.len(), method) {
        (0, _) => None,
        (pairs, Method::Exact) if pairs > LARGEST_EXACT => {
            return Err(Error::TooLarge {
                what: "signed rank",
            });
        }
        (_, Method::Exact) => Some(exact(&sums.counted, sums.positive, options.alternative)),
        _ => {
            let corrected = method == Method::NormalCorrected;
            let how = (corrected, options.alternative);
            Some(normal(&sums.counted, sums.positive, how))
        }
    };
    Ok(SignedRank {
        statistic: sums.positive + sums.halved,
        negative: sums.negative + sums.halved,
        p_value,
        method,
    })
}

/// Ranks of the differences by their size.
struct Sums {
    positive: f64,
    negative: f64,
    /// Half the ranks of no difference, where they are split.
    halved: f64,
    /// Ranks of those that differ.
    counted: Vec<f64>,
}

impl Sums {
    fn of(all: &[f64], zeros: Zeros) -> Self {
        let ranked = |&&difference: &&f64| zeros != Zeros::Drop || difference != 0.0;
        let differences: Vec<f64> = all.iter().filter(ranked).copied().collect();
        let sizes: Vec<f64> = differences.iter().map(|it| it.abs()).collect();
        let ranks = rank::midranks(&sizes);
        let of = |wanted: fn(f64) -> bool| {
            let pairs = differences.iter().zip(&ranks);
            pairs
                .filter(move |(difference, _)| wanted(**difference))
                .map(|(_, &rank)| rank)
        };
        Self {
            positive: of(|it| it > 0.0).sum(),
            negative: of(|it| it < 0.0).sum(),
            halved: if zeros == Zeros::Split {
                of(|it| it == 0.0).sum::<f64>() / 2.0
            } else {
                0.0
            },
            counted: of(|it| it != 0.0).collect(),
        }
    }

    fn tied(&self) -> bool {
        let mut sorted = self.counted.clone();
        sorted.sort_by(f64::total_cmp);
        tie_term(&sorted) > 0.0
    }
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
    alternative.p_of_z((distance - correction) / variance.sqrt())
}
