//! Cases of survival, ready to be fitted.

use ndarray::Array2;
use serde_json::Value;
use voxomics_regress::cox::{Cohort, Error, Options, Response, Ties};
use voxomics_testkit::goldens::{numbers, read};

/// A case of the goldens.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) x: Array2<f64>,
    starts: Option<Vec<f64>>,
    stops: Vec<f64>,
    events: Vec<bool>,
    options: Options,
    /// What survival made of it, by the name of the ties.
    pub(super) fits: Vec<(Ties, Value)>,
}

impl Case {
    pub(super) fn response(&self) -> Response<'_> {
        match &self.starts {
            None => Response::Right {
                times: &self.stops,
                events: &self.events,
            },
            Some(starts) => Response::Counting {
                starts,
                stops: &self.stops,
                events: &self.events,
            },
        }
    }

    pub(super) fn cohort(&self, ties: Ties) -> Result<Cohort, Error> {
        let options = Options {
            ties,
            ..self.options.clone()
        };
        Cohort::new(self.x.view(), &self.response(), &options)
    }
}

pub(super) fn cases() -> Vec<Case> {
    let file = read(&voxomics_testkit::data().join("models/cox.json.gz"));
    file["cases"].as_array().unwrap().iter().map(case).collect()
}

fn case(case: &Value) -> Case {
    let rows: Vec<Vec<f64>> = case["x"].as_array().unwrap().iter().map(numbers).collect();
    let x = Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j]);
    let list = |key: &str| case.get(key).map(numbers);
    let weights = list("weights").unwrap();
    let options = Options {
        strata: list("strata").map(|codes| codes.iter().map(|&code| code as u32).collect()),
        weights: weights
            .iter()
            .any(|&weight| (weight - 1.0_f64).abs() > 0.0)
            .then_some(weights),
        ..Options::default()
    };
    let ties = [
        ("efron", Ties::Efron),
        ("breslow", Ties::Breslow),
        ("exact", Ties::Exact),
    ];
    let fit = |(name, ties): (&str, Ties)| Some((ties, case["fits"].get(name)?.clone()));
    Case {
        name: case["name"].as_str().unwrap().to_owned(),
        x,
        starts: list("start"),
        stops: list("time").or_else(|| list("stop")).unwrap(),
        events: list("status")
            .unwrap()
            .iter()
            .map(|&status| status > 0.5)
            .collect(),
        options,
        fits: ties.into_iter().filter_map(fit).collect(),
    }
}
