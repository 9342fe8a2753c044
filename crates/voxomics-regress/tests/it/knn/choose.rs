//! The number of neighbours by cross-validation.

use ndarray::{Array2, Axis};
use voxomics_core::Seed;
use voxomics_regress::knn::{Choice, Error, Measure, Model, Options, Search, Ties, choose_k};
use voxomics_stats::resample::{Fold, Folds, stratified_k_fold};
use voxomics_stats::roc::{Direction, Marker};
use voxomics_testkit::generator::normal;
use voxomics_testkit::on_any_pool;

const ROWS: usize = 90;

fn data() -> (Array2<f64>, Vec<u32>) {
    let classes: Vec<u32> = (0..ROWS as u32).map(|row| 4 + row % 2).collect();
    let x = Array2::from_shape_fn((ROWS, 3), |(row, column)| {
        let noise = normal(5, (row * 3 + column) as u64);
        // Tenths, so that some rows tie.
        ((f64::from(classes[row]) + noise) * 10.0).round() / 10.0
    });
    (x, classes)
}

fn folds(classes: &[u32]) -> Vec<Fold> {
    let options = Folds {
        folds: 5,
        repeats: 2,
        seed: Seed(3),
    };
    stratified_k_fold(classes, options).unwrap()
}

fn chosen(measure: Measure, ties: Ties) -> (Choice, Vec<Fold>) {
    let (x, classes) = data();
    let folds = folds(&classes);
    let options = Options {
        ties,
        ..Options::default()
    };
    let search = Search {
        ks: vec![1, 4, 7, 70],
        measure,
        options,
        ..Search::default()
    };
    (
        on_any_pool(|| choose_k(x.view(), &classes, &folds, &search)).unwrap(),
        folds,
    )
}

/// The measure of one fold from models of one `k` each.
fn by_hand(fold: &Fold, k: usize, measure: Measure, ties: Ties) -> f64 {
    let (x, classes) = data();
    let of = |rows: &[usize]| {
        let own: Vec<u32> = rows.iter().map(|&row| classes[row]).collect();
        (x.select(Axis(0), rows), own)
    };
    let ((train, own), (test, truth)) = (of(&fold.train), of(&fold.test));
    let model = Model::fit(
        train.view(),
        &own,
        &Options {
            k,
            ties,
            ..Options::default()
        },
    )
    .unwrap();
    let shares = model.probabilities(test.view()).unwrap();
    let rows = truth.len() as f64;
    match measure {
        Measure::Accuracy => {
            let predicted = model.predict(test.view()).unwrap();
            predicted.iter().zip(&truth).filter(|(a, b)| a == b).count() as f64 / rows
        }
        Measure::Auc => {
            let cases: Vec<bool> = truth.iter().map(|&class| class == 5).collect();
            Marker::new(&cases, &shares.column(1).to_vec())
                .unwrap()
                .auc(Direction::Higher)
        }
        _ => {
            let own = |(row, &class): (usize, &u32)| shares[[row, (class - 4) as usize]];
            let loss = |p: f64| -p.clamp(f64::EPSILON, 1.0 - f64::EPSILON).ln();
            truth.iter().enumerate().map(own).map(loss).sum::<f64>() / rows
        }
    }
}

#[test]
fn one_sweep_of_distances_gives_what_each_model_gives() {
    for measure in [Measure::Accuracy, Measure::Auc, Measure::LogLoss] {
        for ties in [Ties::Class, Ties::Sklearn, Ties::First] {
            let (choice, folds) = chosen(measure, ties);
            for (values, &k) in choice.values.iter().zip(&choice.ks) {
                for (value, fold) in values.iter().zip(&folds) {
                    let want = by_hand(fold, k, measure, ties);
                    assert!(
                        (value.unwrap() - want).abs() < 1e-12,
                        "{measure:?} {ties:?} {k}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_best_is_chosen_and_of_equals_the_largest() {
    for measure in [Measure::Accuracy, Measure::Auc, Measure::LogLoss] {
        let (choice, _) = chosen(measure, Ties::Class);
        let sign = if measure == Measure::LogLoss {
            -1.0
        } else {
            1.0
        };
        let at = choice.ks.iter().position(|&k| k == choice.k).unwrap();
        for (&k, summary) in choice.ks.iter().zip(&choice.summaries) {
            let (here, best) = (sign * summary.mean, sign * choice.summaries[at].mean);
            assert!(
                here < best || (here == best && k <= choice.k),
                "{measure:?} {k}"
            );
        }
    }
    let x = Array2::from_shape_fn((20, 1), |(row, _)| (row / 10 * 100 + row) as f64);
    let classes: Vec<u32> = (0..20).map(|row| row / 10).collect();
    let choice = choose_k(
        x.view(),
        &classes,
        &folds(&classes),
        &Search {
            ks: vec![3, 5, 1],
            ..Search::default()
        },
    );
    assert_eq!(choice.unwrap().k, 5);
}

#[test]
fn a_fold_without_cases_has_no_area() {
    let x = Array2::from_shape_fn((9, 1), |(row, _)| row as f64);
    let classes = [0, 0, 0, 1, 1, 1, 0, 1, 0];
    let fold = |test: &[usize]| Fold {
        train: (0..9).filter(|row| !test.contains(row)).collect(),
        test: test.to_vec(),
    };
    let search = Search {
        ks: vec![1],
        measure: Measure::Auc,
        ..Search::default()
    };
    let folds = [fold(&[0, 1]), fold(&[3, 6]), fold(&[4, 5])];
    let choice = choose_k(x.view(), &classes, &folds, &search).unwrap();
    assert_eq!(
        choice.values[0]
            .iter()
            .map(Option::is_some)
            .collect::<Vec<_>>(),
        [false, true, false]
    );
    assert_eq!(
        (
            choice.summaries[0].folds,
            choice.summaries[0].standard_error
        ),
        (1, None)
    );
    assert_eq!(
        choose_k(x.view(), &classes, &folds[..1], &search),
        Err(Error::NoFold)
    );
}

#[test]
fn scales_are_those_of_the_training_rows_of_each_fold() {
    let (x, classes) = data();
    let folds = folds(&classes);
    let inside = Search {
        standardize: true,
        ..Search::default()
    };
    let got = choose_k(x.view(), &classes, &folds, &inside).unwrap();
    for (at, fold) in folds.iter().enumerate() {
        let mut scaled = x.clone();
        for mut column in scaled.columns_mut() {
            let train: Vec<f64> = fold.train.iter().map(|&row| column[row]).collect();
            let mean = train.iter().sum::<f64>() / train.len() as f64;
            let squares: f64 = train.iter().map(|x| (x - mean).powi(2)).sum();
            let deviation = (squares / train.len() as f64).sqrt();
            column.mapv_inplace(|x| (x - mean) / deviation);
        }
        let one = std::slice::from_ref(fold);
        let want = choose_k(scaled.view(), &classes, one, &Search::default()).unwrap();
        for (got, want) in got.values.iter().zip(&want.values) {
            assert_eq!(got[at], want[0]);
        }
    }
}
