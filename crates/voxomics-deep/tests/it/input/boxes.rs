//! Windows, normalisation, slices and boxes of the goldens.

use ndarray::Array2;
use serde_json::Value;
use voxomics_deep::input::recipe::{Crop, Intensity, Margin, Normalisation, Resize, Window};
use voxomics_deep::input::resize::{Method, to_u8};
use voxomics_deep::input::{Frame, Plane, Recipe, grey, prepare, prepare_plane};
use voxomics_testkit::goldens::numbers;
use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};

use crate::support::{json, whole};

/// One row of pixels, all of them the region, as they are.
fn row(values: Vec<f64>) -> Plane {
    let pixels = Array2::from_shape_vec((1, values.len()), values).unwrap();
    let mask = pixels.mapv(|_| true);
    Plane::new(pixels, mask).unwrap()
}

#[test]
fn windows_equal_the_formula() {
    let goldens = json("preproc.json.gz");
    let windows = goldens["window"].as_array().unwrap();
    assert_eq!(windows.len(), 5, "the golden file lost cases");
    for case in windows {
        let [centre, width] = ["level", "width"].map(|key| case[key].as_f64().unwrap());
        let recipe = Recipe {
            intensity: Intensity::Window(Window { centre, width }),
            crop: Crop::Whole,
            ..Recipe::default()
        };
        let values = grey(&row(numbers(&case["hu"])), &recipe).unwrap().values;
        assert_eq!(
            values.iter().copied().collect::<Vec<_>>(),
            numbers(&case["unit"])
        );
        let bytes: Vec<f64> = values
            .iter()
            .map(|&value| f64::from(to_u8(value)))
            .collect();
        assert_eq!(bytes, numbers(&case["u8"]));
    }
}

#[test]
fn imagenet_normalisation_is_rounded_once() {
    let golden = &json("preproc.json.gz")["normalise"];
    let [mean, sd] = Normalisation::ImageNet.moments();
    assert_eq!(
        (mean.to_vec(), sd.to_vec()),
        (numbers(&golden["mean"]), numbers(&golden["std"]))
    );
    let grey = numbers(&golden["input"]);
    for (column, &value) in grey.iter().enumerate() {
        let recipe = Recipe {
            intensity: Intensity::Range {
                low: 0.0,
                high: 1.0,
            },
            crop: Crop::Whole,
            resize: Resize {
                method: Method::Nearest,
                side: 1,
                cut_from: None,
            },
            ..Recipe::default()
        };
        let input = prepare_plane(&row(vec![value]), &recipe).unwrap();
        for channel in 0..3 {
            let want = numbers(&golden["per_channel_f32"][channel])[column];
            assert_eq!(f64::from(input.images[[0, channel, 0, 0]]), want);
        }
    }
}

fn frame(value: &Value) -> Frame {
    let [r0, r1, c0, c1] = whole(value);
    Frame {
        rows: [r0, r1],
        columns: [c0, c1],
    }
}

/// A volume of zeros and a mask of half-open boxes.
fn volume(case: &Value) -> (AnyVolume, Mask) {
    let [nz, ny, nx] = whole(&case["shape_zyx"]).map(|n: i64| n as usize);
    let geometry = Geometry::axis_aligned([nx, ny, nz], [1.0; 3]).unwrap();
    let boxes = case["boxes_zr0r1c0c1_halfopen"].as_array().unwrap();
    let boxes: Vec<[i64; 5]> = boxes.iter().map(whole).collect();
    let inside = |[x, y, z]: [usize; 3]| {
        boxes.iter().any(|&[slice, r0, r1, c0, c1]| {
            let [x, y, z] = [x, y, z].map(|n| n as i64);
            z == slice && (r0..r1).contains(&y) && (c0..c1).contains(&x)
        })
    };
    let mask = Volume::from_fn(geometry, |at| u8::from(inside(at)));
    let image = Volume::from_fn(geometry, |_| 0_i16);
    (image.into(), Mask::new(mask.into()).unwrap())
}

#[test]
fn slices_and_boxes_equal_the_reference() {
    let goldens = json("preproc.json.gz");
    let cases = goldens["masks"].as_array().unwrap();
    assert_eq!(cases.len(), 5, "the golden file lost cases");
    for case in cases {
        let (image, mask) = volume(case);
        for pixels in [0, 3] {
            let margin = Margin::Pixels(pixels);
            for (key, crop) in [
                ("square", Crop::Square { margin }),
                ("stretch", Crop::Tight { margin }),
            ] {
                let recipe = Recipe {
                    crop,
                    ..Recipe::default()
                };
                let view = prepare(&image, &mask, 1, &recipe).unwrap().views[0];
                let want = frame(&case[format!("{key}_margin{pixels}")]);
                assert_eq!(view.frame, want, "{} {key} {pixels}", case["name"]);
                assert_eq!(view.slice as u64, case["slice"].as_u64().unwrap());
            }
        }
    }
}
