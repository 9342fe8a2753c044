//! PyTorch's and Pillow's resampling, 1e-12 in doubles and equal in bytes.

use ndarray::Array2;
use voxomics_deep::input::resize::{Method, Resizer};

use crate::support_input::{json, numbers, unit, whole};

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
            let got = Resizer::new(from, to, method).apply(image.view());
            for (got, want) in got.iter().zip(numbers(&case[key])) {
                let error = (got - want).abs();
                assert!(error <= 1e-12, "{name} {key}: {got}, want {want}");
            }
        }
        let bytes = image.mapv(|value| ((value + 1.0) * 128.0).floor() as u8);
        for (key, method) in BYTES {
            let got = Resizer::new(from, to, method).apply_u8(bytes.view());
            let got: Vec<f64> = got.iter().map(|&byte| f64::from(byte)).collect();
            assert_eq!(got, numbers(&case[key]), "{name} {key}");
        }
    }
}
