//! The lesions of the goldens and the recipes that were tried on them.

use ndarray::{Array2, Ix2};
use serde_json::Value;
use voxomics_deep::input::recipe::{Background, Crop, Intensity, Margin, Over, Resize};
use voxomics_deep::input::resize::Method;
use voxomics_deep::input::{Plane, Recipe};

use crate::support::{arrays, sha256, unit, waves};

fn square(pixels: u32) -> Recipe {
    Recipe {
        crop: Crop::Square {
            margin: Margin::Pixels(pixels),
        },
        ..Recipe::default()
    }
}

pub(crate) fn resized(method: Method, cut_from: Option<u32>) -> Recipe {
    Recipe {
        resize: Resize {
            method,
            side: 224,
            cut_from,
        },
        ..Recipe::default()
    }
}

pub(crate) fn roi_min_max() -> Recipe {
    Recipe {
        intensity: Intensity::MinMax { over: Over::Roi },
        ..Recipe::default()
    }
}

pub(crate) fn recipes() -> [(&'static str, Recipe); 9] {
    let tight = Crop::Tight {
        margin: Margin::default(),
    };
    [
        ("square", Recipe::default()),
        ("square_m10", square(10)),
        ("square_m40", square(40)),
        (
            "stretch",
            Recipe {
                crop: tight,
                ..Recipe::default()
            },
        ),
        (
            "square_masked",
            Recipe {
                background: Background::Zero,
                ..Recipe::default()
            },
        ),
        ("square_noaa", resized(Method::Bilinear, None)),
        ("square_u8pil", resized(Method::PillowU8, None)),
        ("square_roi_minmax", roi_min_max()),
        (
            "square_256c224",
            resized(Method::BilinearAntialias, Some(256)),
        ),
    ]
}

/// The slice of a case and its mask, whose bytes are proven first.
pub(crate) fn plane(id: &str, case: &Value) -> Plane {
    let (pixels, mask) = if id == "synthetic_big" {
        synthetic()
    } else {
        let arrays = arrays("preproc.safetensors");
        let array = |key: &str| {
            let array = arrays[&format!("{id}.{key}")].clone();
            array.into_dimensionality::<Ix2>().unwrap()
        };
        (
            array("slice_hu"),
            array("slice_mask").mapv(|inside| inside == 1.0),
        )
    };
    let hu: Vec<u8> = pixels
        .iter()
        .flat_map(|&hu| (hu as i16).to_le_bytes())
        .collect();
    assert_eq!(sha256(&hu), case["slice_hu_sha256_le_i16"], "{id}");
    let bytes: Vec<u8> = mask.iter().map(|&inside| u8::from(inside)).collect();
    assert_eq!(sha256(&bytes), case["slice_mask_sha256_u8"], "{id}");
    Plane::new(pixels, mask).unwrap()
}

/// Larger than the network's input, so that antialias matters.
fn synthetic() -> (Array2<f64>, Array2<bool>) {
    let (rows, columns) = (330, 350);
    let noise = unit("preproc:synthetic_big", rows * columns);
    let waves = waves((1, rows, columns), [3, 5, 0, 40]);
    let values = noise.iter().zip(&waves);
    let hu = values
        .map(|(t, wave)| (60.0 * t + 50.0 * wave + 40.0).floor())
        .collect();
    let inside = |(row, column): (usize, usize)| {
        let [y, x] = [row as i64 - 160, column as i64 - 170];
        (y * 150).pow(2) + (x * 120).pow(2) < (150_i64 * 120).pow(2)
    };
    let shape = (rows, columns);
    (
        Array2::from_shape_vec(shape, hu).unwrap(),
        Array2::from_shape_fn(shape, inside),
    )
}
