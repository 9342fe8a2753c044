//! The F distribution with `df1` and `df2` degrees of freedom, the second of which may be infinite.

use super::beta::{Odds, Shapes, inverse, probability_beyond};
use super::chi_squared;
use super::tails::Side;

/// `P(F <= f)`.
#[must_use]
#[doc(alias = "pf")]
pub fn lower(f: f64, df1: f64, df2: f64) -> f64 {
    probability(f, df1, df2, Side::Lower)
}

/// `P(F > f)`, the p value of an analysis of variance.
///
/// ```
/// use voxomics_stats::dist::f;
///
/// assert!((f::upper(1.0, 7.0, 7.0) - 0.5).abs() < 1e-15);
/// ```
#[must_use]
#[doc(alias = "pf")]
pub fn upper(f: f64, df1: f64, df2: f64) -> f64 {
    probability(f, df1, df2, Side::Upper)
}

/// The `f` with `P(F <= f) = p`.
#[must_use]
#[doc(alias = "qf")]
pub fn quantile(p: f64, df1: f64, df2: f64) -> f64 {
    inverted(p, df1, df2, Side::Lower)
}

/// The `f` with `P(F > f) = p`.
#[must_use]
#[doc(alias = "qf")]
pub fn upper_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    inverted(p, df1, df2, Side::Upper)
}

fn shapes(df1: f64, df2: f64) -> Shapes {
    Shapes {
        a: 0.5 * df1,
        b: 0.5 * df2,
    }
}

fn probability(f: f64, df1: f64, df2: f64, side: Side) -> f64 {
    if df2 == f64::INFINITY {
        return match side {
            Side::Lower => chi_squared::lower(f * df1, df1),
            Side::Upper => chi_squared::upper(f * df1, df1),
        };
    }
    let Shapes { a, b } = shapes(df1, df2);
    let odds = (a / b) * f.max(0.0);
    let (x, y) = if odds <= 1.0 {
        (odds / (1.0 + odds), 1.0 / (1.0 + odds))
    } else {
        let odds = 1.0 / odds;
        (1.0 / (1.0 + odds), odds / (1.0 + odds))
    };
    let point = Odds {
        x: if f.is_nan() { f64::NAN } else { x },
        y,
    };
    let below = a * y * (f - 1.0);
    probability_beyond(point, Shapes { a, b }, below, side)
}

fn inverted(p: f64, df1: f64, df2: f64, side: Side) -> f64 {
    if df2 == f64::INFINITY {
        return match side {
            Side::Lower => chi_squared::quantile(p, df1),
            Side::Upper => chi_squared::upper_quantile(p, df1),
        } / df1;
    }
    let Odds { x, y } = inverse(p, shapes(df1, df2), side);
    if y == 0.0 {
        f64::INFINITY
    } else {
        x / y * (df2 / df1)
    }
}
