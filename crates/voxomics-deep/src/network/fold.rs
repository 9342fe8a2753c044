//! Batch norms folded into the convolutions before them.

use super::error::{Error, Problem};
use super::layout::{self, Unit};
use super::{Block, Conv, Network};
use crate::weights::StateDict;

/// What torch adds to a variance.
const EPSILON: f64 = 1e-5;

/// The network of a state dict that was checked.
pub(super) fn network(state: &StateDict, width: usize) -> Result<Network, Error> {
    let mut problems = Vec::new();
    let mut conv = |unit: &Unit| {
        let folded = fold(state, unit);
        if !folded
            .weight
            .iter()
            .chain(&folded.bias)
            .all(|value| value.is_finite())
        {
            problems.push(Problem::Overflow { key: unit.weight() });
        }
        folded
    };
    let stem = conv(&layout::stem(width));
    let units = layout::blocks(width);
    let blocks = units.iter().map(|units| Block {
        first: conv(&units.first),
        second: conv(&units.second),
        shortcut: units.shortcut.as_ref().map(&mut conv),
    });
    let blocks = blocks.collect();
    let head = |key| {
        let tensor = state.tensors.get(key);
        tensor
            .map(|tensor| tensor.values.clone())
            .unwrap_or_default()
    };
    let network = Network {
        stem,
        blocks,
        head_weight: head("fc.weight"),
        head_bias: head("fc.bias"),
    };
    if problems.is_empty() {
        Ok(network)
    } else {
        let looks_like = None;
        Err(Error {
            problems,
            looks_like,
        })
    }
}

fn fold(state: &StateDict, unit: &Unit) -> Conv {
    let values = |key: &str| state.tensors[key].values.as_slice();
    let norm = |leaf: &str| values(&format!("{}.{leaf}", unit.norm));
    let (scale, shift) = (norm("weight"), norm("bias"));
    let (mean, variance) = (norm("running_mean"), norm("running_var"));
    let key = unit.weight();
    let kernels = values(&key).chunks_exact(unit.inputs * unit.kernel * unit.kernel);
    let mut weight = Vec::with_capacity(values(&key).len());
    let mut bias = Vec::with_capacity(unit.outputs);
    for (channel, kernel) in kernels.enumerate() {
        let at = |values: &[f32]| f64::from(values[channel]);
        let scale = at(scale) / (at(variance) + EPSILON).sqrt();
        weight.extend(
            kernel
                .iter()
                .map(|&value| rounded(f64::from(value) * scale)),
        );
        bias.push(rounded(at(shift) - at(mean) * scale));
    }
    Conv {
        weight,
        bias,
        inputs: unit.inputs,
        outputs: unit.outputs,
        kernel: unit.kernel,
        stride: unit.stride,
        padding: unit.padding(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the one rounding of the folding"
)]
fn rounded(value: f64) -> f32 {
    value as f32
}
