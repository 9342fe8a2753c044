//! ROC curves, areas, decision curves, reclassification.

use voxomics_stats::decision_curve::{self, survival_model, survival_treat_all};
use voxomics_stats::delong::{self, JointTest, joint_test};
use voxomics_stats::reclassification::reclassify;
use voxomics_stats::resample::{self, Draws, Resamples};
use voxomics_stats::roc::{self, Bands, Curve, Direction, Error, Marker, bootstrap_difference};
use voxomics_stats::{ConfidenceLevel, hanley_mcneil};

/// Of the labels, with scores that tie.
fn marker(labels: &[bool], by: i32) -> Marker {
    let scores: Vec<f64> = (0..labels.len())
        .map(|row| (row as f64 * f64::from(by)) % 47.0)
        .collect();
    Marker::new(labels, &scores).unwrap()
}

fn joint(contrasts: &[Vec<f64>]) -> Result<JointTest, delong::Error> {
    let labels: Vec<bool> = (0..90).map(|i| i % 3 == 0).collect();
    let placements = [5, 11, 17].map(|by| marker(&labels, by).placements(Direction::Higher));
    joint_test(&placements, Some(contrasts))
}

#[test]
fn the_unit_of_a_contrast_changes_nothing() {
    let want = joint(&[vec![1.0, -1.0, 0.0], vec![0.0, 1.0, -1.0]]).unwrap();
    assert_eq!(want.degrees_of_freedom, 2);
    for unit in [1e-200, 1e-6, -3.0, 1e200] {
        let got = joint(&[vec![1.0, -1.0, 0.0], vec![0.0, unit, -unit]]).unwrap();
        assert_eq!(got.degrees_of_freedom, 2, "{unit}");
        let off = (got.statistic / want.statistic - 1.0).abs();
        assert!(off < 1e-12, "{unit}: {off:e}");
    }
}

#[test]
fn contrasts_that_compare_nothing_are_refused() {
    let zero = joint(&[vec![1.0, -1.0, 0.0], vec![0.0; 3]]);
    assert_eq!(zero, Err(delong::Error::ZeroContrast(1)));
    assert_eq!(joint(&[]), Err(delong::Error::NoContrasts));
}

#[test]
fn a_difference_needs_the_same_subjects() {
    let mut labels: Vec<bool> = (0..30).map(|i| i % 3 == 0).collect();
    let a = marker(&labels, 5);
    labels.swap(3, 4);
    let b = marker(&labels, 7);
    let resamples = Resamples::plain(30, Draws::default()).unwrap();
    let error = bootstrap_difference([&a, &b], Direction::Higher, &resamples).unwrap_err();
    assert_eq!(error, Error::OtherSubjects { row: 3 });
}

#[test]
fn points_that_are_none_are_refused() {
    let labels = [true, false, true, false];
    let marker = marker(&labels, 5);
    let nan = marker.at_threshold(f64::NAN, Direction::Higher);
    assert_eq!(nan, Err(Error::Threshold));
    let resamples = Resamples::plain(4, Draws::default()).unwrap();
    let bands = Bands {
        resamples: &resamples,
        direction: Direction::Higher,
        level: ConfidenceLevel::P95,
    };
    let nan = marker.threshold_bands(&[0.0, f64::NAN], &bands);
    assert_eq!(nan, Err(Error::Threshold));
    let beyond = marker.sensitivity_band(&[0.5, 1.5], &bands).unwrap_err();
    let text = "specificity 1.5 is not between 0 and 1";
    assert_eq!(beyond.to_string(), text);
    assert_eq!(marker.auc_of_counts(&[1; 3], Direction::Higher), None);
    assert_eq!(marker.curve_of_counts(&[1; 5], Direction::Higher), None);
}

#[test]
fn a_curve_that_was_changed_does_not_panic() {
    let mut curve = marker(&[true, false, true, false], 5).curve(Direction::Higher);
    let points = curve.thresholds.len();
    assert!(curve.cut_off(points - 1).is_some());
    assert_eq!(curve.cut_off(points), None);
    curve.sensitivities.truncate(1);
    curve.cases = 0;
    assert!(curve.cut_off(0).is_some());
    let unreached = |result: Result<f64, Error>| matches!(result, Err(Error::Unreached { .. }));
    assert!(unreached(curve.sensitivity_at(0.7)));
    curve.sensitivities.clear();
    assert!(unreached(curve.specificity_at(0.7)));
    assert_eq!(curve.best(roc::Criterion::youden()), []);
    let read: Curve = serde_json::from_value(serde_json::json!({
        "direction": "higher", "cases": 1, "controls": 1, "auc": 0.5,
        "thresholds": ["-inf"], "sensitivities": [], "specificities": [],
    }))
    .unwrap();
    assert!(unreached(read.sensitivity_at(0.0)));
}

#[test]
fn only_a_test_has_the_harm_of_a_test() {
    let (times, events) = ([1.0, 2.0, 3.0, 4.0], [true, false, true, false]);
    let harmless = decision_curve::Options {
        thresholds: vec![0.2, 0.4],
        ..decision_curve::Options::default()
    };
    let harmful = decision_curve::Options {
        harm: 0.05,
        ..harmless.clone()
    };
    let all = |options| survival_treat_all((&times, &events), 2.5, options).unwrap();
    assert_eq!(all(&harmless), all(&harmful));
    let risks = [0.9, 0.1, 0.5, 0.3];
    let of_model = |options| survival_model((&times, &events), &risks, 2.5, options).unwrap();
    let (without, with) = (of_model(&harmless), of_model(&harmful));
    for (without, with) in without.points.iter().zip(&with.points) {
        let lost = without.net_benefit.unwrap() - with.net_benefit.unwrap();
        assert!((lost - 0.05).abs() < 1e-15);
    }
}

/// A single case moved up is no proof of anything.
#[test]
fn one_case_gives_no_standard_error() {
    let labels = [false, false, false, true];
    let (old, new) = ([0.1, 0.2, 0.3, 0.4], [0.1, 0.1, 0.4, 0.9]);
    let found = reclassify(&labels, &old, &new).unwrap();
    for undefined in [&found.nri.cases, &found.nri.total, &found.idi] {
        assert_eq!(undefined.standard_error, None);
        assert_eq!(undefined.z(), None);
        assert_eq!(undefined.p_value(), None);
    }
    assert!(found.nri.controls.standard_error.is_some());
}

#[test]
fn single_numbers_have_no_row() {
    let error = hanley_mcneil::variance(1.2, 5, 5).unwrap_err();
    assert_eq!(error.to_string(), "auc 1.2 is not between 0 and 1");
    let error = resample::Replicates::new(Some(0.0), [Some(1.0)])
        .unwrap()
        .quantile(f64::NAN)
        .unwrap_err();
    assert_eq!(error.to_string(), "p NaN is not between 0 and 1");
}
