//! Networks and inputs by the formula of `tests/data/deep/README.md`.

use std::sync::LazyLock;

use ndarray::{Array3, Array4, Axis, concatenate};
use serde_json::Value;
use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Options};
use voxomics_deep::network::Network;
use voxomics_deep::weights::{StateDict, hash_made, hash_noise};
use voxomics_testkit::goldens::indices;

/// What the goldens' weights and inputs are hashed with.
pub(crate) const SEED: &str = "voxomics-deep-v1";

/// The goldens' weights.
pub(crate) fn state() -> &'static StateDict {
    static STATE: LazyLock<StateDict> = LazyLock::new(|| hash_made(SEED, 64, 1000));
    &STATE
}

/// The same, folded.
pub(crate) fn golden() -> &'static Network {
    static NETWORK: LazyLock<Network> =
        LazyLock::new(|| Network::from_state_dict(state()).unwrap());
    &NETWORK
}

/// The same on the processor.
pub(crate) fn engine() -> &'static Engine {
    static ENGINE: LazyLock<Engine> =
        LazyLock::new(|| Engine::new(golden(), Backend::Cpu, Options::default()).unwrap());
    &ENGINE
}

/// A network of any width; no classes, no head.
pub(crate) fn network(seed: &str, width: usize, classes: usize) -> Network {
    let mut state = hash_made(seed, width, classes.max(1));
    if classes == 0 {
        state.tensors.retain(|key, _| !key.starts_with("fc."));
    }
    Network::from_state_dict(&state).unwrap()
}

/// Images of noise.
pub(crate) fn noise(name: &str, shape: (usize, usize, usize, usize)) -> Array4<f32> {
    let count = shape.0 * shape.1 * shape.2 * shape.3;
    Array4::from_shape_vec(shape, hash_noise(SEED, name, count)).unwrap()
}

/// `t_i` of the README's section 1 by any name: halves of the noise, which begins its names with `input:`, are not enough.
pub(crate) fn unit(name: &str, count: usize) -> Vec<f64> {
    let text = format!("{SEED}:{name}");
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    });
    let value = |index: u64| {
        let mut z = (hash ^ index).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((z ^ (z >> 31)) >> 40) as f64 - 8_388_608.0) / 8_388_608.0
    };
    (0..count as u64).map(value).collect()
}

/// An image of waves, `[channels, rows, columns]`.
pub(crate) fn waves(shape: (usize, usize, usize), [a, b, c, p]: [usize; 4]) -> Array3<f64> {
    Array3::from_shape_fn(shape, |(channel, row, column)| {
        let phase = (a * column + b * row + c * channel) % (2 * p);
        phase.abs_diff(p) as f64 / (p as f64 / 4.0) - 2.0
    })
}

/// The input of a case of `forward.json.gz`, `[1, 3, rows, columns]`, by its formula.
pub(crate) fn input(case: &Value) -> Array4<f32> {
    let text = |key: &str| case[key].as_str().unwrap();
    let [channels, rows, columns] = indices(&case["shape"]).try_into().unwrap();
    let formula = text("formula");
    let number = |key: &str| -> usize {
        let mut words = formula.split_whitespace();
        let word = words.find_map(|word| word.strip_prefix(key));
        word.unwrap().parse().unwrap()
    };
    match formula.split_whitespace().next() {
        Some("noise") => noise(text("name"), (1, channels, rows, columns)),
        Some("zeros") => Array4::zeros((1, channels, rows, columns)),
        Some("waves") => {
            let numbers = ["a=", "b=", "c=", "P="].map(number);
            let image = waves((channels, rows, columns), numbers);
            image.mapv(|value| value as f32).insert_axis(Axis(0))
        }
        _ => panic!("{}: {formula}", text("name")),
    }
}

/// Images one behind the other.
pub(crate) fn batch(images: &[Array4<f32>]) -> Array4<f32> {
    let views: Vec<_> = images.iter().map(|image| image.view()).collect();
    concatenate(Axis(0), &views).unwrap()
}
