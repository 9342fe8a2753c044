//! Calibration and what it stands on.

use proptest::prelude::*;
use voxomics_stats::calibration::{self, Bins};
use voxomics_stats::{ConfidenceLevel, hosmer_lemeshow, loess, lowess};

fn rows() -> impl Strategy<Value = (Vec<bool>, Vec<f64>)> {
    let row = (
        any::<bool>(),
        prop_oneof![0.001..0.999, (1_u32..10).prop_map(|i| f64::from(i) / 10.0)],
    );
    proptest::collection::vec(row, 12..80)
        .prop_map(|rows| rows.into_iter().unzip())
        .prop_filter("both classes", |(labels, _): &(Vec<bool>, Vec<f64>)| {
            labels.iter().any(|&case| case) && labels.iter().any(|&case| !case)
        })
}

proptest! {
    #[test]
    fn scores_are_within_bounds((labels, risks) in rows()) {
        let brier = calibration::brier(&labels, &risks).unwrap();
        prop_assert!((0.0..=1.0).contains(&brier.score));
        // The share of cases is what scaling compares with.
        let share = labels.iter().filter(|&&case| case).count() as f64 / labels.len() as f64;
        let flat = calibration::brier(&labels, &vec![share; labels.len()]).unwrap();
        prop_assert!(flat.scaled.unwrap().abs() < 1e-12);
        // Cases and controls change places.
        let (swapped, mirrored): (Vec<bool>, Vec<f64>) =
            labels.iter().zip(&risks).map(|(label, risk)| (!label, 1.0 - risk)).unzip();
        let other = calibration::brier(&swapped, &mirrored).unwrap();
        prop_assert!((other.score - brier.score).abs() < 1e-14);
    }

    #[test]
    fn bins_hold_every_row((labels, risks) in rows(), bins in 1_usize..20) {
        for bins in [Bins::Uniform(bins), Bins::Quantile(bins)] {
            let curve = calibration::curve(&labels, &risks, bins).unwrap();
            prop_assert_eq!(curve.iter().map(|bin| bin.count).sum::<usize>(), labels.len());
            prop_assert!(curve.windows(2).all(|pair| pair[0].mean_predicted < pair[1].mean_predicted));
        }
        let error = calibration::expected_calibration_error(&labels, &risks, bins).unwrap();
        prop_assert!((0.0..=1.0).contains(&error));
    }

    #[test]
    fn groups_hold_every_row((labels, risks) in rows(), groups in 2_usize..25) {
        let options = hosmer_lemeshow::Options { groups, ..hosmer_lemeshow::Options::default() };
        match hosmer_lemeshow::test(&labels, &risks, &options) {
            Ok(test) => {
                let held: usize = test.groups.iter().map(|group| group.cases + group.controls).sum();
                prop_assert_eq!(held, labels.len());
                prop_assert!(test.statistic.unwrap() >= 0.0);
                prop_assert!(test.groups.len() + test.empty <= groups);
            }
            Err(error) => prop_assert_eq!(error, hosmer_lemeshow::Error::SingleGroup),
        }
    }

    /// Recalibrated once, risks need no more of it.
    #[test]
    fn recalibration_is_idempotent((labels, risks) in rows()) {
        let Ok(first) = calibration::slope(&labels, &risks, ConfidenceLevel::P95) else {
            return Ok(());
        };
        let (a, b) = (first.intercept.estimate, first.slope.estimate);
        prop_assume!(b.abs() > 1e-3 && a.abs() < 20.0 && b.abs() < 20.0);
        let logit = voxomics_stats::likelihood::logistic::logit;
        let expit = voxomics_stats::likelihood::logistic::expit;
        let risks: Vec<f64> = risks.iter().map(|&risk| expit(a + b * logit(risk))).collect();
        prop_assume!(risks.iter().all(|&risk| risk > 1e-12 && risk < 1.0 - 1e-12));
        let again = calibration::slope(&labels, &risks, ConfidenceLevel::P95).unwrap();
        prop_assert!((again.slope.estimate - 1.0).abs() < 1e-6, "{again:?}");
        prop_assert!(again.intercept.estimate.abs() < 1e-6 && again.chi_squared.abs() < 1e-8);
    }

    /// Smoothers leave lines as they are, and order the rows themselves.
    #[test]
    fn lines_stay_lines(mut x in proptest::collection::vec(-50_i32..50, 8..60), a in -3.0..3.0_f64, b in -3.0..3.0_f64) {
        x.extend([-60, -61, 60, 61]);
        let x: Vec<f64> = x.into_iter().map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| a + b * x).collect();
        let curve = lowess::fit(&x, &y, &lowess::Options::default()).unwrap();
        prop_assert!(curve.x.is_sorted());
        // But for windows with hardly any spread, which get a constant.
        let wide = lowess::fit(&x, &y, &lowess::Options { span: 1.0, ..lowess::Options::default() }).unwrap();
        for (x, y) in wide.x.iter().zip(&wide.y) {
            prop_assert!((y - (a + b * x)).abs() < 1e-9, "{y} at {x}");
        }
        if let Ok(curve) = loess::fit(&x, &y, &x, &loess::Options { degree: loess::Degree::Linear, span: 1.0 }) {
            for (got, want) in curve.iter().zip(&y) {
                prop_assert!((got - want).abs() < 1e-9, "{got} {want}");
            }
        }
    }
}

#[test]
fn huge_values_are_refused_or_borne() {
    let huge = [f64::MIN, -1.0, 0.0, 1.0, f64::MAX];
    assert_eq!(
        lowess::fit(&huge, &[1.0; 5], &lowess::Options::default()),
        Err(lowess::Error::Overflow("distances"))
    );
    for y in [huge, [1e308; 5], [5e-324; 5]] {
        if let Ok(curve) = lowess::fit(&[1.0, 2.0, 3.0, 4.0, 5.0], &y, &lowess::Options::default())
        {
            assert!(curve.y.iter().all(|y| y.is_finite()));
        }
        if let Ok(curve) = loess::fit(&huge, &y, &[0.0], &loess::Options::default()) {
            assert!(curve.iter().all(|y| y.is_finite()));
        }
    }
}
