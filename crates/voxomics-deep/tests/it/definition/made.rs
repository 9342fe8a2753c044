//! The definition's network from a state dict or from folded parameters.

use ndarray::Array4;
use voxomics_deep::network::{Conv, Network};
use voxomics_deep::weights::StateDict;

use super::{Norm, Plain, Step};

impl From<&StateDict> for Plain {
    fn from(state: &StateDict) -> Self {
        let blocks = (0..8).map(|index| {
            let name = format!("layer{}.{}", index / 2 + 1, index % 2);
            let stride = if index > 0 && index % 2 == 0 { 2 } else { 1 };
            let step = |conv: &str, norm: &str, by: [usize; 2]| {
                normed(
                    state,
                    &format!("{name}.{conv}"),
                    &format!("{name}.{norm}"),
                    by,
                )
            };
            let around = (stride > 1).then(|| step("downsample.0", "downsample.1", [stride, 0]));
            (
                step("conv1", "bn1", [stride, 1]),
                step("conv2", "bn2", [1, 1]),
                around,
            )
        });
        Self {
            stem: normed(state, "conv1", "bn1", [2, 3]),
            blocks: blocks.collect(),
            head: match (state.tensors.get("fc.weight"), state.tensors.get("fc.bias")) {
                (Some(weight), Some(bias)) => head(&weight.values, &bias.values),
                _ => Vec::new(),
            },
        }
    }
}

impl From<&Network> for Plain {
    fn from(network: &Network) -> Self {
        let blocks = network.blocks.iter().map(|block| {
            let shortcut = block.shortcut.as_ref().map(folded);
            (folded(&block.first), folded(&block.second), shortcut)
        });
        Self {
            stem: folded(&network.stem),
            blocks: blocks.collect(),
            head: head(&network.head_weight, &network.head_bias),
        }
    }
}

fn head(weight: &[f32], bias: &[f32]) -> Vec<(Vec<f64>, f64)> {
    let rows = weight.chunks_exact((weight.len() / bias.len().max(1)).max(1));
    let rows = rows.map(|row| row.iter().map(|&w| f64::from(w)).collect());
    rows.zip(bias.iter().map(|&bias| f64::from(bias))).collect()
}

fn normed(state: &StateDict, conv: &str, norm: &str, [stride, padding]: [usize; 2]) -> Step {
    let weight = &state.tensors[&format!("{conv}.weight")];
    let shape: [usize; 4] = weight.shape.clone().try_into().unwrap();
    let leaf = |leaf: &str, c: usize| f64::from(state.tensors[&format!("{norm}.{leaf}")].values[c]);
    let norm = |c: usize| Norm {
        mean: leaf("running_mean", c),
        root: (leaf("running_var", c) + 1e-5).sqrt(),
        scale: leaf("weight", c),
        shift: leaf("bias", c),
    };
    Step {
        weight: wide(shape, &weight.values),
        stride,
        padding,
        norm: (0..shape[0]).map(norm).collect(),
    }
}

fn folded(conv: &Conv) -> Step {
    let shape = [conv.outputs, conv.inputs, conv.kernel, conv.kernel];
    let norm = |&bias: &f32| Norm {
        mean: 0.0,
        root: 1.0,
        scale: 1.0,
        shift: f64::from(bias),
    };
    Step {
        weight: wide(shape, &conv.weight),
        stride: conv.stride,
        padding: conv.padding,
        norm: conv.bias.iter().map(norm).collect(),
    }
}

fn wide(shape: [usize; 4], values: &[f32]) -> Array4<f64> {
    let values = values.iter().map(|&value| f64::from(value)).collect();
    Array4::from_shape_vec(shape, values).unwrap()
}
