//! The nine ways to find a quantile between two values.

use serde::{Deserialize, Serialize};

/// How a quantile is found between two values, numbered as by Hyndman & Fan.
///
/// With `n` values sorted, quantile `p` lies at position `a + p (n + 1 - a - b)`, counted from 1; types 1 to 3 take a value
/// or the mean of two, the others interpolate. As in R, positions of types 4 to 6, 8 and 9 within 4ε of a whole number are
/// that number; those of 1 to 3 and 7 are taken as they come out.
///
/// # References
///
/// Hyndman RJ, Fan Y. *Am Stat* 1996;50:361-365.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Type {
    /// Inverse of the empirical distribution function.
    One,
    /// The same, the mean of two values at its steps; SAS' default.
    Two,
    /// The nearest value, the even one of two.
    Three,
    /// Linear between the steps: `a = 0, b = 1`.
    Four,
    /// Linear between the middles of the steps, Hazen's: `a = b = 1/2`.
    Five,
    /// Weibull's, of Minitab and SPSS: `a = b = 0`.
    Six,
    /// Linear between the order statistics, the default of R and numpy: `a = b = 1`.
    #[default]
    Seven,
    /// About median-unbiased for any distribution: `a = b = 1/3`.
    Eight,
    /// About unbiased for normal ones, Blom's: `a = b = 3/8`.
    Nine,
}

impl Type {
    /// All of them in order.
    pub const ALL: [Self; 9] = [
        Self::One,
        Self::Two,
        Self::Three,
        Self::Four,
        Self::Five,
        Self::Six,
        Self::Seven,
        Self::Eight,
        Self::Nine,
    ];
}

/// Quantile `p` of values sorted ascending, at least one.
///
/// NaN only between two infinities of opposite sign.
pub(crate) fn of_sorted(sorted: &[f64], p: f64, kind: Type) -> f64 {
    let n = sorted.len() as f64;
    // How many values lie below the position, and the weight of the next one.
    let (below, weight) = match kind {
        Type::One => step(n * p, |rest, _| if rest > 0.0 { 1.0 } else { 0.0 }),
        Type::Two => step(n * p, |rest, _| if rest > 0.0 { 1.0 } else { 0.5 }),
        Type::Three => step(n * p - 0.5, |rest, below| {
            if rest != 0.0 || below.rem_euclid(2.0) == 1.0 {
                1.0
            } else {
                0.0
            }
        }),
        Type::Seven => {
            let position = 1.0 + (n - 1.0) * p;
            (position.floor(), position - position.floor())
        }
        Type::Four => line(p, n, 0.0, 1.0),
        Type::Five => line(p, n, 0.5, 0.5),
        Type::Six => line(p, n, 0.0, 0.0),
        Type::Eight => line(p, n, 1.0 / 3.0, 1.0 / 3.0),
        Type::Nine => line(p, n, 3.0 / 8.0, 3.0 / 8.0),
    };
    let value = |position: f64| sorted[(position.clamp(1.0, n) - 1.0) as usize];
    let (low, high) = (value(below), value(below + 1.0));
    if weight == 0.0 || low == high {
        low
    } else if weight == 1.0 {
        high
    } else {
        (1.0 - weight) * low + weight * high
    }
}

fn step(position: f64, weight: impl Fn(f64, f64) -> f64) -> (f64, f64) {
    let below = position.floor();
    (below, weight(position - below, below))
}

fn line(p: f64, n: f64, a: f64, b: f64) -> (f64, f64) {
    const FUZZ: f64 = 4.0 * f64::EPSILON;
    let position = a + p * (n + 1.0 - a - b);
    let below = (position + FUZZ).floor();
    let weight = position - below;
    (below, if weight.abs() < FUZZ { 0.0 } else { weight })
}
