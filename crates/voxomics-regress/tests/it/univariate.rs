//! Univariate filters.

use ndarray::{Array2, Axis, ShapeBuilder};
use voxomics_regress::cox::{self, Response};
use voxomics_regress::logistic;
use voxomics_regress::univariate::{Error, Options, Outcome, Test, filter};
use voxomics_stats::adjust::{Method, adjust};
use voxomics_stats::hypothesis::t_test::{self, welch};
use voxomics_testkit::generator::{Radiomics, events};

fn study() -> (Array2<f64>, Vec<bool>, Vec<f64>, Vec<bool>) {
    let data = Radiomics {
        columns: 60,
        ..Radiomics::STUDY
    };
    let eta = data.linear_predictor();
    let (times, died) = data.survival(&eta);
    let mut x = Array2::from_shape_vec((data.rows, 60).f(), data.values()).unwrap();
    x.column_mut(7).fill(2.0);
    (x, events(&eta, 48), times, died)
}

fn options(test: Test) -> Options {
    Options {
        test,
        ..Options::default()
    }
}

#[test]
fn p_values_are_those_of_each_column_alone() {
    let (x, cases, times, died) = study();
    let of = |test, outcome| filter(x.view(), outcome, &options(test)).unwrap();
    let y: Vec<f64> = cases
        .iter()
        .map(|&case| f64::from(u8::from(case)))
        .collect();
    let logistic = of(Test::Logistic, Outcome::Cases(&cases));
    let t = of(Test::Welch, Outcome::Cases(&cases));
    let u = of(Test::MannWhitney, Outcome::Cases(&cases));
    let survival = Outcome::Survival {
        times: &times,
        events: &died,
    };
    let cox_found = of(Test::Cox, survival);
    for found in [&logistic, &t, &u, &cox_found] {
        assert_eq!((found.p_values[7], found.adjusted[7]), (None, None));
        let present: Vec<f64> = found.p_values.iter().copied().flatten().collect();
        assert_eq!(present.len(), 59);
        let want = adjust(&present, Method::BenjaminiHochberg).unwrap();
        let got: Vec<f64> = found.adjusted.iter().copied().flatten().collect();
        assert_eq!(got, want);
        for (column, p) in found.adjusted.iter().enumerate() {
            assert_eq!(found.kept.contains(&column), p.is_some_and(|p| p <= 0.05));
        }
    }
    assert!(
        logistic.kept.contains(&0) && logistic.kept.len() < 20,
        "{:?}",
        logistic.kept
    );
    for column in [0, 5, 33] {
        let one = x.select(Axis(1), &[column]);
        let fit = logistic::fit(one.view(), &y, &logistic::Options::default()).unwrap();
        let p = voxomics_stats::dist::chi_squared::upper(fit.null_deviance - fit.deviance, 1.0);
        assert!((logistic.p_values[column].unwrap() - p).abs() < 1e-11);
        let part = |class: bool| -> Vec<f64> {
            let pairs = one.iter().zip(&cases).filter(|&(_, &case)| case == class);
            pairs.map(|(&value, _)| value).collect()
        };
        let test = welch(&part(true), &part(false), &t_test::Options::default()).unwrap();
        assert_eq!(t.p_values[column], Some(test.p_value));
        let response = Response::Right {
            times: &times,
            events: &died,
        };
        let fit = cox::fit(one.view(), &response, &cox::Options::default()).unwrap();
        assert_eq!(
            cox_found.p_values[column],
            Some(fit.likelihood_ratio.p_value)
        );
    }
}

#[test]
fn a_few_of_pure_noise_pass_without_adjustment_and_next_to_none_with() {
    let data = Radiomics {
        seed: 4,
        columns: 500,
        groups: 500,
        ..Radiomics::STUDY
    };
    let x = Array2::from_shape_vec((data.rows, 500).f(), data.values()).unwrap();
    let cases: Vec<bool> = (0..data.rows).map(|row| row % 5 < 2).collect();
    for test in [Test::Welch, Test::MannWhitney, Test::Logistic] {
        let pass = |adjustment| {
            let options = Options {
                adjustment,
                ..options(test)
            };
            filter(x.view(), Outcome::Cases(&cases), &options)
                .unwrap()
                .kept
                .len()
        };
        let plain = pass(Method::None);
        assert!((10..45).contains(&plain), "{test:?}: {plain}");
        assert!(pass(Method::BenjaminiHochberg) <= 2, "{test:?}");
    }
}

#[test]
fn what_cannot_be_tested_is_refused() {
    let (x, cases, times, died) = study();
    let survival = Outcome::Survival {
        times: &times,
        events: &died,
    };
    let run = |x: &Array2<f64>, outcome, test| filter(x.view(), outcome, &options(test));
    assert!(matches!(
        run(&x, survival, Test::Welch),
        Err(Error::Outcome { .. })
    ));
    assert!(matches!(
        run(&x, Outcome::Cases(&cases), Test::Cox),
        Err(Error::Outcome { .. })
    ));
    let short = Outcome::Cases(&cases[1..]);
    assert!(matches!(
        run(&x, short, Test::Welch),
        Err(Error::Logistic(_))
    ));
    let mut bad = x.clone();
    bad[(3, 9)] = f64::NAN;
    let refused = run(&bad, Outcome::Cases(&cases), Test::MannWhitney);
    assert!(refused.unwrap_err().to_string().contains("row 3, column 9"));
    let refused = run(&bad, survival, Test::Cox).unwrap_err().to_string();
    assert!(
        refused.contains("row 3") && refused.contains('9'),
        "{refused}"
    );
    let level = Options {
        level: 5.0,
        ..Options::default()
    };
    let refused = filter(x.view(), Outcome::Cases(&cases), &level);
    assert_eq!(refused, Err(Error::Level(5.0)));
}
