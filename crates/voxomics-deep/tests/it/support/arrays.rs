//! The arrays of the goldens, in doubles; the reader of weights would round them.

use std::collections::BTreeMap;
use std::fs;

use ndarray::ArrayD;
use serde_json::Value;
use voxomics_testkit::goldens;

/// Those of a safetensors file.
pub(crate) fn arrays(name: &str) -> BTreeMap<String, ArrayD<f64>> {
    let bytes = fs::read(super::deep(name)).unwrap();
    let (length, rest) = bytes.split_first_chunk::<8>().unwrap();
    let (header, data) = rest.split_at(usize::try_from(u64::from_le_bytes(*length)).unwrap());
    let header: BTreeMap<String, Value> = serde_json::from_slice(header).unwrap();
    let entries = header.into_iter().filter(|(key, _)| key != "__metadata__");
    let array = |(key, entry): (String, Value)| {
        let ends = goldens::indices(&entry["data_offsets"]);
        let values = doubles(&data[ends[0]..ends[1]], entry["dtype"].as_str().unwrap());
        let shape = goldens::indices(&entry["shape"]);
        (key, ArrayD::from_shape_vec(shape, values).unwrap())
    };
    entries.map(array).collect()
}

fn doubles(bytes: &[u8], kind: &str) -> Vec<f64> {
    fn each<const N: usize>(bytes: &[u8], of: impl Fn([u8; N]) -> f64) -> Vec<f64> {
        let (parts, []) = bytes.as_chunks() else {
            panic!("an element is cut off");
        };
        parts.iter().map(|part| of(*part)).collect()
    }
    match kind {
        "F64" => each(bytes, f64::from_le_bytes),
        "F32" => each(bytes, |part| f64::from(f32::from_le_bytes(part))),
        "I16" => each(bytes, |part| f64::from(i16::from_le_bytes(part))),
        "U8" => each(bytes, |[byte]| f64::from(byte)),
        _ => panic!("dtype {kind}"),
    }
}
