//! Tests.

use voxomics_stats::hypothesis::correlation::{Correlation, pearson};
use voxomics_stats::hypothesis::fisher::{self, two_by_two};
use voxomics_stats::hypothesis::hodges_lehmann::shift;
use voxomics_stats::hypothesis::kolmogorov_smirnov::{self, kolmogorov_smirnov};
use voxomics_stats::hypothesis::levene::{Centre, levene};
use voxomics_stats::hypothesis::mann_whitney::{Method, mann_whitney};
use voxomics_stats::hypothesis::{Error, t_test};
use voxomics_stats::{Alternative, ConfidenceLevel};

#[test]
fn t_tests_refuse_a_hypothesis_that_is_no_number() {
    for null in [f64::NAN, f64::INFINITY] {
        let options = t_test::Options {
            null,
            ..t_test::Options::default()
        };
        let (x, y) = ([1.0, 2.0, 4.0], [2.0, 3.0, 7.0]);
        for found in [
            t_test::welch(&x, &y, &options),
            t_test::student(&x, &y, &options),
            t_test::paired(&x, &y, &options),
            t_test::one_sample(&x, &options),
        ] {
            assert!(matches!(found, Err(Error::Null(value)) if value.is_nan() == null.is_nan()));
        }
    }
}

#[test]
fn levene_bears_any_unit() {
    let (values, group) = ([1.0, 2.0, 4.0, 5.0, 9.0, 7.0], [0, 0, 0, 1, 1, 1]);
    for centre in [Centre::Median, Centre::Mean] {
        let one = levene(&values, &group, centre).unwrap();
        for unit in [1e-200, 1e200] {
            let found = levene(&values.map(|value| value * unit), &group, centre).unwrap();
            assert!(
                (found.statistic - one.statistic).abs() <= 1e-12 * one.statistic,
                "{unit}: {found:?}"
            );
        }
    }
}

/// Whichever group is smaller is counted.
#[test]
fn exact_tests_of_unequal_groups_are_one_test() {
    let few = [1.0, 2.0, 2.0, 9.0];
    let many = [0.5, 2.0, 3.0, 4.0, 4.0, 5.0, 6.0, 7.5, 8.0];
    let p = |x: &[f64], y: &[f64], method, alternative| {
        let test = mann_whitney(x, y, method, alternative).unwrap();
        test.p_value.unwrap()
    };
    for method in [Method::Exact, Method::ExactIgnoringTies] {
        for (alternative, other) in [
            (Alternative::TwoSided, Alternative::TwoSided),
            (Alternative::Less, Alternative::Greater),
            (Alternative::Greater, Alternative::Less),
        ] {
            let (one, two) = (
                p(&few, &many, method, alternative),
                p(&many, &few, method, other),
            );
            assert!(
                (one - two).abs() < 1e-15,
                "{method:?} {alternative:?}: {one} {two}"
            );
        }
    }
}

/// Of two groups of 470 the counts with ties would fill more than a gibibyte; a small group beside a large one fills nothing.
#[test]
fn exact_tests_end_where_memory_would() {
    let values = |n: i32| (0..n).map(|i| f64::from(i / 2)).collect::<Vec<f64>>();
    let test = |m, n| mann_whitney(&values(m), &values(n), Method::Exact, Alternative::TwoSided);
    assert_eq!(
        test(470, 470),
        Err(Error::TooLarge {
            what: "mann-whitney"
        })
    );
    assert!(test(990, 10).unwrap().p_value.is_some());
}

#[test]
fn what_would_not_end_is_refused() {
    let values: Vec<f64> = (0..40_000).map(f64::from).collect();
    let error = shift(&values, &values, ConfidenceLevel::P95).unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error}");
    let test = |method| kolmogorov_smirnov(&values, &values, method);
    let too_large = Err(Error::TooLarge {
        what: "kolmogorov-smirnov",
    });
    assert_eq!(test(kolmogorov_smirnov::Method::Exact), too_large);
    assert_eq!(test(kolmogorov_smirnov::Method::Auto).unwrap().p_value, 1.0);
}

#[test]
fn infinite_statistics_come_back_from_a_file() {
    let r = pearson(&[1.0, 2.0, 4.0], &[1.0, 2.0, 4.0], ConfidenceLevel::P95).unwrap();
    assert_eq!(r.statistic, f64::INFINITY);
    let text = serde_json::to_string(&r).unwrap();
    assert_eq!(serde_json::from_str::<Correlation>(&text).unwrap(), r);
    let odds = two_by_two([[3, 0], [0, 3]], &fisher::Options::default()).unwrap();
    assert_eq!(odds.odds_ratio, f64::INFINITY);
    let text = serde_json::to_string(&odds).unwrap();
    assert!(text.contains("\"odds_ratio\":\"inf\""), "{text}");
}
