//! Every layer against loops over its definition, in double precision, at any size and width.

use ndarray::{Array3, Axis};
use proptest::prelude::*;
use voxomics_deep::cpu::Engine;
use voxomics_deep::layer::Layer;
use voxomics_deep::network::{Conv, Network};

use crate::support_cpu::{input, network};

fn convolved(conv: &Conv, input: &Array3<f64>) -> Array3<f64> {
    let (_, rows, columns) = input.dim();
    let along = |length: usize| (length + 2 * conv.padding - conv.kernel) / conv.stride + 1;
    Array3::from_shape_fn(
        (conv.outputs, along(rows), along(columns)),
        |(output, row, column)| {
            let mut sum = f64::from(conv.bias[output]);
            for channel in 0..conv.inputs {
                for y in 0..conv.kernel {
                    for x in 0..conv.kernel {
                        let at = |out: usize, tap: usize| {
                            (out * conv.stride + tap).wrapping_sub(conv.padding)
                        };
                        let pixel = input
                            .get([channel, at(row, y), at(column, x)])
                            .unwrap_or(&0.0);
                        let index =
                            ((output * conv.inputs + channel) * conv.kernel + y) * conv.kernel + x;
                        sum += f64::from(conv.weight[index]) * pixel;
                    }
                }
            }
            sum
        },
    )
}

fn pooled(input: &Array3<f64>) -> Array3<f64> {
    let (channels, rows, columns) = input.dim();
    Array3::from_shape_fn(
        (channels, rows.div_ceil(2), columns.div_ceil(2)),
        |(channel, row, column)| {
            let window = (0..9).filter_map(|at| {
                let place = [
                    channel,
                    (2 * row + at / 3).wrapping_sub(1),
                    (2 * column + at % 3).wrapping_sub(1),
                ];
                input.get(place)
            });
            window.copied().fold(f64::NEG_INFINITY, f64::max)
        },
    )
}

/// The maps of every layer.
fn layers(network: &Network, image: &Array3<f32>) -> Vec<Array3<f64>> {
    let relu = |maps: Array3<f64>| maps.mapv(|value| value.max(0.0));
    let stem = relu(convolved(&network.stem, &image.mapv(f64::from)));
    let mut layers = vec![stem.clone(), pooled(&stem)];
    for block in &network.blocks {
        let maps = layers.last().unwrap();
        let shortcut = block
            .shortcut
            .as_ref()
            .map_or_else(|| maps.clone(), |conv| convolved(conv, maps));
        let middle = relu(convolved(&block.first, maps));
        layers.push(relu(convolved(&block.second, &middle) + shortcut));
    }
    layers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_layer(rows in 1_usize..75, columns in 1_usize..75, width in 1_usize..5, seed in 0_u16..1000) {
        let network = network(&format!("definition-{seed}"), width, 0);
        let image = input("definition", &seed.to_string(), "noise", [rows, columns]);
        let engine = Engine::new(&network).unwrap();
        for (layer, want) in Layer::all().zip(layers(&network, &image)) {
            let maps = engine.forward(image.view().insert_axis(Axis(0)), layer).unwrap();
            let got = maps.index_axis(Axis(0), 0);
            prop_assert_eq!(got.dim(), want.dim(), "{}", layer);
            let most = want.iter().fold(1.0, |most: f64, value| most.max(value.abs()));
            for (got, want) in got.iter().zip(&want) {
                prop_assert!((f64::from(*got) - want).abs() <= 3e-6 * most, "{}: {}, not {}", layer, got, want);
            }
        }
    }
}
