//! What is no table, no model or no fold.

use ndarray::{Array2, array};
use voxomics_regress::FoldsError;
use voxomics_regress::knn::{Error, Measure, Metric, Model, Options, Search, Ties, choose_k};
use voxomics_stats::resample::Fold;

fn refusal(x: &Array2<f64>, classes: &[u32], options: Options) -> Error {
    Model::fit(x.view(), classes, &options).unwrap_err()
}

#[test]
fn tables_and_options_are_checked() {
    let x = array![[1.0, 2.0], [3.0, 4.0], [0.0, 0.0]];
    let classes = [0, 1, 1];
    let with = |metric| Options {
        metric,
        ..Options::default()
    };
    let k = |k, ties| Options {
        k,
        ties,
        ..Options::default()
    };
    assert_eq!(
        refusal(&Array2::zeros((0, 2)), &[], Options::default()),
        Error::Empty {
            rows: 0,
            columns: 2
        }
    );
    assert_eq!(
        refusal(&Array2::zeros((2, 0)), &[0, 1], Options::default()),
        Error::Empty {
            rows: 2,
            columns: 0
        }
    );
    assert_eq!(
        refusal(&x, &[0, 1], Options::default()),
        Error::Classes { found: 2, rows: 3 }
    );
    assert_eq!(
        refusal(&x, &classes, k(0, Ties::Class)),
        Error::K { k: 0, rows: 3 }
    );
    assert_eq!(
        refusal(&x, &classes, k(4, Ties::Sklearn)),
        Error::K { k: 4, rows: 3 }
    );
    assert_eq!(
        refusal(&x, &classes, k(4, Ties::First)),
        Error::K { k: 4, rows: 3 }
    );
    assert_eq!(
        refusal(&x, &classes, with(Metric::Minkowski(0.5))),
        Error::Power(0.5)
    );
    assert_eq!(
        refusal(&x, &classes, with(Metric::Cosine)),
        Error::NoDirection { row: 2 }
    );
    let level = array![[1.0, 2.0], [0.1, 0.1]];
    assert_eq!(
        refusal(&level, &[0, 1], with(Metric::Correlation)),
        Error::NoDirection { row: 1 }
    );
    let missing = array![[1.0, 2.0], [3.0, f64::NAN]];
    assert!(matches!(
        refusal(&missing, &[0, 1], Options::default()),
        Error::Value {
            row: 1,
            column: 1,
            ..
        }
    ));
}

#[test]
fn queries_are_checked() {
    let x = array![[1.0, 2.0], [3.0, 4.0]];
    let model = Model::fit(x.view(), &[0, 1], &Options::default()).unwrap();
    assert_eq!(
        model.predict(array![[1.0]].view()),
        Err(Error::Columns {
            found: 1,
            expected: 2
        })
    );
    assert_eq!(
        model.predict(array![[1.0, 1e200]].view()),
        Err(Error::TooFar {
            row: 0,
            training: 0
        })
    );
    assert!(matches!(
        model.predict(array![[1.0, f64::INFINITY]].view()),
        Err(Error::Value { .. })
    ));
    assert_eq!(model.predict(Array2::zeros((0, 2)).view()), Ok(vec![]));
    // Denormal distances are no infinite weights.
    let near = array![[0.0], [5e-324], [1.0]];
    let options = Options {
        weights: voxomics_regress::knn::Weights::Distance,
        metric: Metric::Manhattan,
        ..Options::default()
    };
    let model = Model::fit(near.view(), &[0, 1, 1], &options).unwrap();
    let shares = model
        .probabilities(array![[1e-323], [0.5], [0.0]].view())
        .unwrap();
    assert!(shares.iter().all(|share| share.is_finite()), "{shares}");
    assert_eq!(shares.row(2).to_vec(), [1.0, 0.0]);
}

#[test]
fn stored_models_are_checked() {
    let options = r#""options": {"k": 1}"#;
    let ragged = format!(r#"{{"rows": [[1, 2], [3]], "classes": [0, 1], {options}}}"#);
    let short = format!(r#"{{"rows": [[1, 2], [3, 4]], "classes": [0], {options}}}"#);
    let whole = format!(r#"{{"rows": [[1, 2], [3, 4]], "classes": [0, 9], {options}}}"#);
    for text in [ragged, short] {
        assert!(serde_json::from_str::<Model>(&text).is_err(), "{text}");
    }
    let model: Model = serde_json::from_str(&whole).unwrap();
    assert_eq!(model.predict(array![[3.0, 3.0]].view()), Ok(vec![9]));
}

#[test]
fn searches_are_checked() {
    let x = Array2::from_shape_fn((6, 1), |(row, _)| row as f64);
    let fold = |train: &[usize], test: &[usize]| Fold {
        train: train.to_vec(),
        test: test.to_vec(),
    };
    let good = [fold(&[0, 1, 2, 3], &[4, 5])];
    let run = |classes: &[u32], folds: &[Fold], search: &Search| {
        choose_k(x.view(), classes, folds, search).unwrap_err()
    };
    let two = [0, 1, 0, 1, 0, 1];
    let usual = Search::default();
    assert_eq!(
        run(&two[..5], &good, &usual),
        Error::Classes { found: 5, rows: 6 }
    );
    for (folds, error) in [
        (vec![], FoldsError::None),
        (
            vec![fold(&[], &[1])],
            FoldsError::Empty {
                fold: 0,
                part: "training",
            },
        ),
        (
            vec![fold(&[1], &[])],
            FoldsError::Empty {
                fold: 0,
                part: "test",
            },
        ),
        (
            vec![fold(&[0], &[6])],
            FoldsError::NoSuchRow {
                fold: 0,
                row: 6,
                rows: 6,
            },
        ),
        (
            vec![good[0].clone(), fold(&[0, 3], &[2, 3])],
            FoldsError::Leak { fold: 1, row: 3 },
        ),
    ] {
        assert_eq!(run(&two, &folds, &usual), Error::Folds(error));
    }
    assert_eq!(
        run(
            &two,
            &good,
            &Search {
                ks: vec![],
                ..Search::default()
            }
        ),
        Error::NoCandidates
    );
    assert_eq!(
        run(
            &two,
            &good,
            &Search {
                ks: vec![0],
                ..Search::default()
            }
        ),
        Error::K { k: 0, rows: 6 }
    );
    let area = Search {
        measure: Measure::Auc,
        ..Search::default()
    };
    assert_eq!(
        run(&[0, 1, 2, 0, 1, 2], &good, &area),
        Error::NotTwoClasses(3)
    );
    let strict = Search {
        options: Options {
            ties: Ties::First,
            ..Options::default()
        },
        ..Search::default()
    };
    assert_eq!(run(&two, &good, &strict), Error::K { k: 15, rows: 4 });
}
