//! Curves, decision curves, reclassification, proportions.

use proptest::prelude::*;
use voxomics_stats::ConfidenceLevel;
use voxomics_stats::decision_curve::{self, model, treat_all};
use voxomics_stats::delong::{Options, paired_test};
use voxomics_stats::proportion::{Method, Proportion};
use voxomics_stats::reclassification::reclassify;
use voxomics_stats::roc::{Direction, Focus, Marker};

/// Labels of both classes, twice each, with two scores that tie often.
fn rows() -> impl Strategy<Value = (Vec<bool>, Vec<f64>, Vec<f64>)> {
    let row = (any::<bool>(), -8_i32..8, -8_i32..8);
    prop::collection::vec(row, 4..40).prop_map(|mut rows| {
        for (row, class) in rows.iter_mut().zip([true, true, false, false]) {
            row.0 = class;
        }
        let labels = rows.iter().map(|row| row.0).collect();
        let scores = |of: fn(&(bool, i32, i32)) -> i32| {
            rows.iter().map(|row| f64::from(of(row)) / 4.0).collect()
        };
        (labels, scores(|row| row.1), scores(|row| row.2))
    })
}

fn risks(scores: &[f64]) -> Vec<f64> {
    scores.iter().map(|score| (score + 2.0) / 4.0).collect()
}

proptest! {
    #[test]
    fn directions_mirror((labels, a, _) in rows()) {
        let negated: Vec<f64> = a.iter().map(|score| -score).collect();
        let [this, other] = [&a, &negated].map(|scores| Marker::new(&labels, scores).unwrap());
        prop_assert_eq!(this.auc(Direction::Lower), other.auc(Direction::Higher));
        prop_assert!((this.auc(Direction::Lower) + this.auc(Direction::Higher) - 1.0).abs() < 1e-15);
        let of = |marker: &Marker, direction| marker.placements(direction).variance().unwrap();
        prop_assert_eq!(of(&this, Direction::Higher), of(&this, Direction::Lower));
        prop_assert_eq!(of(&this, Direction::Higher), of(&other, Direction::Higher));
    }

    /// Bit by bit, since sums are whole numbers.
    #[test]
    fn the_order_of_rows_and_increasing_maps_change_nothing((labels, a, b) in rows()) {
        let test = |labels: &[bool], a: &[f64], b: &[f64]| {
            let [a, b] = [a, b].map(|scores| Marker::new(labels, scores).unwrap().placements(Direction::Higher));
            paired_test(&a, &b, &Options::default()).unwrap()
        };
        let want = test(&labels, &a, &b);
        let reversed = |x: &[f64]| x.iter().rev().map(|x| x * x * x + 1.0).collect::<Vec<_>>();
        let reversed_labels: Vec<bool> = labels.iter().rev().copied().collect();
        prop_assert_eq!(&test(&reversed_labels, &reversed(&a), &reversed(&b)), &want);
        let swapped = test(&labels, &b, &a);
        prop_assert_eq!(swapped.p_value, want.p_value);
        prop_assert_eq!(swapped.statistic, -want.statistic);
        prop_assert_eq!(swapped.interval.lower, -want.interval.upper);
    }

    #[test]
    fn the_area_is_that_below_the_points((labels, a, _) in rows()) {
        for direction in [Direction::Higher, Direction::Lower] {
            let curve = Marker::new(&labels, &a).unwrap().curve(direction);
            for focus in [Focus::Specificity, Focus::Sensitivity] {
                let area = curve.partial_auc(focus, 0.0, 1.0).unwrap().area;
                prop_assert!((area - curve.auc).abs() < 1e-13);
                let parts = [(0.0, 0.37), (0.37, 1.0)];
                let sum: f64 = parts.iter().map(|&(from, to)| curve.partial_auc(focus, from, to).unwrap().area).sum();
                prop_assert!((sum - area).abs() < 1e-13);
            }
            prop_assert!(curve.sensitivities.is_sorted_by(|a, b| a >= b));
            prop_assert!(curve.specificities.is_sorted());
            let marker = Marker::new(&labels, &a).unwrap();
            for at in 0..curve.thresholds.len() {
                let cut = curve.cut_off(at).unwrap();
                prop_assert_eq!(marker.at_threshold(cut.threshold, direction), Ok(cut));
            }
        }
    }

    #[test]
    fn a_risk_of_one_is_treating_all((labels, a, b) in rows()) {
        let options = decision_curve::Options::default();
        let all = treat_all(&labels, &options).unwrap();
        let certain = model(&labels, &vec![1.0; labels.len()], &options).unwrap();
        for (all, certain) in all.points.iter().zip(&certain.points) {
            let (all, certain) = (all.net_benefit.unwrap(), certain.net_benefit.unwrap());
            prop_assert!((all - certain).abs() < 1e-12 * all.abs().max(1.0));
        }
        let forth = reclassify(&labels, &risks(&a), &risks(&b)).unwrap();
        let back = reclassify(&labels, &risks(&b), &risks(&a)).unwrap();
        prop_assert_eq!(forth.nri.total.estimate, -back.nri.total.estimate);
        prop_assert!((forth.idi.estimate + back.idi.estimate).abs() < 1e-14);
    }

    #[test]
    fn intervals_hold_the_estimate(n in 1_u64..5000, any in any::<u64>()) {
        let successes = any % (n + 1);
        let proportion = Proportion::new(successes, n).unwrap();
        let mirrored = Proportion::new(n - successes, n).unwrap();
        for &method in Method::ALL {
            let interval = proportion.interval(method, ConfidenceLevel::P95);
            prop_assert!(interval.lower >= 0.0 && interval.upper <= 1.0);
            let edge = successes == 0 || successes == n;
            prop_assert!((method == Method::Jeffreys && edge) || interval.contains(proportion.estimate()));
            let mirror = mirrored.interval(method, ConfidenceLevel::P95);
            prop_assert!((interval.lower - (1.0 - mirror.upper)).abs() < 1e-9);
        }
    }
}
