//! Adjustment of p values for multiple testing; R's `p.adjust`.

use serde::{Deserialize, Serialize};

use crate::input;
use crate::names::names;
use crate::rank;

/// What is kept below the level, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// The chance of any false rejection, step down (Holm 1979); R's default.
    #[default]
    Holm,
    /// The same, step up, for independent or positively dependent tests (Hochberg 1988).
    Hochberg,
    /// The same by closed testing with Simes' test (Hommel 1988); `O(n²)`.
    Hommel,
    /// The same, all p values times their number.
    Bonferroni,
    /// The expected share of false ones among the rejected (Benjamini & Hochberg 1995); R's `BH` and `fdr`.
    BenjaminiHochberg,
    /// The same under any dependence (Benjamini & Yekutieli 2001); R's `BY`.
    BenjaminiYekutieli,
    /// Nothing.
    None,
}

names!(
    Method,
    "method of adjustment": Holm = "holm",
    Hochberg = "hochberg",
    Hommel = "hommel",
    Bonferroni = "bonferroni",
    BenjaminiHochberg = "benjamini-hochberg",
    BenjaminiYekutieli = "benjamini-yekutieli",
    None = "none",
);

/// Adjusted p values, in the order given: a test is rejected at a level if its adjusted p value is not above it.
///
/// With `p₍₁₎ ≤ ... ≤ p₍ₙ₎` and a running maximum from the first, or minimum from the last, all cut at 1:
///
/// | method                 | adjusted `p₍ᵢ₎`                                     |
/// |------------------------|-----------------------------------------------------|
/// | Bonferroni             | `n p₍ᵢ₎`                                            |
/// | Holm                   | `max (n - j + 1) p₍ⱼ₎` over `j ≤ i`                 |
/// | Hochberg               | `min (n - j + 1) p₍ⱼ₎` over `j ≥ i`                 |
/// | Benjamini-Hochberg     | `min (n/j) p₍ⱼ₎` over `j ≥ i`                       |
/// | Benjamini-Yekutieli    | the same times `1 + 1/2 + ... + 1/n`                |
/// | Hommel                 | the largest p value of Simes' test over all sets of hypotheses that hold the i-th |
///
/// ```
/// use voxomics_stats::adjust::{Method, adjust};
///
/// assert_eq!(adjust(&[0.01, 0.04, 0.03], Method::Holm)?, [0.03, 0.06, 0.06]);
/// # Ok::<(), voxomics_stats::input::Error>(())
/// ```
///
/// # Errors
///
/// [`NotFinite`](input::Error::NotFinite) and [`OutOfRange`](input::Error::OutOfRange), which R would take: NaN, or a value
/// outside of 0 and 1.
///
/// # References
///
/// Holm S. *Scand J Stat* 1979;6:65-70. Hochberg Y. *Biometrika* 1988;75:800-802. Hommel G. *Biometrika* 1988;75:383-386.
/// Benjamini Y, Hochberg Y. *J R Stat Soc B* 1995;57:289-300. Benjamini Y, Yekutieli D. *Ann Stat* 2001;29:1165-1188. Wright
/// SP. *Biometrics* 1992;48:1005-1013.
#[doc(alias("p.adjust", "multipletests"))]
pub fn adjust(p: &[f64], method: Method) -> Result<Vec<f64>, input::Error> {
    if p.is_empty() {
        return Ok(Vec::new());
    }
    input::probabilities("p", p)?;
    if method == Method::None || p.len() == 1 {
        return Ok(p.to_vec());
    }
    let order = rank::order(p);
    let sorted: Vec<f64> = order.iter().map(|&index| p[index]).collect();
    let mut adjusted = vec![0.0; p.len()];
    for (index, value) in order.into_iter().zip(adjust_sorted(&sorted, method)) {
        adjusted[index] = value;
    }
    Ok(adjusted)
}

/// The same where some tests have no p value: they stay so and do not count, as NA in R.
///
/// ```
/// use voxomics_stats::adjust::{Method, adjust_present};
///
/// let adjusted = adjust_present(&[Some(0.01), None, Some(0.04)], Method::Bonferroni)?;
/// assert_eq!(adjusted, [Some(0.02), None, Some(0.08)]);
/// # Ok::<(), voxomics_stats::input::Error>(())
/// ```
///
/// # Errors
///
/// Those of [`adjust`].
pub fn adjust_present(p: &[Option<f64>], method: Method) -> Result<Vec<Option<f64>>, input::Error> {
    let present: Vec<f64> = p.iter().copied().flatten().collect();
    let adjusted = adjust(&present, method).map_err(|error| as_given(error, p))?;
    let mut adjusted = adjusted.into_iter();
    Ok(p.iter().map(|p| p.and_then(|_| adjusted.next())).collect())
}

/// The row of a p value among those that are there, as its row among all.
fn as_given(mut error: input::Error, p: &[Option<f64>]) -> input::Error {
    if let input::Error::NotFinite { row, .. } | input::Error::OutOfRange { row, .. } = &mut error {
        let present = p.iter().enumerate().filter(|(_, p)| p.is_some());
        *row = present.map(|(row, _)| row).nth(*row).unwrap_or(*row);
    }
    error
}

fn adjust_sorted(sorted: &[f64], method: Method) -> Vec<f64> {
    let n = sorted.len() as f64;
    // Of the p value at an index, the number of p values that are as large or larger, and its rank.
    let larger = |index: usize| (sorted.len() - index) as f64;
    let rank = |index: usize| (index + 1) as f64;
    match method {
        Method::None => sorted.to_vec(),
        Method::Bonferroni => sorted.iter().map(|p| (n * p).min(1.0)).collect(),
        Method::Holm => step_down(sorted, larger),
        Method::Hochberg => step_up(sorted, larger),
        Method::BenjaminiHochberg => step_up(sorted, |index| n / rank(index)),
        Method::BenjaminiYekutieli => {
            let harmonic: f64 = (1..=sorted.len()).map(|k| 1.0 / k as f64).sum();
            step_up(sorted, |index| harmonic * n / rank(index))
        }
        Method::Hommel => hommel(sorted),
    }
}

/// Running maximum from the smallest.
fn step_down(sorted: &[f64], factor: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut running = 0.0_f64;
    let step = |(index, p): (usize, &f64)| {
        running = running.max(factor(index) * p).min(1.0);
        running
    };
    sorted.iter().enumerate().map(step).collect()
}

/// Running minimum from the largest.
fn step_up(sorted: &[f64], factor: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut adjusted = vec![1.0; sorted.len()];
    let mut running = 1.0_f64;
    for (index, p) in sorted.iter().enumerate().rev() {
        running = running.min(factor(index) * p);
        adjusted[index] = running;
    }
    adjusted
}

/// For each number `m` of hypotheses at a time, Simes' test of the `m` largest p values bounds all p values (Wright 1992).
fn hommel(sorted: &[f64]) -> Vec<f64> {
    let n = sorted.len();
    let simes = |m: usize, tail: &[f64], first: usize| {
        let terms = tail.iter().enumerate();
        terms.fold(f64::INFINITY, |least, (index, p)| {
            least.min(m as f64 * p / (first + index) as f64)
        })
    };
    let mut adjusted = vec![simes(n, sorted, 1); n];
    for m in (2..n).rev() {
        let (head, tail) = sorted.split_at(n - m + 1);
        let bound = simes(m, tail, 2);
        let mut last = 0.0;
        for (adjusted, p) in adjusted.iter_mut().zip(head) {
            last = (m as f64 * p).min(bound);
            *adjusted = adjusted.max(last);
        }
        for adjusted in &mut adjusted[head.len()..] {
            *adjusted = adjusted.max(last);
        }
    }
    adjusted
        .iter()
        .zip(sorted)
        .map(|(adjusted, p)| adjusted.max(*p))
        .collect()
}
