//! Fligner and Killeen's test of equal variances.

use super::groups::groups;
use super::{ChiSquaredTest, Error};
use crate::dist::normal;
use crate::moments::{mean_of, sum_of_squares};
use crate::quantile::median_of_sorted;
use crate::rank;

/// Tests whether several groups have one spread, by normal scores of the ranked distances from their medians; R's
/// `fligner.test`, scipy's `fligner`.
///
/// `Σ n_j (ā_j - ā)² / s_a²` of the scores `a = Φ⁻¹(1/2 + r/(2 (N + 1)))`, `r` the rank of `|x - median_j|` among all, with `s_a²`
/// the variance of the scores; chi-squared with `k - 1` degrees of freedom.
///
/// ```
/// use voxomics_stats::hypothesis::fligner::fligner;
///
/// let dose = [4.2, 5.1, 6.3, 5.5, 7.4, 8.1, 9.9, 7.7, 8.3];
/// let arm = [1, 1, 1, 2, 2, 2, 3, 3, 3];
/// assert!((fligner(&dose, &arm)?.p_value - 0.900_727_2).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Groups`] for fewer than two groups; [`Error::Constant`] for equal distances;
/// [`Error::Input`] for NaN or infinities and unequal lengths.
///
/// # References
///
/// Conover WJ, Johnson ME, Johnson MM. *Technometrics* 1981;23:351-361.
#[doc(alias = "fligner.test")]
pub fn fligner(values: &[f64], group: &[u32]) -> Result<ChiSquaredTest, Error> {
    let groups = groups(values, group)?;
    let distances: Vec<f64> = groups.iter().flat_map(|group| distances(group)).collect();
    let n = distances.len() as f64;
    let score = |rank: f64| normal::quantile(f64::midpoint(1.0, rank / (n + 1.0)));
    let scores: Vec<f64> = rank::midranks(&distances).into_iter().map(score).collect();
    let variance = sum_of_squares(&scores) / (n - 1.0);
    if distances.iter().all(|&distance| distance == distances[0]) {
        return Err(Error::Constant {
            what: "distances from the medians",
        });
    }
    let mean = mean_of(&scores);
    let mut rest = scores.as_slice();
    let mut between = 0.0;
    for group in &groups {
        let (own, others) = rest.split_at(group.len());
        let above = mean_of(own) - mean;
        between += own.len() as f64 * above * above;
        rest = others;
    }
    Ok(ChiSquaredTest::new(between / variance, groups.len() - 1))
}

fn distances(group: &[f64]) -> Vec<f64> {
    let mut sorted = group.to_vec();
    sorted.sort_by(f64::total_cmp);
    let median = median_of_sorted(&sorted);
    group.iter().map(|value| (value - median).abs()).collect()
}
