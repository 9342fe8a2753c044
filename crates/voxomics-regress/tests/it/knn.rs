//! Nearest neighbours as `class::knn` and scikit-learn find them.
#![expect(clippy::float_cmp, reason = "shares of votes and their ties are exact")]

mod choose;
mod definition;
pub(crate) mod golden;
mod refusals;

use ndarray::Array2;
use serde_json::Value;
use voxomics_testkit::goldens::numbers;

/// A list of rows; R's NA is NaN.
fn matrix(rows: &Value) -> Array2<f64> {
    let known = |value: &Value| {
        if value == "na" {
            Value::Null
        } else {
            value.clone()
        }
    };
    let row = |row: &Value| numbers(&row.as_array().unwrap().iter().map(known).collect());
    let rows: Vec<Vec<f64>> = rows.as_array().unwrap().iter().map(row).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(row, column)| {
        rows[row][column]
    })
}
