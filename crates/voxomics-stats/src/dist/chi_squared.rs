//! The chi-squared distribution with `df` degrees of freedom.

use super::gamma;

/// `P(X <= x)`.
#[must_use]
#[doc(alias = "pchisq")]
pub fn lower(x: f64, df: f64) -> f64 {
    gamma::lower(0.5 * x, 0.5 * df)
}

/// `P(X > x)`, the p value of a chi-squared test.
///
/// ```
/// let p = voxomics_stats::dist::chi_squared::upper(3.841_458_820_694_124, 1.0);
/// assert!((p - 0.05).abs() < 1e-15);
/// ```
#[must_use]
#[doc(alias = "pchisq")]
pub fn upper(x: f64, df: f64) -> f64 {
    gamma::upper(0.5 * x, 0.5 * df)
}

/// The `x` with `P(X <= x) = p`.
#[must_use]
#[doc(alias = "qchisq")]
pub fn quantile(p: f64, df: f64) -> f64 {
    2.0 * gamma::quantile(p, 0.5 * df)
}

/// The `x` with `P(X > x) = p`.
#[must_use]
#[doc(alias = "qchisq")]
pub fn upper_quantile(p: f64, df: f64) -> f64 {
    2.0 * gamma::upper_quantile(p, 0.5 * df)
}
