//! Cases of `logistic.json.gz`, ready to be fitted.

use ndarray::{Array2, ShapeBuilder};
use serde_json::Value;
use voxomics_regress::logistic::Options;
use voxomics_testkit::goldens::{numbers, read};

/// A design matrix as R made it, the intercept's column apart.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) x: Array2<f64>,
    pub(crate) y: Vec<f64>,
    pub(crate) weights: Vec<f64>,
    pub(crate) offset: Vec<f64>,
    pub(crate) intercept: bool,
    pub(crate) expected: Value,
}

impl Case {
    pub(crate) fn options(&self) -> Options<'_> {
        Options {
            intercept: self.intercept,
            offset: Some(&self.offset),
            weights: Some(&self.weights),
        }
    }
}

pub(crate) fn file() -> Value {
    read(&voxomics_testkit::data().join("models/logistic.json.gz"))
}

pub(crate) fn cases() -> Vec<Case> {
    let file = file();
    let each = file["cases"].as_array().unwrap().iter();
    each.map(|case| {
        let intercept = case["terms"][0] == "(Intercept)";
        let rows: Vec<Vec<f64>> = case["design"]
            .as_array()
            .unwrap()
            .iter()
            .map(numbers)
            .collect();
        let skipped = usize::from(intercept);
        let shape = (rows.len(), rows[0].len() - skipped);
        Case {
            name: case["name"].as_str().unwrap().to_owned(),
            x: Array2::from_shape_fn(shape.f(), |(row, column)| rows[row][column + skipped]),
            y: numbers(&case["y"]),
            weights: numbers(&case["weights"]),
            offset: numbers(&case["offset"]),
            intercept,
            expected: case.clone(),
        }
    })
    .collect()
}
