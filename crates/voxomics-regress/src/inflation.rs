//! Variance inflation: how much collinearity widens a coefficient's interval.

use std::ops::Range;

use nalgebra::DMatrix;

/// Generalised variance inflation factors of groups of columns: `det R₁₁ det R₂₂ / det R`, with `R` the correlation of the
/// estimates, `R₁₁` its part of the group's and `R₂₂` of all others'.
///
/// `covariance` is that of all estimates without the intercept. For a single column it is the familiar `1/(1 - R²)`, and for a
/// factor with `df` columns its `1/(2 df)`-th power compares with the root of that. None for a group of which nothing is
/// estimated, or where a determinant is 0. R: `car::vif`, and with a group for each column `rms::vif`.
///
/// ```
/// use voxomics_regress::inflation::factors;
///
/// // Two estimates with a correlation of -0.6: 1/(1 - 0.36).
/// let factors = factors(&[vec![1.0, -1.2], vec![-1.2, 4.0]], &[0..1, 1..2]);
/// assert!((factors[1].unwrap() - 1.5625).abs() < 1e-12);
/// ```
///
/// # References
///
/// Fox J, Monette G. *J Am Stat Assoc* 1992;87:178-183.
#[doc(alias("vif", "GVIF"))]
#[must_use]
pub fn factors(covariance: &[Vec<f64>], groups: &[Range<usize>]) -> Vec<Option<f64>> {
    let size = covariance.len();
    let correlation =
        |i: usize, j: usize| covariance[i][j] / (covariance[i][i].sqrt() * covariance[j][j].sqrt());
    let determinant = |which: &[usize]| {
        DMatrix::from_fn(which.len(), which.len(), |i, j| {
            correlation(which[i], which[j])
        })
        .determinant()
    };
    let all: Vec<usize> = (0..size).collect();
    let whole = determinant(&all);
    let factor = |group: &Range<usize>| {
        let (own, others): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|column| group.contains(column));
        let factor = determinant(&own) * determinant(&others) / whole;
        (!own.is_empty() && factor.is_finite()).then_some(factor)
    };
    groups.iter().map(factor).collect()
}
