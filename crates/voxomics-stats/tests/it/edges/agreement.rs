//! ICC, Bland-Altman, Lin's concordance.

use voxomics_stats::bland_altman;
use voxomics_stats::icc::{self, Convention, MeanSquares, Model, Options, Unit};
use voxomics_stats::kappa;
use voxomics_stats::{ConfidenceLevel, Interval, lin};

/// Raters who differ by their level, and subjects who do not differ at all.
const LEVELS: [&[f64]; 2] = [&[1.0, 1.0, 1.0], &[2.0, 2.0, 2.0]];

#[test]
fn agreement_of_raters_who_differ_and_subjects_who_do_not_is_0() {
    for convention in [Convention::Irr, Convention::Psych] {
        for unit in [Unit::Single, Unit::Average] {
            let options = Options {
                unit,
                convention,
                ..Options::default()
            };
            let found = icc::icc(&LEVELS, &options).unwrap();
            let zero = Interval {
                lower: 0.0,
                upper: 0.0,
            };
            assert_eq!((found.icc, found.interval), (0.0, zero), "{options:?}");
            assert_eq!((found.f, found.p_value), (None, 1.0), "{options:?}");
        }
    }
}

#[test]
fn consistency_of_raters_who_do_not_vary_is_refused() {
    for unit in [Unit::Single, Unit::Average] {
        let options = Options {
            model: Model::Consistency,
            unit,
            ..Options::default()
        };
        assert_eq!(icc::icc(&LEVELS, &options), Err(icc::Error::NoVariance));
    }
}

#[test]
fn mean_squares_that_no_ratings_have_are_refused() {
    let real = MeanSquares::new(&[&[1.0, 2.0, 4.0], &[2.0, 2.0, 3.0]]).unwrap();
    assert!(real.icc(&Options::default()).is_ok());
    for wrong in [
        MeanSquares {
            residual: -1.0,
            ..real
        },
        MeanSquares {
            raters: f64::NAN,
            ..real
        },
        MeanSquares {
            subject_count: 1,
            ..real
        },
        MeanSquares {
            rater_count: 0,
            ..real
        },
    ] {
        for model in [Model::OneWay, Model::Agreement, Model::Consistency] {
            let options = Options {
                model,
                ..Options::default()
            };
            let error = wrong.icc(&options).unwrap_err();
            assert!(matches!(error, icc::Error::Input(_)), "{wrong:?}: {error}");
        }
    }
}

#[test]
fn bland_altman_takes_multipliers_above_0_only() {
    for multiplier in [0.0, -1.96, f64::NAN, f64::INFINITY] {
        let options = bland_altman::Options {
            multiplier: Some(multiplier),
            ..bland_altman::Options::default()
        };
        let error = bland_altman::compare(&[1.0, 2.0], &[2.0, 2.0], &options).unwrap_err();
        assert!(error.to_string().starts_with("multiplier"), "{error}");
    }
}

/// Neither unit changes what has none, and all else is in the unit.
#[test]
fn agreement_bears_any_unit() {
    let (a, b) = ([1.0, 2.0, 4.0, 5.0], [1.5, 2.0, 3.0, 6.0]);
    let one = bland_altman::compare(&a, &b, &bland_altman::Options::default()).unwrap();
    let alike = lin::concordance(&a, &b, ConfidenceLevel::P95).unwrap();
    for unit in [1e-170, 1e-300, 1e170, 1e300] {
        let [a, b] = [a, b].map(|values| values.map(|value| value * unit));
        let near = |found: f64, expected: f64| {
            assert!(
                (found - expected).abs() <= 1e-13 * expected.abs(),
                "{unit}: {found} {expected}"
            );
        };
        let found = bland_altman::compare(&a, &b, &bland_altman::Options::default()).unwrap();
        near(found.standard_deviation / unit, one.standard_deviation);
        near(found.within_sd / unit, one.within_sd);
        near(found.slope.unwrap(), one.slope.unwrap());
        near(found.within_cv.unwrap(), one.within_cv.unwrap());
        near(found.limits.lower / unit, one.limits.lower);
        let found = lin::concordance(&a, &b, ConfidenceLevel::P95).unwrap();
        near(found.ccc, alike.ccc);
        near(found.ccc_unbiased, alike.ccc_unbiased);
        near(found.standard_error.unwrap(), alike.standard_error.unwrap());
        near(found.location_shift, alike.location_shift);
    }
}

/// The same numbers with an offset against which one method's spread is nothing.
#[test]
fn concordance_of_methods_worlds_apart_is_0() {
    let found = lin::concordance(
        &[0.0, 1e-200, 3e-200],
        &[1.0, 2.0, 4.0],
        ConfidenceLevel::P95,
    )
    .unwrap();
    assert!(
        found.ccc.abs() < 1e-150 && found.pearson > 0.98,
        "{found:?}"
    );
    assert!(found.standard_error.unwrap().is_finite());
}

#[test]
fn measurements_are_no_categories() {
    let values: Vec<u32> = (0..1001).collect();
    let error = kappa::cohen(&values, &values, &kappa::Options::default()).unwrap_err();
    let expected = kappa::Error::TooManyCategories {
        categories: 1001,
        most: 1000,
    };
    assert_eq!(error, expected);
    assert!(kappa::cohen(&values[1..], &values[1..], &kappa::Options::default()).is_ok());
}

/// A file of options names what differs from the defaults.
#[test]
fn options_of_a_file_may_be_few() {
    let options: Options = serde_json::from_str(r#"{"model": "one-way"}"#).unwrap();
    assert_eq!((options.model, options.unit), (Model::OneWay, Unit::Single));
    let options: kappa::Options = serde_json::from_str(r#"{"weights": "linear"}"#).unwrap();
    assert_eq!(options.level, ConfidenceLevel::P95);
    let options: bland_altman::Options = serde_json::from_str(r#"{"multiplier": 1.96}"#).unwrap();
    assert_eq!(options.multiplier, Some(1.96));
}
