//! Batches that are learnt after the others.

use voxomics_harmonize::combat::{self, Error, Options, PriorKind};
use voxomics_table::Table;
use voxomics_testkit::generator::Batches;

use super::case::{Input, by_feature};
use super::study;

fn made(batches: Vec<usize>) -> Input {
    let rows = batches.len();
    let input = study::input(&Batches {
        seed: 3,
        features: 50,
        batches,
        covariate: vec![0.0; rows],
    });
    Input {
        covariates: Vec::new(),
        ..input
    }
}

/// Two batches to learn from, and a third that comes later.
fn cohorts() -> (Input, Input) {
    let all = made((0..90).map(|row| row / 30).collect());
    let some = |which: std::ops::Range<usize>| Input {
        features: all
            .features
            .rows_at(&which.clone().collect::<Vec<_>>())
            .unwrap(),
        batches: all.batches[which].to_vec(),
        covariates: Vec::new(),
    };
    (some(0..60), some(60..90))
}

#[test]
fn a_new_batch_is_learnt_against_the_frozen_model() {
    let (old, new) = cohorts();
    for prior in [
        PriorKind::Parametric,
        PriorKind::NonParametric,
        PriorKind::None,
    ] {
        let options = Options {
            prior,
            ..Options::default()
        };
        let model = combat::fit(&old.cohort(), &options).unwrap();
        let extended = model.with_new_batches(&new.cohort()).unwrap();
        assert_eq!(extended.batches[..2], model.batches[..]);
        assert_eq!(
            (&extended.grand_mean, &extended.variance),
            (&model.grand_mean, &model.variance)
        );
        assert!(extended.batches[2].is_new && extended.batches[2].rows == 30);
        assert_eq!(
            extended.apply(&old.cohort()).unwrap(),
            model.apply(&old.cohort()).unwrap()
        );
        // Its means move to where the others' are.
        let away = |table: &Table| {
            let values = table.values();
            let columns = values.columns().into_iter().enumerate();
            let away = columns.map(|(place, column)| {
                let mean = column.sum() / 30.0;
                (mean - model.grand_mean[place]).abs() / model.variance[place].sqrt()
            });
            away.sum::<f64>() / 50.0
        };
        let alike = extended.apply(&new.cohort()).unwrap();
        let (before, after) = (away(&new.features), away(&alike));
        assert!(before > 0.5 && after < 0.15, "{prior:?}: {before} {after}");
    }
}

#[test]
fn rows_of_known_batches_do_not_count() {
    let (old, new) = cohorts();
    let model = combat::fit(&old.cohort(), &Options::default()).unwrap();
    assert_eq!(
        model.with_new_batches(&old.cohort()),
        Err(Error::NothingNew)
    );
    // The same rows with one of a known batch among them.
    let mixed = {
        let mut which: Vec<usize> = (60..90).collect();
        which.push(0);
        let all = made((0..90).map(|row| row / 30).collect());
        Input {
            features: all.features.rows_at(&which).unwrap(),
            batches: which.iter().map(|&row| all.batches[row].clone()).collect(),
            covariates: Vec::new(),
        }
    };
    assert_eq!(
        model.with_new_batches(&mixed.cohort()),
        model.with_new_batches(&new.cohort())
    );
}

#[test]
fn a_new_batch_of_a_reference_model_goes_to_the_reference() {
    let (old, new) = cohorts();
    let options = Options {
        reference: Some("2".to_owned()),
        ..Options::default()
    };
    let model = combat::fit(&old.cohort(), &options).unwrap();
    let extended = model.with_new_batches(&new.cohort()).unwrap();
    let untouched: Vec<usize> = (0..60).filter(|&row| old.batches[row] == "2").collect();
    let alike = extended.apply(&old.cohort()).unwrap();
    for row in untouched {
        assert_eq!(alike.values().row(row), old.features.values().row(row));
    }
    assert!(
        by_feature(&extended.apply(&new.cohort()).unwrap())
            .iter()
            .all(Option::is_some)
    );
}

#[test]
fn one_row_of_a_new_batch_is_too_few_for_a_variance() {
    let (old, new) = cohorts();
    let model = combat::fit(&old.cohort(), &Options::default()).unwrap();
    let one = Input {
        features: new.features.rows_at(&[0]).unwrap(),
        batches: vec![new.batches[0].clone()],
        covariates: Vec::new(),
    };
    let error = model.with_new_batches(&one.cohort()).unwrap_err();
    assert!(
        error.to_string().contains("has one value in batch `3`"),
        "{error}"
    );
    let options = Options {
        mean_only: true,
        ..Options::default()
    };
    let model = combat::fit(&old.cohort(), &options).unwrap();
    assert!(model.with_new_batches(&one.cohort()).is_ok());
}
