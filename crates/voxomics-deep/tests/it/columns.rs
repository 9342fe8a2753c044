//! Null features of the cohort of the goldens.

use ndarray::{Array2, array};
use voxomics_deep::columns::{names, null_features};

use crate::support::{arrays, json};

#[test]
fn dead_columns_of_three_modalities() {
    let golden = json("cohort_features.json");
    let arrays = arrays("cohort_features.safetensors");
    let mut kept = 0;
    for (modality, count) in [("CT", 15), ("MR_T1", 14), ("PET", 16)] {
        let table = arrays[&format!("cohort.{modality}")].mapv(|value| value as f32);
        let table: Array2<f32> = table.into_dimensionality().unwrap();
        let null = null_features(table.view());
        let want = voxomics_testkit::goldens::indices(&golden["all_zero_columns"][modality]);
        assert_eq!((null.len(), &null), (count, &want), "{modality}");
        kept += names(512).len() - null.len();
    }
    assert_eq!(
        kept as u64,
        golden["columns_kept_after_dropping_all_zero"]
            .as_u64()
            .unwrap()
    );
}

#[test]
fn constant_is_not_only_zero_and_nothing_is_not_constant() {
    let table = array![[2.5_f32, -1.0, 0.0, f32::NAN], [2.5, -1.0, -0.0, f32::NAN]];
    assert_eq!(null_features(table.view()), [0, 1, 2]);
    assert_eq!(
        null_features(table.slice(ndarray::s![..0, ..])),
        [0_usize; 0]
    );
    assert_eq!(null_features(table.slice(ndarray::s![..1, ..3])), [0, 1, 2]);
}
