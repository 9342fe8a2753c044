//! Voxels left out of a region by their intensity.

use crate::params::{Resegment, ResegmentMode, Settings};
use crate::roi::{Precision, Roi};

/// 1 for every voxel of `roi` within the thresholds, ends included, else 0.
pub(super) fn kept(roi: &Roi, [lower, upper]: [f64; 2]) -> Vec<u8> {
    let voxels = roi.values().iter().zip(roi.mask().inside());
    voxels
        .map(|(&value, &inside)| inside & u8::from(value >= lower && value <= upper))
        .collect()
}

/// The lowest and the highest intensity that stay, by `resegmentRange` and `outlierSigma`; without either
/// all do.
pub(super) fn of_settings(roi: &Roi, settings: &Settings) -> [f64; 2] {
    let range = settings
        .resegment
        .map_or(EVERYTHING, |options| thresholds(roi, options));
    let Some(sigma) = settings.extensions.outlier_sigma else {
        return range;
    };
    let kept = kept(roi, range);
    let within = roi.values().iter().zip(&kept);
    let within: Vec<f64> = within
        .filter(|&(_, &kept)| kept == 1)
        .map(|(&value, _)| value)
        .collect();
    let [mean, deviation] = moments(&within, Precision::Double);
    let reach = sigma * deviation;
    [range[0].max(mean - reach), range[1].min(mean + reach)]
}

/// Thresholds that keep every voxel.
const EVERYTHING: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];

/// The lowest and the highest intensity that stay.
fn thresholds(roi: &Roi, options: Resegment) -> [f64; 2] {
    let [zero, unit] = match options.mode {
        ResegmentMode::Absolute => [0.0, 1.0],
        ResegmentMode::Relative => {
            let inside = roi.inside_values().into_iter();
            [0.0, inside.fold(f64::NEG_INFINITY, f64::max)]
        }
        ResegmentMode::Sigma => moments(&roi.inside_values(), roi.precision()),
    };
    let count = |threshold: f64| zero + unit * threshold;
    // numpy compares single precision with single precision.
    let rounded = |threshold: f64| match roi.precision() {
        Precision::Single => single(threshold),
        Precision::Double => threshold,
    };
    let upper = options.upper.map(|upper| rounded(count(upper)));
    [
        rounded(count(options.lower)),
        upper.unwrap_or(f64::INFINITY),
    ]
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding to single precision is what is asked for"
)]
fn single(x: f64) -> f64 {
    f64::from(x as f32)
}

/// `numpy.mean` and `numpy.std`, which stay in single precision where the values are.
fn moments(values: &[f64], precision: Precision) -> [f64; 2] {
    let round: fn(f64) -> f64 = match precision {
        Precision::Single => single,
        Precision::Double => |x| x,
    };
    let count = values.len() as f64;
    let mean = round(pairwise(values, round) / count);
    let squares: Vec<f64> = values
        .iter()
        .map(|value| {
            let apart = round(value - mean);
            round(apart * apart)
        })
        .collect();
    let variance = round(pairwise(&squares, round) / count);
    [mean, round(variance.sqrt())]
}

/// numpy's sum: eight lanes in blocks of 128, blocks added pairwise, every sum rounded.
fn pairwise(values: &[f64], round: fn(f64) -> f64) -> f64 {
    const BLOCK: usize = 128;
    let add = |sum, &value: &f64| round(sum + value);
    if values.len() < 8 {
        return values.iter().fold(0.0, add);
    }
    if values.len() > BLOCK {
        let half = values.len() / 2;
        let (left, right) = values.split_at(half - half % 8);
        return round(pairwise(left, round) + pairwise(right, round));
    }
    let blocks = values.chunks_exact(8);
    let rest = blocks.remainder();
    let mut lanes = [0.0; 8];
    for block in blocks {
        lanes = std::array::from_fn(|lane| round(lanes[lane] + block[lane]));
    }
    let [a, b, c, d] = std::array::from_fn(|pair| round(lanes[2 * pair] + lanes[2 * pair + 1]));
    let sum = round(round(a + b) + round(c + d));
    rest.iter().fold(sum, add)
}
