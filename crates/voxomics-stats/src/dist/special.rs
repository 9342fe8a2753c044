//! Differences of elementary functions that subtraction would lose.

use std::f64::consts::PI;

use voxomics_core::math;

/// `ln √(2π)`.
const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_7;

/// `1/3, 1/5, 1/7, ...`: the series of the inverse hyperbolic tangent without its first term.
const ODD_RECIPROCALS: [f64; 16] = {
    let mut reciprocals = [0.0; 16];
    let mut k = 0;
    while k < 16 {
        reciprocals[k] = 1.0 / (2 * k + 3) as f64;
        k += 1;
    }
    reciprocals
};

/// `1/2!, 1/3!, ...`: the series of the exponential without its first two terms.
const FACTORIAL_RECIPROCALS: [f64; 14] = {
    let mut reciprocals = [0.5; 14];
    let mut k = 1;
    while k < 14 {
        reciprocals[k] = reciprocals[k - 1] / (k + 2) as f64;
        k += 1;
    }
    reciprocals
};

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// `ln(1 + x) - x`.
pub(super) fn ln_1p_minus(x: f64) -> f64 {
    if x.abs() > 0.5 {
        return math::ln_1p(x) - x;
    }
    // ln(1 + x) = 2 atanh(t), and x - 2t = xt.
    let t = x / (2.0 + x);
    let square = t * t;
    t * (2.0 * square * polynomial(&ODD_RECIPROCALS, square) - x)
}

/// `e^x - 1 - x`.
pub(super) fn exp_m1_minus(x: f64) -> f64 {
    if x.abs() > 0.5 {
        math::exp_m1(x) - x
    } else {
        x * x * polynomial(&FACTORIAL_RECIPROCALS, x)
    }
}

/// `ln Γ(z)` less Stirling's `(z - 1/2) ln z - z + ln √(2π)`.
pub(super) fn stirling_error(z: f64) -> f64 {
    /// Bernoulli numbers over `2k(2k - 1)`.
    const SERIES: [f64; 8] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
        -3617.0 / 122_400.0,
    ];
    if z >= 10.0 {
        polynomial(&SERIES, 1.0 / (z * z)) / z
    } else {
        math::ln_gamma(z) - ((z - 0.5) * math::ln(z) - z + LN_SQRT_2PI)
    }
}

/// `k ln(k / m) + m - k` of `m = k + difference`, Loader's deviance term; 0 where they are equal, positive elsewhere.
pub(super) fn deviance(k: f64, m: f64, difference: f64) -> f64 {
    let relative = difference / k;
    if relative.abs() < 0.5 {
        -k * ln_1p_minus(relative)
    } else {
        k * math::ln(k / m) + difference
    }
}

/// `ln √(k / 2π)`.
pub(super) fn ln_sqrt_over_2pi(k: f64) -> f64 {
    0.5 * math::ln(k / (2.0 * PI))
}

/// `a · b` as a double and what it lacks (Dekker), for factors below 1e290.
pub(super) fn product(a: f64, b: f64) -> (f64, f64) {
    let halves = |value: f64| {
        let shifted = 134_217_729.0 * value;
        let high = shifted - (shifted - value);
        (high, value - high)
    };
    let product = a * b;
    let ((a1, a0), (b1, b0)) = (halves(a), halves(b));
    (product, ((a1 * b1 - product) + a1 * b0 + a0 * b1) + a0 * b0)
}
