//! The beta distribution of shapes `a` and `b`: the regularised incomplete beta function.

use voxomics_core::math;

use super::integral::{Exponent, decay};
use super::solve::{Point, solve};
use super::special::{
    deviance, exp_m1_minus, ln_1p_minus, ln_sqrt_over_2pi, product, stirling_error,
};
use super::tails::{Side, Tails};

/// Below this shape a tail is a series, short unless its argument is near 1.
const SERIES_BELOW: f64 = 8.0;

/// `P(X <= x)`, the regularised incomplete beta function.
///
/// ```
/// let p = voxomics_stats::dist::beta::lower(0.5, 2.0, 3.0);
/// assert!((p - 11.0 / 16.0).abs() < 1e-15);
/// ```
#[must_use]
#[doc(alias("pbeta", "betainc"))]
pub fn lower(x: f64, a: f64, b: f64) -> f64 {
    probability_at(x, Shapes { a, b }, Side::Lower)
}

/// `P(X > x)`.
#[must_use]
#[doc(alias("pbeta", "betaincc"))]
pub fn upper(x: f64, a: f64, b: f64) -> f64 {
    probability_at(x, Shapes { a, b }, Side::Upper)
}

/// The `x` with `P(X <= x) = p`.
///
/// ```
/// // The upper Clopper-Pearson limit of 1 in 10,000,000.
/// let limit = voxomics_stats::dist::beta::quantile(0.975, 2.0, 9_999_999.0);
/// assert!((limit / 5.571_642_156e-7 - 1.0).abs() < 1e-8);
/// ```
#[must_use]
#[doc(alias("qbeta", "betaincinv"))]
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    inverse(p, Shapes { a, b }, Side::Lower).x
}

/// The `x` with `P(X > x) = p`.
#[must_use]
#[doc(alias = "qbeta")]
pub fn upper_quantile(p: f64, a: f64, b: f64) -> f64 {
    inverse(p, Shapes { a, b }, Side::Upper).x
}

/// The two shapes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shapes {
    pub(super) a: f64,
    pub(super) b: f64,
}

impl Shapes {
    fn are_valid(self) -> bool {
        let valid = |shape: f64| shape > 0.0 && shape.is_finite();
        valid(self.a) && valid(self.b)
    }

    fn swapped(self) -> Self {
        Self {
            a: self.b,
            b: self.a,
        }
    }

    /// How far the mean is below the point, times `a + b`.
    pub(super) fn below(self, odds: Odds) -> f64 {
        self.b * odds.x - self.a * odds.y
    }
}

/// A share `x` and what it leaves of 1, both with all their digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Odds {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Odds {
    fn swapped(self) -> Self {
        Self {
            x: self.y,
            y: self.x,
        }
    }
}

impl Point for Odds {
    fn position(self) -> f64 {
        math::ln(self.x) - math::ln(self.y)
    }

    fn moved(self, step: f64) -> Self {
        // From the smaller share: its digits are the ones that count.
        if self.x > self.y {
            return self.swapped().moved(-step).swapped();
        }
        let scale = 1.0 + self.x * math::exp_m1(step);
        Self {
            x: self.x * math::exp(step) / scale,
            y: self.y / scale,
        }
    }

    fn end(side: Side) -> Self {
        match side {
            Side::Lower => Self { x: 0.0, y: 1.0 },
            Side::Upper => Self { x: 1.0, y: 0.0 },
        }
    }
}

/// The probability on one side of a share that is known as a double.
///
/// With large shapes the last digit of a product with them moves a far tail: `(a + b) x - a` is taken from the exact product.
pub(super) fn probability_at(x: f64, shapes: Shapes, side: Side) -> f64 {
    let odds = Odds { x, y: 1.0 - x };
    let (product, rest) = product(shapes.a + shapes.b, x);
    probability_beyond(odds, shapes, (product - shapes.a) + rest, side)
}

/// The probability on one side of a point, `below` as [`Shapes::below`] or better.
pub(super) fn probability_beyond(odds: Odds, shapes: Shapes, below: f64, side: Side) -> f64 {
    if !shapes.are_valid() || odds.x.is_nan() {
        f64::NAN
    } else if odds.x <= 0.0 || odds.y <= 0.0 {
        f64::from(u8::from((odds.x <= 0.0) == (side == Side::Upper)))
    } else {
        tails(odds, shapes, below).probability(side)
    }
}

/// The point with probability `p` on one side.
pub(super) fn inverse(p: f64, shapes: Shapes, side: Side) -> Odds {
    if !shapes.are_valid() || !(0.0..=1.0).contains(&p) {
        return Odds {
            x: f64::NAN,
            y: f64::NAN,
        };
    }
    let sum = shapes.a + shapes.b;
    let mean = Odds {
        x: shapes.a / sum,
        y: shapes.b / sum,
    };
    solve(p, side, mean, |odds| {
        tails(odds, shapes, shapes.below(odds))
    })
}

fn tails(odds: Odds, shapes: Shapes, below: f64) -> Tails {
    if below < 0.0 {
        let mirrored = tails(odds.swapped(), shapes.swapped(), -below);
        return Tails {
            side: Side::Lower,
            ..mirrored
        };
    }
    let ratio = if shapes.b < SERIES_BELOW && odds.y < 0.9 {
        series(odds.y, shapes.b, shapes.a)
    } else {
        let size = shapes.a + shapes.b;
        decay(&Ratio { odds, size, below })
    };
    Tails {
        ln_density: ln_density(odds, shapes, below),
        ratio,
        side: Side::Upper,
    }
}

/// Logarithm of the density of the log odds, `x^a y^b / B(a, b)`, in Loader's form.
pub(super) fn ln_density(odds: Odds, Shapes { a, b }: Shapes, below: f64) -> f64 {
    let sum = a + b;
    let deviance = deviance(a, sum * odds.x, below) + deviance(b, sum * odds.y, -below);
    let error = stirling_error(sum) - stirling_error(a) - stirling_error(b);
    ln_sqrt_over_2pi(a / sum * b) + error - deviance
}

/// `Σ (a + b)_n x^n / (a)_(n+1)`, the lower tail over the density.
fn series(x: f64, a: f64, b: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, 0.0);
    while term > 1e-17 * sum {
        n += 1.0;
        term *= (a + b + n - 1.0) / (a + n) * x;
        sum += term;
    }
    sum
}

/// Density of the log odds `v` above `x` over that at `x`: with the mean `m` of `n = a + b`,
/// `h(v) = n (x - m) v + n (ln(1 - x + x e^v) - x v)`.
struct Ratio {
    odds: Odds,
    size: f64,
    below: f64,
}

impl Exponent for Ratio {
    fn at(&self, v: f64) -> f64 {
        self.below * v + self.size * cumulant(self.odds, v)
    }

    fn slope(&self, v: f64) -> f64 {
        let Odds { x, y } = self.odds;
        // Of e^-v, which cannot overflow: y (e^v - 1) / (1 - x + x e^v).
        let fall = -math::exp_m1(-v);
        self.below + self.size * x * y * fall / (1.0 - y * fall)
    }

    fn curvature(&self) -> f64 {
        self.size * self.odds.x * self.odds.y
    }
}

/// `ln(1 - x + x e^v) - x v`, the cumulant function of a coin of chance `x` about its mean.
fn cumulant(Odds { x, y }: Odds, v: f64) -> f64 {
    // The coin's other side, so that the smaller chance stands for both.
    let (x, v) = if x <= y { (x, v) } else { (y, -v) };
    let rise = x * math::exp_m1(v);
    if rise > 1.0 {
        math::ln_1p(rise) - x * v
    } else {
        ln_1p_minus(rise) + x * exp_m1_minus(v)
    }
}
