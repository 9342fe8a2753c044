//! The standard normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

use voxomics_core::math;

/// `√(2π)`.
const SQRT_2PI: f64 = 2.506_628_274_631_000_7;

/// `P(Z <= z)`.
#[must_use]
#[doc(alias = "pnorm")]
pub fn lower(z: f64) -> f64 {
    upper(-z)
}

/// `P(Z > z)`.
#[must_use]
#[doc(alias = "pnorm")]
pub fn upper(z: f64) -> f64 {
    0.5 * math::erfc(z * FRAC_1_SQRT_2)
}

/// `P(|Z| > |z|)`, the p value of a z test.
#[must_use]
pub fn two_sided(z: f64) -> f64 {
    math::erfc(z.abs() * FRAC_1_SQRT_2)
}

/// Density at `z`.
#[must_use]
#[doc(alias = "dnorm")]
pub fn density(z: f64) -> f64 {
    math::exp(-0.5 * z * z) / SQRT_2PI
}

/// The `z` with `P(Z <= z) = p`.
///
/// ```
/// let z = voxomics_stats::dist::normal::quantile(0.975);
/// assert!((z - 1.959_963_984_540_054).abs() < 1e-15);
/// ```
#[must_use]
#[doc(alias = "qnorm")]
pub fn quantile(p: f64) -> f64 {
    -upper_quantile(p)
}

/// The `z` with `P(Z > z) = p`.
#[must_use]
#[doc(alias = "qnorm")]
pub fn upper_quantile(p: f64) -> f64 {
    match p {
        0.0 => f64::INFINITY,
        1.0 => f64::NEG_INFINITY,
        // Negated, so that NaN comes here too.
        _ if !(p > 0.0 && p < 1.0) => f64::NAN,
        _ if p > 0.5 => -upper_quantile(1.0 - p),
        _ if p > 0.25 => central(0.5 - p),
        _ => outer(p),
    }
}

/// The `z` with `P(0 < Z < z) = share`, below a quarter.
fn central(share: f64) -> f64 {
    let mut z = share * SQRT_2PI;
    for _ in 0..6 {
        z -= (0.5 * math::erf(z / SQRT_2) - share) / density(z);
    }
    z
}

/// The `z` with `P(Z > z) = p`, up to a quarter: Newton's iteration on the logarithm, from Hastings' approximation (1955).
fn outer(p: f64) -> f64 {
    let goal = math::ln(p);
    let t = (-2.0 * goal).sqrt();
    let mut z = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    for _ in 0..4 {
        let tail = upper(z);
        // Where the density has no more digits, Mills' ratio is near enough for a slope.
        let ratio = if z < 30.0 {
            tail / density(z)
        } else {
            1.0 / (z + 1.0 / z)
        };
        z += (math::ln(tail) - goal) * ratio;
    }
    z
}
