//! Pipelines inside of resampling.
#![expect(clippy::float_cmp, reason = "areas of constants are exact")]
#![expect(clippy::unnecessary_wraps, reason = "pipelines answer with results")]

#[path = "../../examples/noise.rs"]
mod noise;

use std::convert::Infallible;
use std::error::Error as _;

use rayon::prelude::*;
use voxomics_core::Seed;
use voxomics_regress::FoldsError;
use voxomics_regress::nested::{Error, Evaluation, evaluate};
use voxomics_stats::resample::{Fold, Folds, contiguous_k_fold, leave_one_out, stratified_k_fold};
use voxomics_testkit::generator::normal;
use voxomics_testkit::on_any_pool;

const ROWS: usize = 50;

fn labels() -> Vec<bool> {
    (0..ROWS).map(|row| row % 3 == 0).collect()
}

fn score(row: usize) -> f64 {
    // Tenths, so that some tie.
    ((normal(11, row as u64) + f64::from(u8::from(row.is_multiple_of(3)))) * 10.0).round()
}

/// Share of pairs of a case and a control that are in order, ties half.
fn area(labels: &[bool], scores: &[f64]) -> f64 {
    let (mut ahead, mut pairs) = (0.0, 0.0);
    for (case, a) in labels.iter().zip(scores) {
        for (other, b) in labels.iter().zip(scores) {
            if *case && !*other {
                pairs += 1.0;
                ahead += if a > b {
                    1.0
                } else if a == b {
                    0.5
                } else {
                    0.0
                };
            }
        }
    }
    ahead / pairs
}

/// A model that knows how many rows it was trained on, and the score of each row.
fn model(train: &[usize], test: &[usize]) -> Result<Vec<f64>, Infallible> {
    let shift = (train.iter().sum::<usize>() % 7) as f64;
    Ok(test.iter().map(|&row| score(row) + shift).collect())
}

fn repeated() -> Vec<Fold> {
    let options = Folds {
        folds: 4,
        repeats: 3,
        seed: Seed(2),
    };
    stratified_k_fold(&labels(), options).unwrap()
}

#[test]
fn areas_are_those_of_the_definition_on_any_pool() {
    let (labels, folds) = (labels(), repeated());
    let found: Evaluation = on_any_pool(|| evaluate(&labels, &folds, model).unwrap());
    assert_eq!(found.repeats.len(), 3);
    let mut means = Vec::new();
    for (repeat, folds) in found.repeats.iter().zip(folds.chunks(4)) {
        let mut predictions = vec![0.0; ROWS];
        let mut areas = Vec::new();
        for (fold, got) in folds.iter().zip(&repeat.aucs) {
            let answer = model(&fold.train, &fold.test).unwrap();
            let own: Vec<bool> = fold.test.iter().map(|&row| labels[row]).collect();
            areas.push(area(&own, &answer));
            assert!((got.unwrap() - areas[areas.len() - 1]).abs() < 1e-12);
            for (&row, value) in fold.test.iter().zip(answer) {
                predictions[row] = value;
            }
        }
        assert_eq!(repeat.predictions, predictions);
        assert!((repeat.pooled_auc.unwrap() - area(&labels, &predictions)).abs() < 1e-12);
        let (mean, error) = noise::summary(&areas);
        let auc = repeat.auc.unwrap();
        assert!((auc.mean - mean).abs() < 1e-12 && auc.folds == 4);
        assert!((auc.standard_error.unwrap() - error).abs() < 1e-12);
        means.push(mean);
    }
    let (mean, error) = noise::summary(&means);
    let auc = found.auc.unwrap();
    assert!((auc.mean - mean).abs() < 1e-12);
    assert!((auc.standard_error.unwrap() - error).abs() < 1e-12);
}

#[test]
fn a_constant_model_scores_one_half_in_folds_and_less_in_one_pool() {
    let labels = labels();
    let share = |train: &[usize], test: &[usize]| {
        let cases = train.iter().filter(|&&row| labels[row]).count();
        Ok::<_, Infallible>(vec![cases as f64 / train.len() as f64; test.len()])
    };
    let stratified = evaluate(&labels, &repeated(), share).unwrap();
    assert_eq!(stratified.auc.unwrap().mean, 0.5);
    assert!(stratified.repeats[0].pooled_auc.unwrap() < 0.5);
    // One row left out: it is a case exactly where the others hold fewer.
    let single = evaluate(&labels, &leave_one_out(ROWS).unwrap(), share).unwrap();
    assert_eq!((single.auc, single.repeats[0].auc), (None, None));
    assert_eq!(single.repeats[0].pooled_auc, Some(0.0));
}

#[test]
fn folds_must_divide_the_rows() {
    let labels = labels();
    let run = |folds: &[Fold]| evaluate(&labels, folds, model).unwrap_err();
    assert!(matches!(run(&[]), Error::Folds(FoldsError::None)));
    let mut folds = contiguous_k_fold(ROWS, 5).unwrap();
    folds[1].train.push(10);
    assert!(matches!(
        run(&folds),
        Error::Folds(FoldsError::Leak { fold: 1, row: 10 })
    ));
    let folds = contiguous_k_fold(ROWS, 5).unwrap();
    assert!(matches!(
        run(&folds[..4]),
        Error::Division {
            row: 40,
            times: 0,
            ..
        }
    ));
    let twice = [&folds[..2], &folds[..]].concat();
    assert!(matches!(
        run(&twice),
        Error::Division {
            row: 0,
            times: 2,
            ..
        }
    ));
    let same = vec![true; ROWS];
    assert!(matches!(
        evaluate(&same, &folds, model),
        Err(Error::OneClass(true))
    ));
}

#[test]
fn answers_of_a_pipeline_are_checked_and_the_first_failure_is_told() {
    let (labels, folds) = (labels(), contiguous_k_fold(ROWS, 5).unwrap());
    let failing = on_any_pool(|| {
        let error = evaluate(&labels, &folds, |_, test| {
            if test[0] < 20 {
                model(&[], test).map_err(|_| "never")
            } else {
                Err("no column is left")
            }
        });
        let error = error.unwrap_err();
        (error.to_string(), error.source().unwrap().to_string())
    });
    let want = ("fold 2: the pipeline failed", "no column is left");
    assert_eq!((&failing.0[..], &failing.1[..]), want);
    let short = evaluate(&labels, &folds, |train, _| model(train, &[0]));
    assert!(matches!(
        short,
        Err(Error::Count {
            fold: 0,
            found: 1,
            expected: 10
        })
    ));
    let missing = evaluate(&labels, &folds, |_, test| {
        let value = |&row: &usize| if row == 13 { f64::NAN } else { 0.0 };
        Ok::<_, Infallible>(test.iter().map(value).collect())
    });
    assert!(matches!(
        missing,
        Err(Error::Prediction {
            fold: 1,
            row: 13,
            ..
        })
    ));
}

/// Fifty studies of pure noise, each with noise and folds of its own.
#[test]
fn noise_predicts_nothing_unless_it_was_selected_on_all_rows() {
    let areas: Vec<noise::Areas> = (0..50)
        .into_par_iter()
        .map(|seed| noise::areas(noise::STUDY, seed).unwrap())
        .collect();
    let of = |of: fn(&noise::Areas) -> f64| areas.iter().map(of).collect::<Vec<f64>>();
    let (mean, error) = noise::summary(&of(|areas| areas.nested));
    assert!((mean - 0.5).abs() < 2.0 * error, "nested {mean} ± {error}");
    assert!(error < 0.02, "{error}");
    let leaky = of(|areas| areas.leaky);
    assert!(leaky.iter().all(|&auc| auc > 0.8), "leaky {leaky:?}");
}
