//! An extraction beside what PyRadiomics says of the same files: features by name and order.

use std::path::Path;

use serde_json::Value;
use voxomics_features::params::Params;
use voxomics_features::{Extraction, Extractor};
use voxomics_testkit::Tolerance;
use voxomics_volume::Mask;

use crate::golden::is_undetermined;

/// MCC of a direction without any correlation is a root of rounding noise in PyRadiomics, and its mean over
/// directions keeps a part of it; the corpus' README allows 1e-6 near 0.
const MCC: Tolerance = Tolerance {
    relative: 1e-9,
    absolute: 1e-6,
};

/// The same among directions of which others have a correlation.
const MEAN_MCC: Tolerance = Tolerance {
    relative: 1e-9,
    absolute: 2e-8,
};

/// Along an axis without extent, lengths are roots of rounding noise, 1e-8 of the longest.
const AXES: Tolerance = Tolerance {
    relative: 1e-9,
    absolute: 1e-6,
};

pub(crate) fn extract(
    params: &Params,
    files: [&Path; 2],
) -> Result<Extraction, Box<dyn std::error::Error>> {
    let image = voxomics_io::read(files[0])?.into_volume()?;
    let mask = voxomics_io::read(files[1])?;
    let channel = if mask.components().len() > 1 {
        params.settings().label_channel
    } else {
        0
    };
    let mask = Mask::new(mask.into_component(channel)?)?;
    Ok(Extractor::new(params.clone()).extract(&image, &mask)?)
}

pub(crate) fn number(value: &Value) -> f64 {
    match value.as_str() {
        Some("inf") => f64::INFINITY,
        Some("-inf") => f64::NEG_INFINITY,
        _ => value.as_f64().unwrap_or(f64::NAN),
    }
}

/// What is wrong with an outcome, if something is; `want` has `outcome`, `message` and `features`.
pub(crate) fn complaint(
    got: Result<Extraction, Box<dyn std::error::Error>>,
    want: &Value,
) -> Option<String> {
    if want["outcome"] == "error" {
        return got
            .is_ok()
            .then(|| format!("extracted, where PyRadiomics says {}", want["message"]));
    }
    match got {
        Ok(got) => difference(&got, want),
        Err(error) => Some(error.to_string()),
    }
}

fn difference(got: &Extraction, want: &Value) -> Option<String> {
    let want = want["features"].as_object().expect("features by name");
    let names: Vec<&str> = got
        .features()
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    if names != want.keys().map(String::as_str).collect::<Vec<_>>() {
        return Some("other names, or another order".to_owned());
    }
    let mut far = got.features().iter().filter(|(name, value)| {
        let want = number(&want[name]);
        !is_undetermined(name) && !tolerance(name, want).accepts(*value, want)
    });
    let (name, value) = far.next()?;
    let (want, others) = (&want[name], far.count());
    Some(format!(
        "{name} is {value:e}, PyRadiomics has {want}, and {others} more"
    ))
}

fn tolerance(name: &str, want: f64) -> Tolerance {
    match name.rsplit_once('_').expect("three parts").1 {
        "MCC" if want.abs() < 1e-3 => MCC,
        "MCC" => MEAN_MCC,
        "Elongation" | "Flatness" | "MinorAxisLength" | "LeastAxisLength" => AXES,
        _ => Tolerance::PYRADIOMICS,
    }
}
