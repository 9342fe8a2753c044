//! The binomial distribution of `n` trials with chance `p`.

use voxomics_core::math;

use super::beta::{self, Odds, Shapes};
use super::tails::Side;

/// `P(K = k)`.
///
/// ```
/// assert!((voxomics_stats::dist::binomial::mass(2, 4, 0.5) - 0.375).abs() < 1e-15);
/// ```
#[must_use]
#[doc(alias = "dbinom")]
pub fn mass(k: u64, n: u64, p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if k > n {
        return 0.0;
    }
    let certain = |is: bool| f64::from(u8::from(is));
    if p == 0.0 {
        return certain(k == 0);
    }
    if p == 1.0 {
        return certain(k == n);
    }
    let (k, n) = (k as f64, n as f64);
    if k == 0.0 {
        return math::exp(n * math::ln_1p(-p));
    }
    if k == n {
        return math::exp(n * math::ln(p));
    }
    let odds = Odds { x: p, y: 1.0 - p };
    let shapes = Shapes { a: k, b: n - k };
    // n! / k! (n - k)! = n / k (n - k) / B(k, n - k).
    math::exp(beta::ln_density(odds, shapes, shapes.below(odds))) * (n / (k * (n - k)))
}

/// `P(K <= k)`.
#[must_use]
#[doc(alias = "pbinom")]
pub fn lower(k: u64, n: u64, p: f64) -> f64 {
    tail(k, n, p, Side::Upper)
}

/// `P(K > k)`.
#[must_use]
#[doc(alias = "pbinom")]
pub fn upper(k: u64, n: u64, p: f64) -> f64 {
    tail(k, n, p, Side::Lower)
}

/// `K > k` as the (k + 1)-th smallest of `n` uniform numbers lies below `p`.
fn tail(k: u64, n: u64, p: f64, side: Side) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if k >= n {
        return f64::from(u8::from(side == Side::Upper));
    }
    let shapes = Shapes {
        a: (k + 1) as f64,
        b: (n - k) as f64,
    };
    beta::probability_at(p, shapes, side)
}
