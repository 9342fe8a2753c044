//! The corpus of PyRadiomics: every feature, name and order, and the diagnostics.

use std::path::Path;

use serde_json::Value as Json;
use voxomics_features::diagnostics::Value;
use voxomics_features::params::Params;
use voxomics_features::{Extraction, Extractor};
use voxomics_testkit::pyradiomics::Golden;
use voxomics_testkit::{Tolerance, data, shared};
use voxomics_volume::Mask;

/// Every folder of the corpus.
pub(crate) const FOLDERS: [&str; 10] = [
    "a_default",
    "b_paper1834",
    "c_ct",
    "c_mr",
    "d2_shape2d",
    "ibsi_digital_asis",
    "ibsi_digital_3d",
    "ibsi_digital_3d_merged",
    "ibsi_digital_2d",
    "ibsi_digital_2d_merged",
];

/// Not determined to nine digits: but for the first, the images of LBP3D take few values, equal up to 1e-15,
/// and the percentiles between which this deviation is taken are among them. PyRadiomics' own result moves
/// by 1e-4 to 1e-2 with the versions of its libraries.
pub(crate) fn is_undetermined(name: &str) -> bool {
    name.starts_with("lbp-3D-m")
        && !name.starts_with("lbp-3D-m1_")
        && name.ends_with("_firstorder_RobustMeanAbsoluteDeviation")
}

fn parameters(golden: &Golden) -> Params {
    let mut params = golden
        .parameters_path()
        .map_or_else(Params::default, |path| Params::from_file(path).unwrap());
    for (name, value) in &golden.overrides {
        params.set(name, &value.to_string()).unwrap();
    }
    params
}

pub(crate) fn extract(golden: &Golden) -> Extraction {
    let mut params = parameters(golden);
    params.set("label", &golden.label.to_string()).unwrap();
    let image = voxomics_io::read(golden.image_path())
        .unwrap()
        .into_volume()
        .unwrap();
    let mask = voxomics_io::read(golden.mask_path())
        .unwrap()
        .into_volume()
        .unwrap();
    let extractor = Extractor::new(params);
    extractor
        .extract(&image, &Mask::new(mask).unwrap())
        .unwrap()
}

/// Name, order, value.
fn assert_features(golden: &Golden, extraction: &Extraction) {
    let at = format!("{}/{}", golden.config, golden.case);
    let names: Vec<&str> = golden.features().map(|(name, _)| name).collect();
    let got: Vec<&str> = extraction
        .features()
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(got, names, "{at}: names or their order");
    for ((name, got), (_, want)) in extraction.features().iter().zip(golden.features()) {
        if !is_undetermined(name) {
            Tolerance::PYRADIOMICS.assert(*got, want, &format!("{at}: {name}"));
        }
    }
}

/// Diagnostics: the same keys in the same order, and all values but the versions.
fn assert_diagnostics(golden: &Golden, extraction: &Extraction) {
    let at = format!("{}/{}", golden.config, golden.case);
    let entries = extraction.diagnostics().entries();
    let want: Vec<_> = golden.diagnostics().collect();
    let keys: Vec<&str> = want.iter().map(|(key, _)| *key).collect();
    let got: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(got, keys, "{at}: keys or their order");
    for ((key, got), (_, want)) in entries.iter().zip(want) {
        if key.contains("_Versions_") {
            continue;
        }
        match (got, want) {
            (Value::Text(got), Json::String(want)) => assert_eq!(got, want, "{at}: {key}"),
            (Value::Integer(got), want) => {
                assert_eq!(Some(*got as u64), want.as_u64(), "{at}: {key}");
            }
            (Value::Number(got), want) => {
                let want = want.as_f64().expect("a number");
                Tolerance::PYRADIOMICS.assert(*got, want, &format!("{at}: {key}"));
            }
            (got, want) => panic!("{at}: {key} is {got:?}, want {want}"),
        }
    }
}

fn assert_folder(folder: &str, root: &Path, cases: usize) {
    let goldens = Golden::folder(&root.join(folder));
    assert_eq!(goldens.len(), cases, "{folder}: the corpus lost cases");
    for golden in goldens {
        let extraction = extract(&golden);
        assert_features(&golden, &extraction);
        assert_diagnostics(&golden, &extraction);
    }
}

#[test]
fn defaults() {
    assert_folder("a_default", &data().join("pyradiomics"), 11);
}

#[test]
fn study() {
    assert_folder("b_paper1834", &data().join("pyradiomics"), 11);
}

#[test]
fn ct_resampled_and_resegmented() {
    assert_folder("c_ct", &data().join("pyradiomics"), 3);
}

#[test]
fn mr_normalised_and_resampled() {
    assert_folder("c_mr", &data().join("pyradiomics"), 6);
}

#[test]
fn single_slices() {
    assert_folder("d2_shape2d", &data().join("pyradiomics"), 6);
}

#[test]
fn digital_phantom() {
    for folder in FOLDERS
        .into_iter()
        .filter(|folder| folder.starts_with("ibsi"))
    {
        assert_folder(folder, &data().join("pyradiomics"), 1);
    }
}

/// The same with the IBSI CT phantom, whose licence keeps it out of the repository.
#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn everything_with_the_ct_phantom() {
    for (folder, cases) in [
        ("a_default", 12),
        ("b_paper1834", 12),
        ("c_ct", 4),
        ("d2_shape2d", 7),
    ] {
        assert_folder(folder, &shared().join("goldens/pyradiomics"), cases);
    }
}

/// Review of 2026-11-28: wrong where levels are many, so that matrices fall into blocks.
#[test]
fn mcc_of_sparse_matrices() {
    let text = std::fs::read_to_string(data().join("pyradiomics/mcc.json")).unwrap();
    let cases: Vec<Json> = serde_json::from_str(&text).unwrap();
    assert_eq!(cases.len(), 8, "the golden file lost cases");
    for case in cases {
        let mut params = Params::from_yaml("featureClass: {glcm: [MCC]}").unwrap();
        for (name, value) in case["settings"].as_object().unwrap() {
            params.set(name, &value.to_string()).unwrap();
        }
        let read = |key: &str| {
            let path = data().join("images").join(case[key].as_str().unwrap());
            voxomics_io::read(path).unwrap().into_volume().unwrap()
        };
        let mask = Mask::new(read("mask")).unwrap();
        let extraction = Extractor::new(params).extract(&read("image"), &mask);
        let got = extraction.unwrap().get("original_glcm_MCC").unwrap();
        Tolerance::PYRADIOMICS.assert(got, case["mcc"].as_f64().unwrap(), &case.to_string());
    }
}
