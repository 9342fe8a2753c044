//! Bin edges as numpy makes them, one at a time.

use serde::Deserialize;
use voxomics_core::Seed;
use voxomics_features::discretise::{Binning, Levels};
use voxomics_features::roi::Roi;
use voxomics_volume::{AnyVolume, Geometry, Mask, Region, Volume};

/// `numpy.arange(start, stop, step)`: the second element is computed, and its distance to the first
/// repeated.
fn arange(start: f64, stop: f64, step: f64) -> Vec<f64> {
    let len = ((stop - start) / step).ceil();
    let second = start + step;
    let mut edges = vec![start, second];
    while (edges.len() as f64) < len {
        edges.push(start + edges.len() as f64 * (second - start));
    }
    while edges.len() as f64 > len.max(0.0) {
        edges.pop();
    }
    edges
}

/// `numpy.linspace(start, stop, count + 1)`.
fn linspace(start: f64, stop: f64, count: usize) -> Vec<f64> {
    let step = (stop - start) / count as f64;
    let mut edges: Vec<f64> = (0..count).map(|k| k as f64 * step + start).collect();
    edges.push(stop);
    edges
}

/// Python's `%` of a positive divisor.
fn modulo(x: f64, divisor: f64) -> f64 {
    let remainder = x % divisor;
    if remainder < 0.0 {
        remainder + divisor
    } else {
        remainder
    }
}

fn edges(values: &[f64], binning: Binning) -> Vec<f64> {
    let minimum = values.iter().copied().reduce(f64::min).unwrap();
    let maximum = values.iter().copied().reduce(f64::max).unwrap();
    match binning {
        Binning::Width(width) => {
            let low = minimum - modulo(minimum, width);
            let edges = arange(low, maximum + 2.0 * width, width);
            if edges.len() == 1 {
                vec![low - 0.5, low + 0.5]
            } else {
                edges
            }
        }
        Binning::WidthFrom { origin, width } => arange(origin, maximum + 2.0 * width, width),
        Binning::Count(count) => {
            let (low, high) = if minimum < maximum {
                (minimum, maximum)
            } else {
                (minimum - 0.5, maximum + 0.5)
            };
            let mut edges = linspace(low, high, count);
            edges[count] += 1.0;
            edges
        }
    }
}

/// `numpy.digitize` of doubles.
pub(super) fn levels(values: &[f64], binning: Binning) -> Vec<usize> {
    let edges = edges(values, binning);
    let level = |value: &f64| edges.iter().filter(|&edge| edge <= value).count();
    values.iter().map(level).collect()
}

/// What the crate makes of the values of an image of this type.
fn levels_of_image(values: &[f64], voxel_type: &str, binning: Binning) -> Vec<usize> {
    let size = [values.len(), 1, 1];
    let geometry = Geometry::axis_aligned(size, [1.0; 3]).unwrap();
    let image: AnyVolume = match voxel_type {
        "float64" => Volume::from_fn(geometry, |[x, _, _]| values[x]).into(),
        "float32" => Volume::from_fn(geometry, |[x, _, _]| values[x] as f32).into(),
        "int16" => Volume::from_fn(geometry, |[x, _, _]| values[x] as i16).into(),
        other => panic!("{other} is none of the golden's types"),
    };
    let mask = Mask::new(Volume::from_fn(geometry, |_| 1_u8).into()).unwrap();
    let roi = Roi::cut(&image, &mask, 1, Region::whole(size)).unwrap();
    let levels = Levels::new(&roi, binning).unwrap();
    let grey = |&rank: &u16| usize::from(levels.grey()[usize::from(rank) - 1]);
    levels.ranks().iter().map(grey).collect()
}

/// Multiples of the width are where edges in floating point part from edges on paper.
#[test]
fn levels_are_those_of_the_definition() {
    let mut first_bin_empty = 0;
    for width in [0.1, 0.3, 0.7, 1.0, 2.5, 25.0] {
        for first in (-2000..2000).step_by(17) {
            let values: Vec<f64> = (first..first + 9).map(|k| f64::from(k) * width).collect();
            let want = levels(&values, Binning::Width(width));
            first_bin_empty += usize::from(!want.contains(&1));
            let got = levels_of_image(&values, "float64", Binning::Width(width));
            assert_eq!(got, want, "width {width}, multiples from {first} on");
        }
    }
    assert!(first_bin_empty > 100, "{first_bin_empty}");
    for index in 0..300 {
        let mut stream = Seed(3).stream("discretise", index);
        let values: Vec<f64> = (0..=stream.below(30))
            .map(|_| 200.0 * stream.normal())
            .collect();
        for binning in [
            Binning::Width(0.1),
            Binning::Width(25.0),
            Binning::WidthFrom {
                origin: -1e6,
                width: 250.0,
            },
            Binning::Count(1),
            Binning::Count(7),
            Binning::Count(64),
        ] {
            let got = levels_of_image(&values, "float64", binning);
            assert_eq!(got, levels(&values, binning), "{binning:?}, stream {index}");
        }
    }
}

#[derive(Deserialize)]
struct Golden {
    #[serde(rename = "type")]
    voxel_type: String,
    values: Vec<f64>,
    binning: GoldenBinning,
    levels: Vec<usize>,
}

#[derive(Deserialize)]
enum GoldenBinning {
    #[serde(rename = "binWidth")]
    Width(f64),
    #[serde(rename = "binCount")]
    Count(usize),
}

#[test]
fn levels_are_those_of_pyradiomics() {
    let path = voxomics_testkit::data().join("pyradiomics/binning.json");
    let text = std::fs::read_to_string(path).unwrap();
    let goldens: Vec<Golden> = serde_json::from_str(&text).unwrap();
    assert_eq!(goldens.len(), 246, "the golden file lost cases");
    for golden in goldens {
        let binning = match golden.binning {
            GoldenBinning::Width(width) => Binning::Width(width),
            GoldenBinning::Count(count) => Binning::Count(count),
        };
        let got = levels_of_image(&golden.values, &golden.voxel_type, binning);
        assert_eq!(
            got, golden.levels,
            "{binning:?} of {} {:?}",
            golden.voxel_type, golden.values
        );
    }
}
