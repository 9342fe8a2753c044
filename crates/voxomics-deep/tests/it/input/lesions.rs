//! The nine recipes of the goldens on four real CT lesions and a large synthetic one, and a whole cohort.

use std::path::Path;

use ndarray::{Array2, Array3};
use voxomics_deep::input::recipe::{Background, Crop, Intensity, Margin, Over, Resize};
use voxomics_deep::input::resize::{Method, to_u8};
use voxomics_deep::input::{Plane, Prepared, Recipe, grey, prepare, prepare_plane};
use voxomics_volume::Mask;

use crate::support_input::{
    Near, Reference, arrays, check_digest, json, sha256, unit, waves, whole,
};

/// Doubles throughout are much nearer than the 2e-5 that is promised for single precision.
const NEARER: f64 = 1e-7;

fn square(pixels: u32) -> Recipe {
    Recipe {
        crop: Crop::Square {
            margin: Margin::Pixels(pixels),
        },
        ..Recipe::default()
    }
}

fn resized(method: Method, cut_from: Option<u32>) -> Recipe {
    Recipe {
        resize: Resize {
            method,
            side: 224,
            cut_from,
        },
        ..Recipe::default()
    }
}

fn roi_min_max() -> Recipe {
    Recipe {
        intensity: Intensity::MinMax { over: Over::Roi },
        ..Recipe::default()
    }
}

fn recipes() -> [(&'static str, Recipe); 9] {
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
fn plane(id: &str, case: &serde_json::Value) -> Plane {
    let (pixels, mask) = if id == "synthetic_big" {
        synthetic()
    } else {
        let arrays = arrays("preproc.safetensors");
        let array = |key: &str| {
            let (shape, values) = arrays[&format!("{id}.{key}")].clone();
            Array2::from_shape_vec((shape[0], shape[1]), values).unwrap()
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
    let waves = waves([1, rows, columns], [3, 5, 0, 40]);
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

#[test]
fn nine_recipes_on_five_lesions() {
    let goldens = json("preproc.json.gz");
    let cases = goldens["ct_cases"].as_array().unwrap();
    assert_eq!(cases.len(), 5, "the golden file lost cases");
    let mut worst = [0.0_f64; 3];
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let plane = plane(id, case);
        for (name, recipe) in recipes() {
            let (at, want) = (format!("{id} {name}"), &case["recipes"][name]);
            let grey = grey(&plane, &recipe).unwrap();
            let [r0, r1, c0, c1] = whole(&want["box_halfopen"]);
            assert_eq!(
                (grey.frame.rows, grey.frame.columns),
                ([r0, r1], [c0, c1]),
                "{at}"
            );
            let flat = |values: &Array2<f64>| values.iter().copied().collect::<Vec<_>>();
            let near = Near::within(1e-12);
            let crop = check_digest(&flat(&grey.values), &want["crop"], near, &at);
            let small = check_digest(&flat(&grey.resized), &want["resized"], near, &at);
            if name == "square_u8pil" {
                let bytes: Vec<u8> = grey.resized.iter().map(|&value| to_u8(value)).collect();
                assert_eq!(sha256(&bytes), want["resized_u8_sha256"], "{at}");
            }
            let input = prepare_plane(&plane, &recipe).unwrap();
            let values: Vec<f64> = input.images.iter().map(|&value| f64::from(value)).collect();
            // Doubles 1e-15 apart: their roundings to `f32` may differ by the last bit, and a pixel at the mean of a channel
            // may be 0 in one only (torch fuses products and sums).
            let near = Near {
                tolerance: 2.5e-7,
                scale: 1.0,
                zeros: 3,
            };
            let whole = check_digest(&values, &want["input"], near, &at);
            for (worst, error) in worst.iter_mut().zip([crop, small, whole]) {
                *worst = worst.max(error);
            }
        }
    }
    assert!(
        worst[0] < 1e-12 && worst[1] < 1e-12 && worst[2] < 1e-9,
        "{worst:?}"
    );
}

#[test]
fn stored_pixels_are_equal() {
    let goldens = json("preproc.json.gz");
    let arrays = arrays("preproc.safetensors");
    let cases = goldens["ct_cases"].as_array().unwrap();
    for (at, id) in ["STS_002", "STS_005"].into_iter().enumerate() {
        let plane = plane(id, &cases[at]);
        let got = grey(&plane, &Recipe::default()).unwrap().resized;
        let (_, want) = &arrays[&format!("{id}.square.resized_f32")];
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() <= 6e-8, "{id}: {got}, want {want}");
        }
    }
    let recipe = resized(Method::PillowU8, None);
    let got = grey(&plane("STS_002", &cases[0]), &recipe).unwrap().resized;
    let (_, want) = &arrays["STS_002.square_u8pil.resized_u8"];
    assert_eq!(got.len(), want.len());
    assert!(
        got.iter()
            .zip(want)
            .all(|(&got, &want)| f64::from(to_u8(got)) == want)
    );
}

fn features(network: &Reference, input: &Prepared) -> Vec<f64> {
    let image = input.images.index_axis(ndarray::Axis(0), 0);
    let image: Array3<f64> = image.mapv(f64::from);
    network.pass(&image).features.to_vec()
}

/// Through the network as the reference takes it, in doubles.
fn check_features(names: &[&str]) -> f64 {
    let goldens = json("preproc.json.gz");
    let arrays = arrays("preproc.safetensors");
    let network = Reference::new();
    let mut worst = 0.0_f64;
    for case in goldens["ct_cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let plane = plane(id, case);
        for (name, recipe) in recipes().iter().filter(|(name, _)| names.contains(name)) {
            let got = features(&network, &prepare_plane(&plane, recipe).unwrap());
            let (_, want) = &arrays[&format!("{id}.{name}.features_f64")];
            for (got, want) in got.iter().zip(want) {
                let error = (got - want).abs();
                assert!(error <= 2e-5, "{id} {name}: {got}, want {want}");
                worst = worst.max(error);
            }
        }
    }
    worst
}

#[test]
fn features_of_the_default_recipe() {
    let worst = check_features(&["square"]);
    assert!(worst < NEARER, "{worst:e}");
}

#[test]
#[ignore = "takes minutes with the plain network"]
fn features_of_nine_recipes() {
    let names = recipes().map(|(name, _)| name);
    let worst = check_features(&names);
    assert!(worst < NEARER, "{worst:e}");
}

fn read(path: &Path) -> voxomics_volume::AnyVolume {
    voxomics_io::read(path).unwrap().into_volume().unwrap()
}

/// Slices, boxes and digests of the same lesions, from the whole volumes.
#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn whole_volumes_give_the_slices_of_the_goldens() {
    let folder = voxomics_testkit::shared().join("data/sts_cohort");
    let goldens = json("preproc.json.gz");
    let real = goldens["ct_cases"].as_array().unwrap().iter().take(4);
    for case in real {
        let id = case["id"].as_str().unwrap();
        let image = read(&folder.join(id).join("CT.nii.gz"));
        let mask = Mask::new(read(&folder.join(id).join("CT_mask.nii.gz"))).unwrap();
        for (name, recipe) in recipes() {
            let input = prepare(&image, &mask, 1, &recipe).unwrap();
            assert_eq!(
                input.views[0].slice as u64,
                case["slice_index"].as_u64().unwrap()
            );
            assert_eq!(
                input.images,
                prepare_plane(&plane(id, case), &recipe).unwrap().images,
                "{name}"
            );
        }
    }
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn a_cohort_of_three_modalities() {
    let folder = voxomics_testkit::shared().join("data/sts_cohort");
    let golden = json("cohort_features.json");
    let arrays = arrays("cohort_features.safetensors");
    let network = Reference::new();
    let mut worst = 0.0_f64;
    for modality in ["CT", "MR_T1", "PET"] {
        let (shape, want) = &arrays[&format!("cohort.{modality}")];
        for (row, patient) in golden["order_rows"].as_array().unwrap().iter().enumerate() {
            let folder = folder.join(patient.as_str().unwrap());
            let image = read(&folder.join(format!("{modality}.nii.gz")));
            let mask = read(&folder.join(format!("{modality}_mask.nii.gz")));
            let input = prepare(&image, &Mask::new(mask).unwrap(), 1, &roi_min_max()).unwrap();
            let slice = golden["slice_index"][modality][row].as_u64().unwrap();
            assert_eq!(input.views[0].slice as u64, slice);
            for (got, want) in features(&network, &input)
                .iter()
                .zip(&want[row * shape[1]..])
            {
                let error = (got - want).abs();
                assert!(error <= 2e-5, "{patient} {modality}: {got}, want {want}");
                worst = worst.max(error);
            }
        }
    }
    // The table is stored in `f32`.
    assert!(worst < 5e-7, "{worst:e}");
}
