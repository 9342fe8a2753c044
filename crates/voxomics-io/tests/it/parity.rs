//! Geometry as `PyRadiomics` prints it, which reads through SimpleITK: every digit.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;
use voxomics_core::number;
use voxomics_io::{inspect, read};
use voxomics_volume::{Geometry, Mask};

use crate::data;

fn size_text(geometry: &Geometry) -> String {
    let [x, y, z] = geometry.size();
    format!("({x}, {y}, {z})")
}

#[test]
fn headers_of_real_images() {
    let text = std::fs::read_to_string(data("headers.json")).unwrap();
    let cases: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(&text).unwrap();
    assert_eq!(cases.len(), 20, "the golden file lost cases");
    for (name, wanted) in cases {
        let geometry = inspect(data(&name)).unwrap().geometry;
        assert_eq!(
            number::tuple(&geometry.spacing()),
            wanted["spacing"],
            "{name}"
        );
        assert_eq!(size_text(&geometry), wanted["size"], "{name}");
    }
}

/// The twelve cases whole: spacing and size as text, statistics and the centre of mass as numbers.
#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn pyradiomics_default_cases() {
    let shared =
        PathBuf::from(std::env::var_os("VOXOMICS_SHARED").expect("VOXOMICS_SHARED is set"));
    let mut cases = 0;
    for entry in std::fs::read_dir(shared.join("goldens/pyradiomics/a_default")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let golden: Value = serde_json::from_str(&text).unwrap();
        let values: BTreeMap<String, Value> =
            serde_json::from_value::<Vec<(String, Value)>>(golden["values"].clone())
                .unwrap()
                .into_iter()
                .collect();
        let case = golden["case"].as_str().unwrap();
        let image = read(shared.join(golden["image"].as_str().unwrap())).unwrap();
        let mask = read(shared.join(golden["mask"].as_str().unwrap())).unwrap();
        for (what, image) in [("Image", &image), ("Mask", &mask)] {
            let geometry = image.volume().geometry();
            let spacing = number::tuple(&geometry.spacing());
            assert_eq!(
                values[&format!("diagnostics_{what}-original_Spacing")],
                spacing,
                "{case}"
            );
            let size = size_text(geometry);
            assert_eq!(
                values[&format!("diagnostics_{what}-original_Size")],
                size,
                "{case}"
            );
        }
        check_values(case, &image.into_volume().unwrap().to_f64(), &values);
        let label = u32::try_from(golden["label"].as_u64().unwrap()).unwrap();
        check_centre(
            case,
            label,
            Mask::new(mask.into_volume().unwrap()).unwrap(),
            &values,
        );
        cases += 1;
    }
    assert_eq!(cases, 12);
}

fn check_values(case: &str, values: &[f64], wanted: &BTreeMap<String, Value>) {
    let of = |name: &str| {
        wanted[&format!("diagnostics_Image-original_{name}")]
            .as_f64()
            .unwrap()
    };
    assert_eq!(
        values.iter().copied().fold(f64::INFINITY, f64::min),
        of("Minimum"),
        "{case}"
    );
    assert_eq!(
        values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        of("Maximum"),
        "{case}"
    );
    let mean = voxomics_core::reduce::sum(values) / values.len() as f64;
    // NumPy sums in single precision where the image has it.
    assert!(
        (mean - of("Mean")).abs() <= 1e-5 * mean.abs(),
        "{case}: mean {mean}"
    );
}

/// The physical centre of mass depends on origin and direction alike.
fn check_centre(case: &str, label: u32, mask: Mask, wanted: &BTreeMap<String, Value>) {
    let geometry = *mask.geometry();
    let [nx, ny, _] = geometry.size();
    let (mut sum, mut count) = ([0.0; 3], 0.0);
    for (at, value) in mask.into_volume().to_f64().into_iter().enumerate() {
        if value == f64::from(label) {
            let index = [at % nx, at / nx % ny, at / nx / ny];
            (0..3).for_each(|axis| sum[axis] += index[axis] as f64);
            count += 1.0;
        }
    }
    let got = geometry.to_physical(sum.map(|sum| sum / count));
    let text = wanted["diagnostics_Mask-original_CenterOfMass"]
        .as_str()
        .unwrap();
    let want = text
        .trim_matches(['(', ')'])
        .split(", ")
        .map(|part| part.parse::<f64>().unwrap());
    for (got, want) in got.into_iter().zip(want) {
        assert!(
            (got - want).abs() < 1e-9,
            "{case}: centre {got}, want {want}"
        );
    }
}
