//! `Lasso` and `LassoCV`, small and of a study's size.

use ndarray::Array2;
use serde_json::Value;
use voxomics_regress::net::{
    Coefficients, CrossValidation, Lambdas, Options, Response, fit, lasso_cv,
};
use voxomics_stats::resample::contiguous_k_fold;
use voxomics_testkit::generator::{Radiomics, events};
use voxomics_testkit::goldens::numbers;
use voxomics_testkit::on_any_pool;

use super::super::cases::dense as sparse;
use super::{apart, dense, goldens, matrix, standardised};

/// Of coefficients, as the goldens' README has it for a `tol` of 1e-12 and of 1e-4.
const TIGHT: f64 = 1e-7;
const LOOSE: f64 = 1e-2;

fn data(input: &Value) -> (Array2<f64>, Vec<f64>) {
    let whole = |key: &str| input[key].as_u64().unwrap() as usize;
    let data = Radiomics {
        seed: input["seed"].as_u64().unwrap(),
        rows: whole("n"),
        columns: whole("p"),
        groups: whole("groups"),
    };
    let y = events(&data.linear_predictor(), whole("events"));
    (standardised(&data), y.into_iter().map(f64::from).collect())
}

#[test]
fn every_lasso_is_met() {
    for part in ["lasso_small", "lasso_study_size"] {
        let stored = &goldens()[part];
        let (x, y) = data(&stored["input"]);
        for want in stored["fixed"].as_array().unwrap() {
            let options = Options {
                lambdas: Lambdas::Given(vec![want["alpha"].as_f64().unwrap()]),
                standardize: false,
                ..Options::default()
            };
            let path = fit(x.view(), &Response::Gaussian(&y), &options).unwrap();
            let limit = if want["tol"] == 1e-12 { TIGHT } else { LOOSE };
            let got = dense(&path.coefficients[0], x.ncols());
            let off = apart(&got, &sparse(&want["coef"], x.ncols()));
            assert!(off < limit, "{part}, alpha {}: {off:e}", want["alpha"]);
            assert!((path.intercepts[0] - want["intercept"].as_f64().unwrap()).abs() < 1e-12);
        }
    }
}

/// Of mean squared errors where the penalty is at least this share of the largest. Further down scikit-learn's fits at a `tol` of 1e-8
/// are up to 7e-4 away, and these are not: see the last test.
const MSE: (f64, f64) = (1e-6, 0.02);

fn compare(part: &str, folds: usize) -> CrossValidation {
    let stored = &goldens()[part];
    let (x, y) = data(&stored["input"]);
    let folds = contiguous_k_fold(x.nrows(), folds).unwrap();
    let cv = on_any_pool(|| lasso_cv(x.view(), &y, &folds)).unwrap();
    let want = &stored["LassoCV"];
    let alphas = numbers(&want["alphas"]);
    assert!(apart(&cv.path.lambdas, &alphas) < 1e-14);
    for (at, want) in numbers(&want["mse_path_mean"]).into_iter().enumerate() {
        let (limit, from) = MSE;
        let limit = if alphas[at] < from * alphas[0] {
            1e-3
        } else {
            limit
        };
        assert!(
            (cv.means[at] / want - 1.0).abs() < limit,
            "{part}, alpha {at}"
        );
    }
    assert!((cv.path.lambdas[cv.best] / want["alpha"].as_f64().unwrap() - 1.0).abs() < 1e-12);
    let got = dense(&cv.path.coefficients[cv.best], x.ncols());
    assert!(
        apart(&got, &sparse(&want["coef"], x.ncols())) < TIGHT,
        "{part}"
    );
    let intercept = cv.path.intercepts[cv.best];
    assert!((intercept - want["intercept"].as_f64().unwrap()).abs() < 1e-12);
    cv
}

#[test]
fn lasso_cv_is_met() {
    let small = compare("lasso_small", 5);
    // The standard error is that of five equal folds.
    let of_folds = matrix(&goldens()["lasso_small"]["LassoCV"]["mse_path"]);
    for (row, (mean, error)) in of_folds
        .iter()
        .zip(small.means.iter().zip(&small.standard_errors))
    {
        let variance = row
            .iter()
            .map(|mse| (mse - mean) * (mse - mean))
            .sum::<f64>()
            / 5.0;
        assert!(((variance / 4.0).sqrt() / error.unwrap() - 1.0).abs() < 1e-6);
    }
    compare("lasso_study_size", 10);
}

#[test]
fn with_centred_columns_the_studys_intercept_is_the_share_of_cases() {
    let (x, y) = data(&goldens()["lasso_study_size"]["input"]);
    let cv = lasso_cv(x.view(), &y, &contiguous_k_fold(121, 10).unwrap()).unwrap();
    for intercept in cv.path.intercepts {
        assert!((intercept - 48.0 / 121.0).abs() < 1e-12, "{intercept}");
    }
}

/// The largest gradient of rows `kept` beyond the penalty, and of what is in, how far from it; in alphas.
fn violation(x: &Array2<f64>, y: &[f64], kept: &[usize], fit: (f64, f64, &Coefficients)) -> f64 {
    let (alpha, intercept, coefficients) = fit;
    let pairs = || coefficients.columns.iter().zip(&coefficients.values);
    let of_row = |&row: &usize| {
        let terms: f64 = pairs()
            .map(|(&column, value)| value * x[[row, column]])
            .sum();
        y[row] - intercept - terms
    };
    let residual: Vec<f64> = kept.iter().map(of_row).collect();
    let each = (0..x.ncols()).map(|column| {
        let products = kept
            .iter()
            .zip(&residual)
            .map(|(&row, r)| x[[row, column]] * r);
        let gradient = products.sum::<f64>() / kept.len() as f64 / alpha;
        match coefficients.of(column) {
            0.0 => (gradient.abs() - 1.0).max(0.0),
            value => (gradient - value.signum()).abs(),
        }
    });
    each.fold(0.0, f64::max)
}

#[test]
fn where_scikit_learn_has_not_arrived_fits_of_folds_are_optimal() {
    let stored = &goldens()["lasso_study_size"];
    let (x, y) = data(&stored["input"]);
    let alphas = numbers(&stored["LassoCV"]["alphas"]);
    let few: Vec<f64> = alphas[57..].iter().step_by(6).copied().collect();
    for fold in contiguous_k_fold(121, 10).unwrap() {
        let mut weights = vec![1.0; 121];
        for &row in &fold.test {
            weights[row] = 0.0;
        }
        let options = Options {
            lambdas: Lambdas::Given(few.clone()),
            standardize: false,
            weights: Some(weights),
            ..Options::default()
        };
        let path = fit(x.view(), &Response::Gaussian(&y), &options).unwrap();
        for (at, &alpha) in few.iter().enumerate() {
            let fit = (alpha, path.intercepts[at], &path.coefficients[at]);
            let off = violation(&x, &y, &fold.train, fit);
            assert!(off < 1e-9, "alpha {alpha}: {off:e}");
        }
    }
}
