//! Bartlett's test of equal variances.

use voxomics_core::math;

use super::groups::groups_of_two;
use super::{ChiSquaredTest, Error};
use crate::moments::deviation_of;

/// Tests whether several normal groups have one variance; R's `bartlett.test`.
///
/// `(Σ ν_j ln(s²/s_j²)) / (1 + (Σ 1/ν_j - 1/ν)/(3 (k - 1)))` with `ν_j = n_j - 1`, their sum `ν`, and `s²` the mean of the
/// variances `s_j²` weighted by them; chi-squared with `k - 1` degrees of freedom.
///
/// ```
/// use voxomics_stats::hypothesis::bartlett::bartlett;
///
/// let dose = [4.2, 5.1, 6.3, 5.5, 7.4, 8.1, 9.9, 7.7, 8.3];
/// let arm = [1, 1, 1, 2, 2, 2, 3, 3, 3];
/// assert!((bartlett(&dose, &arm)?.p_value - 0.948_971_5).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Groups`] for fewer than two groups and a group of one value; [`Error::Constant`] for a group without spread;
/// [`Error::Input`] for NaN or infinities and unequal lengths.
///
/// # References
///
/// Bartlett MS. *Proc R Soc A* 1937;160:268-282.
#[doc(alias = "bartlett.test")]
pub fn bartlett(values: &[f64], group: &[u32]) -> Result<ChiSquaredTest, Error> {
    let groups = groups_of_two(values, group)?;
    let k = groups.len() as f64;
    let freedom: Vec<f64> = groups
        .iter()
        .map(|group| (group.len() - 1) as f64)
        .collect();
    let total: f64 = freedom.iter().sum();
    let deviations: Vec<f64> = groups.iter().map(|group| deviation_of(group)).collect();
    let largest = deviations.iter().copied().fold(0.0, f64::max);
    if deviations.contains(&0.0) {
        return Err(Error::Constant {
            what: "values of a group",
        });
    }
    // Relative to the largest, so that no square overflows.
    let squares: Vec<f64> = deviations
        .iter()
        .map(|d| (d / largest) * (d / largest))
        .collect();
    let pooled = squares
        .iter()
        .zip(&freedom)
        .map(|(square, df)| df * square)
        .sum::<f64>()
        / total;
    let terms = squares
        .iter()
        .zip(&freedom)
        .map(|(square, df)| df * math::ln(pooled / square));
    let reciprocals: f64 = freedom.iter().map(|df| 1.0 / df).sum();
    let correction = 1.0 + (reciprocals - 1.0 / total) / (3.0 * (k - 1.0));
    Ok(ChiSquaredTest::new(
        terms.sum::<f64>() / correction,
        groups.len() - 1,
    ))
}
