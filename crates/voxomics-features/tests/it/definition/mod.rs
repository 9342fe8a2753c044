//! Every matrix and every feature once more, slowly, straight from the definition.

mod case;
mod discretise;
mod firstorder;
mod glcm;
mod gldm;
mod glrlm;
mod glszm;
mod ngtdm;
mod size_counts;

use voxomics_features::FeatureSet;
use voxomics_testkit::Tolerance;

/// `numpy.spacing(1)`, which PyRadiomics adds to the arguments of logarithms.
const EPSILON: f64 = f64::EPSILON;

/// What a feature must be.
#[derive(Debug, Clone, Copy)]
struct Want {
    name: &'static str,
    value: f64,
    /// Magnitude of the terms of which the value is what cancellation left; 0 where nothing cancels.
    scale: f64,
}

fn want(name: &'static str, value: f64) -> Want {
    cancelling(name, value, 0.0)
}

fn cancelling(name: &'static str, value: f64, scale: f64) -> Want {
    Want { name, value, scale }
}

/// Mean of each feature over the directions, NaN left out; `names` in case there is none.
fn over_directions(directions: &[Vec<Want>], names: &[&'static str]) -> Vec<Want> {
    let mean = |&name: &&'static str| {
        let all = directions.iter().flatten().filter(|want| want.name == name);
        let defined: Vec<&Want> = all.filter(|want| !want.value.is_nan()).collect();
        let n = defined.len() as f64;
        let value = defined.iter().map(|want| want.value).sum::<f64>() / n;
        let scale = defined.iter().map(|want| want.scale).fold(0.0, f64::max);
        cancelling(name, value, scale)
    };
    names.iter().map(mean).collect()
}

/// Every feature to 1e-12; `MCC`, a root of an eigenvalue, to 1e-9.
#[track_caller]
fn assert_features<F: FeatureSet>(got: &F, want: &[Want], what: &str) {
    assert_eq!(want.len(), F::NAMES.len(), "the oracle lacks a feature");
    for want in want {
        let relative = if want.name == "MCC" { 1e-9 } else { 1e-12 };
        let tolerance = Tolerance {
            relative,
            absolute: relative * want.scale,
        };
        let got = got
            .get(want.name)
            .expect("the class has what the oracle has");
        tolerance.assert(got, want.value, &format!("{}, {what}", want.name));
    }
}

/// How often a feature was NaN and how often it was not: a run of cases must see both.
#[derive(Debug, Default)]
struct Seen {
    nan: usize,
    number: usize,
}

impl Seen {
    fn add(&mut self, value: f64) {
        if value.is_nan() {
            self.nan += 1;
        } else {
            self.number += 1;
        }
    }

    #[track_caller]
    fn assert_both(&self) {
        assert!(
            self.nan > 0 && self.number > 20 * self.nan.min(1),
            "{self:?}"
        );
    }
}
