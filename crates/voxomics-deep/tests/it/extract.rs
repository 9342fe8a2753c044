//! From volumes to features and maps, in one step.

use std::path::Path;

use ndarray::Axis;
use voxomics_core::ErrorClass;
use voxomics_deep::backend::Backend;
use voxomics_deep::cam::{self, Score, similarity};
use voxomics_deep::engine;
use voxomics_deep::extract::{Error, Extractor};
use voxomics_deep::input::recipe::{Pool, Resize, Slices};
use voxomics_deep::input::{self, Plane, Recipe, prepare};
use voxomics_deep::layer::Layer;
use voxomics_deep::network::Network;
use voxomics_testkit::tally::Tally;
use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};

use crate::input::lesions::cases::{plane, recipes, roi_min_max};
use crate::support::{apart, arrays, golden, json, network, volume};

/// Of features, absolute; the README of the goldens has the reasons.
const TOLERANCE: f64 = 2e-5;

fn extractor(network: &Network, recipe: Recipe) -> Extractor {
    Extractor::new(network.clone(), Backend::Cpu, recipe).unwrap()
}

/// Counts features that are near enough.
fn count<'v>(
    tally: &mut Tally,
    got: impl IntoIterator<Item = &'v f32>,
    want: impl IntoIterator<Item = &'v f64>,
) {
    let (got, want): (Vec<_>, Vec<_>) = (got.into_iter().collect(), want.into_iter().collect());
    let apart = apart(got.iter().copied(), want);
    assert!(apart <= TOLERANCE, "{apart:e}");
    let field = tally.0.entry("features").or_default();
    field.values += got.len();
    field.worst = field.worst.max(apart);
    field.allowed = TOLERANCE;
}

/// A slice as a volume of its own.
fn thin(plane: &Plane) -> (AnyVolume, Mask) {
    let [rows, columns] = plane.shape();
    let geometry = Geometry::axis_aligned([columns, rows, 1], [1.0; 3]).unwrap();
    let image = Volume::from_fn(geometry, |[x, y, _]| plane.pixels()[[y, x]]);
    let mask = Volume::from_fn(geometry, |[x, y, _]| u8::from(plane.mask()[[y, x]]));
    (image.into(), Mask::new(mask.into()).unwrap())
}

#[test]
fn nine_recipes_on_five_lesions() {
    let mut tally = Tally::default();
    nine(&mut tally);
    assert_eq!(tally.0["features"].values, 45 * 512);
    println!("{:?}", tally.0);
}

/// Every recipe of the goldens on every lesion.
pub(crate) fn nine(tally: &mut Tally) {
    let (goldens, arrays) = (json("preproc.json.gz"), arrays("preproc.safetensors"));
    for (name, recipe) in recipes() {
        let extractor = extractor(golden(), recipe);
        for case in goldens["ct_cases"].as_array().unwrap() {
            let id = case["id"].as_str().unwrap();
            let (image, mask) = thin(&plane(id, case));
            let got = extractor.extract(&image, &mask, 1).unwrap();
            let want = &arrays[&format!("{id}.{name}.features_f64")];
            count(tally, &got.features, want);
        }
    }
}

/// Patients of a folder, by the table of the goldens.
fn patients(folder: &Path, tally: &mut Tally) {
    let golden_table = json("cohort_features.json");
    let arrays = arrays("cohort_features.safetensors");
    let extractor = extractor(golden(), roi_min_max());
    for modality in ["CT", "MR_T1", "PET"] {
        let table = &arrays[&format!("cohort.{modality}")];
        let names = golden_table["order_rows"].as_array().unwrap();
        for (row, patient) in names.iter().enumerate() {
            let folder = folder.join(patient.as_str().unwrap());
            if !folder.join(format!("{modality}.nii.gz")).exists() {
                continue;
            }
            let (image, mask) = volume(&folder, modality);
            let got = extractor.extract(&image, &mask, 1).unwrap();
            let slice = golden_table["slice_index"][modality][row].as_u64().unwrap();
            assert_eq!(got.prepared.views[0].slice as u64, slice);
            count(tally, &got.features, table.index_axis(Axis(0), row));
        }
    }
}

/// A CT, an MR and a PET that lie in the repository.
pub(crate) fn three(tally: &mut Tally) {
    patients(&voxomics_testkit::data().join("images/sts_cohort"), tally);
}

#[test]
fn a_patient_of_each_modality() {
    let mut tally = Tally::default();
    three(&mut tally);
    assert_eq!(tally.0["features"].values, 3 * 512);
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn a_cohort_of_three_modalities() {
    let mut tally = Tally::default();
    let folder = voxomics_testkit::shared().join("data/sts_cohort");
    patients(&folder, &mut tally);
    assert_eq!(tally.0["features"].values, 29 * 3 * 512);
    println!("{:?}", tally.0);
}

/// A lesion of three slices.
fn lesion() -> (AnyVolume, Mask) {
    let geometry = Geometry::axis_aligned([60, 50, 9], [0.8, 0.8, 5.0]).unwrap();
    let value = |[x, y, z]: [usize; 3]| ((37 * x + 101 * y + 13 * z) % 300) as f32;
    let inside = |[x, y, z]: [usize; 3]| x.abs_diff(30) + y.abs_diff(20) + 4 * z.abs_diff(4) < 8;
    let mask = Volume::from_fn(geometry, |at| u8::from(inside(at)));
    (
        Volume::from_fn(geometry, value).into(),
        Mask::new(mask.into()).unwrap(),
    )
}

#[test]
fn features_of_several_slices_are_pooled_and_each_is_explained() {
    let network = network("extract", 2, 3);
    let (image, mask) = lesion();
    let one = extractor(&network, Recipe::default());
    let slices = Slices::All { pool: Pool::Max };
    let all = Recipe {
        slices,
        ..Recipe::default()
    };
    let all = extractor(&network, all);
    assert_eq!((all.width(), all.recipe().slices), (16, slices));
    let [one, all_of] = [&one, &all].map(|of| of.extract(&image, &mask, 1).unwrap());
    assert_eq!(
        (one.prepared.views.len(), all_of.prepared.views.len()),
        (1, 3)
    );
    for (largest, feature) in all_of.features.iter().zip(&one.features) {
        assert!(largest >= feature);
    }
    let layer = Layer::Block(2, 1);
    let score = Score::Class(1);
    let explained = all.explain_at(&all_of.prepared, &score, layer).unwrap();
    assert_eq!(explained.len(), 3);
    // The middle one is the one that is largest.
    let alone = all.explain_at(&one.prepared, &score, layer).unwrap();
    assert_eq!(explained[1], alone[0]);
    assert_ne!(explained[0].map, explained[1].map);
}

/// The check of Adebayo: what is shown must come from the weights, not from the image alone.
#[test]
fn random_weights_of_another_seed_give_another_map() {
    let (image, mask) = lesion();
    let map = |seed: &str| {
        let extractor = extractor(&network(seed, 16, 3), Recipe::default());
        let prepared = prepare(&image, &mask, 1, extractor.recipe()).unwrap();
        let found = extractor.explain(&prepared, &Score::Class(0));
        found.unwrap().remove(0).map.linear
    };
    let [map, again, other] = ["learnt", "learnt", "random"].map(map);
    let same = similarity(map.view(), again.view()).unwrap();
    assert_eq!(same.spearman, Some(1.0));
    let changed = similarity(map.view(), other.view()).unwrap();
    println!("{changed:?}");
    assert!(changed.spearman.unwrap() < 0.5, "{changed:?}");
}

#[test]
fn what_gives_no_features_or_no_map() {
    let network = network("extract", 2, 3);
    let (image, mask) = lesion();
    let open = extractor(&network, Recipe::default());
    let error = open.extract(&image, &mask, 7).unwrap_err();
    assert!(
        matches!(error, Error::Input(input::Error::NoLabel { label: 7, .. })),
        "{error}"
    );
    assert_eq!(error.class(), ErrorClass::Input);

    let prepared = prepare(&image, &mask, 1, open.recipe()).unwrap();
    let error = open.explain(&prepared, &Score::Class(3)).unwrap_err();
    assert!(
        matches!(error, Error::Map(cam::Error::Index { index: 3, .. })),
        "{error}"
    );
    for layer in [Layer::Stem, Layer::Block(9, 9)] {
        let error = open
            .explain_at(&prepared, &Score::Feature(0), layer)
            .unwrap_err();
        assert!(matches!(error, Error::Engine(_)), "{error}");
    }
    let mut none = prepared.clone();
    none.images = none.images.slice_move(ndarray::s![..0, .., .., ..]);
    let error = open.explain(&none, &Score::Feature(0)).unwrap_err();
    assert_eq!(error, Error::Engine(engine::Error::NoImages));

    let resize = Resize {
        side: 0,
        ..Resize::default()
    };
    let recipe = Recipe {
        resize,
        ..Recipe::default()
    };
    let error = Extractor::new(network.clone(), Backend::Cpu, recipe).unwrap_err();
    assert!(
        matches!(error, Error::Input(input::Error::Recipe { .. })),
        "{error}"
    );
}
