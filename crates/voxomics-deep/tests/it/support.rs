//! What the tests share: the files of the goldens, and the networks and inputs that their formula makes.

mod arrays;
mod digest;
mod made;
mod score;

use std::path::{Path, PathBuf};

use serde_json::Value;
use voxomics_testkit::goldens;
use voxomics_volume::{AnyVolume, Mask};

pub(crate) use arrays::arrays;
pub(crate) use digest::{Near, check_digest, sha256, sha256_of};
pub(crate) use made::{SEED, batch, engine, golden, input, network, noise, state, unit, waves};
pub(crate) use score::{score, valued};

/// A path below the deep goldens.
pub(crate) fn deep(path: &str) -> PathBuf {
    voxomics_testkit::data().join("deep").join(path)
}

/// A JSON file below the deep goldens.
pub(crate) fn json(path: &str) -> Value {
    goldens::read(&deep(path))
}

/// The forward passes of the goldens.
pub(crate) fn cases() -> Vec<Value> {
    let cases = json("forward.json.gz")["cases"].take();
    let cases = cases.as_array().unwrap().clone();
    assert_eq!(cases.len(), 11, "the golden file lost cases");
    cases
}

/// The entries of a list in `weights.json.gz`.
pub(crate) fn files(list: &str) -> Vec<Value> {
    let index = json("weights/weights.json.gz");
    index[list].as_array().unwrap().clone()
}

/// A modality of a patient, and the mask of the lesion.
pub(crate) fn volume(patient: &Path, modality: &str) -> (AnyVolume, Mask) {
    let read = |name: String| {
        let file = voxomics_io::read(patient.join(name)).unwrap();
        file.into_volume().unwrap()
    };
    let mask = read(format!("{modality}_mask.nii.gz"));
    (read(format!("{modality}.nii.gz")), Mask::new(mask).unwrap())
}

/// An array of whole numbers, which may be negative.
pub(crate) fn whole<const N: usize>(value: &Value) -> [i64; N] {
    let array = value.as_array().unwrap();
    assert_eq!(array.len(), N);
    std::array::from_fn(|at| array[at].as_i64().unwrap())
}

/// The largest distance of two lists of equal length.
pub(crate) fn apart<'v, T: Copy + Into<f64> + 'v>(
    got: impl IntoIterator<Item = &'v T>,
    want: impl IntoIterator<Item = &'v f64>,
) -> f64 {
    let (got, want): (Vec<_>, Vec<_>) = (got.into_iter().collect(), want.into_iter().collect());
    assert_eq!(got.len(), want.len());
    let pairs = got.into_iter().zip(want);
    pairs.fold(0.0, |worst, (&got, want)| {
        (got.into() - want).abs().max(worst)
    })
}

/// The largest absolute value.
pub(crate) fn peak<'v>(values: impl IntoIterator<Item = &'v f64>) -> f64 {
    let larger = |most: f64, value: &f64| most.max(value.abs());
    values.into_iter().fold(0.0, larger)
}
