//! PyTorch's and Pillow's resampling, 1e-12 in doubles and equal in bytes.

use ndarray::Array2;
use voxomics_deep::input::Error;
use voxomics_deep::input::resize::{Method, Resizer};
use voxomics_testkit::goldens::numbers;

use crate::support::{json, unit, whole};

const FLOAT: [(&str, Method); 6] = [
    ("bilinear_antialias", Method::BilinearAntialias),
    ("bilinear_noantialias", Method::Bilinear),
    ("bilinear_align_corners", Method::BilinearAlignCorners),
    ("nearest", Method::Nearest),
    ("nearest_exact", Method::NearestExact),
    ("bicubic_antialias", Method::BicubicAntialias),
];

const BYTES: [(&str, Method); 2] = [
    ("pil_u8_bilinear", Method::PillowU8),
    ("tv2_u8_bilinear_antialias", Method::TorchU8),
];

#[test]
fn sizes_equal_torch_and_pillow() {
    let goldens = json("preproc.json.gz");
    let cases = goldens["resize"].as_array().unwrap();
    assert_eq!(cases.len(), 9, "the golden file lost cases");
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let [from, to] = ["in", "out"].map(|key| whole::<2>(&case[key]).map(|n| n as usize));
        let values = unit(&format!("resize:{name}"), from[0] * from[1]);
        let image = Array2::from_shape_vec(from, values).unwrap();
        for (key, method) in FLOAT {
            let got = Resizer::new(from, to, method)
                .unwrap()
                .apply(image.view())
                .unwrap();
            for (got, want) in got.iter().zip(numbers(&case[key])) {
                let error = (got - want).abs();
                assert!(error <= 1e-12, "{name} {key}: {got}, want {want}");
            }
        }
        let bytes = image.mapv(|value| ((value + 1.0) * 128.0).floor() as u8);
        for (key, method) in BYTES {
            let got = Resizer::new(from, to, method)
                .unwrap()
                .apply_u8(bytes.view())
                .unwrap();
            let got: Vec<f64> = got.iter().map(|&byte| f64::from(byte)).collect();
            assert_eq!(got, numbers(&case[key]), "{name} {key}");
        }
    }
}

#[test]
fn sizes_that_cannot_be() {
    for (from, to) in [
        ([0, 3], [2, 2]),
        ([3, 3], [2, 0]),
        ([3, 3], [2, usize::MAX]),
        ([1 << 17, 1], [2, 2]),
    ] {
        let error = Resizer::new(from, to, Method::Nearest).unwrap_err();
        assert!(matches!(error, Error::Size { .. }), "{error}");
    }
    let resizer = Resizer::new([3, 4], [2, 2], Method::PillowU8).unwrap();
    let error = resizer.apply(Array2::zeros((4, 3)).view()).unwrap_err();
    assert!(matches!(error, Error::Shape { .. }), "{error}");
    let error = resizer.apply_u8(Array2::zeros((3, 3)).view()).unwrap_err();
    assert!(matches!(error, Error::Shape { .. }), "{error}");
}
