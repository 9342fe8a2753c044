//! What PyRadiomics prints, computes, refuses and fails on, from `tests/data/pyradiomics/params`.

use std::path::{Path, PathBuf};

use serde_json::Value;
use voxomics_features::catalog::{Class, Status};
use voxomics_features::params::Params;

pub(super) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/pyradiomics")
}

pub(super) fn json(path: &Path) -> Value {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

pub(super) fn strings(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|item| item.as_str().unwrap())
        .collect()
}

fn of_golden(golden: &Value) -> Params {
    let mut params = match golden["parameters"].as_str() {
        Some(file) => Params::from_file(data().join(file)).unwrap(),
        None => Params::default(),
    };
    for (name, value) in golden["overrides"].as_object().unwrap() {
        params.set(name, value.as_str().unwrap()).unwrap();
    }
    params
}

#[test]
fn configurations_print_and_columns_are_named_as_in_the_goldens() {
    let goldens = json(&data().join("params/columns.json"));
    let goldens = goldens.as_array().unwrap();
    assert_eq!(goldens.len(), 15, "the golden file lost cases");
    for golden in goldens {
        let params = of_golden(golden);
        let label = u32::try_from(golden["label"].as_u64().unwrap()).unwrap();
        let at = &golden["parameters"];
        assert_eq!(
            params.settings_text(label),
            golden["settings"].as_str().unwrap(),
            "{at}"
        );
        assert_eq!(
            params.image_types_text(),
            golden["image_types"].as_str().unwrap(),
            "{at}"
        );
        assert_eq!(params.feature_names(), strings(&golden["names"]), "{at}");
    }
}

/// PyRadiomics fails on these because of the small image of the corpus, not of the parameters.
const DATA_ERRORS: &[&str] = &[
    "Size of the mask in dimension",
    "Label (2) not present",
    "Label (3) not present",
    "Label (4) not present",
    "Wrong dimensionality (2-D)",
];

/// Accepted by PyRadiomics and refused here: values that it takes in silence and does not mean or use.
fn is_stricter(text: &str) -> bool {
    [
        // Python's True is a 1; a number of 1 would be meant.
        "\"interpolator\": true",
        // Python keeps the last of two equal keys.
        "\"binWidth\": 25, \"binWidth\": 5",
        // Three features come out NaN.
        "\"voxelArrayShift\": null",
    ]
    .iter()
    .any(|part| text.contains(part))
}

#[test]
fn files_are_accepted_and_refused_as_by_pyradiomics() {
    let cases = json(&data().join("params/outcomes.json"));
    let cases = cases.as_array().unwrap();
    assert_eq!(cases.len(), 1138, "the corpus lost cases");
    let every = strings(&cases[0]["names"]);
    let mut stricter = 0;
    for case in cases {
        let text = case["text"].as_str().unwrap();
        let outcome = match case["suffix"].as_str() {
            Some(".json") => Params::from_json(text),
            _ => Params::from_yaml(text),
        };
        let message = case["message"].as_str().unwrap_or_default();
        if case["outcome"] != "accepted" {
            let by_data = DATA_ERRORS.iter().any(|stem| message.starts_with(stem));
            assert_eq!(outcome.is_ok(), by_data, "{text}: {case}");
            continue;
        }
        if is_stricter(text) {
            assert!(outcome.is_err(), "{text}");
            stricter += 1;
            continue;
        }
        let params = outcome.unwrap_or_else(|error| panic!("{text}: {error}"));
        let label = params.settings().label;
        assert_eq!(
            params.settings_text(label),
            case["settings"].as_str().unwrap(),
            "{text}"
        );
        assert_eq!(
            params.image_types_text(),
            case["image_types"].as_str().unwrap(),
            "{text}"
        );
        let names = case["names"].as_array().map(|_| strings(&case["names"]));
        assert_eq!(
            params.feature_names(),
            names.unwrap_or_else(|| every.clone()),
            "{text}"
        );
    }
    assert_eq!(stricter, 3);
}

#[test]
fn features_are_sorted_as_by_pyradiomics() {
    for &class in Class::ALL {
        let keys = class
            .features()
            .iter()
            .map(|feature| format!("{}FeatureValue", feature.name));
        assert!(keys.is_sorted(), "{}", class.name());
        assert_eq!(Class::from_name(class.name()), Some(class));
    }
    // PyRadiomics 3.0.1, getFeatureNames of each class: features, deprecated ones among them, and of
    // those the ones that still have a value.
    let counts = Class::ALL.iter().map(|class| {
        let count = |status| {
            class
                .features()
                .iter()
                .filter(|feature| feature.status == status)
                .count()
        };
        (
            class.name(),
            count(Status::Standard),
            count(Status::Deprecated),
            count(Status::Retired),
        )
    });
    assert_eq!(
        counts.collect::<Vec<_>>(),
        [
            ("firstorder", 18, 1, 0),
            ("glcm", 24, 0, 4),
            ("gldm", 14, 0, 2),
            ("glrlm", 16, 0, 0),
            ("glszm", 16, 0, 0),
            ("ngtdm", 5, 0, 0),
            ("shape", 14, 3, 0),
            ("shape2D", 9, 1, 0),
        ]
    );
}
