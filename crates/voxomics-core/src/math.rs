//! Elementary functions with the same bits on every CPU.
//!
//! The standard library hands these to the platform's C library, whose results differ between CPUs
//! and versions in the last bit (measured: 24 to 28 % of the arguments of `ln`, `exp`, `pow`). What
//! reaches a result comes through here: the `libm` crate, compiled with the program. `sqrt` is not
//! here, since IEEE 754 already fixes its bits.
//!
//! [`exp`] and [`ln`] make images that are cut into grey levels, where a last bit can move a voxel to
//! another level, and [`sin_cos`] the coefficients of recursive filters. They are rounded to the nearest
//! double, which is what good C libraries return nearly always (measured: 99.9 %).

mod double;
mod logarithm;
mod trigonometric;

use logarithm::logarithm;

/// Natural exponential, rounded to nearest in all but some 1 of 100,000 cases.
#[must_use]
pub fn exp(x: f64) -> f64 {
    let estimate = libm::exp(x);
    if !estimate.is_normal() {
        return estimate;
    }
    // e^x = estimate · e^d, and d = x - ln(estimate) is so small that e^d = 1 + d.
    let log = logarithm(estimate);
    estimate + estimate * ((x - log.high) - log.low)
}

/// Natural logarithm, rounded to nearest in all but some 1 of 100,000 cases.
#[must_use]
pub fn ln(x: f64) -> f64 {
    if x.is_normal() && x > 0.0 {
        let log = logarithm(x);
        log.high + log.low
    } else {
        libm::log(x)
    }
}

/// Logarithm to base 2.
#[must_use]
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// `x` to the power `y`.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// Sine of an angle in radians.
#[must_use]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Cosine of an angle in radians.
#[must_use]
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// Sine and cosine of an angle in radians, rounded to nearest up to 10⁶; slower than [`sin`] and [`cos`].
#[must_use]
pub fn sin_cos(x: f64) -> (f64, f64) {
    if x == 0.0 || x.is_nan() || x.abs() > trigonometric::LARGEST {
        return (sin(x), cos(x));
    }
    let [sine, cosine] = trigonometric::sine_and_cosine(x);
    (sine.high + sine.low, cosine.high + cosine.low)
}

/// Cube root.
#[must_use]
pub fn cbrt(x: f64) -> f64 {
    libm::cbrt(x)
}

/// `e^x - 1` without loss of digits near 0.
#[must_use]
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// `ln(1 + x)` without loss of digits near 0.
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// Error function, the share of a normal distribution of variance 1/2 between `-x` and `x`.
#[must_use]
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// `1 - erf(x)` without loss of digits for large `x`.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// Natural logarithm of the absolute value of the gamma function.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Hyperbolic tangent.
#[must_use]
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// Inverse of [`tanh`].
#[must_use]
pub fn atanh(x: f64) -> f64 {
    libm::atanh(x)
}

/// Angle in radians, -π/2 to π/2, whose sine is `x`.
#[must_use]
pub fn asin(x: f64) -> f64 {
    libm::asin(x)
}

/// Angle in radians, 0 to π, whose cosine is `x`.
#[must_use]
pub fn acos(x: f64) -> f64 {
    libm::acos(x)
}

/// Angle in radians, -π to π, of the point (`x`, `y`) from the axis of `x`.
#[must_use]
pub fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

#[cfg(test)]
mod tests {
    use super::{exp, ln, sin_cos};

    /// Bits of arguments and of correctly rounded values, from arithmetic with 60 digits.
    const ROUNDED: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/math/rounded.txt"
    );

    #[test]
    fn rounded_to_nearest() {
        let text = std::fs::read_to_string(ROUNDED).expect("test data");
        let double = |hex| f64::from_bits(u64::from_str_radix(hex, 16).expect("sixteen digits"));
        for line in text.lines() {
            let [name, x, want] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("three words a line: {line}");
            };
            let (x, want) = (double(x), double(want));
            let got = match name {
                "exp" => exp(x),
                "ln" => ln(x),
                "sin" => sin_cos(x).0,
                _ => sin_cos(x).1,
            };
            assert_eq!(got.to_bits(), want.to_bits(), "{name} {x:e}: {got:e}");
        }
        assert_eq!(text.lines().count(), 3600);
    }

    #[test]
    fn ends_of_the_range() {
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan() && exp(f64::NAN).is_nan());
        let cases = [
            (ln(0.0), f64::NEG_INFINITY),
            (ln(f64::INFINITY), f64::INFINITY),
            (ln(1.0), 0.0),
            (exp(f64::NEG_INFINITY), 0.0),
            (exp(-800.0), 0.0),
            (exp(0.0), 1.0),
            (exp(800.0), f64::INFINITY),
            (exp(f64::INFINITY), f64::INFINITY),
        ];
        for (got, want) in cases {
            assert_eq!(got.to_bits(), want.to_bits(), "{got} {want}");
        }
        assert_eq!(sin_cos(-0.0).0.to_bits(), (-0.0_f64).to_bits());
        assert!(sin_cos(f64::INFINITY).0.is_nan() && sin_cos(1e9).1.abs() <= 1.0);
        let tiny = f64::from_bits(1);
        assert!((ln(tiny) + 744.440_071_921_381_3).abs() < 1e-12);
        assert!((exp(-740.0) / 4.2e-322 - 1.0).abs() < 0.01);
        assert!(ln(f64::MAX).is_finite() && exp(709.7).is_finite());
    }
}
