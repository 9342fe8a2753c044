//! IBSI 1: the reference values of the digital phantom, for every feature that PyRadiomics defines alike.

mod phantom;

use std::collections::HashMap;
use std::fs;

use voxomics_features::Extraction;
use voxomics_features::diagnostics::Value;
use voxomics_testkit::data;
use voxomics_testkit::pyradiomics::Golden;

use crate::golden::extract;

/// A reference value, and how it follows from a feature of a configuration.
struct Reference {
    tag: String,
    configuration: String,
    feature: String,
    expression: String,
    value: f64,
    tolerance: f64,
}

fn references() -> Vec<Reference> {
    let text = fs::read_to_string(data().join("pyradiomics/ibsi_digital_check.csv")).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let [
            tag,
            configuration,
            feature,
            expression,
            _,
            value,
            tolerance,
            _,
        ] = cells[..]
        else {
            panic!("eight cells in `{line}`");
        };
        Reference {
            tag: tag.to_owned(),
            configuration: configuration.to_owned(),
            feature: feature.to_owned(),
            expression: expression.to_owned(),
            value: value.parse().unwrap(),
            tolerance: tolerance.parse().unwrap(),
        }
    });
    rows.collect()
}

/// IBSI's value from ours.
fn converted(feature: &str, expression: &str, extraction: &Extraction) -> f64 {
    let get = |name: &str| {
        extraction
            .get(&format!("original_{name}"))
            .unwrap_or(f64::NAN)
    };
    let x = get(feature);
    match expression {
        "x" => x,
        "1" => 1.0,
        "x - 1" => x - 1.0,
        "x - 3" => x - 3.0,
        "x * sqrt(N / (N - 1))" => {
            let n = voxels(extraction);
            x * (n / (n - 1.0)).sqrt()
        }
        "x * shape_MeshVolume" => x * get("shape_MeshVolume"),
        other => panic!("{feature}: expression `{other}`"),
    }
}

/// Voxels of the region that shape is taken of.
fn voxels(extraction: &Extraction) -> f64 {
    let keys = ["Mask-interpolated_VoxelNum", "Mask-original_VoxelNum"];
    let mut found = keys
        .iter()
        .filter_map(|key| extraction.diagnostics().get(key));
    match found.next() {
        Some(Value::Integer(voxels)) => *voxels as f64,
        other => panic!("{other:?} voxels"),
    }
}

/// The reference values have three significant digits; a tolerance of 0 asks for those.
fn agrees(got: f64, value: f64, tolerance: f64) -> bool {
    let rounded: f64 = format!("{got:.2e}").parse().unwrap();
    let scale = value.abs().max(1e-300);
    (got - value).abs() <= tolerance || (rounded - value).abs() <= 1e-12 * scale
}

#[test]
fn every_reference_value_that_has_a_counterpart() {
    let configurations = [
        "ibsi_digital_3d",
        "ibsi_digital_3d_merged",
        "ibsi_digital_2d",
        "ibsi_digital_2d_merged",
    ];
    let extractions: HashMap<&str, Extraction> = configurations
        .into_iter()
        .map(|name| {
            let goldens = Golden::folder(&data().join("pyradiomics").join(name));
            (name, extract(&goldens[0]))
        })
        .collect();
    let references = references();
    assert_eq!(references.len(), 271, "the table lost rows");
    for reference in &references {
        let extraction = &extractions[reference.configuration.as_str()];
        let expression = &reference.expression;
        let got = converted(&reference.feature, expression, extraction);
        assert!(
            agrees(got, reference.value, reference.tolerance),
            "{} ({} of {}): got {got}, IBSI has {} within {}",
            reference.tag,
            reference.feature,
            reference.configuration,
            reference.value,
            reference.tolerance
        );
    }
}
