//! Distributions of the largest of many statistics.

use std::f64::consts::PI;

use voxomics_core::math;

use crate::dist::normal;

/// Lausen and Schumacher 1992: `φ(b)(b - 1/b) log(ε₂(1 - ε₁)/(ε₁(1 - ε₂))) + 4 φ(b)/b`; meaningful for small p, at most 1.
pub(super) fn lausen_1992(b: f64, least: f64, most: f64) -> f64 {
    // Also where the range is infinite, times 0 at b = 1.
    if b <= 1.0 {
        return 1.0;
    }
    let density = math::exp(-b * b / 2.0) / (2.0 * PI).sqrt();
    let range = math::ln(most * (1.0 - least) / (least * (1.0 - most)));
    (density * (b - 1.0 / b) * range + 4.0 * density / b).clamp(0.0, 1.0)
}

/// Lausen and Schumacher 1994: `P(|Z| > b) + Σ D(m_j, m_j+1)` over neighbouring cuts with m of n below, an upper bound.
pub(super) fn lausen_1994(b: f64, counts: &[f64], n: f64) -> f64 {
    let both = math::exp(-b * b / 2.0) / PI;
    let step = |pair: &[f64]| {
        let (m, next) = (pair[0], pair[1]);
        let t = (1.0 - m * (n - next) / ((n - m) * next)).max(0.0).sqrt();
        both * (t - (b * b / 4.0 - 1.0) * t * t * t / 6.0)
    };
    let steps: f64 = counts.windows(2).map(step).sum();
    (2.0 * normal::upper(b) + steps).clamp(0.0, 1.0)
}

/// `P(sup |B| > q)` of a Brownian bridge B: `2 Σ (-1)^(j+1) exp(-2 j² q²)`, Kolmogorov's limit.
pub(super) fn brownian_bridge(q: f64) -> f64 {
    // Below it is 1 to the last digit, and the series slow.
    if q < 0.2 {
        return 1.0;
    }
    let mut sum = 0.0;
    for j in 1..=40_i32 {
        let term = math::exp(-2.0 * f64::from(j * j) * q * q);
        sum += if j % 2 == 1 { term } else { -term };
        if term < 1e-18 * sum {
            break;
        }
    }
    (2.0 * sum).clamp(0.0, 1.0)
}
