//! Nothing that is fitted sees rows that it is applied to later, and no row sees another.

use voxomics_harmonize::combat::{self, Model, Options, PriorKind};
use voxomics_harmonize::{Covariate, Values};
use voxomics_table::Table;
use voxomics_testkit::generator::Batches;
use voxomics_testkit::on_any_pool;

use super::case::Input;
use super::study;

const TRAIN: usize = 90;

fn cohort() -> Input {
    study::input(&Batches {
        seed: 21,
        features: 40,
        batches: (0..120).map(|row| row % 3).collect(),
        covariate: (0..120).map(|row| f64::from(row % 7)).collect(),
    })
}

fn rows(input: &Input, which: &[usize]) -> Input {
    let covariate = |covariate: &Covariate| {
        let Values::Numbers(values) = &covariate.values else {
            unreachable!("the study's covariate is numbers")
        };
        let values: Vec<f64> = which.iter().map(|&row| values[row]).collect();
        Covariate::numbers(covariate.name.clone(), values)
    };
    Input {
        features: input.features.rows_at(which).unwrap(),
        batches: which
            .iter()
            .map(|&row| input.batches[row].clone())
            .collect(),
        covariates: input.covariates.iter().map(covariate).collect(),
    }
}

/// The table with a row moved by a million.
fn changed(input: &Input, row: usize) -> Input {
    let (ids, names, mut values) = input.features.clone().into_parts();
    values.row_mut(row).mapv_inplace(|value| value + 1e6);
    Input {
        features: Table::new(ids, names, values).unwrap(),
        ..input.clone()
    }
}

fn fit(input: &Input) -> Model {
    let train: Vec<usize> = (0..TRAIN).collect();
    combat::fit(&rows(input, &train).cohort(), &Options::default()).unwrap()
}

#[test]
fn a_validation_row_moves_neither_the_model_nor_another_row() {
    let input = cohort();
    let moved = changed(&input, TRAIN + 5);
    let (model, of_moved) = (fit(&input), fit(&moved));
    assert_eq!(
        serde_json::to_string(&model).unwrap(),
        serde_json::to_string(&of_moved).unwrap()
    );
    let (before, after) = (
        model.apply(&input.cohort()).unwrap(),
        model.apply(&moved.cohort()).unwrap(),
    );
    for row in 0..input.batches.len() {
        let (before, after) = (before.values(), after.values());
        let is_same = before.row(row) == after.row(row);
        assert_eq!(is_same, row != TRAIN + 5, "row {row}");
    }
    // A row of the training set moves the model: the test can fail.
    assert_ne!(fit(&changed(&input, 5)), model);
}

#[test]
fn a_row_alone_is_what_it_is_among_others() {
    let input = cohort();
    let model = fit(&input);
    let all = model.apply(&input.cohort()).unwrap();
    for row in [0, 57, 119] {
        let alone = model.apply(&rows(&input, &[row]).cohort()).unwrap();
        assert_eq!(alone.values().row(0), all.values().row(row));
    }
}

#[test]
fn the_model_is_the_same_bytes_on_any_number_of_threads_and_from_a_file() {
    let input = cohort();
    for prior in [
        PriorKind::Parametric,
        PriorKind::NonParametric,
        PriorKind::None,
    ] {
        let options = Options {
            prior,
            ..Options::default()
        };
        let text = on_any_pool(|| {
            let model = combat::fit(&input.cohort(), &options).unwrap();
            let alike = model.apply(&input.cohort()).unwrap();
            (serde_json::to_string(&model).unwrap(), alike)
        });
        let read: Model = serde_json::from_str(&text.0).unwrap();
        assert_eq!(read.apply(&input.cohort()).unwrap(), text.1);
    }
}
