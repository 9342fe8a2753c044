//! Every case of glmnet.

use serde_json::Value;
use voxomics_regress::net::{Error, Path};
use voxomics_testkit::goldens::numbers;

use super::cases::{Case, cases, dense};
use super::optimality::Scale;

/// Comparisons of the paths of one file.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    pub(crate) cases: usize,
    pub(crate) fits: usize,
    /// Largest difference of a coefficient, in units of the path's largest.
    pub(crate) worst: f64,
    /// Fits beyond the limit, where glmnet is a thousand times further from optimal than we are.
    pub(crate) beyond: usize,
}

pub(crate) const FILES: [&str; 3] = [
    "glmnet_small.json.gz",
    "glmnet_large.json.gz",
    "glmnet_large_cox.json.gz",
];
/// glmnet's threshold whose fits are nearest to the optimum.
const TIGHT: f64 = 1e-20;

fn apart(a: &[f64], b: &[f64]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f64::max)
}

fn relative(a: &[f64], b: &[f64]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| (a / b - 1.0).abs())
        .fold(0.0, f64::max)
}

/// Largest coefficient of a stored path.
fn largest(stored: &Value) -> f64 {
    let fits = stored["beta"].as_array().unwrap().iter();
    let each = fits.flat_map(|fit| numbers(&fit["v"]));
    each.fold(0.0, |most, value| most.max(value.abs()))
}

/// Coefficients are within 1e-7 of the largest one, or glmnet's are a thousand times further from optimal than ours.
fn compare_coefficients(found: &mut Paths, case: &Case, path: &Path, stored: &Value) {
    let limit = if case.family == "cox" || !case.options.intercept {
        1e-6
    } else {
        1e-7
    };
    let unit = largest(stored);
    let limit = limit * unit;
    let scale = Scale::new(case);
    let intercepts = stored.get("a0").map(numbers);
    for (at, want) in stored["beta"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .take(path.lambdas.len())
    {
        let want = dense(want, case.x.ncols());
        let mut got = vec![0.0; want.len()];
        let fit = &path.coefficients[at];
        for (&column, &value) in fit.columns.iter().zip(&fit.values) {
            got[column] = value;
        }
        found.fits += 1;
        if apart(&got, &want) <= limit {
            // A path of nothing but zeros has no unit.
            found.worst = found
                .worst
                .max(apart(&got, &want) / unit.max(f64::MIN_POSITIVE));
            continue;
        }
        found.beyond += 1;
        let lambda = path.lambdas[at];
        let theirs = scale.violation(
            case,
            lambda,
            intercepts.as_ref().map_or(0.0, |all| all[at]),
            &want,
        );
        let ours = scale.violation(case, lambda, path.intercepts[at], &got);
        assert!(
            theirs > 1e3 * ours && apart(&got, &want) < 10.0 * limit,
            "{}, lambda {at}: {:e} apart, off by {theirs:e} there and {ours:e} here",
            case.name,
            apart(&got, &want) / limit,
        );
    }
}

#[test]
fn every_path_is_glmnets() {
    for file in FILES {
        assert!(paths(file).fits > 0);
    }
}

pub(crate) fn paths(file: &str) -> Paths {
    let mut found = Paths::default();
    for case in cases(file) {
        // Duplicated columns share their coefficients in many ways; the days' ties are glmnet's mistake.
        if ["constant_and_duplicate_columns", "pbc_cox_lasso_days"].contains(&case.name.as_str()) {
            continue;
        }
        let Some(stored) = case.stored(TIGHT) else {
            continue;
        };
        let path = case.fit().unwrap();
        let lambdas = numbers(&stored["lambda"]);
        assert!(relative(&path.lambdas, &lambdas) < 1e-12, "{}", case.name);
        let slack = usize::from(case.name.contains("bounds"));
        assert!(
            path.lambdas.len().abs_diff(lambdas.len()) <= slack,
            "{}",
            case.name
        );
        assert!(
            apart(&path.deviance_ratios, &numbers(&stored["dev_ratio"])) < 1e-8,
            "{}",
            case.name
        );
        assert!((path.null_deviance / stored["nulldev"].as_f64().unwrap() - 1.0).abs() < 1e-12);
        compare_coefficients(&mut found, &case, &path, stored);
        found.cases += 1;
    }
    found
}

#[test]
fn duplicated_columns_explain_as_much() {
    let case = cases(FILES[0])
        .into_iter()
        .find(|case| case.name == "constant_and_duplicate_columns")
        .unwrap();
    let stored = case.stored(TIGHT).unwrap();
    let path = case.fit().unwrap();
    assert!(relative(&path.lambdas, &numbers(&stored["lambda"])) < 1e-12);
    assert!(apart(&path.deviance_ratios, &numbers(&stored["dev_ratio"])) < 1e-10);
}

#[test]
fn what_glmnet_refuses_is_refused_by_name() {
    let refused: Vec<(String, Error)> = cases(FILES[0])
        .into_iter()
        .filter_map(|case| Some((case.name.clone(), case.fit().err()?)))
        .collect();
    let expected = [
        ("one_class", Error::ConstantResponse),
        ("constant_y_gaussian", Error::ConstantResponse),
        ("one_row", Error::NoColumns),
        ("cox_no_events", Error::NoEvents),
    ];
    for (name, error) in expected {
        assert!(refused.contains(&(name.to_owned(), error)), "{name}");
    }
    let missing = refused.iter().find(|(name, _)| name == "nan_in_x");
    assert!(matches!(
        missing,
        Some((
            _,
            Error::Value {
                row: 2,
                column: 1,
                ..
            }
        ))
    ));
}
