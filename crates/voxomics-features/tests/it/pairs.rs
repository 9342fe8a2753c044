//! Random images, masks and parameters with PyRadiomics' answers; tests/pyradiomics makes more.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use voxomics_features::params::Params;
use voxomics_testkit::shared;

use crate::compare::{complaint, extract};

/// The pairs below a folder, by name.
fn pairs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.join("golden.json").is_file() {
            found.push(path);
        } else if path.is_dir() {
            found.extend(pairs(&path));
        }
    }
    found.sort();
    found
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn random_pairs() {
    let folder = std::env::var_os("VOXOMICS_PAIRS").map_or_else(
        || shared().join("goldens/pyradiomics/extra/random_pairs"),
        PathBuf::from,
    );
    let pairs = pairs(&folder);
    assert!(pairs.len() >= 30, "{} pairs", pairs.len());
    let mut complaints = BTreeMap::new();
    for pair in &pairs {
        let text = std::fs::read_to_string(pair.join("golden.json")).unwrap();
        let want: Value = serde_json::from_str(&text).unwrap();
        let got = Params::from_file(pair.join("params.yaml"))
            .map_err(Into::into)
            .and_then(|params| {
                let [image, mask] = ["image.nrrd", "mask.nrrd"].map(|name| pair.join(name));
                extract(&params, [&image, &mask])
            });
        if let Some(complaint) = complaint(got, &want) {
            complaints.insert(pair.display().to_string(), complaint);
        }
    }
    assert!(
        complaints.is_empty(),
        "{} of {}: {complaints:#?}",
        complaints.len(),
        pairs.len()
    );
}
