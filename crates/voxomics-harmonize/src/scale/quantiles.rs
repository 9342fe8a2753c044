//! Scales that are a distribution function.

use voxomics_stats::dist::normal as gauss;
use voxomics_stats::quantile::{self, Type};

/// Shares closer to 0 or 1 than this count as there, so that the normal quantile is finite.
const EDGE: f64 = 1e-7;

/// Quantiles at equal shares, of values without NaN.
pub(super) fn learn(values: &[f64], count: usize) -> Vec<f64> {
    let count = count.max(2);
    let shares: Vec<f64> = (0..count).map(|at| share_at(at, count)).collect();
    let mut quantiles = quantile::quantiles(values, &shares, Type::Seven)
        .expect("values without NaN, shares in 0 to 1");
    // Interpolation may round a quantile below the one before.
    for at in 1..quantiles.len() {
        quantiles[at] = quantiles[at].max(quantiles[at - 1]);
    }
    quantiles
}

fn share_at(at: usize, count: usize) -> f64 {
    if at + 1 == count {
        1.0
    } else {
        at as f64 * (1.0 / (count - 1) as f64)
    }
}

/// The share of values below one: the mean of interpolation from the left and from the right, which differ where quantiles are
/// equal.
pub(super) fn share(value: f64, quantiles: &[f64]) -> f64 {
    let last = quantiles[quantiles.len() - 1];
    if value == quantiles[0] {
        0.0
    } else if value == last {
        1.0
    } else {
        between(value, quantiles)
    }
}

/// The same as a quantile of the standard normal distribution.
pub(super) fn normal(value: f64, quantiles: &[f64]) -> f64 {
    let share = if value - EDGE < quantiles[0] {
        0.0
    } else if value + EDGE > quantiles[quantiles.len() - 1] {
        1.0
    } else {
        between(value, quantiles)
    };
    let most = gauss::upper_quantile(EDGE - f64::EPSILON);
    gauss::quantile(share).clamp(-most, most)
}

fn between(value: f64, quantiles: &[f64]) -> f64 {
    let count = quantiles.len();
    // The last quantile not above the value, and the first not below it.
    let above = quantiles.partition_point(|quantile| *quantile <= value);
    let below = quantiles.partition_point(|quantile| *quantile < value);
    if above == 0 || below == count {
        return if above == 0 { 0.0 } else { 1.0 };
    }
    let from_left = interpolated(value, quantiles, above - 1);
    let from_right = if below < count && quantiles[below] == value {
        share_at(below, count)
    } else {
        from_left
    };
    0.5 * (from_left + from_right)
}

/// From the quantile at an index on.
fn interpolated(value: f64, quantiles: &[f64], at: usize) -> f64 {
    let count = quantiles.len();
    let (low, share) = (quantiles[at], share_at(at, count));
    if low == value || at + 1 == count {
        return share;
    }
    let slope = (share_at(at + 1, count) - share) / (quantiles[at + 1] - low);
    slope * (value - low) + share
}
