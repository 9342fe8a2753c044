//! The linear layer behind the features.

use ndarray::{Array2, ArrayView2};

use super::error::Error;

/// Sums that run beside each other.
const SUMS: usize = 16;

/// Weights and biases.
#[derive(Debug)]
pub(super) struct Head {
    features: usize,
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Head {
    /// `[classes, features]` in C order.
    pub(super) fn new(features: usize, weight: &[f32], bias: &[f32]) -> Self {
        Self {
            features,
            weight: weight.to_vec(),
            bias: bias.to_vec(),
        }
    }

    /// `[images, classes]` of `[images, features]`, added up in double precision.
    #[expect(clippy::cast_possible_truncation, reason = "rounded once")]
    pub(super) fn logits(&self, features: ArrayView2<'_, f32>) -> Result<Array2<f32>, Error> {
        let (images, got) = features.dim();
        if self.bias.is_empty() {
            return Err(Error::NoHead);
        }
        if got != self.features {
            return Err(Error::Features {
                got,
                wanted: self.features,
            });
        }
        let mut logits = Vec::with_capacity(images * self.bias.len());
        for (image, row) in features.outer_iter().enumerate() {
            let row = row.to_vec();
            for (weights, &bias) in self.weight.chunks_exact(self.features).zip(&self.bias) {
                let value = (dot(weights, &row) + f64::from(bias)) as f32;
                if !value.is_finite() {
                    return Err(Error::Overflow { image, value });
                }
                logits.push(value);
            }
        }
        Ok(Array2::from_shape_vec((images, self.bias.len()), logits).expect("a logit for each"))
    }
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    let mut sums = [0.0_f64; SUMS];
    for (a, b) in a.chunks(SUMS).zip(b.chunks(SUMS)) {
        for ((sum, &a), &b) in sums.iter_mut().zip(a).zip(b) {
            *sum += f64::from(a) * f64::from(b);
        }
    }
    sums.iter().sum()
}
