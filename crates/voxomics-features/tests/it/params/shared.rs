//! The larger set of goldens: one setting changed at a time, and random parameters.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::PathBuf;

use flate2::read::GzDecoder;
use serde_json::{Map, Value};
use voxomics_features::params::Params;

use super::golden::json;

fn extra() -> PathBuf {
    let shared =
        std::env::var_os("VOXOMICS_SHARED").expect("VOXOMICS_SHARED names the shared folder");
    PathBuf::from(shared).join("goldens/pyradiomics/extra")
}

/// Why PyRadiomics refuses or fails for the parameters' sake, whatever the case.
const PARAMETER_ERRORS: &[&str] = &[
    "<SchemaError",
    "Intepolator value",
    "Interpolator value",
    "Feature Class",
    "Image Type",
    "Wavelet \"foo\"",
    "WeightingNorm value",
    "The `Wavelet` class is for discrete",
    "Length",
    "too many indices",
    "Exception thrown in SimpleITK ResampleImageFilter",
];

fn columns(case: &Value) -> Vec<&String> {
    case["features"].as_object().unwrap().keys().collect()
}

fn check(setting: &str, params: &Params, case: &Value, differing: &mut BTreeSet<String>) {
    let diagnostics = &case["diagnostics"];
    if let Some(text) = diagnostics["diagnostics_Configuration_Settings"].as_str() {
        assert_eq!(
            params.settings_text(params.settings().label),
            text,
            "{setting}"
        );
        let types = diagnostics["diagnostics_Configuration_EnabledImageTypes"].as_str();
        assert_eq!(Some(params.image_types_text().as_str()), types, "{setting}");
    }
    let names = params.feature_names();
    let names: Vec<&String> = names.iter().collect();
    if columns(case) != names {
        let rest: Vec<&String> = names
            .into_iter()
            .filter(|name| columns(case).contains(name))
            .collect();
        let flat: Vec<&String> = columns(case)
            .into_iter()
            .filter(|name| rest.contains(name))
            .collect();
        assert_eq!(rest, flat, "{setting}: the order");
        differing.insert(setting.to_owned());
    }
}

pub(crate) fn golden(setting: &str) -> Value {
    let path = extra().join("settings").join(format!("{setting}.json.gz"));
    let mut text = String::new();
    GzDecoder::new(std::fs::File::options().read(true).open(path).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn one_setting_at_a_time() {
    let index = json(&extra().join("index.json"));
    let settings: &Map<String, Value> = index["settings"].as_object().unwrap();
    assert!(settings.len() >= 291, "{}", settings.len());
    let mut differing = BTreeSet::new();
    for setting in settings.keys() {
        let golden = golden(setting);
        let params = match setting.as_str() {
            "kwargs_none_params" => Ok(Params::default()),
            _ => Params::from_json(&golden["params"].to_string()),
        };
        let cases = golden["cases"].as_object().unwrap();
        let failed = cases.values().filter_map(|case| case["message"].as_str());
        let refused = failed.clone().any(|message| {
            PARAMETER_ERRORS
                .iter()
                .any(|stem| message.starts_with(stem))
        });
        if refused {
            assert!(params.is_err(), "{setting} is accepted");
            continue;
        }
        let params = params.unwrap_or_else(|error| panic!("{setting}: {error}"));
        for case in cases.values().filter(|case| case["outcome"] == "ok") {
            check(setting, &params, case, &mut differing);
        }
    }
    let differing: Vec<&str> = differing.iter().map(String::as_str).collect();
    assert_eq!(
        differing,
        [
            // Two-dimensional images have no shape, but shape2D.
            "default",
            "force2D",
            "force2D_dim0",
            "force2D_dim1",
            "force2D_dim2",
            "force2Ddimension_only",
            // Nor LBP3D; and their wavelets have two letters.
            "image_LBP3D_default",
            // Too small for the sigma.
            "image_LoG_40.0",
            "image_Wavelet_default",
            "padDistance_0_preCrop",
            "resample_2_values",
        ]
    );
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn random_parameters() {
    let (mut pairs, mut completed) = (0, 0);
    for entry in std::fs::read_dir(extra().join("random_pairs")).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let params = Params::from_file(folder.join("params.yaml")).unwrap();
        let golden = json(&folder.join("golden.json"));
        pairs += 1;
        if golden["outcome"] == "ok" {
            check(
                &folder.display().to_string(),
                &params,
                &golden,
                &mut BTreeSet::new(),
            );
            completed += 1;
        }
    }
    assert_eq!(pairs, 30);
    assert!(completed >= 20, "{completed}");
}
