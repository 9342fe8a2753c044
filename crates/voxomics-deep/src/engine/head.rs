//! The linear head.

use ndarray::{Array2, ArrayView1, ArrayView2};

use super::{Error, check};
use crate::network::Network;

/// Sums that run beside each other: one waits for itself.
const SUMS: usize = 16;

/// `logit_k = sum_j weight_kj feature_j + bias_k`, summed in f64 in a fixed order and rounded once: the same logits of the same
/// features on every backend.
#[derive(Debug, Clone)]
pub(super) struct Head {
    features: usize,
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Head {
    pub(super) fn new(network: &Network) -> Self {
        Self {
            features: network
                .blocks
                .last()
                .map_or(0, |block| block.second.outputs),
            weight: network.head_weight.clone(),
            bias: network.head_bias.clone(),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the one rounding to f32")]
    pub(super) fn logits(&self, features: ArrayView2<'_, f32>) -> Result<Array2<f32>, Error> {
        if self.bias.is_empty() {
            return Err(Error::NoHead);
        }
        check::rows("the features", features, [features.nrows(), self.features])?;
        let mut logits = Array2::zeros((features.nrows(), self.bias.len()));
        for ((image, class), logit) in logits.indexed_iter_mut() {
            let weights = &self.weight[class * self.features..][..self.features];
            let sum = dot(weights, features.row(image)) + f64::from(self.bias[class]);
            *logit = sum as f32;
            if !logit.is_finite() {
                return Err(Error::Logit { image, class });
            }
        }
        Ok(logits)
    }
}

/// Sixteen sums beside each other, then one.
fn dot(weights: &[f32], features: ArrayView1<'_, f32>) -> f64 {
    let mut sums = [0.0; SUMS];
    for (index, (&weight, &feature)) in weights.iter().zip(features).enumerate() {
        sums[index % SUMS] += f64::from(weight) * f64::from(feature);
    }
    sums.iter().sum()
}
