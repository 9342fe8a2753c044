//! What the tests of inputs and maps read and compute: golden arrays, digests, hash-made numbers, a plain forward pass.
#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "files of the repository, indices stored as numbers"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

mod digest;
mod forward;
mod hash;

pub(crate) use digest::{Near, check_digest, sha256};
pub(crate) use forward::Reference;
pub(crate) use hash::{noise, unit, waves};

/// The folder of the goldens.
pub(crate) fn folder() -> PathBuf {
    voxomics_testkit::data().join("deep")
}

/// A JSON file of the goldens.
pub(crate) fn json(name: &str) -> Value {
    voxomics_testkit::goldens::read(&folder().join(name))
}

/// An array of numbers.
pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    voxomics_testkit::goldens::numbers(value)
}

/// An array of whole numbers, which may be negative.
pub(crate) fn whole<const N: usize>(value: &Value) -> [i64; N] {
    let array = value.as_array().unwrap();
    assert_eq!(array.len(), N);
    std::array::from_fn(|at| array[at].as_i64().unwrap())
}

/// The arrays of a safetensors file, as doubles with their shapes.
pub(crate) fn arrays(name: &str) -> BTreeMap<String, (Vec<usize>, Vec<f64>)> {
    let bytes = fs::read(folder().join(name)).unwrap();
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let header: BTreeMap<String, Value> = serde_json::from_slice(&bytes[8..8 + length]).unwrap();
    let data = &bytes[8 + length..];
    let entries = header.into_iter().filter(|(key, _)| key != "__metadata__");
    entries
        .map(|(key, entry)| {
            let shape = voxomics_testkit::goldens::indices(&entry["shape"]);
            let [from, to] = whole(&entry["data_offsets"]).map(|at: i64| at as usize);
            let kind = entry["dtype"].as_str().unwrap();
            (key, (shape, doubles(&data[from..to], kind)))
        })
        .collect()
}

fn doubles(bytes: &[u8], kind: &str) -> Vec<f64> {
    let parts = |size: usize| bytes.chunks_exact(size);
    match kind {
        "F64" => parts(8)
            .map(|part| f64::from_le_bytes(part.try_into().unwrap()))
            .collect(),
        "F32" => parts(4)
            .map(|part| f64::from(f32::from_le_bytes(part.try_into().unwrap())))
            .collect(),
        "I16" => parts(2)
            .map(|part| f64::from(i16::from_le_bytes(part.try_into().unwrap())))
            .collect(),
        "U8" => bytes.iter().map(|&byte| f64::from(byte)).collect(),
        _ => panic!("dtype {kind}"),
    }
}
