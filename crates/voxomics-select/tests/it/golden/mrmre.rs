//! R's `mRMRe` 2.1.2.

use serde_json::Value;
use voxomics_select::mrmr::gaussian::{Estimator, Options, Outcome, Size, ensemble};
use voxomics_select::mrmr::{End, Error, Ranking};
use voxomics_testkit::goldens::indices;

use super::{Found, matrix, numbers, read};

fn answer(case: &Value) -> Result<Vec<Ranking>, Error> {
    let input = &case["input"];
    let table = matrix(&input["x"]);
    let y = numbers(&input["y"]);
    let classes: Vec<u32> = y.iter().map(|&y| u32::from(y == 1.0)).collect();
    let outcome = match input["y_kind"].as_str().unwrap() {
        "number" => Outcome::Continuous(&y),
        _ => Outcome::Ordered(&classes),
    };
    let weights = (!input["weights"].is_null()).then(|| numbers(&input["weights"]));
    let letter = |value: &Value| u32::from(value.as_str().unwrap().as_bytes()[0]);
    let strata = input["strata"].as_array();
    let strata = strata.map(|strata| strata.iter().map(letter).collect::<Vec<u32>>());
    let options = Options {
        estimator: match case["estimator"].as_str().unwrap() {
            "spearman" => Estimator::Spearman,
            "kendall" => Estimator::Kendall,
            _ => Estimator::Pearson,
        },
        weights: weights.as_deref(),
        strata: strata.as_deref(),
        ..Options::default()
    };
    let number = |key: &str| usize::try_from(case[key].as_u64().unwrap()).unwrap();
    let (count, solutions) = (number("feature_count"), number("solution_count"));
    ensemble(table.view(), outcome, Size { count, solutions }, &options)
}

/// The scores in mRMRe's object: the outcome is among what a column is redundant with.
fn engine_scores(ranking: &Ranking) -> Vec<f64> {
    let score = |(at, choice): (usize, &voxomics_select::mrmr::Choice)| match at {
        0 => choice.score,
        _ => choice.score * at as f64 / (at + 1) as f64,
    };
    ranking.chosen.iter().enumerate().map(score).collect()
}

pub(crate) fn check(file: &str) -> Found {
    let mut found = Found::default();
    for case in read(file)["cases"].as_array().unwrap() {
        found.cases += 1;
        let name = case["name"].as_str().unwrap();
        let p = usize::try_from(case["p"].as_u64().unwrap()).unwrap();
        let solutions = match answer(case) {
            Err(Error::ConstantOutcome { value: 1.0 }) if name == "constant_target" => continue,
            other => other.unwrap(),
        };
        let wanted = case["selected_0based"].as_array().unwrap();
        assert_eq!(solutions.len(), wanted.len(), "{name}: solutions");
        // mRMRe lists solutions from the last to the first.
        for (at, ranking) in solutions.iter().rev().enumerate() {
            let mut want = indices(&wanted[at]);
            let asked = want.len();
            // Its own index is what it fills up with.
            want.retain(|&column| column != p);
            let end = if want.len() < asked {
                End::Exhausted
            } else {
                End::Count
            };
            assert_eq!(ranking.end, end, "{name}: end");
            found.selection(&ranking.columns(), &want, name);
            let mut scores: Vec<f64> = ranking.chosen.iter().map(|choice| choice.score).collect();
            let mut want = numbers(&case["scores_function"][at]);
            want.truncate(scores.len());
            if want[0].is_nan() {
                // `scores()` looks for the association in the direction that was never computed.
                scores.remove(0);
                want.remove(0);
            }
            found.scores(&scores, &want, &format!("{name}: scores"));
            let mut engine = numbers(&case["engine_scores"][at]);
            engine.truncate(ranking.chosen.len());
            found.scores(&engine_scores(ranking), &engine, &format!("{name}: engine"));
        }
        relevance(case, &solutions, &mut found);
    }
    found
}

/// Associations of chosen columns with the outcome.
fn relevance(case: &Value, solutions: &[Ranking], found: &mut Found) {
    let all = numbers(&case["association_with_target"]);
    let columns = match &case["association_columns_0based"] {
        Value::Null => (0..all.len()).collect(),
        columns => indices(columns),
    };
    for choice in solutions.iter().flat_map(|ranking| &ranking.chosen) {
        if let Some(at) = columns.iter().position(|&column| column == choice.column) {
            let what = format!("{}: column {}", case["name"], choice.column);
            found.scores(&[choice.relevance], &[all[at]], &what);
        }
    }
}

#[test]
fn selections_and_scores_are_mrmres() {
    let found = check("mrmre_small.json");
    assert_eq!((found.cases, found.selections), (15, 20));
}

#[test]
fn selections_and_scores_of_6865_columns_are_mrmres() {
    let found = check("mrmre_large.json");
    assert_eq!((found.cases, found.selections), (3, 7));
}
