//! Cases of glmnet, ready to be fitted.

use ndarray::{Array2, ShapeBuilder};
use serde_json::Value;
use voxomics_regress::net::{Error, Lambdas, Options, Path, Response, fit};
use voxomics_testkit::generator::Radiomics;
use voxomics_testkit::goldens::{numbers, read};

/// A case of the goldens.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) family: String,
    pub(super) x: Array2<f64>,
    pub(super) y: Vec<f64>,
    pub(super) events: Vec<bool>,
    pub(super) options: Options,
    /// What glmnet made of it at one threshold after the other.
    pub(super) fits: Vec<Value>,
    /// What `cv.glmnet` made of it.
    pub(super) cv: Vec<Value>,
}

fn matrix(x: &Value) -> Array2<f64> {
    if let Some(rows) = x.as_array() {
        let rows: Vec<Vec<f64>> = rows.iter().map(numbers).collect();
        let (count, columns) = (rows.len(), rows[0].len());
        return Array2::from_shape_fn((count, columns).f(), |(row, column)| rows[row][column]);
    }
    let whole = |key: &str| usize::try_from(x[key].as_u64().unwrap()).unwrap();
    let data = Radiomics {
        seed: x["seed"].as_u64().unwrap(),
        rows: whole("n"),
        columns: whole("p"),
        groups: whole("groups"),
    };
    Array2::from_shape_vec((data.rows, data.columns).f(), data.values()).unwrap()
}

fn options(given: &Value, columns: usize) -> Options {
    let number = |key: &str| given.get(key).and_then(Value::as_f64);
    let list = |key: &str| given.get(key).filter(|value| value.is_array()).map(numbers);
    let flag = |key: &str| given.get(key).and_then(Value::as_bool).unwrap_or(true);
    let mut factors = list("penalty_factor");
    if let Some(excluded) = list("exclude_0based") {
        let factors = factors.get_or_insert_with(|| vec![1.0; columns]);
        for column in excluded {
            factors[column as usize] = f64::INFINITY;
        }
    }
    let bound = |key: &str, otherwise| number(key).unwrap_or(otherwise);
    let bounds = (
        bound("lower", f64::NEG_INFINITY),
        bound("upper", f64::INFINITY),
    );
    let count = number("nlambda").map_or(100, |count| count as usize);
    let sequence = Lambdas::Sequence {
        count,
        ratio: number("lambda.min.ratio"),
    };
    Options {
        alpha: number("alpha").unwrap_or(1.0),
        lambdas: list("lambda").map_or(sequence, Lambdas::Given),
        standardize: flag("standardize"),
        intercept: flag("intercept"),
        penalty_factors: factors,
        bounds: Some(vec![bounds; columns]),
        weights: list("weights"),
        offset: list("offset"),
        most_nonzero: number("dfmax").map(|most| most as usize),
        ..Options::default()
    }
}

pub(super) fn cases(file: &str) -> Vec<Case> {
    let file = read(&voxomics_testkit::data().join("models").join(file));
    let each = file["cases"].as_array().unwrap().iter();
    each.map(|case| {
        let x = matrix(&case["input"]["x"]);
        let input = &case["input"];
        let y = numbers(if input.get("y").is_some() {
            &input["y"]
        } else {
            &input["time"]
        });
        let events = input.get("status").map_or_else(Vec::new, |status| {
            numbers(status).iter().map(|&s| s > 0.5).collect()
        });
        Case {
            name: case["name"].as_str().unwrap().to_owned(),
            family: case["family"].as_str().unwrap().to_owned(),
            options: options(&case["options"], x.ncols()),
            x,
            y,
            events,
            fits: case
                .get("fits")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default(),
            cv: case
                .get("cv")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default(),
        }
    })
    .collect()
}

impl Case {
    pub(super) fn fit(&self) -> Result<Path, Error> {
        fit(self.x.view(), &self.response(), &self.options)
    }

    pub(super) fn response(&self) -> Response<'_> {
        match self.family.as_str() {
            "gaussian" => Response::Gaussian(&self.y),
            "binomial" => Response::Binomial(&self.y),
            _ => Response::Cox {
                times: &self.y,
                events: &self.events,
            },
        }
    }

    /// The fit of this threshold, if its coefficients are stored.
    pub(super) fn stored(&self, threshold: f64) -> Option<&Value> {
        self.fits
            .iter()
            .find(|fit| fit["thresh"] == threshold && fit.get("beta").is_some())
    }
}

/// Coefficients of one lambda.
pub(super) fn dense(stored: &Value, columns: usize) -> Vec<f64> {
    let mut dense = vec![0.0; columns];
    for (at, value) in numbers(&stored["i"]).iter().zip(numbers(&stored["v"])) {
        dense[*at as usize] = value;
    }
    dense
}
