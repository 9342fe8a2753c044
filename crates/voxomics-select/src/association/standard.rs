//! Vectors of mean 0 and norm 1.

use std::ops::Range;

use super::Rows;

/// What makes a vector one of mean 0 and norm 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standard {
    pub(super) mean: f64,
    /// 1/√Σw(x-mean)²; NaN for constant ones.
    pub(super) factor: f64,
}

impl Standard {
    pub(super) fn of(values: &[f64], weights: &[f64]) -> Self {
        let mut weighed = values
            .iter()
            .zip(weights)
            .filter(|(_, weight)| **weight > 0.0);
        let first = weighed.next().map(|(value, _)| *value);
        if first.is_none_or(|first| weighed.all(|(value, _)| *value == first)) {
            let (mean, factor) = (0.0, f64::NAN);
            return Self { mean, factor };
        }
        let total: f64 = weights.iter().sum();
        let pairs = || values.iter().zip(weights);
        // Twice, so that a large offset does not remain as a rounded mean.
        let rough = pairs().map(|(x, weight)| weight * x).sum::<f64>() / total;
        let mean = rough + pairs().map(|(x, weight)| weight * (x - rough)).sum::<f64>() / total;
        let largest = (values.iter()).fold(0.0_f64, |most, x| most.max((x - mean).abs()));
        let square = |(x, weight): (&f64, &f64)| {
            let off = (x - mean) / largest;
            weight * (off * off)
        };
        let squares: f64 = pairs().map(square).sum();
        let factor = 1.0 / squares.sqrt() / largest;
        Self { mean, factor }
    }
}

pub(super) fn standards(vector: &[f64], rows: &Rows) -> Option<Vec<Standard>> {
    if vector.iter().any(|value| value.is_nan()) {
        return None;
    }
    let blocks = rows.blocks.iter().cloned();
    let standard = |block: Range<usize>| Standard::of(&vector[block.clone()], &rows.weights[block]);
    Some(blocks.map(standard).collect())
}

/// A vector with mean 0 and norm 1 in each block, times its weights.
pub(super) struct Direction {
    pub(super) values: Vec<f64>,
}

impl Direction {
    /// None if values are missing.
    pub(super) fn of(vector: &[f64], rows: &Rows) -> Option<Self> {
        let standards = standards(vector, rows)?;
        let mut values = Vec::with_capacity(vector.len());
        for (block, Standard { mean, factor }) in rows.blocks.iter().zip(standards) {
            let pairs = vector[block.clone()]
                .iter()
                .zip(&rows.weights[block.clone()]);
            values.extend(pairs.map(|(x, weight)| weight * ((x - mean) * factor)));
        }
        Some(Self { values })
    }
}
