//! Bad input: an error that names it and says what to do.

use voxomics_core::ErrorClass;
use voxomics_harmonize::combat::{self, Error, Model, Options};
use voxomics_harmonize::{Cohort, Covariate};
use voxomics_table::{Problem, Table};

use super::case::{Input, table};

/// Two features of eight rows in two batches; a covariate that varies within both.
pub(super) fn input() -> Input {
    let features = [
        vec![4.1, 3.9, 5.2, 4.4, 7.9, 8.4, 9.9, 7.2],
        vec![20.0, 27.0, 24.0, 21.0, 39.0, 31.0, 36.0, 30.0],
        vec![0.3, 0.1, 0.4, 0.15, 0.9, 0.65, 0.3, 0.5],
    ];
    Input {
        features: table(&features),
        batches: ["N", "N", "N", "N", "S", "S", "S", "S"]
            .map(str::to_owned)
            .to_vec(),
        covariates: vec![Covariate::numbers(
            "age",
            [61.0, 50.0, 72.0, 66.0, 58.0, 64.0, 70.0, 49.0],
        )],
    }
}

pub(super) fn with(change: impl FnOnce(&mut Input)) -> Input {
    let mut input = input();
    change(&mut input);
    input
}

pub(super) fn fit(input: &Input) -> Result<Model, Error> {
    combat::fit(&input.cohort(), &Options::default())
}

/// With a cell of a feature replaced.
pub(super) fn cell(row: usize, feature: usize, value: f64) -> Input {
    with(|input| {
        let (ids, names, mut values) = input.features.clone().into_parts();
        values[(row, feature)] = value;
        input.features = Table::new(ids, names, values).unwrap();
    })
}

pub(super) fn refused(input: &Input, words: &str) {
    let error = fit(input).unwrap_err();
    assert!(error.to_string().contains(words), "{error}");
    assert_eq!(error.class(), ErrorClass::Input);
}

#[test]
fn designs_that_cannot_be_told_apart_are_refused() {
    refused(
        &with(|input| input.batches = vec!["N".to_owned(); 8]),
        "all rows are of batch `N`",
    );
    let stage =
        |stage: [&str; 8]| with(|input| input.covariates = vec![Covariate::groups("stage", stage)]);
    let confounded = stage(["I", "I", "I", "I", "II", "II", "II", "II"]);
    refused(
        &confounded,
        "covariate `stageII` is confounded with the batches: leave it out",
    );
    // Twice the same, in other words.
    let twice = with(|input| {
        let months = Covariate::numbers(
            "months",
            [61.0, 50.0, 72.0, 66.0, 58.0, 64.0, 70.0, 49.0].map(|age| 12.0 * age),
        );
        input.covariates.push(months);
    });
    refused(&twice, "covariate `months` is confounded");
    let constant = with(|input| input.covariates = vec![Covariate::numbers("age", [60.0; 8])]);
    refused(&constant, "covariate `age` is confounded");
    refused(
        &stage(["I"; 8]),
        "covariate `stage` is `I` in all rows: leave it out",
    );
    let many = with(|input| {
        let group = |at| {
            Covariate::numbers(
                format!("c{at}"),
                (0..8)
                    .map(|row| f64::from(u8::from(row == at)))
                    .collect::<Vec<_>>(),
            )
        };
        input.covariates = (0..6).map(group).collect();
    });
    refused(&many, "8 batches and columns of covariates for 8 rows");
    let same = with(|input| {
        input.covariates.push(input.covariates[0].clone());
    });
    refused(&same, "two covariates are named `age`");
}

#[test]
fn values_that_are_no_numbers_are_named() {
    refused(
        &cell(5, 1, f64::INFINITY),
        "feature `f1` is inf in row `r5`",
    );
    refused(
        &with(|input| input.covariates = vec![Covariate::numbers("age", [f64::NAN; 8])]),
        "covariate `age` is NaN in row 0, counted from 0 (rows like it: 8)",
    );
    refused(
        &with(|input| {
            input.batches.pop();
        }),
        "7 batches for 8 rows",
    );
    refused(
        &with(|input| input.covariates = vec![Covariate::numbers("age", [1.0])]),
        "1 values of covariate `age` for 8 rows",
    );
    // A missing value stays missing, and nothing else is.
    let one = cell(5, 1, f64::NAN);
    let alike = fit(&one).unwrap().apply(&one.cohort()).unwrap();
    assert_eq!(alike.missing(), [("f1", 1)]);
    let mut few = one;
    for row in [4, 6] {
        let (ids, names, mut values) = few.features.clone().into_parts();
        values[(row, 1)] = f64::NAN;
        few.features = Table::new(ids, names, values).unwrap();
    }
    refused(&few, "feature `f1` has one value in batch `S`");
}

#[test]
fn rows_that_the_model_does_not_know_are_refused() {
    let input = input();
    let model = fit(&input).unwrap();
    let apply = |input: &Input| model.apply(&input.cohort()).unwrap_err();
    let other = with(|input| input.batches[3] = "West".to_owned());
    assert!(
        apply(&other)
            .to_string()
            .starts_with("batch `West` was not there to learn from (known: ")
    );
    let renamed = with(|input| {
        let (ids, mut names, values) = input.features.clone().into_parts();
        names[1] = "F1".to_owned();
        input.features = Table::new(ids, names, values).unwrap();
    });
    assert!(
        matches!(apply(&renamed), Error::Table(Problem::NoColumn { name, .. }) if name == "f1")
    );
    let blind = with(|input| input.covariates.clear());
    assert!(
        apply(&blind)
            .to_string()
            .starts_with("no covariate `age`, which the model was fitted with")
    );
    let groups = with(|input| input.covariates = vec![Covariate::groups("age", ["old"; 8])]);
    assert_eq!(
        apply(&groups).to_string(),
        "covariate `age` was learnt as numbers and is given as groups: give numbers"
    );
    let empty = Cohort {
        batches: &[],
        ..input.cohort()
    };
    assert!(matches!(model.apply(&empty), Err(Error::Lengths { .. })));
}

#[test]
fn groups_of_a_covariate_must_be_known() {
    let stage =
        |stage: [&str; 8]| with(|input| input.covariates = vec![Covariate::groups("stage", stage)]);
    let train = stage(["I", "II", "I", "III", "II", "I", "III", "I"]);
    let model = fit(&train).unwrap();
    assert_eq!(model.covariates[0].columns(), ["stageII", "stageIII"]);
    let error = model.apply(&stage(["IV"; 8]).cohort()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`IV`, a group that was not there"),
        "{error}"
    );
}

#[test]
fn a_model_of_another_kind_or_with_a_hole_is_refused() {
    let input = input();
    let text = serde_json::to_string(&fit(&input).unwrap()).unwrap();
    for (from, to, words) in [
        ("\"version\":1", "\"version\":2", "version 2"),
        (
            "\"kind\":\"combat\"",
            "\"kind\":\"scaler\"",
            "kind `combat`, can be read",
        ),
        (
            "\"grand_mean\":[",
            "\"grand_mean\":[1.0,",
            "the model's grand means are not whole",
        ),
    ] {
        assert!(text.contains(from), "{text}");
        let broken: Model = serde_json::from_str(&text.replace(from, to)).unwrap();
        let error = broken.apply(&input.cohort()).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}
