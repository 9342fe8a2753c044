//! Every linear model of scikit-learn.
#![expect(
    clippy::float_cmp,
    reason = "what is out is 0, penalties are those given"
)]

mod lasso;
mod logistic;
mod options;

use ndarray::{Array2, ShapeBuilder};
use serde_json::Value;
use voxomics_regress::net::Coefficients;
use voxomics_testkit::generator::Radiomics;
use voxomics_testkit::goldens::{numbers, read};

fn goldens() -> Value {
    read(&voxomics_testkit::data().join("models/sklearn.json.gz"))
}

/// Columns of mean 0 and standard deviation 1, divisor n, as `StandardScaler` makes them.
fn standardised(data: &Radiomics) -> Array2<f64> {
    let (rows, mut values) = (data.rows, data.values());
    for column in values.chunks_mut(rows) {
        let mean = column.iter().sum::<f64>() / rows as f64;
        let squares: f64 = column.iter().map(|x| (x - mean) * (x - mean)).sum();
        let deviation = (squares / rows as f64).sqrt();
        for x in column {
            *x = (*x - mean) / deviation;
        }
    }
    Array2::from_shape_vec((rows, data.columns).f(), values).unwrap()
}

fn dense(coefficients: &Coefficients, columns: usize) -> Vec<f64> {
    (0..columns).map(|column| coefficients.of(column)).collect()
}

/// The largest difference, in units of the largest that is wanted.
fn apart(got: &[f64], want: &[f64]) -> f64 {
    assert_eq!(got.len(), want.len());
    let largest = want
        .iter()
        .fold(0.0, |most: f64, want| most.max(want.abs()));
    let pairs = got.iter().zip(want);
    pairs
        .map(|(got, want)| (got - want).abs())
        .fold(0.0, f64::max)
        / largest
}

fn matrix(rows: &Value) -> Vec<Vec<f64>> {
    rows.as_array().unwrap().iter().map(numbers).collect()
}
