//! The network and the inputs of the goldens, by their formula; their arrays.

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use ndarray::{Array4, ArrayD, Axis, concatenate};
use serde_json::Value;
use voxomics_deep::network::{Block, Conv, Network};

const SEED: &str = "voxomics-deep-v1";

/// `t_i` of the README's section 1.
fn unit(name: &str, count: usize) -> impl Iterator<Item = f64> + use<> {
    let text = format!("{SEED}:{name}");
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (0..count as u64).map(move |i| {
        let z = (hash ^ i).wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 40) as f64 / 8_388_608.0 - 1.0
    })
}

fn values(name: &str, count: usize, of: impl Fn(f64) -> f64) -> Vec<f64> {
    unit(name, count).map(|t| f64::from(of(t) as f32)).collect()
}

/// `s = gamma / sqrt(var + 1e-5)`, `w' = w s`, `b' = beta - mean s`.
fn folded(conv: &str, norm: &str, shape: [usize; 5]) -> Conv {
    let [inputs, outputs, kernel, stride, padding] = shape;
    let fan_in = inputs * kernel * kernel;
    let scale = (6.0 / fan_in as f64).sqrt();
    let weight = values(&format!("{conv}.weight"), outputs * fan_in, |t| scale * t);
    let behind = norm.ends_with("bn2") || norm.ends_with("downsample.1");
    let base = if behind { 0.5 } else { 1.0 };
    let of = |leaf: &str, of: &dyn Fn(f64) -> f64| values(&format!("{norm}.{leaf}"), outputs, of);
    let mut gamma = of("weight", &|t| base * (1.0 + 0.25 * t));
    let mut beta = of("bias", &|t| 0.25 * t);
    let mean = of("running_mean", &|t| 0.125 * t);
    let var = of("running_var", &|t| 1.0 + 0.5 * t);
    if ["layer4.0.bn2", "layer4.0.downsample.1", "layer4.1.bn2"].contains(&norm) {
        for channel in (5..outputs).step_by(37) {
            (gamma[channel], beta[channel]) = (0.0, -0.125);
        }
    }
    let s: Vec<f64> = gamma
        .iter()
        .zip(&var)
        .map(|(g, v)| g / (v + 1e-5).sqrt())
        .collect();
    Conv {
        weight: weight
            .iter()
            .enumerate()
            .map(|(i, w)| (w * s[i / fan_in]) as f32)
            .collect(),
        bias: (0..outputs)
            .map(|c| (beta[c] - mean[c] * s[c]) as f32)
            .collect(),
        inputs,
        outputs,
        kernel,
        stride,
        padding,
    }
}

fn block(stage: usize, index: usize, width: usize) -> Block {
    let outputs = width << stage;
    let first = index == 0 && stage > 0;
    let (inputs, stride) = if first {
        (outputs / 2, 2)
    } else {
        (outputs, 1)
    };
    let name = format!("layer{}.{index}", stage + 1);
    let conv = |number: usize, shape| {
        folded(
            &format!("{name}.conv{number}"),
            &format!("{name}.bn{number}"),
            shape,
        )
    };
    Block {
        first: conv(1, [inputs, outputs, 3, stride, 1]),
        second: conv(2, [outputs, outputs, 3, 1, 1]),
        shortcut: first.then(|| {
            let (conv, norm) = (
                format!("{name}.downsample.0"),
                format!("{name}.downsample.1"),
            );
            folded(&conv, &norm, [inputs, outputs, 1, stride, 0])
        }),
    }
}

/// A network of the goldens' formula, of any width.
pub(crate) fn network(width: usize, classes: usize) -> Network {
    let features = 8 * width;
    let scale = (6.0 / features as f64).sqrt();
    let narrow = |values: Vec<f64>| values.into_iter().map(|v| v as f32).collect();
    Network {
        stem: folded("conv1", "bn1", [3, width, 7, 2, 3]),
        blocks: (0..8).map(|i| block(i / 2, i % 2, width)).collect(),
        head_weight: narrow(values("fc.weight", classes * features, |t| scale * t)),
        head_bias: narrow(values("fc.bias", classes, |t| 0.0625 * t)),
    }
}

/// The goldens' own.
pub(crate) fn golden() -> &'static Network {
    static NETWORK: OnceLock<Network> = OnceLock::new();
    NETWORK.get_or_init(|| network(64, 1000))
}

/// An input of the goldens, `[1, 3, rows, columns]`.
pub(crate) fn input(case: &Value) -> Array4<f32> {
    let size = |axis: usize| usize::try_from(case["shape"][axis].as_u64().unwrap()).unwrap();
    let shape = (1, 3, size(1), size(2));
    let waves = |[a, b, c, period]: [usize; 4]| {
        Array4::from_shape_fn(shape, |(_, channel, y, x)| {
            let phase = ((a * x + b * y + c * channel) % (2 * period)) as f64;
            let period = period as f64;
            ((phase - period).abs() / (period / 4.0) - 2.0) as f32
        })
    };
    match case["name"].as_str().unwrap() {
        name if name.starts_with("noise") => noise(name, shape),
        name if name.starts_with("waves") => waves([7, 13, 29, 64]),
        name if name.starts_with("gray_waves") => waves([3, 5, 0, 96]),
        name => {
            assert!(name.starts_with("zeros"), "{name}");
            Array4::zeros(shape)
        }
    }
}

pub(crate) fn noise(name: &str, shape: (usize, usize, usize, usize)) -> Array4<f32> {
    let count = shape.0 * shape.1 * shape.2 * shape.3;
    let values = unit(&format!("input:{name}"), count).map(|t| (2.0 * t) as f32);
    Array4::from_shape_vec(shape, values.collect()).unwrap()
}

/// Images one behind the other.
pub(crate) fn batch(images: &[Array4<f32>]) -> Array4<f32> {
    let views: Vec<_> = images.iter().map(|image| image.view()).collect();
    concatenate(Axis(0), &views).unwrap()
}

/// A JSON file of the goldens.
pub(crate) fn json(name: &str) -> Value {
    voxomics_testkit::goldens::read(&voxomics_testkit::data().join("deep").join(name))
}

/// The f64 arrays of a file of the goldens.
pub(crate) fn arrays(name: &str) -> BTreeMap<String, ArrayD<f64>> {
    let bytes = fs::read(voxomics_testkit::data().join("deep").join(name)).unwrap();
    let (length, rest) = bytes.split_first_chunk::<8>().unwrap();
    let (header, data) = rest.split_at(usize::try_from(u64::from_le_bytes(*length)).unwrap());
    let header: BTreeMap<String, Value> = serde_json::from_slice(header).unwrap();
    let arrays = header
        .into_iter()
        .filter(|(_, entry)| entry["dtype"] == "F64");
    let array = |(key, entry): (String, Value)| {
        let whole = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let shape: Vec<usize> = entry["shape"]
            .as_array()
            .unwrap()
            .iter()
            .map(whole)
            .collect();
        let [from, to] = [0, 1].map(|end| whole(&entry["data_offsets"][end]));
        let values = data[from..to].as_chunks::<8>().0;
        let values = values.iter().map(|bytes| f64::from_le_bytes(*bytes));
        (
            key,
            ArrayD::from_shape_vec(shape, values.collect()).unwrap(),
        )
    };
    arrays.map(array).collect()
}

/// The largest distance of two lists of equal length.
pub(crate) fn apart<'v>(
    got: impl IntoIterator<Item = &'v f32>,
    want: impl IntoIterator<Item = &'v f64>,
) -> f64 {
    let (got, want): (Vec<_>, Vec<_>) = (got.into_iter().collect(), want.into_iter().collect());
    assert_eq!(got.len(), want.len());
    let pairs = got.iter().zip(&want);
    pairs.fold(0.0, |worst, (got, want)| {
        (f64::from(**got) - *want).abs().max(worst)
    })
}
