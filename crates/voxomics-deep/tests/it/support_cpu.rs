//! Networks and inputs by the formula of `tests/data/deep/README.md`.

use ndarray::Array3;
use voxomics_deep::network::{Block, Conv, Network};

pub const SEED: &str = "voxomics-deep-v1";

fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, step)
}

/// Numbers in [-1, 1) by seed and name.
pub fn unit(seed: &str, name: &str) -> impl Fn(usize) -> f64 + use<> {
    let start = hash(&format!("{seed}:{name}"));
    move |index| {
        let z = (start ^ index as u64).wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((z ^ (z >> 31)) >> 40) as f64 - 8_388_608.0) / 8_388_608.0
    }
}

/// A convolution with the batch norm behind it folded in.
fn folded(seed: &str, [conv, norm]: [&str; 2], shape: [usize; 4]) -> Conv {
    let [inputs, outputs, kernel, stride] = shape;
    let of_norm = |leaf: &str, value: &dyn Fn(f64) -> f64| -> Vec<f64> {
        let t = unit(seed, &format!("{norm}.{leaf}"));
        (0..outputs)
            .map(|channel| f64::from(value(t(channel)) as f32))
            .collect()
    };
    let second = norm.contains("bn2") || norm.contains("downsample");
    let base = if second { 0.5 } else { 1.0 };
    let mut gamma = of_norm("weight", &|t| base * (1.0 + 0.25 * t));
    let mut beta = of_norm("bias", &|t| 0.25 * t);
    let mean = of_norm("running_mean", &|t| 0.125 * t);
    let variance = of_norm("running_var", &|t| 1.0 + 0.5 * t);
    if ["layer4.0.bn2", "layer4.0.downsample.1", "layer4.1.bn2"].contains(&norm) {
        for channel in (5..outputs).step_by(37) {
            (gamma[channel], beta[channel]) = (0.0, -0.125);
        }
    }
    let scale: Vec<f64> = (0..outputs)
        .map(|at| gamma[at] / (variance[at] + 1e-5).sqrt())
        .collect();
    let fan_in = inputs * kernel * kernel;
    let (t, most) = (
        unit(seed, &format!("{conv}.weight")),
        (6.0 / fan_in as f64).sqrt(),
    );
    let weight = (0..outputs * fan_in)
        .map(|at| (f64::from((most * t(at)) as f32) * scale[at / fan_in]) as f32);
    let bias = (0..outputs).map(|at| (beta[at] - mean[at] * scale[at]) as f32);
    Conv {
        weight: weight.collect(),
        bias: bias.collect(),
        inputs,
        outputs,
        kernel,
        stride,
        padding: kernel / 2,
    }
}

/// The network of a width and so many classes.
pub fn network(seed: &str, width: usize, classes: usize) -> Network {
    let block = |index: usize| {
        let outputs = width << (index / 2);
        let place = format!("layer{}.{}", index / 2 + 1, index % 2);
        let halves = index > 0 && index.is_multiple_of(2);
        let [inputs, stride] = if halves {
            [outputs / 2, 2]
        } else {
            [outputs, 1]
        };
        let conv = |conv: &str, norm: &str, shape| {
            folded(
                seed,
                [&format!("{place}.{conv}"), &format!("{place}.{norm}")],
                shape,
            )
        };
        Block {
            first: conv("conv1", "bn1", [inputs, outputs, 3, stride]),
            second: conv("conv2", "bn2", [outputs, outputs, 3, 1]),
            shortcut: halves.then(|| conv("downsample.0", "downsample.1", [inputs, outputs, 1, 2])),
        }
    };
    let features = 8 * width;
    let (weight, bias) = (unit(seed, "fc.weight"), unit(seed, "fc.bias"));
    let most = (6.0 / features as f64).sqrt();
    Network {
        stem: folded(seed, ["conv1", "bn1"], [3, width, 7, 2]),
        blocks: (0..8).map(block).collect(),
        head_weight: (0..classes * features)
            .map(|at| (most * weight(at)) as f32)
            .collect(),
        head_bias: (0..classes).map(|at| (0.0625 * bias(at)) as f32).collect(),
    }
}

/// The input of a case: its formula is that of the goldens.
pub fn input(seed: &str, name: &str, formula: &str, [rows, columns]: [usize; 2]) -> Array3<f32> {
    let shape = (3, rows, columns);
    let value = |name: &str| -> usize {
        let word = formula
            .split_whitespace()
            .find_map(|word| word.strip_prefix(name));
        word.and_then(|word| word.parse().ok())
            .unwrap_or_else(|| panic!("{formula}: no {name}"))
    };
    match formula.split_whitespace().next() {
        Some("waves") => {
            let [a, b, c, period] = ["a=", "b=", "c=", "P="].map(value);
            Array3::from_shape_fn(shape, |(channel, y, x)| {
                let at = (a * x + b * y + c * channel) % (2 * period);
                ((at as f64 - period as f64).abs() / (period as f64 / 4.0) - 2.0) as f32
            })
        }
        Some("zeros") => Array3::zeros(shape),
        Some("noise") => {
            let t = unit(seed, &format!("input:{name}"));
            Array3::from_shape_fn(shape, |(channel, y, x)| {
                (2.0 * t((channel * rows + y) * columns + x)) as f32
            })
        }
        _ => panic!("{name}: {formula}"),
    }
}
