//! Profile likelihood limits and likelihood ratio tests.

use ndarray::Axis;
use voxomics_regress::cox::{Cohort, Error, Options, Response, Ties, fit};

use super::data::{Data, every_kind};

/// The log likelihood with the first column's coefficient fixed.
fn fixed(data: &Data, coefficient: f64) -> f64 {
    let mut rest = data.clone();
    let own = data.x.column(0);
    let offset = rest
        .options
        .offset
        .get_or_insert_with(|| vec![0.0; own.len()]);
    offset
        .iter_mut()
        .zip(own)
        .for_each(|(offset, x)| *offset += coefficient * x);
    rest.x.remove_index(Axis(1), 0);
    rest.cohort().unwrap().fit().unwrap().log_likelihood
}

#[test]
fn limits_are_where_the_likelihood_has_fallen() {
    for data in every_kind(24) {
        let cohort = data.cohort().unwrap();
        let fit = cohort.fit().unwrap();
        let limits = cohort.profile_intervals(&fit).unwrap()[0].unwrap();
        assert!(limits.contains(fit.coefficients[0].unwrap()));
        for limit in [limits.lower, limits.upper] {
            let fall = 2.0 * (fit.log_likelihood - fixed(&data, limit));
            assert!((fall - 3.841_458_820_694_124).abs() < 1e-9, "{fall}");
        }
    }
}

/// One column: the log likelihood at its coefficient is that of 0 with it as an offset.
#[test]
fn limits_are_far_apart_where_a_column_says_little() {
    let x = ndarray::array![[0.0], [0.0], [0.02], [0.0], [0.0], [0.0], [0.02], [0.0]];
    let response = Response::Right {
        times: &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0],
        events: &[true, true, false, true, true, true, true, false],
    };
    let cohort = Cohort::new(x.view(), &response, &Options::default()).unwrap();
    let fit = cohort.fit().unwrap();
    let limits = cohort.profile_intervals(&fit).unwrap()[0].unwrap();
    for limit in [limits.lower, limits.upper] {
        let offset = Some(x.column(0).mapv(|x| x * limit).to_vec());
        let options = Options {
            offset,
            ..Options::default()
        };
        let there = voxomics_regress::cox::fit(x.view(), &response, &options).unwrap();
        let fall = 2.0 * (fit.log_likelihood - there.null_log_likelihood);
        assert!((fall - 3.841_458_820_694_124).abs() < 1e-10, "{fall}");
    }
}

/// The last row lies so far from the others that hazards leave the doubles before the differences among these matter.
#[test]
fn limits_beyond_the_doubles_are_infinite() {
    let x = ndarray::array![[1e-3], [0.0], [0.0], [1e-3], [0.0], [1e-3], [0.0], [-1.0]];
    let response = Response::Right {
        times: &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0],
        events: &[true, true, true, true, true, true, true, false],
    };
    let cohort = Cohort::new(x.view(), &response, &Options::default()).unwrap();
    let fit = cohort.fit().unwrap();
    let limits = cohort.profile_intervals(&fit).unwrap()[0].unwrap();
    assert!(limits.lower > 0.0 && limits.lower < fit.coefficients[0].unwrap());
    assert!(
        limits.upper.is_infinite() && limits.upper > 0.0,
        "{limits:?}"
    );
}

#[test]
fn ratio_tests_are_fits_without_the_term() {
    for data in every_kind(24) {
        let cohort = data.cohort().unwrap();
        let fit = cohort.fit().unwrap();
        let test = cohort.likelihood_ratio_test(&fit, &[0]).unwrap();
        let want = 2.0 * (fit.log_likelihood - fixed(&data, 0.0));
        assert!((test.statistic - want).abs() < 1e-10 && test.df == 1);
        let error = cohort.likelihood_ratio_test(&fit, &[1, 1]).unwrap_err();
        assert_eq!(
            error,
            Error::Term {
                column: 1,
                columns: 2
            }
        );
    }
}

#[test]
fn exact_ties_are_conditional_logistic_regression() {
    // Pairs of a case and a control: the likelihood of differences, whose maximum with one column of ±1 is a log odds.
    let x = ndarray::array![[1.0], [0.0], [1.0], [0.0], [1.0], [0.0], [0.0], [1.0]];
    let strata = Some(vec![0, 0, 1, 1, 2, 2, 3, 3]);
    let response = Response::Right {
        times: &[1.0; 8],
        events: &[true, false, true, false, true, false, true, false],
    };
    let options = Options {
        strata,
        ties: Ties::Exact,
        ..Options::default()
    };
    let fit = fit(x.view(), &response, &options).unwrap();
    assert!((fit.coefficients[0].unwrap() - 3.0_f64.ln()).abs() < 1e-13);
}
