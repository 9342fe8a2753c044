//! Every cross-validation of glmnet.

use serde_json::Value;
use voxomics_regress::net::{Convergence, CvOptions, Error, Matching, Measure, cross_validate};
use voxomics_stats::resample::Fold;
use voxomics_testkit::goldens::{indices, numbers};

use super::cases::{Case, cases};

fn folds(stored: &Value) -> Vec<Fold> {
    let of_row = indices(&stored["foldid"]);
    let rows =
        |keep: &dyn Fn(usize) -> bool| (0..of_row.len()).filter(|&row| keep(of_row[row])).collect();
    let last = of_row.iter().copied().max().unwrap();
    (1..=last)
        .map(|fold| Fold {
            train: rows(&|of| of != fold),
            test: rows(&|of| of == fold),
        })
        .collect()
}

fn measure(name: &str) -> Measure {
    match name {
        "deviance" => Measure::Deviance,
        "auc" => Measure::Auc,
        "class" => Measure::Misclassification,
        "mse" => Measure::SquaredError,
        "mae" => Measure::AbsoluteError,
        "C" => Measure::Concordance,
        _ => panic!("{name}"),
    }
}

fn largest(a: &[f64], b: &[f64]) -> f64 {
    let pairs = a.iter().zip(b);
    pairs
        .map(|(a, b)| (a - b).abs() / b.abs().max(1e-3))
        .fold(0.0, f64::max)
}

/// The largest relative difference of a mean or a standard error, and whether the golden's fits are near enough to compare to 1e-6.
fn compare(case: &Case, stored: &Value) -> Option<(f64, bool)> {
    let name = format!("{} {} {}", case.name, stored["measure"], stored["thresh"]);
    let matching = if case.name.ends_with("no_interpolation") {
        Matching::Exact
    } else {
        Matching::Interpolated
    };
    let cv = CvOptions {
        measure: measure(stored["measure"].as_str().unwrap()),
        grouped: stored["grouped"].as_bool().unwrap(),
        matching,
        ..CvOptions::default()
    };
    let folds = folds(stored);
    let mut options = case.options.clone();
    if stored["thresh"] == 1e-7 {
        options.convergence = Convergence::Glmnet { threshold: 1e-7 };
    }
    let found = cross_validate(case.x.view(), &case.response(), &options, &folds, &cv);
    if stored["name"] == "Binomial Deviance" && cv.measure == Measure::Auc {
        assert_eq!(
            found,
            Err(Error::SmallFolds {
                rows: 189,
                folds: 27
            })
        );
        return None;
    }
    let found = found.unwrap();
    let means = numbers(&stored["cvm"]);
    let errors: Vec<f64> = found.standard_errors.iter().copied().flatten().collect();
    let off = (
        largest(&found.means, &means),
        largest(&errors, &numbers(&stored["cvsd"])),
    );
    // Fits of the large data at 1e-14, and 1e-10 for Cox, are not near enough: least squares and logistic models are in
    // `glmnet_cv_tight.json.gz` at 1e-20.
    let threshold = stored["thresh"].as_f64().unwrap();
    let loose = case.x.ncols() > 1000 && (1e-14..1e-7).contains(&threshold);
    let limit = if loose { 1e-2 } else { 1e-6 };
    assert!(off.0 < limit && off.1 < limit, "{name}: {off:?}");
    let chosen = [found.best, found.one_standard_error].map(|at| at as u64);
    let keys = ["index_min_0based", "index_1se_0based"];
    assert_eq!(
        chosen.map(Some),
        keys.map(|key| stored[key].as_u64()),
        "{name}"
    );
    let nonzero: Vec<usize> = found
        .path
        .coefficients
        .iter()
        .map(|fit| fit.columns.len())
        .collect();
    assert!(loose || nonzero == indices(&stored["nzero"]), "{name}");
    if let Some(rows) = stored.get("fit_preval").and_then(Value::as_array) {
        for (row, want) in rows.iter().enumerate() {
            for (at, want) in numbers(want).into_iter().enumerate() {
                assert!(
                    (found.linear_predictors[at][row] - want).abs() < 1e-5,
                    "{name}"
                );
            }
        }
    }
    Some((off.0.max(off.1), loose))
}

/// Cross-validations of a file: those compared to 1e-6 with the largest difference, and those whose fits are too far from optimal,
/// compared to 1e-2.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) tight: usize,
    pub(crate) worst: f64,
    pub(crate) loose: usize,
}

pub(crate) const FILES: [&str; 4] = [
    "glmnet_small.json.gz",
    "glmnet_large.json.gz",
    "glmnet_large_cox.json.gz",
    "glmnet_cv_tight.json.gz",
];

pub(crate) fn check(file: &str) -> Found {
    let mut found = Found::default();
    for case in cases(file) {
        for (off, loose) in case.cv.iter().filter_map(|stored| compare(&case, stored)) {
            if loose {
                found.loose += 1;
            } else {
                found.tight += 1;
                found.worst = found.worst.max(off);
            }
        }
    }
    found
}

#[test]
fn every_cross_validation_is_glmnets() {
    for file in FILES {
        let found = check(file);
        assert!(found.tight + found.loose > 0, "{file}");
    }
}

#[test]
fn coefficients_between_lambdas_are_interpolated() {
    let mut compared = 0;
    for case in cases("glmnet_small.json.gz") {
        let Some(stored) = case.stored(1e-20).and_then(|fit| fit.get("interpolated")) else {
            continue;
        };
        let path = case.fit().unwrap();
        for want in stored.as_array().unwrap() {
            let (intercept, coefficients) = path.at(want["s"].as_f64().unwrap());
            let mut got: Vec<f64> = (0..case.x.ncols())
                .map(|column| coefficients.of(column))
                .collect();
            if case.family != "cox" {
                got.insert(0, intercept);
            }
            assert!(
                largest(&got, &numbers(&want["coef"])) < 1e-6,
                "{}",
                case.name
            );
            compared += 1;
        }
    }
    assert_eq!(compared, 5);
}

#[test]
fn folds_without_a_value_are_told() {
    let x =
        ndarray::Array2::from_shape_fn((60, 3), |(row, column)| ((row * (column + 5)) % 17) as f64);
    let y: Vec<f64> = (0..60).map(|row| f64::from(u8::from(row < 20))).collect();
    let parts = |cuts: &[usize]| -> Vec<Fold> {
        let pairs = cuts.windows(2);
        pairs
            .map(|pair| Fold {
                train: (0..60)
                    .filter(|row| !(pair[0]..pair[1]).contains(row))
                    .collect(),
                test: (pair[0]..pair[1]).collect(),
            })
            .collect()
    };
    let cv = CvOptions {
        measure: Measure::Auc,
        ..CvOptions::default()
    };
    let run = |cuts: &[usize]| {
        let options = voxomics_regress::net::Options::default();
        let response = voxomics_regress::net::Response::Binomial(&y);
        cross_validate(x.view(), &response, &options, &parts(cuts), &cv)
    };
    // Cases stand first: one fold alone has both.
    let one = run(&[0, 10, 30, 60]).unwrap();
    assert!(one.means.iter().all(|mean| mean.is_finite()));
    assert!(one.standard_errors.iter().all(Option::is_none));
    assert_eq!(run(&[0, 10, 20, 40, 60]), Err(Error::NoFold(Measure::Auc)));
}
