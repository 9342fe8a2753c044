//! The standard normal distribution.

use std::f64::consts::FRAC_1_SQRT_2;

/// `P(Z > z)`.
#[must_use]
#[doc(alias = "pnorm")]
pub fn upper(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// `P(Z <= z)`.
#[must_use]
#[doc(alias = "pnorm")]
pub fn lower(z: f64) -> f64 {
    upper(-z)
}
