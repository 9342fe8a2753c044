//! Every case of `class::knn`, `class::knn.cv` and scikit-learn's `KNeighborsClassifier`.

use ndarray::{Array2, Axis};
use serde_json::Value;
use voxomics_regress::knn::{Error, Model, Options, Ties, Weights};
use voxomics_testkit::goldens::{indices, numbers, read};

use super::matrix;

/// Of probabilities, as the goldens' README has it; classes and neighbours are equal.
const PROBABILITY: f64 = 1e-12;

fn file(name: &str) -> Value {
    read(&voxomics_testkit::data().join("models").join(name))
}

/// Names, sorted as R sorts these, and the number of each row's.
fn coded(classes: &Value) -> (Vec<String>, Vec<u32>) {
    let of_row = classes.as_array().unwrap().iter();
    let of_row: Vec<String> = of_row
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    let mut names = of_row.clone();
    names.sort();
    names.dedup();
    let code = |name: &String| names.iter().position(|known| known == name).unwrap() as u32;
    let codes = of_row.iter().map(code).collect();
    (names, codes)
}

fn is_among(got: u32, names: &[String], outcomes: &Value) -> bool {
    let outcomes = outcomes.as_array().unwrap();
    outcomes
        .iter()
        .any(|name| name == names[got as usize].as_str())
}

fn compare_with_class(case: &Value, stored: &Value) {
    let name = format!(
        "{} k {} use.all {}",
        case["name"], stored["k"], stored["use_all"]
    );
    let (names, classes) = coded(&case["class"]);
    let k = stored["k"].as_u64().unwrap() as usize;
    let use_all = stored["use_all"].as_bool().unwrap();
    let ties = if use_all || k > classes.len() {
        Ties::Class
    } else {
        Ties::First
    };
    let options = Options {
        k,
        ties,
        ..Options::default()
    };
    let model = Model::fit(matrix(&case["train"]).view(), &classes, &options);
    if stored.get("error").is_some() {
        assert!(
            matches!(
                model,
                Err(Error::Value {
                    row: 0,
                    column: 0,
                    ..
                })
            ),
            "{name}"
        );
        return;
    }
    let (model, test) = (model.unwrap(), matrix(&case["test"]));
    let (predicted, shares) = (
        model.predict(test.view()).unwrap(),
        model.probabilities(test.view()).unwrap(),
    );
    let varies = stored["vote_share_varies"].as_array().unwrap();
    for (row, want) in numbers(&stored["vote_share"]).into_iter().enumerate() {
        let outcomes = &stored["outcomes"][row];
        assert!(
            is_among(predicted[row], &names, outcomes),
            "{name}, row {row}"
        );
        if varies[row] == false {
            let most = shares.row(row).iter().copied().fold(0.0, f64::max);
            assert_eq!(most, want, "{name}, row {row}");
        }
    }
}

/// Each row by all others.
fn leave_one_out(x: &Array2<f64>, classes: &[u32], k: usize) -> Vec<u32> {
    let each = (0..x.nrows()).map(|left_out| {
        let others: Vec<usize> = (0..x.nrows()).filter(|&row| row != left_out).collect();
        let own: Vec<u32> = others.iter().map(|&row| classes[row]).collect();
        let options = Options {
            k,
            ..Options::default()
        };
        let model = Model::fit(x.select(Axis(0), &others).view(), &own, &options).unwrap();
        model
            .predict(x.select(Axis(0), &[left_out]).view())
            .unwrap()[0]
    });
    each.collect()
}

#[test]
fn every_case_of_class_knn_is_met() {
    assert_eq!(class_knn(), 36);
}

/// How many results of `class::knn` are met, each exactly.
pub(crate) fn class_knn() -> usize {
    let goldens = file("knn_and_correlation_pruning.json");
    let mut compared = 0;
    for case in goldens["cases"].as_array().unwrap() {
        for stored in case["knn"].as_array().unwrap() {
            compare_with_class(case, stored);
            compared += 1;
        }
    }
    compared
}

#[test]
fn every_case_of_class_knn_cv_is_met() {
    assert!(class_knn_cv() > 0);
}

/// The same of `class::knn.cv`.
pub(crate) fn class_knn_cv() -> usize {
    let mut compared = 0;
    let goldens = file("knn_and_correlation_pruning.json");
    for case in goldens["cases"].as_array().unwrap() {
        let (names, classes) = coded(&case["class"]);
        for stored in case["knn_cv"].as_array().unwrap() {
            if stored.get("error").is_some() {
                continue;
            }
            let k = stored["k"].as_u64().unwrap() as usize;
            let predicted = leave_one_out(&matrix(&case["train"]), &classes, k);
            for (row, outcomes) in stored["loo_outcomes"]
                .as_array()
                .unwrap()
                .iter()
                .enumerate()
            {
                let name = &case["name"];
                assert!(
                    is_among(predicted[row], &names, outcomes),
                    "{name}, k {k}, row {row}"
                );
            }
            compared += 1;
        }
    }
    compared
}

fn compare_with_sklearn(input: &Value, stored: &Value, training: usize) {
    let name = format!(
        "k {} {} {}",
        stored["k"], stored["weights"], stored["algorithm"]
    );
    let y: Vec<u32> = indices(&input["y"]).iter().map(|&y| y as u32).collect();
    let options = Options {
        k: stored["k"].as_u64().unwrap() as usize,
        weights: if stored["weights"] == "distance" {
            Weights::Distance
        } else {
            Weights::Uniform
        },
        ties: Ties::Sklearn,
        ..Options::default()
    };
    let model = Model::fit(matrix(&input["train"]).view(), &y[..training], &options).unwrap();
    let test = matrix(&input["test"]);
    let predicted = model.predict(test.view()).unwrap();
    let want = indices(&stored["predict"]);
    assert_eq!(
        predicted,
        want.iter().map(|&y| y as u32).collect::<Vec<_>>(),
        "{name}"
    );
    let found = model.probabilities(test.view()).unwrap();
    for (got, want) in found.iter().zip(matrix(&stored["proba"])) {
        assert!(
            (got - want).abs() < PROBABILITY,
            "{name}: {got}, want {want}"
        );
    }
    compare_neighbours(&model, &test, stored);
}

/// The same rows, in any order where they are equally far.
fn compare_neighbours(model: &Model, test: &Array2<f64>, stored: &Value) {
    let found = model.neighbours(test.view()).unwrap();
    for (row, found) in found.iter().enumerate() {
        let mut got: Vec<usize> = found.iter().map(|near| near.row).collect();
        let mut want = indices(&stored["neighbours_0based"][row]);
        if let Some(distances) = stored.get("distances") {
            for (near, want) in found.iter().zip(numbers(&distances[row])) {
                assert!((near.distance / want - 1.0).abs() < PROBABILITY);
            }
        } else {
            got.sort_unstable();
            want.sort_unstable();
        }
        assert_eq!(got, want, "row {row}");
    }
}

#[test]
fn every_case_of_scikit_learn_is_met() {
    assert_eq!(scikit_learn(), 24);
}

/// The same of `KNeighborsClassifier`; probabilities to 1e-12.
pub(crate) fn scikit_learn() -> usize {
    let goldens = file("sklearn.json.gz");
    let mut compared = 0;
    for (part, training) in [("generated", 45), ("ties", 5)] {
        let input = &goldens["knn"][part];
        for stored in input["results"].as_array().unwrap() {
            compare_with_sklearn(input, stored, training);
            compared += 1;
        }
    }
    compared
}
