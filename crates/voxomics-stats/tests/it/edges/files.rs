//! What is written can be read again: infinities, undefined values, private invariants.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use voxomics_stats::confusion::{Confusion, Ratio};
use voxomics_stats::decision_curve::{DecisionCurve, Options, model};
use voxomics_stats::delong::Placements;
use voxomics_stats::resample::{Fold, OnBoth, Replicates, ZTest};
use voxomics_stats::roc::{Criterion, Direction, Marker};
use voxomics_stats::{
    Alternative, Interval, adjust, delong, hosmer_lemeshow, hypothesis, likelihood,
};
use voxomics_stats::{loess, lowess, proportion, roc, survival};

#[track_caller]
fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    text
}

#[test]
fn infinities_and_undefined_values_come_back() {
    let open = Interval {
        lower: f64::NEG_INFINITY,
        upper: 1.5,
    };
    assert_eq!(comes_back(&open), r#"{"lower":"-inf","upper":1.5}"#);
    let no_false_positives = Confusion {
        true_positives: 3,
        false_negatives: 1,
        true_negatives: 4,
        false_positives: 0,
    };
    let ratio = no_false_positives.positive_likelihood_ratio();
    assert_eq!(ratio.estimate, Some(f64::INFINITY));
    assert!(comes_back::<Ratio>(&ratio).contains(r#""estimate":"inf""#));
    assert!(comes_back(&Confusion::default().positive_likelihood_ratio()).contains("null"));
    let test = Replicates::new(Some(-1.0), [Some(2.0), Some(2.0)]).unwrap();
    let test = test.z_test(Alternative::TwoSided).unwrap();
    assert!(comes_back::<ZTest>(&test).contains(r#""statistic":"-inf""#));
}

#[test]
fn a_decision_curve_without_a_price_comes_back() {
    let options = Options {
        thresholds: vec![0.0, 0.5],
        ..Options::default()
    };
    let curve = model(&[true, false], &[0.0, 0.7], &options).unwrap();
    assert_eq!(
        curve.points[0].interventions_avoided,
        Some(f64::NEG_INFINITY)
    );
    comes_back::<DecisionCurve>(&curve);
}

#[test]
fn what_resampling_hands_out_comes_back() {
    comes_back(&Fold {
        train: vec![0, 2],
        test: vec![1],
    });
    comes_back(&OnBoth {
        training: vec![Some(1.0), None],
        test: vec![None, Some(0.5)],
    });
}

#[test]
fn placements_come_back_or_are_refused() {
    let labels = [false, true, true, false, true];
    let marker = Marker::new(&labels, &[1.0, 2.0, 2.0, 2.0, 5.0]).unwrap();
    let placements = marker.placements(Direction::Higher);
    let text = comes_back::<Placements>(&placements);
    let back: Placements = serde_json::from_str(&text).unwrap();
    assert_eq!(back.variance(), placements.variance());
    let refused = |direction, labels, doubled| {
        let file = json!({"direction": direction, "labels": labels, "doubled": doubled});
        serde_json::from_value::<Placements>(file).unwrap_err();
    };
    refused("higher", json!([true, false]), json!([1]));
    refused("higher", json!([true, true]), json!([1, 1]));
    refused("higher", json!([true, false]), json!([3, 1]));
}

#[test]
fn criteria_are_checked_as_they_are_read() {
    comes_back(&Criterion::youden());
    for ratio in [json!(-1.0), json!(0.0)] {
        let file = json!({"method": "youden", "ratio": ratio});
        let error = serde_json::from_value::<Criterion>(file).unwrap_err();
        assert!(error.to_string().contains("is not above 0"), "{error}");
    }
}

/// serde, the command line and the list of choices have one name for each.
#[track_caller]
fn named<T>(all: &[T])
where
    T: Serialize + std::str::FromStr + std::fmt::Display + PartialEq + std::fmt::Debug,
    T::Err: std::fmt::Debug + std::fmt::Display,
{
    assert!(all.len() > 1);
    for choice in all {
        assert_eq!(serde_json::to_value(choice).unwrap(), choice.to_string());
        assert_eq!(&choice.to_string().parse::<T>().unwrap(), choice);
    }
    let error = "?".parse::<T>().unwrap_err().to_string();
    assert!(error.contains("`?` is not known"), "{error}");
}

#[test]
fn choices_have_one_name() {
    named(Alternative::ALL);
    named(adjust::Method::ALL);
    named(delong::IntervalMethod::ALL);
    named(hosmer_lemeshow::EmptyGroups::ALL);
    named(likelihood::cox::Ties::ALL);
    named(loess::Degree::ALL);
    named(lowess::Ties::ALL);
    named(proportion::Method::ALL);
    named(roc::CutOffMethod::ALL);
    named(Direction::ALL);
    named(roc::Focus::ALL);
    named(hypothesis::correlation::Method::ALL);
    named(hypothesis::kolmogorov_smirnov::Method::ALL);
    named(hypothesis::levene::Centre::ALL);
    named(hypothesis::mann_whitney::Method::ALL);
    named(hypothesis::signed_rank::Method::ALL);
    named(hypothesis::signed_rank::Zeros::ALL);
    named(survival::time_dependent::Convention::ALL);
    let error = "hom".parse::<adjust::Method>().unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("`benjamini-yekutieli` or `none`")
    );
    assert_eq!(Alternative::ALL[0], Alternative::default());
    assert_eq!(loess::Degree::ALL[0], loess::Degree::default());
}
