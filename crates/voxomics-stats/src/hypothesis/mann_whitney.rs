//! Mann and Whitney's test, Wilcoxon's rank sum.

use serde::{Deserialize, Serialize};

use super::permutation::Counts;
use super::{Error, continuity, p_of_tails, tie_term};
use crate::names::names;
use crate::{Alternative, input, rank};

mod columns;

pub use columns::columns;

/// How p is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// Exact where both groups have fewer than 50 values and none are tied, else normal with continuity correction: R's rule.
    #[default]
    Auto,
    /// From all ways to share out the values, ties and all; exactRankTests' `wilcox.exact`, coin.
    Exact,
    /// As if no values were tied; scipy's `method="exact"`.
    ExactIgnoringTies,
    /// Normal approximation, one half nearer to the mean.
    NormalCorrected,
    /// Normal approximation as it is.
    Normal,
}

names!(
    Method,
    "p value of the rank sum test": Auto = "auto",
    Exact = "exact",
    ExactIgnoringTies = "exact-ignoring-ties",
    NormalCorrected = "normal-corrected",
    Normal = "normal",
);

/// What the test finds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MannWhitney {
    /// Pairs in which the value of the first group is larger, ties counting half; U, and R's W.
    pub statistic: f64,
    /// The share of such pairs, the area under the ROC curve.
    pub share: f64,
    /// The p value; none where all values are tied and no continuity correction makes it 1.
    pub p_value: Option<f64>,
    /// How p was found; never [`Method::Auto`].
    pub method: Method,
}

/// Values above which an exact distribution is not computed.
const LARGEST_EXACT: usize = 1000;

const TOO_LARGE: Error = Error::TooLarge {
    what: "mann-whitney",
};

/// Tests whether values of `x` tend to be larger or smaller than those of `y`; R's `wilcox.test`, scipy's `mannwhitneyu`.
///
/// ```
/// use voxomics_stats::{Alternative, hypothesis::mann_whitney::{Method, mann_whitney}};
///
/// let test = mann_whitney(&[1.0, 2.0], &[3.0, 4.0], Method::Auto, Alternative::TwoSided)?;
/// assert_eq!((test.statistic, test.method), (0.0, Method::Exact));
/// assert!((test.p_value.unwrap() - 1.0 / 3.0).abs() < 1e-15);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// The normal approximation has variance `mn/12 (N + 1 - Σ(t³ - t) / N(N - 1))` over groups of `t` tied values. scipy's
/// `method="auto"` is exact where one group has eight values or fewer and none are tied. With ties an exact two-sided p is the
/// chance of a statistic as far from its mean.
///
/// Cost: a sort; exact, of the order of `m n (m + n)²` steps with m the smaller group, small below a hundred values, and
/// at most `m² (m + n) / 2` doubles of memory, twice that with ties.
///
/// # Errors
///
/// [`Error::Input`] for an empty group and NaN (infinities are ordered and welcome); [`Error::TooLarge`] for an exact p of more than 1000
/// values, or of counts that would fill more than a gibibyte (two groups of more than 460 with ties).
///
/// # References
///
/// Mann HB, Whitney DR. *Ann Math Stat* 1947;18:50-60.
#[doc(alias("wilcox.test", "mannwhitneyu", "ranksums"))]
pub fn mann_whitney(
    x: &[f64],
    y: &[f64],
    method: Method,
    alternative: Alternative,
) -> Result<MannWhitney, Error> {
    input::not_nan("x", x, 1)?;
    input::not_nan("y", y, 1)?;
    let pooled = [x, y].concat();
    let ranks = rank::midranks(&pooled);
    let mut sorted = pooled;
    sorted.sort_by(f64::total_cmp);
    let (m, n) = (x.len() as f64, y.len() as f64);
    let statistic = ranks[..x.len()].iter().sum::<f64>() - m * (m + 1.0) / 2.0;
    let ties = tie_term(&sorted);
    let method = match method {
        Method::Auto if x.len() < 50 && y.len() < 50 && ties == 0.0 => Method::Exact,
        Method::Auto => Method::NormalCorrected,
        method => method,
    };
    let too_many = ranks.len() > LARGEST_EXACT;
    let p_value = match method {
        Method::Exact | Method::ExactIgnoringTies if too_many => {
            return Err(TOO_LARGE);
        }
        Method::Exact => Some(exact(&ranks, x.len(), ties > 0.0, alternative)?),
        Method::ExactIgnoringTies => Some(exact_ignoring_ties(
            statistic,
            x.len(),
            y.len(),
            alternative,
        )?),
        _ => {
            let corrected = method == Method::NormalCorrected;
            normal(statistic, (m, n), ties, (corrected, alternative))
        }
    };
    Ok(MannWhitney {
        statistic,
        share: statistic / (m * n),
        p_value,
        method,
    })
}

/// `√(mn/12 (N + 1 - Σ(t³ - t) / N(N - 1)))`.
pub(super) fn deviation(m: f64, n: f64, ties: f64) -> f64 {
    let all = m + n;
    (m * n / 12.0 * (all + 1.0 - ties / (all * (all - 1.0))))
        .max(0.0)
        .sqrt()
}

fn normal(
    statistic: f64,
    (m, n): (f64, f64),
    ties: f64,
    (corrected, alternative): (bool, Alternative),
) -> Option<f64> {
    let distance = statistic - m * n / 2.0;
    let deviation = deviation(m, n, ties);
    if deviation == 0.0 {
        // All tied: the correction alone would decide, for 1.
        return corrected.then_some(1.0);
    }
    let correction = if corrected {
        continuity(alternative, distance)
    } else {
        0.0
    };
    Some(alternative.p_of_z((distance - correction) / deviation))
}

/// By the rank sum of the smaller group, which has the fewer subsets; ranks that ties share are halves.
fn exact(ranks: &[f64], m: usize, tied: bool, alternative: Alternative) -> Result<f64, Error> {
    let factor = if tied { 2.0 } else { 1.0 };
    let whole: Vec<usize> = ranks.iter().map(|rank| (factor * rank) as usize).collect();
    let (x, y) = whole.split_at(m);
    let (smaller, alternative) = if x.len() <= y.len() {
        (x, alternative)
    } else {
        (y, alternative.exchanged())
    };
    let mean = factor * smaller.len() as f64 * (ranks.len() + 1) as f64 / 2.0;
    let counts = Counts::of_size(&whole, smaller.len()).ok_or(TOO_LARGE)?;
    Ok(counts.p_value(alternative, smaller.iter().sum(), mean))
}

/// The tail beyond a half pair includes that half, as scipy does it.
fn exact_ignoring_ties(
    statistic: f64,
    m: usize,
    n: usize,
    alternative: Alternative,
) -> Result<f64, Error> {
    let untied = Untied::new(m, n).ok_or(TOO_LARGE)?;
    let other = (m * n) as f64 - statistic;
    Ok(p_of_tails(
        alternative,
        untied.upper(other as usize),
        untied.upper(statistic as usize),
    ))
}

/// The distribution of the statistic without ties.
pub(super) struct Untied {
    counts: Counts,
    smallest: usize,
}

impl Untied {
    /// None if it is too large; the same for groups exchanged.
    pub(super) fn new(m: usize, n: usize) -> Option<Self> {
        let size = m.min(n);
        Some(Self {
            counts: Counts::of_size(&(1..=m + n).collect::<Vec<_>>(), size)?,
            smallest: size * (size + 1) / 2,
        })
    }

    /// `P(U <= u)`.
    pub(super) fn lower(&self, u: usize) -> f64 {
        self.counts.lower(u + self.smallest)
    }

    /// `P(U >= u)`.
    fn upper(&self, u: usize) -> f64 {
        self.counts.upper(u + self.smallest)
    }
}
