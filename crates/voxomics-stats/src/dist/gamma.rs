//! The gamma distribution of shape `a` and scale 1: the incomplete gamma functions.

use voxomics_core::math;

use super::integral::{Exponent, decay};
use super::solve::{Point, solve};
use super::special::{deviance, exp_m1_minus, ln_sqrt_over_2pi, stirling_error};
use super::tails::{Side, Tails};

/// Below this shape the lower tail is a short series.
const SERIES_BELOW: f64 = 8.0;

/// `P(X <= x)`.
pub(crate) fn lower(x: f64, a: f64) -> f64 {
    probability(x, a, Side::Lower)
}

/// `P(X > x)`.
pub(crate) fn upper(x: f64, a: f64) -> f64 {
    probability(x, a, Side::Upper)
}

/// The `x` with `P(X <= x) = p`.
pub(crate) fn quantile(p: f64, a: f64) -> f64 {
    inverse(p, a, Side::Lower)
}

/// The `x` with `P(X > x) = p`.
pub(crate) fn upper_quantile(p: f64, a: f64) -> f64 {
    inverse(p, a, Side::Upper)
}

fn is_shape(a: f64) -> bool {
    a > 0.0 && a.is_finite()
}

fn probability(x: f64, a: f64, side: Side) -> f64 {
    if !is_shape(a) || x.is_nan() {
        f64::NAN
    } else if x <= 0.0 || x == f64::INFINITY {
        f64::from(u8::from((x <= 0.0) == (side == Side::Upper)))
    } else {
        tails(x, a).probability(side)
    }
}

fn inverse(p: f64, a: f64, side: Side) -> f64 {
    if !is_shape(a) || !(0.0..=1.0).contains(&p) {
        f64::NAN
    } else {
        solve(p, side, Positive(a), |x| tails(x.0, a)).0
    }
}

fn tails(x: f64, a: f64) -> Tails {
    let above = x - a;
    let ln_density = ln_sqrt_over_2pi(a) - stirling_error(a) - deviance(a, x, above);
    let (side, ratio) = if above >= 0.0 {
        (
            Side::Upper,
            decay(&Ratio {
                x,
                above,
                sign: 1.0,
            }),
        )
    } else if a < SERIES_BELOW {
        (Side::Lower, series(x, a))
    } else {
        let above = -above;
        (
            Side::Lower,
            decay(&Ratio {
                x,
                above,
                sign: -1.0,
            }),
        )
    };
    Tails {
        ln_density,
        ratio,
        side,
    }
}

/// `Σ x^n / (a (a + 1) ... (a + n))`, the lower tail over the density.
fn series(x: f64, a: f64) -> f64 {
    let (mut term, mut sum, mut shape) = (1.0 / a, 1.0 / a, a);
    while term > 1e-17 * sum {
        shape += 1.0;
        term *= x / shape;
        sum += term;
    }
    sum
}

/// Density at `x e^(±v)` over that at `x`, both of the logarithm: `h(v) = |x - a| v + x (e^(±v) - 1 ∓ v)`.
struct Ratio {
    x: f64,
    above: f64,
    sign: f64,
}

impl Exponent for Ratio {
    fn at(&self, v: f64) -> f64 {
        self.above * v + self.x * exp_m1_minus(self.sign * v)
    }

    fn slope(&self, v: f64) -> f64 {
        self.above + self.x * self.sign * math::exp_m1(self.sign * v)
    }

    fn curvature(&self) -> f64 {
        self.x
    }
}

/// A positive number, moved on the scale of its logarithm.
#[derive(Debug, Clone, Copy)]
struct Positive(f64);

impl Point for Positive {
    fn position(self) -> f64 {
        math::ln(self.0)
    }

    fn moved(self, step: f64) -> Self {
        Self(self.0 * math::exp(step))
    }

    fn end(side: Side) -> Self {
        match side {
            Side::Lower => Self(0.0),
            Side::Upper => Self(f64::INFINITY),
        }
    }
}
