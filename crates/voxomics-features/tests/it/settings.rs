//! The shared corpus of one setting at a time, on volumes made to be awkward, with PyRadiomics' features
//! or its refusal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use voxomics_features::params::Params;
use voxomics_testkit::shared;

use crate::compare::{complaint, extract};
use crate::params::shared::golden;

fn extra() -> PathBuf {
    shared().join("goldens/pyradiomics/extra")
}

/// Refused on purpose where PyRadiomics returns numbers: docs/PARITY.md says why.
const REFUSED: [&str; 1] = ["synA~nan"];

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
        // Parameters that are refused are another test's affair.
        let Ok(params) = Params::from_json(&golden["params"].to_string()) else {
            continue;
        };
        for (case, want) in golden["cases"].as_object().unwrap() {
            let [image, mask] = [0, 1].map(|file| volume(&index["cases"][case][file]));
            let got = extract(&params, [&image, &mask]);
            compared += 1;
            if REFUSED.contains(&case.as_str()) && got.is_err() {
                continue;
            }
            if let Some(complaint) = complaint(got, want) {
                complaints.insert(format!("{setting}: {case}"), complaint);
            }
        }
    }
    assert_eq!(compared, 1181, "the corpus changed");
    assert!(
        complaints.is_empty(),
        "{} of {compared}: {complaints:#?}",
        complaints.len()
    );
}
