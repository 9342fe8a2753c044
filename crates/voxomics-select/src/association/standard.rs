//! Vectors of mean 0 and norm 1.
//!
//! Norms are taken out of sums, and scales are powers of two: sums of products of ranks are then exact, so that equal rank
//! correlations are equal doubles, whatever the order of the rows.

use std::ops::Range;

use super::Rows;

/// What makes a vector one of mean 0 and norm 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standard {
    pub(super) mean: f64,
    /// 1/√Σw(x-mean)².
    pub(super) factor: f64,
    /// About the largest distance from the mean: squares neither overflow nor underflow.
    scale: f64,
    /// √Σw((x-mean)/scale)²; NaN for constant ones.
    norm: f64,
}

impl Standard {
    pub(super) fn of(values: &[f64], weights: &[f64]) -> Self {
        let mut weighed = values
            .iter()
            .zip(weights)
            .filter(|(_, weight)| **weight > 0.0);
        let first = weighed.next().map(|(value, _)| *value);
        if first.is_none_or(|first| weighed.all(|(value, _)| *value == first)) {
            return Self {
                mean: 0.0,
                factor: f64::NAN,
                scale: 1.0,
                norm: f64::NAN,
            };
        }
        let total: f64 = weights.iter().sum();
        let pairs = || values.iter().zip(weights);
        // Twice, so that a large offset does not remain as a rounded mean.
        let rough = pairs().map(|(x, weight)| weight * x).sum::<f64>() / total;
        let mean = rough + pairs().map(|(x, weight)| weight * (x - rough)).sum::<f64>() / total;
        let largest = (values.iter()).fold(0.0_f64, |most, x| most.max((x - mean).abs()));
        let scale = power_of_two(largest);
        let square = |(x, weight): (&f64, &f64)| {
            let off = (x - mean) / scale;
            weight * (off * off)
        };
        let norm = pairs().map(square).sum::<f64>().sqrt();
        Self {
            mean,
            factor: 1.0 / norm / scale,
            scale,
            norm,
        }
    }
}

/// The largest power of two up to a number above 0.
fn power_of_two(value: f64) -> f64 {
    let exponent = f64::from_bits(value.to_bits() & (0x7ff << 52));
    exponent.max(f64::MIN_POSITIVE)
}

pub(super) fn standards(vector: &[f64], rows: &Rows) -> Option<Vec<Standard>> {
    if vector.iter().any(|value| value.is_nan()) {
        return None;
    }
    let blocks = rows.blocks.iter().cloned();
    let standard = |block: Range<usize>| Standard::of(&vector[block.clone()], &rows.weights[block]);
    Some(blocks.map(standard).collect())
}

/// A vector with mean 0 in each block, times its weights, and what makes its norm 1.
pub(super) struct Direction {
    pub(super) values: Vec<f64>,
    /// For each block.
    pub(super) factors: Vec<f64>,
}

impl Direction {
    /// None if values are missing.
    pub(super) fn of(vector: &[f64], rows: &Rows) -> Option<Self> {
        let standards = standards(vector, rows)?;
        let mut values = Vec::with_capacity(vector.len());
        for (block, Standard { mean, scale, .. }) in rows.blocks.iter().zip(&standards) {
            let pairs = vector[block.clone()]
                .iter()
                .zip(&rows.weights[block.clone()]);
            values.extend(pairs.map(|(x, weight)| weight * ((x - mean) / scale)));
        }
        let factors = standards.iter().map(|standard| 1.0 / standard.norm);
        Some(Self {
            factors: factors.collect(),
            values,
        })
    }
}
