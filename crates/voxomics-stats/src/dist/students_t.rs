//! Student's t distribution with `df` degrees of freedom, which need not be whole and may be infinite.

use super::beta::{Odds, Shapes, inverse, probability_beyond};
use super::normal;
use super::tails::Side;

/// `P(T <= t)`.
#[must_use]
#[doc(alias = "pt")]
pub fn lower(t: f64, df: f64) -> f64 {
    upper(-t, df)
}

/// `P(T > t)`.
///
/// ```
/// use voxomics_stats::dist::students_t;
///
/// assert!((students_t::upper(1.0, 1.0) - 0.25).abs() < 1e-15);
/// ```
#[must_use]
#[doc(alias = "pt")]
pub fn upper(t: f64, df: f64) -> f64 {
    let half = 0.5 * two_sided(t, df);
    if t < 0.0 { 1.0 - half } else { half }
}

/// `P(|T| > |t|)`, the p value of a t test.
#[must_use]
pub fn two_sided(t: f64, df: f64) -> f64 {
    if df == f64::INFINITY {
        return 2.0 * normal::upper(t.abs());
    }
    if df > 0.0 && t.is_infinite() {
        return 0.0;
    }
    // Of a beta variable with shapes df/2 and 1/2, df / (df + t²); written so that no square overflows.
    let (x, y) = if t * t <= df {
        let odds = t * (t / df);
        (1.0 / (1.0 + odds), odds / (1.0 + odds))
    } else {
        let odds = df / t / t;
        (odds / (1.0 + odds), 1.0 / (1.0 + odds))
    };
    let below = 0.5 * x * (1.0 - t) * (1.0 + t);
    let shapes = Shapes {
        a: 0.5 * df,
        b: 0.5,
    };
    probability_beyond(Odds { x, y }, shapes, below, Side::Lower)
}

/// The `t` with `P(T <= t) = p`.
#[must_use]
#[doc(alias = "qt")]
pub fn quantile(p: f64, df: f64) -> f64 {
    -upper_quantile(p, df)
}

/// The `t` with `P(T > t) = p`.
#[must_use]
#[doc(alias = "qt")]
pub fn upper_quantile(p: f64, df: f64) -> f64 {
    if df == f64::INFINITY {
        return normal::upper_quantile(p);
    }
    if p > 0.5 {
        return -upper_quantile(1.0 - p, df);
    }
    let shapes = Shapes {
        a: 0.5 * df,
        b: 0.5,
    };
    let Odds { x, y } = if p < 0.25 {
        inverse(2.0 * p, shapes, Side::Lower)
    } else {
        inverse(1.0 - 2.0 * p, shapes, Side::Upper)
    };
    if x == 0.0 {
        f64::INFINITY
    } else {
        df.sqrt() * (y / x).sqrt()
    }
}
