//! ResNet-18 in doubles, straight from its definition but for the order of loops.

use std::collections::BTreeMap;

use ndarray::{Array1, Array3};

use super::hash::tensor;

/// The hash-made network in doubles.
pub(crate) struct Reference {
    tensors: BTreeMap<String, Vec<f64>>,
}

/// What a pass gives.
pub(crate) struct Passed {
    /// Outputs of the blocks, by name.
    pub(crate) blocks: BTreeMap<String, Array3<f64>>,
    pub(crate) features: Array1<f64>,
}

const WIDTHS: [usize; 4] = [64, 128, 256, 512];

impl Reference {
    pub(crate) fn new() -> Self {
        let mut made = Self {
            tensors: BTreeMap::new(),
        };
        made.conv("conv1", "bn1", [64, 3, 7]);
        for (stage, &width) in WIDTHS.iter().enumerate() {
            for block in 0..2 {
                let name = format!("layer{}.{block}", stage + 1);
                let inputs = if block == 0 {
                    WIDTHS[stage.saturating_sub(1)]
                } else {
                    width
                };
                made.conv(
                    &format!("{name}.conv1"),
                    &format!("{name}.bn1"),
                    [width, inputs, 3],
                );
                made.conv(
                    &format!("{name}.conv2"),
                    &format!("{name}.bn2"),
                    [width, width, 3],
                );
                if block == 0 && stage > 0 {
                    let [conv, norm] = ["0", "1"].map(|at| format!("{name}.downsample.{at}"));
                    made.conv(&conv, &norm, [width, inputs, 1]);
                }
            }
        }
        made.put("fc.weight", &[1000, 512]);
        made.put("fc.bias", &[1000]);
        made
    }

    fn put(&mut self, name: &str, shape: &[usize]) {
        let values = tensor(name, shape).values;
        let values = values.into_iter().map(f64::from).collect();
        self.tensors.insert(name.to_owned(), values);
    }

    fn conv(&mut self, conv: &str, norm: &str, [outputs, inputs, kernel]: [usize; 3]) {
        self.put(
            &format!("{conv}.weight"),
            &[outputs, inputs, kernel, kernel],
        );
        for leaf in ["weight", "bias", "running_mean", "running_var"] {
            self.put(&format!("{norm}.{leaf}"), &[outputs]);
        }
    }

    pub(crate) fn get(&self, name: &str) -> &[f64] {
        &self.tensors[name]
    }

    /// A convolution and its batch norm.
    fn normed(&self, x: &Array3<f64>, [conv, norm]: [&str; 2], step: [usize; 2]) -> Array3<f64> {
        let get = |leaf: &str| self.get(&format!("{norm}.{leaf}"));
        let mut y = convolved(
            x,
            self.get(&format!("{conv}.weight")),
            get("weight").len(),
            step,
        );
        for (channel, mut map) in y.outer_iter_mut().enumerate() {
            let scale = get("weight")[channel] / (get("running_var")[channel] + 1e-5).sqrt();
            let (mean, bias) = (get("running_mean")[channel], get("bias")[channel]);
            map.mapv_inplace(|value| (value - mean) * scale + bias);
        }
        y
    }

    /// Of an input `[3, rows, columns]`.
    pub(crate) fn pass(&self, input: &Array3<f64>) -> Passed {
        let stem = self.normed(input, ["conv1", "bn1"], [2, 3]).mapv(relu);
        let mut x = pooled(&stem);
        let mut blocks = BTreeMap::new();
        for stage in 1..=4 {
            for block in 0..2 {
                let name = format!("layer{stage}.{block}");
                let part = |leaf: &str| format!("{name}.{leaf}");
                let down = stage > 1 && block == 0;
                let stride = if down { 2 } else { 1 };
                let y = self
                    .normed(&x, [&part("conv1"), &part("bn1")], [stride, 1])
                    .mapv(relu);
                let y = self.normed(&y, [&part("conv2"), &part("bn2")], [1, 1]);
                let shortcut = if down {
                    self.normed(
                        &x,
                        [&part("downsample.0"), &part("downsample.1")],
                        [stride, 0],
                    )
                } else {
                    x
                };
                x = (y + shortcut).mapv(relu);
                blocks.insert(name, x.clone());
            }
        }
        let features = x
            .outer_iter()
            .map(|map| map.sum() / map.len() as f64)
            .collect();
        Passed { blocks, features }
    }
}

fn relu(value: f64) -> f64 {
    value.max(0.0)
}

/// Output positions are taken in pieces that stay in the cache.
fn convolved(
    x: &Array3<f64>,
    weight: &[f64],
    outputs: usize,
    [stride, padding]: [usize; 2],
) -> Array3<f64> {
    const PIECE: usize = 128;
    let (inputs, rows, columns) = x.dim();
    let taps = weight.len() / outputs;
    let kernel = (taps / inputs).isqrt();
    let [out_rows, out_columns] = [rows, columns].map(|n| (n + 2 * padding - kernel) / stride + 1);
    let places = out_rows * out_columns;
    let mut out = Array3::zeros((outputs, out_rows, out_columns));
    let flat = out.as_slice_mut().unwrap();
    let mut patch = vec![0.0; taps * PIECE];
    for from in (0..places).step_by(PIECE) {
        let count = PIECE.min(places - from);
        for tap in 0..taps {
            let (input, i, j) = (tap / kernel / kernel, tap / kernel % kernel, tap % kernel);
            for at in 0..count {
                let (row, column) = ((from + at) / out_columns, (from + at) % out_columns);
                let index =
                    [row * stride + i, column * stride + j].map(|n| n.wrapping_sub(padding));
                let value = x.get([input, index[0], index[1]]);
                patch[tap * PIECE + at] = value.copied().unwrap_or(0.0);
            }
        }
        for (output, weights) in weight.chunks_exact(taps).enumerate() {
            let mut sums = [0.0; PIECE];
            for (&weight, values) in weights.iter().zip(patch.chunks_exact(PIECE)) {
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += weight * value;
                }
            }
            flat[output * places + from..][..count].copy_from_slice(&sums[..count]);
        }
    }
    out
}

/// The largest of 3 x 3, every second row and column, of values that are not negative.
fn pooled(x: &Array3<f64>) -> Array3<f64> {
    let (channels, rows, columns) = x.dim();
    let shape = (channels, rows.div_ceil(2), columns.div_ceil(2));
    Array3::from_shape_fn(shape, |(channel, row, column)| {
        let around = (0..9).map(|at| [2 * row + at / 3, 2 * column + at % 3]);
        let values =
            around.filter_map(|[i, j]| x.get([channel, i.wrapping_sub(1), j.wrapping_sub(1)]));
        values.copied().fold(0.0, f64::max)
    })
}
