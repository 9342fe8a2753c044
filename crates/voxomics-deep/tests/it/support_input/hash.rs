//! Numbers by the formula of the goldens' README, section 1.

use voxomics_deep::weights::Tensor;

/// What all names are hashed with.
const SEED: &str = "voxomics-deep-v1";

/// `t_i`, from -1 to 1.
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

/// An input `[3, rows, columns]` of noise.
pub(crate) fn noise(name: &str, [rows, columns]: [usize; 2]) -> Vec<f64> {
    let values = unit(&format!("input:{name}"), 3 * rows * columns);
    values.into_iter().map(|value| 2.0 * value).collect()
}

/// An input `[channels, rows, columns]` of waves.
pub(crate) fn waves([channels, rows, columns]: [usize; 3], [a, b, c, p]: [usize; 4]) -> Vec<f64> {
    let mut values = Vec::with_capacity(channels * rows * columns);
    for channel in 0..channels {
        for row in 0..rows {
            values.extend((0..columns).map(|column| {
                let phase = (a * column + b * row + c * channel) % (2 * p);
                phase.abs_diff(p) as f64 / (p as f64 / 4.0) - 2.0
            }));
        }
    }
    values
}

/// A tensor of the network, in doubles that are exact in `f32`.
pub(super) fn tensor(name: &str, shape: &[usize]) -> Tensor {
    let t = unit(name, shape.iter().product());
    let (layer, leaf) = name.rsplit_once('.').unwrap();
    let fan_in: usize = shape[1..].iter().product();
    let base = if layer.ends_with("bn2") || layer.ends_with("downsample.1") {
        0.5
    } else {
        1.0
    };
    let dead = ["layer4.0.bn2", "layer4.0.downsample.1", "layer4.1.bn2"].contains(&layer);
    let value = |(index, t): (usize, f64)| match leaf {
        "weight" | "bias" if dead && index % 37 == 5 => {
            if leaf == "weight" {
                0.0
            } else {
                -0.125
            }
        }
        "weight" if shape.len() > 1 => (6.0 / fan_in as f64).sqrt() * t,
        "bias" if layer == "fc" => 0.0625 * t,
        "weight" => base * (1.0 + 0.25 * t),
        "bias" => 0.25 * t,
        "running_mean" => 0.125 * t,
        "running_var" => 1.0 + 0.5 * t,
        _ => panic!("tensor {name}"),
    };
    Tensor {
        shape: shape.to_vec(),
        values: t
            .into_iter()
            .enumerate()
            .map(value)
            .map(|value| value as f32)
            .collect(),
    }
}
