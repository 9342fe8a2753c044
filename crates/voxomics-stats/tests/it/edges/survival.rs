//! Times to an event.

use voxomics_stats::ConfidenceLevel;
use voxomics_stats::survival::calibration::within_cuts;
use voxomics_stats::survival::cut_point::{self, cut_point};
use voxomics_stats::survival::kaplan_meier::{self, RestrictedMeans};
use voxomics_stats::survival::log_rank::{self, Weights};
use voxomics_stats::survival::{Error, FollowUp, Landmark};

/// Of times such as 0.1, 0.2, 0.3 the widths of the steps do not sum to the horizon.
#[test]
fn an_arm_without_events_has_lost_no_time() {
    let times: Vec<f64> = (1..=30).map(|i| f64::from(i) * 0.1).collect();
    let none = kaplan_meier::curve(&FollowUp::new(&times, &[false; 30]).unwrap());
    let some: Vec<bool> = (0..30).map(|i| i % 3 == 0).collect();
    let some = kaplan_meier::curve(&FollowUp::new(&times, &some).unwrap());
    let mean = none.restricted_mean(2.9).unwrap();
    assert_eq!((mean.mean, mean.lost, mean.standard_error), (2.9, 0.0, 0.0));
    let level = ConfidenceLevel::P95;
    let against = RestrictedMeans::new(&none, &some, 2.9, level).unwrap();
    let found = against.lost_ratio;
    assert_eq!(
        (found.estimate, found.interval, found.p_value),
        (None, None, None)
    );
    let against = RestrictedMeans::new(&some, &none, 2.9, level).unwrap();
    let found = against.lost_ratio;
    assert_eq!(
        (found.estimate, found.interval, found.p_value),
        (Some(0.0), None, None)
    );
    assert!((against.first.lost - (2.9 - against.first.mean)).abs() < 1e-14);
}

#[test]
fn a_hazard_ratio_is_not_that_of_a_weighted_comparison() {
    let months = [6.0, 13.0, 21.0, 30.0, 37.0, 38.0];
    let follow_up = FollowUp::new(&months, &[true, true, false, true, false, true]).unwrap();
    let compared = |weights| {
        let options = log_rank::Options {
            weights,
            ..log_rank::Options::default()
        };
        log_rank::compare(&follow_up, &[0, 0, 1, 0, 1, 1], &options).unwrap()
    };
    let level = ConfidenceLevel::P95;
    assert!(compared(Weights::rho(0.0)).peto_hazard_ratio(level).is_ok());
    for weights in [Weights::rho(1.0), Weights::GehanWilcoxon, Weights::PetoPeto] {
        let comparison = compared(weights);
        assert_eq!(comparison.peto_hazard_ratio(level), Err(Error::Weighted));
        assert_eq!(comparison.pike_hazard_ratio(), Err(Error::Weighted));
        assert!(comparison.test().is_ok());
    }
}

#[test]
fn a_covariance_of_other_groups_is_refused() {
    let follow_up = FollowUp::new(&[1.0, 2.0, 3.0], &[true; 3]).unwrap();
    let mut comparison =
        log_rank::compare(&follow_up, &[0, 1, 1], &log_rank::Options::default()).unwrap();
    comparison.covariance[1].pop();
    let error = Error::Covariance { groups: 2 };
    assert_eq!(comparison.test(), Err(error.clone()));
    assert_eq!(comparison.trend(&[0.0, 1.0]), Err(error.clone()));
    assert_eq!(
        comparison.peto_hazard_ratio(ConfidenceLevel::P95),
        Err(error)
    );
}

#[test]
fn cut_points_lie_between_shares() {
    let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true; 4]).unwrap();
    for (least_share, largest_share) in [
        (0.0, 0.9),
        (0.1, 1.0),
        (0.9, 0.1),
        (0.5, 0.5),
        (f64::NAN, 0.9),
        (0.1, f64::NAN),
    ] {
        let options = cut_point::Options {
            least_share,
            largest_share,
            ..cut_point::Options::default()
        };
        let error = cut_point(&follow_up, &[1.0, 2.0, 3.0, 4.0], &options).unwrap_err();
        assert!(matches!(error, Error::Shares { .. }), "{error}");
    }
}

#[test]
fn a_time_that_is_none_has_no_count() {
    let follow_up = FollowUp::new(&[1.0, 2.0, 3.0], &[true, false, true]).unwrap();
    let curve = kaplan_meier::curve(&follow_up);
    assert_eq!(
        (follow_up.at_risk(f64::NAN), curve.at_risk(f64::NAN)),
        (None, None)
    );
    assert_eq!(
        (follow_up.at_risk(9.0), curve.at_risk(9.0)),
        (Some(0), Some(0))
    );
    let table = |t| kaplan_meier::risk_table(&follow_up, &[0, 0, 1], &[0.0, t]);
    assert!(matches!(table(f64::NAN), Err(Error::Input(_))));
    assert_eq!(table(f64::INFINITY).unwrap(), [[2, 0], [1, 0]]);
}

#[test]
fn a_landmark_takes_columns_of_its_rows_only() {
    let landmark = Landmark::new(&[1.0, 4.0, 6.0], &[true, true, false], 2.0).unwrap();
    assert_eq!(landmark.select(&["a", "b", "c"]).unwrap(), ["b", "c"]);
    for column in [&["a", "b"][..], &["a", "b", "c", "d"]] {
        let error = landmark.select(column).unwrap_err();
        assert!(error.to_string().contains("column"), "{error}");
    }
    for at in [6.0, f64::NAN] {
        let error = Landmark::new(&[1.0, 4.0, 6.0], &[true; 3], at).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("before 6, the last time under observation")
        );
    }
}

#[test]
fn cuts_ascend() {
    for cuts in [
        &[][..],
        &[0.5],
        &[0.0, 0.0, 1.0],
        &[1.0, 0.0],
        &[0.0, f64::NAN],
    ] {
        let error = within_cuts(&[0.5], cuts).unwrap_err();
        assert!(error.to_string().starts_with("cuts"), "{error}");
    }
    assert!(within_cuts(&[f64::NAN], &[0.0, 1.0]).is_err());
}
