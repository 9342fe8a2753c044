//! ResNet-18 in double precision straight from its definition: slow, and what engines are compared with.

use std::collections::BTreeMap;

use ndarray::{Array1, Array3, Array4, Axis, s};

mod golden;
mod made;

/// The network, with its batch norms as such or folded in.
pub(crate) struct Plain {
    stem: Step,
    /// Two convolutions, and that of the shortcut.
    blocks: Vec<(Step, Step, Option<Step>)>,
    /// Of each class; none without a head.
    head: Vec<(Vec<f64>, f64)>,
}

/// A convolution and what stands behind it.
struct Step {
    weight: Array4<f64>,
    stride: usize,
    padding: usize,
    /// `(x - mean) / sqrt(variance + 1e-5) * scale + shift` of each channel.
    norm: Vec<Norm>,
}

#[derive(Clone, Copy)]
struct Norm {
    mean: f64,
    root: f64,
    scale: f64,
    shift: f64,
}

/// Everything that a forward pass of one image computes.
pub(crate) struct Pass {
    /// `conv1`, `stem_relu`, `maxpool`, `layer1.0`, …, `layer4.1`.
    pub(crate) stages: BTreeMap<String, Array3<f64>>,
    pub(crate) features: Array1<f64>,
    /// Empty without a head.
    pub(crate) logits: Vec<f64>,
}

impl Plain {
    /// The forward pass of one image `[3, rows, columns]`.
    pub(crate) fn forward(&self, image: &Array3<f64>) -> Pass {
        let mut stages = BTreeMap::new();
        let mut keep = |name: &str, value: Array3<f64>| {
            stages.insert(name.to_owned(), value.clone());
            value
        };
        let x = keep("conv1", self.stem.convolved(image));
        let x = keep("stem_relu", relu(self.stem.normed(x)));
        let mut x = keep("maxpool", max_pool(&x));
        for index in 0..self.blocks.len() {
            x = keep(
                &format!("layer{}.{}", index / 2 + 1, index % 2),
                self.block(index, &x),
            );
        }
        let features = means(&x);
        let dot = |row: &[f64]| row.iter().zip(&features).map(|(w, f)| w * f).sum::<f64>();
        let logits = self.head.iter().map(|(row, bias)| dot(row) + bias);
        Pass {
            logits: logits.collect(),
            stages,
            features,
        }
    }

    /// The features of an activation behind which so many blocks have run.
    pub(crate) fn features(&self, activation: Array3<f64>, blocks: usize) -> Array1<f64> {
        let behind = blocks..self.blocks.len();
        means(&behind.fold(activation, |x, index| self.block(index, &x)))
    }

    fn block(&self, index: usize, x: &Array3<f64>) -> Array3<f64> {
        let (first, second, shortcut) = &self.blocks[index];
        let y = second.run(&relu(first.run(x)));
        match shortcut {
            Some(shortcut) => relu(y + shortcut.run(x)),
            None => relu(y + x),
        }
    }
}

impl Step {
    fn run(&self, x: &Array3<f64>) -> Array3<f64> {
        self.normed(self.convolved(x))
    }

    /// `y[o, r, c] = sum over i, u, v of w[o, i, u, v] x[i, stride r + u - padding, stride c + v - padding]`.
    fn convolved(&self, x: &Array3<f64>) -> Array3<f64> {
        let (stride, padding) = (self.stride, self.padding);
        let (outputs, inputs, kernel, _) = self.weight.dim();
        let (_, rows, columns) = x.dim();
        let mut padded = Array3::zeros((inputs, rows + 2 * padding, columns + 2 * padding));
        padded
            .slice_mut(s![.., padding..padding + rows, padding..padding + columns])
            .assign(x);
        let size = |length: usize| (length + 2 * padding - kernel) / stride + 1;
        let (rows, columns) = (size(rows), size(columns));
        let mut y = Array3::zeros((outputs, rows, columns));
        for ((o, i, u, v), &w) in self.weight.indexed_iter() {
            let ends = (u + stride * (rows - 1), v + stride * (columns - 1));
            let under = padded.slice(s![i, u..=ends.0; stride, v..=ends.1; stride]);
            y.slice_mut(s![o, .., ..]).scaled_add(w, &under);
        }
        y
    }

    fn normed(&self, mut x: Array3<f64>) -> Array3<f64> {
        for (mut channel, norm) in x.outer_iter_mut().zip(&self.norm) {
            channel.mapv_inplace(|x| (x - norm.mean) / norm.root * norm.scale + norm.shift);
        }
        x
    }
}

fn means(x: &Array3<f64>) -> Array1<f64> {
    x.mean_axis(Axis(2)).unwrap().mean_axis(Axis(1)).unwrap()
}

fn relu(x: Array3<f64>) -> Array3<f64> {
    x.mapv_into(|x| x.max(0.0))
}

/// The largest of 3 x 3 around every second row and column, of those that are in the image.
fn max_pool(x: &Array3<f64>) -> Array3<f64> {
    let (channels, rows, columns) = x.dim();
    let near = |at: usize, length: usize| (2 * at).saturating_sub(1)..(2 * at + 2).min(length);
    Array3::from_shape_fn(
        (channels, rows.div_ceil(2), columns.div_ceil(2)),
        |(c, row, column)| {
            let window = x.slice(s![c, near(row, rows), near(column, columns)]);
            window.fold(f64::NEG_INFINITY, |most, &x| most.max(x))
        },
    )
}
