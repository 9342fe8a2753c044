//! The network by its definition, in f64 and without any cleverness.

use ndarray::{Array1, Array3, Axis};
use voxomics_deep::layer::Layer;
use voxomics_deep::network::{Block, Conv, Network};

fn convolved(input: &Array3<f64>, conv: &Conv) -> Array3<f64> {
    let (_, rows, columns) = input.dim();
    let outputs = |size: usize| (size + 2 * conv.padding - conv.kernel) / conv.stride + 1;
    Array3::from_shape_fn(
        (conv.outputs, outputs(rows), outputs(columns)),
        |(o, y, x)| {
            let mut sum = f64::from(conv.bias[o]);
            for i in 0..conv.inputs {
                for ky in 0..conv.kernel {
                    for kx in 0..conv.kernel {
                        let row = (y * conv.stride + ky).wrapping_sub(conv.padding);
                        let column = (x * conv.stride + kx).wrapping_sub(conv.padding);
                        let at = ((o * conv.inputs + i) * conv.kernel + ky) * conv.kernel + kx;
                        let value = input.get((i, row, column)).copied().unwrap_or(0.0);
                        sum += f64::from(conv.weight[at]) * value;
                    }
                }
            }
            sum
        },
    )
}

fn relu(input: Array3<f64>) -> Array3<f64> {
    input.mapv_into(|value| value.max(0.0))
}

fn pooled(input: &Array3<f64>) -> Array3<f64> {
    let (channels, rows, columns) = input.dim();
    Array3::from_shape_fn(
        (channels, rows.div_ceil(2), columns.div_ceil(2)),
        |(c, y, x)| {
            let around = |centre: usize, end: usize| {
                (2 * centre).saturating_sub(1)..(2 * centre + 2).min(end)
            };
            let window =
                around(y, rows).flat_map(|row| around(x, columns).map(move |column| (row, column)));
            let values = window.map(|(row, column)| input[[c, row, column]]);
            values.fold(f64::NEG_INFINITY, f64::max)
        },
    )
}

fn through(input: &Array3<f64>, block: &Block) -> Array3<f64> {
    let between = relu(convolved(input, &block.first));
    let around = match &block.shortcut {
        Some(shortcut) => convolved(input, shortcut),
        None => input.clone(),
    };
    relu(convolved(&between, &block.second) + around)
}

/// The features of an activation of a layer behind the max pool.
pub(crate) fn features(network: &Network, layer: Layer, activation: Array3<f64>) -> Array1<f64> {
    let behind = &network.blocks[layer.blocks().unwrap()..];
    let last = behind
        .iter()
        .fold(activation, |x, block| through(&x, block));
    last.mean_axis(Axis(2)).unwrap().mean_axis(Axis(1)).unwrap()
}

/// The activation of the max pool.
pub(crate) fn front(network: &Network, image: &Array3<f64>) -> Array3<f64> {
    pooled(&relu(convolved(image, &network.stem)))
}
