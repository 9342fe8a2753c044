//! The linear head.

use ndarray::{Array2, ArrayView2};

use super::{Error, check};
use crate::network::Network;

/// `logit_k = sum_j weight_kj feature_j + bias_k`, summed in f64 over ascending `j` and rounded once: the same logits of the
/// same features on every backend.
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

    pub(super) fn logits(&self, features: ArrayView2<'_, f32>) -> Result<Array2<f32>, Error> {
        if self.bias.is_empty() {
            return Err(Error::NoHead);
        }
        check::rows("the features", features, [features.nrows(), self.features])?;
        #[expect(clippy::cast_possible_truncation, reason = "the one rounding to f32")]
        let rounded = |sum: f64| sum as f32;
        let logit = |(image, class): (usize, usize)| {
            let weights = &self.weight[class * self.features..][..self.features];
            let terms = features.row(image);
            let terms = terms.iter().zip(weights);
            let sum = terms.fold(0.0, |sum, (&feature, &weight)| {
                sum + f64::from(feature) * f64::from(weight)
            });
            rounded(sum + f64::from(self.bias[class]))
        };
        Ok(Array2::from_shape_fn(
            (features.nrows(), self.bias.len()),
            logit,
        ))
    }
}
