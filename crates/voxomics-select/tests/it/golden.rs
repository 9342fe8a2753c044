//! What the reference programs return.

pub(crate) mod filters;
pub(crate) mod mrmr_selection;
pub(crate) mod mrmre;

use serde_json::Value;
use voxomics_select::ndarray::{Array2, ShapeBuilder};
use voxomics_testkit::generator::Radiomics;
use voxomics_testkit::{data, goldens};

/// What a comparison with a file found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) cases: usize,
    pub(crate) selections: usize,
    pub(crate) scores: usize,
    pub(crate) worst: f64,
}

impl Found {
    /// Every score to 1e-9 of its size, or of 1 where it is smaller: relevance of volumes loses digits in the references.
    #[track_caller]
    pub(crate) fn scores(&mut self, got: &[f64], want: &[f64], what: &str) {
        assert_eq!(got.len(), want.len(), "{what}: how many");
        for (at, (got, want)) in got.iter().zip(want).enumerate() {
            let error = (got - want).abs() / want.abs().max(1.0);
            assert!(error <= 1e-9, "{what}, {at}: got {got:e}, want {want:e}");
            self.worst = self.worst.max(error);
            self.scores += 1;
        }
    }

    #[track_caller]
    pub(crate) fn selection(&mut self, got: &[usize], want: &[usize], what: &str) {
        assert_eq!(got, want, "{what}");
        self.selections += 1;
    }
}

pub(crate) fn read(file: &str) -> Value {
    goldens::read(&data().join("models").join(file))
}

/// A matrix stored as rows, or the name of a generated one.
pub(crate) fn matrix(value: &Value) -> Array2<f64> {
    if value.is_object() {
        return generated(&radiomics(value));
    }
    let rows = value.as_array().unwrap();
    let rows: Vec<Vec<f64>> = rows.iter().map(numbers).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()).f(), |(row, column)| {
        rows[row][column]
    })
}

pub(crate) fn radiomics(value: &Value) -> Radiomics {
    let number = |key: &str| value[key].as_u64().unwrap();
    let size = |key: &str| usize::try_from(number(key)).unwrap();
    Radiomics {
        seed: number("seed"),
        rows: size("n"),
        columns: size("p"),
        groups: size("groups"),
    }
}

pub(crate) fn generated(table: &Radiomics) -> Array2<f64> {
    Array2::from_shape_vec((table.rows, table.columns).f(), table.values()).unwrap()
}

/// Numbers, `"na"` being missing.
pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    value.as_array().unwrap().iter().map(number).collect()
}
