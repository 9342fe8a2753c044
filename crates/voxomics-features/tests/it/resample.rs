//! Resampling with ITK's bits, by goldens of PyRadiomics.

use std::path::Path;

use serde_json::Value as Json;
use voxomics_testkit::{data, shared};
use voxomics_volume::resample::{self, Interpolator};
use voxomics_volume::{AnyVolume, Geometry, Mask, Region, Volume, Voxel};

const INTERPOLATORS: [(&str, Interpolator); 10] = [
    ("NearestNeighbor", Interpolator::NearestNeighbor),
    ("Linear", Interpolator::Linear),
    ("BSpline", Interpolator::BSpline),
    ("Gaussian", Interpolator::Gaussian),
    ("LabelGaussian", Interpolator::LabelGaussian),
    ("HammingWindowedSinc", Interpolator::HammingWindowedSinc),
    ("CosineWindowedSinc", Interpolator::CosineWindowedSinc),
    ("WelchWindowedSinc", Interpolator::WelchWindowedSinc),
    ("LanczosWindowedSinc", Interpolator::LanczosWindowedSinc),
    ("BlackmanWindowedSinc", Interpolator::BlackmanWindowedSinc),
];

fn interpolator(name: &str) -> Interpolator {
    let named = INTERPOLATORS.iter().find(|(known, _)| *known == name);
    named
        .unwrap_or_else(|| panic!("{name} is an interpolator"))
        .1
}

fn json(path: &Path) -> Json {
    let text = std::fs::read_to_string(path);
    serde_json::from_str(&text.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        .unwrap()
}

fn read(path: &Path) -> AnyVolume {
    voxomics_io::read(path).unwrap().into_volume().unwrap()
}

fn numbers<const N: usize>(value: &Json) -> [f64; N] {
    std::array::from_fn(|at| value[at].as_f64().unwrap())
}

fn sizes(value: &Json) -> [usize; 3] {
    std::array::from_fn(|at| value[at].as_u64().unwrap() as usize)
}

fn geometry(value: &Json) -> Geometry {
    let direction = std::array::from_fn(|row| numbers(&value["direction"][row]));
    let (spacing, origin) = (numbers(&value["spacing"]), numbers(&value["origin"]));
    let geometry = Geometry::new(sizes(&value["size"]), spacing, origin, direction).unwrap();
    if value["rank"] == 2 {
        geometry.planar().unwrap()
    } else {
        geometry
    }
}

/// How many voxels differ, and by how much at most.
fn differences(found: &[f64], expected: &[f64]) -> (usize, f64) {
    assert_eq!(found.len(), expected.len());
    let pairs = found.iter().zip(expected);
    pairs
        .filter(|(a, b)| a != b)
        .fold((0, 0.0), |(count, most), (a, b)| {
            (count + 1, f64::max(most, (a - b).abs()))
        })
}

/// Every golden of a folder with `volumes` and `filters`.
fn assert_filters(folder: &Path) -> usize {
    let rows = json(&folder.join("filters/filters.json"));
    let rows = rows["files"].as_object().unwrap().iter();
    let mut compared = 0;
    for (file, row) in rows.filter(|(_, row)| row["type"] == "resample") {
        let case = row["case"].as_str().unwrap();
        let input = |what: &str| read(&folder.join(format!("volumes/{case}_{what}.nrrd")));
        let mask = Mask::new(input("mask")).unwrap();
        let options = &row["options"];
        let padding = if file.contains("_down_") { 2 } else { 5 };
        let spacing = numbers(&options["resampledPixelSpacing"]);
        let roi = mask.find(1).unwrap().region();
        let grid = resample::grid(mask.geometry(), roi, spacing, padding).unwrap();
        let found = match options["interpolator"].as_str() {
            None => resample::nearest(&mask, &grid).into_volume(),
            Some(name) => {
                resample::image(&input("image"), &grid, interpolator(&name["sitk".len()..]))
            }
        };
        let expected = read(&folder.join("filters").join(file));
        assert_eq!(
            found.geometry().size(),
            expected.geometry().size(),
            "{file}"
        );
        assert_eq!(found.voxel_type(), expected.voxel_type(), "{file}");
        let different = differences(&found.to_f64(), &expected.to_f64());
        assert_eq!(different, (0, 0.0), "{file}");
        compared += 1;
    }
    compared
}

#[test]
fn every_interpolator() {
    assert_eq!(assert_filters(&data().join("pyradiomics/resample")), 22);
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn every_interpolator_up_and_down() {
    assert_eq!(
        assert_filters(&shared().join("goldens/pyradiomics/extra")),
        66
    );
}

/// The image of `make_resample.py`.
fn made(geometry: Geometry, dtype: &str) -> AnyVolume {
    fn volume<T: Voxel>(geometry: Geometry, value: impl Fn([usize; 3]) -> f64) -> AnyVolume
    where
        AnyVolume: From<Volume<T>>,
    {
        Volume::from_fn(geometry, |index| T::from_f64(value(index))).into()
    }
    let number = |[x, y, z]: [usize; 3]| (x * 37 + y * 101 + z * 59 + x * y * 7 + y * z * 13) % 401;
    let value = |index| number(index) as f64 - 150.0;
    match dtype {
        "int16" => volume::<i16>(geometry, value),
        "uint8" => volume::<u8>(geometry, |index| value(index).rem_euclid(256.0)),
        "int32" => volume::<i32>(geometry, value),
        "float32" => volume::<f32>(geometry, value),
        _ => volume::<f64>(geometry, value),
    }
}

/// Indices, grid and mask bit by bit; voxels too, but for the last bit of sines and exponentials.
fn assert_itk(path: &Path) {
    let golden = json(path);
    for case in golden["points"].as_array().unwrap() {
        let from = geometry(&case["from"]);
        for at in 0..3 {
            let index: [f64; 3] = numbers(&case["indices"][at]);
            assert_eq!(
                from.to_index(numbers(&case["points"][at])),
                index,
                "{from:?}"
            );
        }
    }
    for (at, case) in golden["images"].as_array().unwrap().iter().enumerate() {
        let name = case["interpolator"].as_str().unwrap();
        let what = format!("image {at}, {name}, {}", case["dtype"]);
        let from = geometry(&case["from"]);
        let roi = Region::new(sizes(&case["start"]), sizes(&case["length"]));
        let padding = case["padding"].as_u64().unwrap() as usize;
        let grid = resample::grid(&from, roi, numbers(&case["spacing"]), padding).unwrap();
        assert_eq!(grid, geometry(&case["onto"]), "{what}");
        let list = |key: &str| -> Vec<f64> {
            let values = case[key].as_array().unwrap().iter();
            values.map(|value| value.as_f64().unwrap()).collect()
        };
        let mask = Volume::from_fn(from, |index| {
            u8::from((0..3).all(|axis| (roi.start()[axis]..roi.end()[axis]).contains(&index[axis])))
        });
        let mask = resample::nearest(&Mask::new(mask.into()).unwrap(), &grid);
        assert_eq!(mask.into_volume().to_f64(), list("mask"), "{what}");
        let image = made(from, case["dtype"].as_str().unwrap());
        let found = resample::image(&image, &grid, interpolator(name));
        let (count, most) = differences(&found.to_f64(), &list("voxels"));
        let rounded = case["dtype"] != "float64" || is_exact(name);
        assert!(
            count == 0 || !rounded && most < 1e-12,
            "{what}: {count} differ by up to {most:e}"
        );
    }
}

/// Whether there are neither sines nor exponentials in it.
fn is_exact(name: &str) -> bool {
    ["NearestNeighbor", "Linear", "BSpline", "LabelGaussian"].contains(&name)
}

#[test]
fn grids_and_images_of_itk() {
    assert_itk(&data().join("pyradiomics/resample/itk.json"));
}
