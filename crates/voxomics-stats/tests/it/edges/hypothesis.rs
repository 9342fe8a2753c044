//! Tests.

use voxomics_stats::hypothesis::levene::{Centre, levene};
use voxomics_stats::hypothesis::{Error, t_test};

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
