//! Python's `mrmr-selection` 0.2.8, and Peng's schemes.

use serde_json::Value;
use voxomics_select::mrmr::correlation::{self, Form, Options, Pool};
use voxomics_select::mrmr::{Ranking, discrete, relevance};
use voxomics_select::ndarray::Array2;
use voxomics_testkit::generator::events;
use voxomics_testkit::goldens::indices;

use super::{Found, generated, numbers, radiomics, read};

struct Data {
    table: Array2<f64>,
    classes: Vec<u32>,
    predictor: Vec<f64>,
}

impl Data {
    fn new(input: &Value) -> Self {
        let table = radiomics(input);
        let predictor = table.linear_predictor();
        let count = usize::try_from(input["events"].as_u64().unwrap()).unwrap();
        let classes = events(&predictor, count)
            .into_iter()
            .map(u32::from)
            .collect();
        Self {
            table: generated(&table),
            classes,
            predictor,
        }
    }

    fn relevance(&self, name: &str, case: &Value) -> Vec<Option<f64>> {
        let (table, classes) = (self.table.view(), &self.classes);
        match name {
            "RFCQ" => numbers(&case["relevance"]).into_iter().map(Some).collect(),
            "KSCQ" => relevance::kolmogorov_smirnov(table, classes).unwrap(),
            "regression_FCQ_mean" => relevance::f_regression(table, &self.predictor).unwrap(),
            _ => relevance::f_classif(table, classes).unwrap(),
        }
    }

    fn by_correlation(&self, name: &str, count: usize, relevance: &[Option<f64>]) -> Ranking {
        let options = Options {
            form: if name == "FCD" {
                Form::Difference
            } else {
                Form::Quotient
            },
            pool: if name == "FCQ_max" {
                Pool::Maximum
            } else {
                Pool::Mean
            },
            ..Options::default()
        };
        correlation::select(self.table.view(), relevance, count, &options).unwrap()
    }

    fn states(&self, name: &str) -> discrete::States {
        let (_, how) = name.split_once('_').unwrap();
        let discretisation = match how.strip_prefix('t') {
            Some(threshold) => discrete::Discretisation::Deviations(threshold.parse().unwrap()),
            None => discrete::Discretisation::Quantiles(4),
        };
        discrete::States::new(self.table.view(), discretisation).unwrap()
    }
}

pub(crate) fn check(file: &str) -> Found {
    let golden = read(file);
    let data = Data::new(&golden["input"]);
    let mut found = Found::default();
    for case in golden["cases"].as_array().unwrap() {
        found.cases += 1;
        let name = case["name"].as_str().unwrap();
        let count = usize::try_from(case["K"].as_u64().unwrap()).unwrap();
        let ranking = if name.starts_with("MI") {
            let states = data.states(name);
            check_states(&states, case);
            let form = if name.starts_with("MID") {
                discrete::Form::Difference
            } else {
                discrete::Form::MIQ
            };
            discrete::select(&states, &data.classes, count, form).unwrap()
        } else {
            let relevance = data.relevance(name, case);
            if !case["relevance"].is_null() {
                let got: Vec<f64> = relevance.iter().map(|value| value.unwrap()).collect();
                let want = numbers(&case["relevance"]);
                found.scores(&got[..want.len()], &want, &format!("{name}: relevance"));
            }
            data.by_correlation(name, count, &relevance)
        };
        found.selection(&ranking.columns(), &indices(&case["selected_0based"]), name);
        if !case["scores"].is_null() {
            let got: Vec<f64> = ranking.chosen.iter().map(|choice| choice.score).collect();
            found.scores(&got, &numbers(&case["scores"]), &format!("{name}: scores"));
        }
    }
    found
}

/// The first rows of states; from -1 in the files where there are three.
fn check_states(states: &discrete::States, case: &Value) {
    let Some(rows) = case["states"].as_array() else {
        return;
    };
    let first = match states.discretisation() {
        discrete::Discretisation::Quantiles(_) => 0.0,
        _ => -1.0,
    };
    for (row, want) in rows.iter().enumerate() {
        let state = |at| f64::from(states.column(at)[row]) + first;
        let got: Vec<f64> = (0..states.len()).map(state).collect();
        assert_eq!(got, numbers(want), "{}: row {row}", case["name"]);
    }
}

#[test]
fn selections_and_scores_are_those_of_mrmr_selection_and_peng() {
    let found = check("mrmr_small.json");
    assert_eq!((found.cases, found.selections), (14, 14));
}

#[test]
fn selections_of_6865_columns_are_those_of_mrmr_selection() {
    let found = check("mrmr_large.json");
    assert_eq!((found.cases, found.selections), (2, 2));
}
