//! Folds that are fitted side by side are the fits of each fold alone.

use ndarray::{Array2, ShapeBuilder};
use voxomics_regress::net::{CvOptions, Lambdas, Matching, Options, Response, cross_validate, fit};
use voxomics_stats::resample::{Fold, contiguous_k_fold};
use voxomics_testkit::generator::{Radiomics, events};
use voxomics_testkit::on_any_pool;

const DATA: Radiomics = Radiomics {
    seed: 7,
    rows: 60,
    columns: 300,
    groups: 9,
};

/// As a row-major matrix, which is copied, and with more folds than are fitted at a time.
fn table() -> (Array2<f64>, Vec<Fold>) {
    let x = Array2::from_shape_vec((DATA.rows, DATA.columns).f(), DATA.values());
    let folds = contiguous_k_fold(DATA.rows, 12).expect("five rows each");
    (
        x.expect("as many values").as_standard_layout().into_owned(),
        folds,
    )
}

#[track_caller]
fn folds_are_fits(response: &Response<'_>) {
    let (x, folds) = table();
    let options = Options::default();
    let cv = CvOptions {
        matching: Matching::Exact,
        ..CvOptions::default()
    };
    let found = on_any_pool(|| {
        cross_validate(x.view(), response, &options, &folds, &cv).expect("a cross-validation")
    });
    for fold in &folds {
        let mut weights = vec![1.0; DATA.rows];
        for &row in &fold.test {
            weights[row] = 0.0;
        }
        let alone = Options {
            lambdas: Lambdas::Given(found.path.lambdas.clone()),
            weights: Some(weights),
            ..Options::default()
        };
        let alone = fit(x.view(), response, &alone).expect("a path");
        for (at, predictors) in found.linear_predictors.iter().enumerate() {
            for &row in &fold.test {
                let values = x.row(row).to_vec();
                let want = alone.linear_predictor(at, &values).expect("all columns");
                let off = (predictors[row] - want).abs();
                assert!(
                    off <= 1e-7 * want.abs().max(1.0),
                    "lambda {at}, row {row}: {off}"
                );
            }
        }
    }
}

#[test]
fn folds_of_least_squares_are_fits_of_their_own() {
    let eta = DATA.linear_predictor();
    folds_are_fits(&Response::Gaussian(&eta));
}

#[test]
fn folds_of_a_logistic_model_are_fits_of_their_own() {
    let cases = events(&DATA.linear_predictor(), 24);
    let labels: Vec<f64> = cases.into_iter().map(f64::from).collect();
    folds_are_fits(&Response::Binomial(&labels));
}
