//! The shared corpus of one setting at a time: every setting that acts on the original image, on volumes
//! made to be awkward, with PyRadiomics' features or its refusal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use voxomics_features::params::Params;
use voxomics_features::{Extraction, Extractor};
use voxomics_testkit::{Tolerance, shared};
use voxomics_volume::Mask;

use crate::params::shared::golden;

fn extra() -> PathBuf {
    shared().join("goldens/pyradiomics/extra")
}

/// MCC near 0 is a root of rounding noise in PyRadiomics; the corpus' README allows 1e-6 there.
const MCC: Tolerance = Tolerance {
    relative: 1e-9,
    absolute: 1e-6,
};

/// Along an axis without extent, lengths are roots of rounding noise, 1e-8 of the longest.
const AXES: Tolerance = Tolerance {
    relative: 1e-9,
    absolute: 1e-6,
};

/// Refused on purpose where PyRadiomics returns numbers: docs/PARITY.md says why.
const REFUSED: [&str; 1] = ["synA~nan"];

fn extract(
    params: &Params,
    files: &[PathBuf; 2],
) -> Result<Extraction, Box<dyn std::error::Error>> {
    let image = voxomics_io::read(&files[0])?.into_volume()?;
    let mask = voxomics_io::read(&files[1])?;
    let channel = if mask.components().len() > 1 {
        params.settings().label_channel
    } else {
        0
    };
    let mask = Mask::new(mask.into_component(channel)?)?;
    Ok(Extractor::new(params.clone())?.extract(&image, &mask)?)
}

fn number(value: &Value) -> f64 {
    match value.as_str() {
        Some("inf") => f64::INFINITY,
        Some("-inf") => f64::NEG_INFINITY,
        _ => value.as_f64().unwrap_or(f64::NAN),
    }
}

/// What is wrong with a case, if something is.
fn complaint(case: &str, params: &Params, files: &[PathBuf; 2], want: &Value) -> Option<String> {
    let got = extract(params, files);
    if want["outcome"] == "error" {
        return got
            .is_ok()
            .then(|| format!("extracted, where PyRadiomics says {}", want["message"]));
    }
    let got = match got {
        Ok(got) => got,
        Err(_) if REFUSED.contains(&case) => return None,
        Err(error) => return Some(error.to_string()),
    };
    let want = want["features"].as_object().expect("features by name");
    let names: Vec<&str> = got
        .features()
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    if names != want.keys().map(String::as_str).collect::<Vec<_>>() {
        return Some("other names, or another order".to_owned());
    }
    let far = got.features().iter().find(|(name, value)| {
        let tolerance = match name.rsplit_once('_').expect("three parts").1 {
            "MCC" if number(&want[name]).abs() < 1e-3 => MCC,
            "Elongation" | "Flatness" | "MinorAxisLength" | "LeastAxisLength" => AXES,
            _ => Tolerance::PYRADIOMICS,
        };
        !tolerance.accepts(*value, number(&want[name]))
    });
    far.map(|(name, value)| format!("{name} is {value:e}, PyRadiomics has {}", want[name]))
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn one_setting_at_a_time() {
    let text = std::fs::read_to_string(extra().join("index.json")).unwrap();
    let index: Value = serde_json::from_str(&text).unwrap();
    let volume = |name: &Value| {
        let name = name.as_str().expect("a file name");
        extra().join(Path::new("volumes").join(format!("{name}.nrrd")))
    };
    let (mut compared, mut complaints) = (0, BTreeMap::new());
    for setting in index["settings"].as_object().unwrap().keys() {
        let golden = golden(setting);
        // Parameters that are refused are another test's affair, and so is what this version lacks.
        let Ok(params) = Params::from_json(&golden["params"].to_string()) else {
            continue;
        };
        if !params.unsupported().is_empty() {
            continue;
        }
        for (case, want) in golden["cases"].as_object().unwrap() {
            let files = &index["cases"][case];
            let files = [volume(&files[0]), volume(&files[1])];
            compared += 1;
            if let Some(complaint) = complaint(case, &params, &files, want) {
                complaints.insert(format!("{setting}: {case}"), complaint);
            }
        }
    }
    assert!(compared > 300, "only {compared} cases were compared");
    assert!(
        complaints.is_empty(),
        "{} of {compared}: {complaints:#?}",
        complaints.len()
    );
}
