//! Weights by formula: synthetic, for tests, benchmarks and demonstrations.

use crate::network::layout::{self, Role};

use super::{Skipped, StateDict, Tensor};

/// Channels `c` with `c % 37 == 5` of the last stage's batch norms are dead.
const DEAD: (usize, usize) = (37, 5);

/// The state dict of a ResNet-18 with synthetic weights: nothing was trained, and the same bits come
/// from the same `seed` everywhere.
///
/// `width` is the number of channels of the stem (64 in a ResNet-18, 2 in the tiny networks of tests),
/// `classes` the rows of the head. Features have the size of those of trained weights (up to about 10),
/// and 14 of 512 are exactly zero for every image, as some of trained networks are on small cohorts.
///
/// With `t` in [-1, 1) from 24 bits of a hash of seed, name and index, the values are
/// `sqrt(6 / fan_in) t` for convolutions and `fc.weight`, `0.0625 t` for `fc.bias`; of a batch norm
/// `base (1 + t / 4)` for `weight` (`base` 0.5 where a block ends, else 1), `t / 4` for `bias`, `t / 8`
/// for `running_mean`, `1 + t / 2` for `running_var`. Products in `f64`, rounded once to `f32`.
///
/// ```
/// use voxomics_deep::weights::hash_made;
///
/// let state = hash_made("demo", 2, 7);
/// assert_eq!(state.tensors["conv1.weight"].shape, [2, 3, 7, 7]);
/// assert_eq!(state.tensors["fc.weight"].shape, [7, 16]);
/// ```
///
/// # References
///
/// FNV-1a of 64 bits (Fowler, Noll, Vo) for names; `SplitMix64` (Steele, Lea, Flood 2014) for indices.
#[must_use]
pub fn hash_made(seed: &str, width: usize, classes: usize) -> StateDict {
    let mut state = StateDict::default();
    for parameter in layout::parameters(width, Some(classes)) {
        let (name, shape) = (parameter.key, parameter.shape);
        if parameter.role == Role::Tracked {
            let element = "int64".to_owned();
            state.skipped.insert(name, Skipped { shape, element });
        } else {
            let values = values(seed, &name, &shape, parameter.role);
            state.tensors.insert(name, Tensor { shape, values });
        }
    }
    state
}

/// Synthetic input by the same hash: `2 t` of the name `input:` and `name`, `count` values.
///
/// ```
/// assert_eq!(voxomics_deep::weights::hash_noise("voxomics-deep-v1", "noise_224", 1), [1.6281335]);
/// ```
#[must_use]
pub fn hash_noise(seed: &str, name: &str, count: usize) -> Vec<f32> {
    let values = units(seed, &format!("input:{name}"), count);
    values.map(|t| rounded(2.0 * t)).collect()
}

fn values(seed: &str, name: &str, shape: &[usize], role: Role) -> Vec<f32> {
    let fan_in: usize = shape.iter().skip(1).product();
    let bound = (6.0 / fan_in as f64).sqrt();
    let ends_block = name.ends_with("bn2.weight") || name.ends_with("downsample.1.weight");
    let base = if ends_block { 0.5 } else { 1.0 };
    let dead = is_dead(name);
    let units = units(seed, name, shape.iter().product());
    let value = |(channel, t): (usize, f64)| match role {
        Role::Scale if dead && channel % DEAD.0 == DEAD.1 => 0.0,
        Role::Shift if dead && channel % DEAD.0 == DEAD.1 => -0.125,
        Role::Convolution | Role::HeadWeight => bound * t,
        Role::HeadBias => 0.0625 * t,
        Role::Scale => base * (1.0 + 0.25 * t),
        Role::Shift => 0.25 * t,
        Role::Mean => 0.125 * t,
        Role::Variance | Role::Tracked => 1.0 + 0.5 * t,
    };
    units
        .enumerate()
        .map(|value_of| rounded(value(value_of)))
        .collect()
}

fn is_dead(name: &str) -> bool {
    let norm = name.rsplit_once('.').map(|(norm, _)| norm);
    matches!(
        norm,
        Some("layer4.0.bn2" | "layer4.0.downsample.1" | "layer4.1.bn2")
    )
}

/// `t` of the indices from 0 on: multiples of 2^-23 in [-1, 1).
fn units(seed: &str, name: &str, count: usize) -> impl Iterator<Item = f64> + use<> {
    let hash = fnv1a(seed.bytes().chain([b':']).chain(name.bytes()));
    let half = f64::from(1_u32 << 23);
    (0..count as u64).map(move |index| ((split_mix(hash ^ index) >> 40) as f64 - half) / half)
}

fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn split_mix(state: u64) -> u64 {
    let z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the one rounding of the formula"
)]
fn rounded(value: f64) -> f32 {
    value as f32
}
