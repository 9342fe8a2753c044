//! `LogisticRegression` and `LogisticRegressionCV`.

use ndarray::{Array2, Axis, concatenate};
use serde_json::Value;
use voxomics_core::math;
use voxomics_regress::net::{
    CrossValidation, CvOptions, FoldWeights, Lambdas, Matching, Measure, Options, Response,
    balanced_weights, cross_validate, fit, lambda_of_c,
};
use voxomics_stats::resample::Fold;
use voxomics_stats::roc::{Direction, Marker};
use voxomics_testkit::generator::Radiomics;
use voxomics_testkit::goldens::{indices, numbers};

use super::{apart, dense, goldens, standardised};

const ROWS: usize = 120;

fn data() -> Array2<f64> {
    standardised(&Radiomics {
        seed: 736,
        rows: ROWS,
        columns: 8,
        groups: 3,
    })
}

/// How near, by the goldens' README.
fn tolerance(model: &str) -> f64 {
    match model {
        "default l2" => 1e-2,
        _ if model.contains("liblinear") => 1e-8,
        _ if model.contains("saga") && !model.contains("CV") => 1e-9,
        _ => 1e-6,
    }
}

fn alpha(model: &str) -> f64 {
    match model {
        _ if model.contains("elastic net") => 0.5,
        _ if model.contains("l1") => 1.0,
        _ => 0.0,
    }
}

/// Intercept and coefficients.
fn fitted(model: &str, c: f64, y: &[f64]) -> Vec<f64> {
    let balanced = model.contains("balanced");
    let labels: Vec<bool> = y.iter().map(|&y| y > 0.5).collect();
    let mut x = data();
    let liblinear = model.contains("liblinear");
    if liblinear {
        let ones = Array2::ones((ROWS, 1));
        x = concatenate![Axis(1), ones, x];
    }
    let options = Options {
        alpha: alpha(model),
        lambdas: Lambdas::Given(vec![lambda_of_c(ROWS as f64, c)]),
        standardize: false,
        intercept: !liblinear,
        weights: balanced.then(|| balanced_weights(&labels)),
        ..Options::default()
    };
    let path = fit(x.view(), &Response::Binomial(y), &options).unwrap();
    let mut all = dense(&path.coefficients[0], x.ncols());
    if !liblinear {
        all.insert(0, path.intercepts[0]);
    }
    all
}

fn wanted(stored: &Value) -> Vec<f64> {
    let mut all = numbers(&stored["coef"]);
    all.insert(0, stored["intercept"].as_f64().unwrap());
    all
}

#[test]
fn every_logistic_regression_is_met() {
    let stored = &goldens()["logistic"];
    let y = numbers(&stored["y"]);
    let mut compared = 0;
    for stored in stored["results"].as_array().unwrap() {
        let model = stored["model"].as_str().unwrap();
        if model.contains("CV") {
            continue;
        }
        let c = stored["C"].as_f64().unwrap_or(f64::INFINITY);
        let off = apart(&fitted(model, c, &y), &wanted(stored));
        assert!(off < tolerance(model), "{model}, C {c}: {off:e}");
        compared += 1;
    }
    assert_eq!(compared, 11);
}

fn folds(stored: &Value) -> Vec<Fold> {
    let of_row = indices(&stored["stratified_fold_0based"]);
    let rows = |keep: &dyn Fn(usize) -> bool| (0..ROWS).filter(|&row| keep(of_row[row])).collect();
    let each = (0..5).map(|fold| Fold {
        train: rows(&|of| of != fold),
        test: rows(&|of| of == fold),
    });
    each.collect()
}

fn cross_validated(model: &str, cs: &[f64], y: &[f64], folds: &[Fold]) -> CrossValidation {
    let options = Options {
        alpha: alpha(model),
        lambdas: Lambdas::Given(cs.iter().map(|&c| lambda_of_c(ROWS as f64, c)).collect()),
        standardize: false,
        ..Options::default()
    };
    let measure = match model.rsplit(' ').next().unwrap() {
        "neg_log_loss" => Measure::Deviance,
        "accuracy" => Measure::Misclassification,
        _ => Measure::Auc,
    };
    let cv = CvOptions {
        measure,
        matching: Matching::Scaled,
        fold_weights: FoldWeights::Equal,
        ..CvOptions::default()
    };
    cross_validate(data().view(), &Response::Binomial(y), &options, folds, &cv).unwrap()
}

/// scikit-learn's score of a fold.
fn score(model: &str, eta: &[f64], y: &[f64], fold: &Fold) -> f64 {
    let labels: Vec<bool> = fold.test.iter().map(|&row| y[row] > 0.5).collect();
    let eta: Vec<f64> = fold.test.iter().map(|&row| eta[row]).collect();
    let pairs = eta.iter().zip(&labels);
    let rows = labels.len() as f64;
    match model.rsplit(' ').next().unwrap() {
        "neg_log_loss" => {
            let log_p = |(&eta, &case): (&f64, &bool)| {
                let p = 1.0 / (1.0 + math::exp(if case { -eta } else { eta }));
                math::ln(p.clamp(f64::EPSILON, 1.0 - f64::EPSILON))
            };
            pairs.map(log_p).sum::<f64>() / rows
        }
        "accuracy" => pairs.filter(|&(&eta, &case)| (eta > 0.0) == case).count() as f64 / rows,
        _ => Marker::new(&labels, &eta).unwrap().auc(Direction::Higher),
    }
}

/// Scores of each fold and `C`, and that their means are those by which `C` was chosen.
fn compare_scores(model: &str, cv: &CrossValidation, stored: &Value, data: (&[f64], &[Fold])) {
    let (y, folds) = data;
    for (which, eta) in cv.linear_predictors.iter().enumerate() {
        let mut sum = 0.0;
        for (at, fold) in folds.iter().enumerate() {
            let want = &stored["scores"][at][which];
            let want = want.get(0).unwrap_or(want).as_f64().unwrap();
            let got = score(model, eta, y, fold);
            assert!(
                (got - want).abs() < 1e-6,
                "{model}, fold {at}, C {which}: {got}, {want}"
            );
            sum += want;
        }
        let mean = match cv.measure {
            Measure::Deviance => -2.0 * sum / 5.0,
            Measure::Misclassification => 1.0 - sum / 5.0,
            _ => sum / 5.0,
        };
        // The deviance keeps probabilities 1e-5 from 0 and 1, which shows at the last `C`s.
        let limit = if cv.measure == Measure::Deviance && which > 5 {
            1.5
        } else {
            1e-6
        };
        assert!(
            (cv.means[which] - mean).abs() < limit,
            "{model}, C {which}: {}, {mean}",
            cv.means[which]
        );
    }
}

#[test]
fn every_logistic_regression_cv_is_met() {
    let stored = &goldens()["logistic"];
    let (y, folds) = (numbers(&stored["y"]), folds(stored));
    let mut compared = 0;
    for stored in stored["results"].as_array().unwrap() {
        let model = stored["model"].as_str().unwrap();
        if !model.contains("CV") {
            continue;
        }
        let cs = numbers(&stored["Cs"]);
        let cv = cross_validated(model, &cs, &y, &folds);
        assert_eq!(cs[cv.best], stored["C_chosen"].as_f64().unwrap(), "{model}");
        let mut all = dense(&cv.path.coefficients[cv.best], 8);
        all.insert(0, cv.path.intercepts[cv.best]);
        let off = apart(&all, &wanted(stored));
        assert!(off < tolerance(model), "{model}: {off:e}");
        compare_scores(model, &cv, stored, (&y, &folds));
        compared += 1;
    }
    assert_eq!(compared, 3);
}
