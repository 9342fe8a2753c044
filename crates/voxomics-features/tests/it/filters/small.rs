//! Two dimensions, axes of one voxel, axes shorter than the wavelet, NaN, infinity, only zeros.

use serde_json::Value;
use voxomics_testkit::data;
use voxomics_volume::{AnyVolume, Geometry, Volume, Voxel};

use super::{bits, images, text, whole};

/// A number, or the text of one that JSON does not have.
fn double(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
}

fn doubles(values: &Value) -> Vec<f64> {
    values.as_array().unwrap().iter().map(double).collect()
}

fn volume_of<T: Voxel>(geometry: Geometry, voxels: &[f64], convert: fn(f64) -> T) -> Volume<T> {
    Volume::new(
        geometry,
        voxels.iter().map(|&voxel| convert(voxel)).collect(),
    )
    .unwrap()
}

/// The image of an entry of `small.json`.
fn small_image(entry: &Value) -> AnyVolume {
    let spacing = doubles(&entry["spacing"]);
    let size = |axis: usize| entry["size"][axis].as_u64().unwrap_or(1) as usize;
    let geometry = Geometry::axis_aligned(
        [0, 1, 2].map(size),
        [0, 1, 2].map(|axis| spacing.get(axis).copied().unwrap_or(1.0)),
    );
    let geometry = match spacing.len() {
        2 => geometry.unwrap().planar().unwrap(),
        _ => geometry.unwrap(),
    };
    let voxels = doubles(&entry["voxels"]);
    match entry["type"].as_str().unwrap() {
        "float32" => volume_of(geometry, &voxels, |voxel| voxel as f32).into(),
        "int16" => volume_of(geometry, &voxels, |voxel| voxel as i16).into(),
        "float64" => volume_of(geometry, &voxels, |voxel| voxel).into(),
        other => panic!("{other}"),
    }
}

#[test]
fn pyradiomics() {
    let entries = text(&data().join("pyradiomics/filters/small.json"));
    for entry in entries.as_array().unwrap() {
        let image = small_image(entry);
        let name = entry["filter"].as_str().unwrap();
        let (_, got) = images(&image, whole(&image), name, &entry["options"]);
        let want = entry["images"].as_array().unwrap();
        assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(want) {
            let about = format!("{name} {} {} {}", entry["options"], entry["size"], want[0]);
            assert_eq!(*got, bits(doubles(&want[1])), "{about}");
        }
    }
    assert_eq!(entries.as_array().unwrap().len(), 72);
}
