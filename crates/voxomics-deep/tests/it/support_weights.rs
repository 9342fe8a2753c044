//! The goldens of weights and networks.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use voxomics_testkit::goldens;

/// A path below the deep goldens.
pub(crate) fn deep(path: &str) -> PathBuf {
    voxomics_testkit::data().join("deep").join(path)
}

/// A JSON file below the deep goldens.
pub(crate) fn json(path: &str) -> Value {
    goldens::read(&deep(path))
}

/// The `file` of each entry of a list in `weights.json.gz`.
pub(crate) fn files(list: &str) -> Vec<Value> {
    let index = json("weights/weights.json.gz");
    index[list].as_array().unwrap().clone()
}

/// SHA-256 of the little-endian bytes.
pub(crate) fn sha256(values: &[f32]) -> String {
    let mut hash = Sha256::new();
    for value in values {
        hash.update(value.to_le_bytes());
    }
    let mut text = String::new();
    for byte in hash.finalize() {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

/// The arrays of doubles of a golden in safetensors, which the reader of weights would round.
pub(crate) fn doubles(path: &Path) -> BTreeMap<String, Vec<f64>> {
    let bytes = fs::read(path).unwrap();
    let (length, rest) = bytes.split_first_chunk::<8>().unwrap();
    let length = usize::try_from(u64::from_le_bytes(*length)).unwrap();
    let (header, data) = rest.split_at(length);
    let header: BTreeMap<String, Value> = serde_json::from_slice(header).unwrap();
    let wide = header
        .into_iter()
        .filter(|(_, entry)| entry["dtype"] == "F64");
    let array = |(name, entry): (String, Value)| {
        let range = goldens::indices(&entry["data_offsets"]);
        let words = data[range[0]..range[1]].as_chunks::<8>().0;
        (
            name,
            words.iter().map(|word| f64::from_le_bytes(*word)).collect(),
        )
    };
    wide.map(array).collect()
}
