//! ResNet-18 in double precision straight from its definition, batch norms as such: slow, and what
//! engines are compared with.

use ndarray::{Array3, Array4, ArrayView3, s};
use serde_json::Value;
use voxomics_deep::weights::{StateDict, hash_noise};

mod golden;

/// The seed of the goldens' weights and inputs.
pub(crate) const SEED: &str = "voxomics-deep-v1";

/// Everything that a forward pass of one image computes.
#[derive(Debug, Default)]
pub(crate) struct Pass {
    /// `conv1`, `stem_relu`, `maxpool`, `layer1.0`, …, `layer4.1`, in this order.
    pub(crate) stages: Vec<(String, Array3<f64>)>,
    pub(crate) features: Vec<f64>,
    /// Empty without a head.
    pub(crate) logits: Vec<f64>,
}

/// The forward pass of one image `[3, rows, columns]`.
pub(crate) fn forward(state: &StateDict, image: &Array3<f64>) -> Pass {
    let mut pass = Pass::default();
    let mut keep = |name: &str, value: Array3<f64>| {
        pass.stages.push((name.to_owned(), value.clone()));
        value
    };
    let x = keep("conv1", convolve(state, "conv1", image, (2, 3)));
    let x = keep("stem_relu", relu(normalise(state, "bn1", x)));
    let mut x = keep("maxpool", max_pool(&x));
    for stage in 1..=4 {
        for block in 0..2 {
            let name = format!("layer{stage}.{block}");
            let stride = if stage > 1 && block == 0 { 2 } else { 1 };
            x = keep(&name, basic_block(state, &name, &x, stride));
        }
    }
    let mean = |channel: ArrayView3<'_, f64>| channel.sum() / channel.len() as f64;
    let channels = x.shape()[0];
    pass.features = (0..channels)
        .map(|c| mean(x.slice(s![c..=c, .., ..])))
        .collect();
    if let (Some(weight), Some(bias)) =
        (state.tensors.get("fc.weight"), state.tensors.get("fc.bias"))
    {
        let rows = weight.values.chunks_exact(channels).zip(&bias.values);
        let dot = |row: &[f32]| {
            row.iter()
                .zip(&pass.features)
                .map(|(&w, f)| f64::from(w) * f)
                .sum::<f64>()
        };
        pass.logits = rows
            .map(|(row, &bias)| dot(row) + f64::from(bias))
            .collect();
    }
    pass
}

fn basic_block(state: &StateDict, name: &str, x: &Array3<f64>, stride: usize) -> Array3<f64> {
    let of = |part: &str| format!("{name}.{part}");
    let y = convolve(state, &of("conv1"), x, (stride, 1));
    let y = relu(normalise(state, &of("bn1"), y));
    let y = convolve(state, &of("conv2"), &y, (1, 1));
    let y = normalise(state, &of("bn2"), y);
    let shortcut = if state.tensors.contains_key(&of("downsample.0.weight")) {
        let shortcut = convolve(state, &of("downsample.0"), x, (stride, 0));
        normalise(state, &of("downsample.1"), shortcut)
    } else {
        x.clone()
    };
    relu(y + shortcut)
}

/// `y[o, r, c] = sum over i, u, v of w[o, i, u, v] x[i, stride r + u - padding, stride c + v - padding]`.
fn convolve(
    state: &StateDict,
    name: &str,
    x: &Array3<f64>,
    (stride, padding): (usize, usize),
) -> Array3<f64> {
    let weight = &state.tensors[&format!("{name}.weight")];
    let &[outputs, inputs, kernel, _] = weight.shape.as_slice() else {
        panic!("{name} is no convolution");
    };
    let values = weight
        .values
        .iter()
        .map(|&value| f64::from(value))
        .collect();
    let weight = Array4::from_shape_vec((outputs, inputs, kernel, kernel), values).unwrap();
    let (rows, columns) = (x.shape()[1], x.shape()[2]);
    let mut padded = Array3::zeros((inputs, rows + 2 * padding, columns + 2 * padding));
    padded
        .slice_mut(s![.., padding..padding + rows, padding..padding + columns])
        .assign(x);
    let size = |length: usize| (length + 2 * padding - kernel) / stride + 1;
    let (rows, columns) = (size(rows), size(columns));
    let mut y = Array3::zeros((outputs, rows, columns));
    for ((o, i, u, v), &w) in weight.indexed_iter() {
        let ends = (u + stride * (rows - 1), v + stride * (columns - 1));
        let under = padded.slice(s![i, u..=ends.0; stride, v..=ends.1; stride]);
        y.slice_mut(s![o, .., ..]).scaled_add(w, &under);
    }
    y
}

fn normalise(state: &StateDict, name: &str, mut x: Array3<f64>) -> Array3<f64> {
    let leaf = |leaf: &str, c: usize| f64::from(state.tensors[&format!("{name}.{leaf}")].values[c]);
    for (c, mut channel) in x.outer_iter_mut().enumerate() {
        let (mean, variance) = (leaf("running_mean", c), leaf("running_var", c));
        let (scale, shift) = (leaf("weight", c), leaf("bias", c));
        channel.mapv_inplace(|x| (x - mean) / (variance + 1e-5).sqrt() * scale + shift);
    }
    x
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

/// The input of a case of `forward.json.gz`, by its formula.
pub(crate) fn input(case: &Value) -> Array3<f64> {
    let shape = voxomics_testkit::goldens::indices(&case["shape"]);
    let shape = (shape[0], shape[1], shape[2]);
    let (name, formula) = (
        case["name"].as_str().unwrap(),
        case["formula"].as_str().unwrap(),
    );
    let [a, b, c, period] = match formula.split_whitespace().next() {
        Some("noise") => {
            let noise = hash_noise(SEED, name, shape.0 * shape.1 * shape.2);
            return Array3::from_shape_vec(shape, noise)
                .unwrap()
                .mapv(f64::from);
        }
        Some("zeros") => return Array3::zeros(shape),
        _ => ["a=", "b=", "c=", "P="].map(|key| {
            let word = formula
                .split_whitespace()
                .find_map(|word| word.strip_prefix(key));
            word.unwrap().parse::<usize>().unwrap()
        }),
    };
    Array3::from_shape_fn(shape, |(channel, y, x)| {
        let phase = (a * x + b * y + c * channel) % (2 * period);
        f64::from(f32_of(
            (phase as f64 - period as f64).abs() / (period as f64 / 4.0) - 2.0,
        ))
    })
}

#[expect(clippy::cast_possible_truncation, reason = "inputs are singles")]
pub(crate) fn f32_of(value: f64) -> f32 {
    value as f32
}
