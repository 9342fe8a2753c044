//! The definition against torch in double precision: 1e-10, as the goldens' page asks of `f64`.

use ndarray::{Array3, Axis};
use serde_json::Value;
use voxomics_deep::weights::{self, hash_noise};
use voxomics_testkit::goldens::numbers;

use super::Plain;
use crate::support::{arrays, cases, deep, input, json, sha256_of, state};

fn close(got: &[f64], want: &[f64], tolerance: f64, what: &str) {
    assert_eq!(got.len(), want.len(), "{what}");
    for (index, (got, want)) in got.iter().zip(want).enumerate() {
        assert!(
            (got - want).abs() <= tolerance,
            "{what}[{index}]: {got} for {want}"
        );
    }
}

/// Mean, extremes, zeros and probes of a stage, as the goldens give them.
fn stage_is(got: &Array3<f64>, want: &Value, what: &str) {
    let values = got.as_slice().unwrap();
    let fold = |with: fn(f64, f64) -> f64| values.iter().copied().reduce(with).unwrap();
    let probes = (0..24).map(|j: u64| (j * 2_654_435_761 + 12345) % values.len() as u64);
    let probes: Vec<f64> = probes
        .map(|at| values[usize::try_from(at).unwrap()])
        .collect();
    close(&probes, &numbers(&want["probe"]), 1e-10, what);
    let number = |key: &str| want[key].as_f64().unwrap();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let found = [mean, fold(f64::min), fold(f64::max)];
    close(&found, &["mean", "min", "max"].map(number), 1e-10, what);
    let zeros = values.iter().filter(|&&value| value == 0.0).count();
    assert_eq!(zeros as u64, want["zeros"].as_u64().unwrap(), "{what}");
}

fn case_is(network: &Plain, case: &Value) {
    let name = case["name"].as_str().unwrap();
    let image = input(case);
    let digest = sha256_of(image.as_slice().unwrap());
    assert_eq!(digest, case["sha256_le"].as_str().unwrap(), "{name}");
    let pass = network.forward(&image.index_axis(Axis(0), 0).mapv(f64::from));
    assert_eq!(pass.stages.len(), 11);
    for (stage, got) in &pass.stages {
        stage_is(got, &case["stages"][stage], &format!("{name}.{stage}"));
    }
    let arrays = arrays("forward.safetensors");
    let want = |what: &str| arrays[&format!("{name}.{what}_f64")].as_slice().unwrap();
    close(
        pass.features.as_slice().unwrap(),
        want("features"),
        1e-10,
        name,
    );
    close(&pass.logits, want("logits"), 1e-10, name);
}

/// The small cases.
#[test]
fn every_stage_is_that_of_torch() {
    let network = Plain::from(state());
    let small = [
        "waves_64",
        "noise_33x47",
        "waves_32",
        "noise_1x1",
        "noise_224",
    ];
    let cases = cases();
    let chosen = cases
        .iter()
        .filter(|case| small.contains(&case["name"].as_str().unwrap()));
    let compared = chosen.map(|case| case_is(&network, case)).count();
    assert_eq!(compared, small.len());
}

#[test]
#[ignore = "takes fifteen seconds"]
fn every_stage_of_every_case_is_that_of_torch() {
    let network = Plain::from(state());
    for case in &cases() {
        case_is(&network, case);
    }
}

/// Every file that must load gives the features and logits of its own, rounded weights.
#[test]
fn tiny_files_give_the_features_of_torch() {
    let index = json("weights/weights.json.gz");
    let seed = index["seed"].as_str().unwrap();
    let noise = hash_noise(seed, "tiny_64", 3 * 64 * 64);
    let image = Array3::from_shape_vec((3, 64, 64), noise)
        .unwrap()
        .mapv(f64::from);
    let good = index["good"].as_array().unwrap();
    for case in good {
        let file = case["file"].as_str().unwrap();
        let checkpoint = weights::read(deep("weights").join(file)).unwrap();
        let pass = Plain::from(&checkpoint.state).forward(&image);
        let features = pass.features.as_slice().unwrap();
        close(features, &numbers(&case["features_f64"]), 1e-10, file);
        match case.get("logits_f64") {
            Some(logits) => close(&pass.logits, &numbers(logits), 1e-10, file),
            None => assert!(pass.logits.is_empty(), "{file}"),
        }
    }
    assert_eq!(good.len(), 16);
}
