//! What holds of survival statistics for any input.

use proptest::prelude::*;
use voxomics_stats::ConfidenceLevel;
use voxomics_stats::likelihood::cox::{self, Ties};
use voxomics_stats::survival::competing_risks::{
    CompetingRisks, GrayOptions, gray_test, incidence,
};
use voxomics_stats::survival::concordance::{Options, concordance};
use voxomics_stats::survival::kaplan_meier::{self, Limits, RestrictedMeans, Scale};
use voxomics_stats::survival::time_dependent::{Convention, auc, brier};
use voxomics_stats::survival::{FollowUp, log_rank};

fn near(got: f64, want: f64) -> bool {
    (got - want).abs() <= 1e-10 * want.abs().max(1.0)
}

prop_compose! {
    /// Times with ties, causes 0 to 2, three groups, markers with ties.
    fn data()(rows in prop::collection::vec((1..40_u32, 0..3_u32, 0..3_u32, 0..12_u32), 3..60))
        -> (Vec<f64>, Vec<u32>, Vec<u32>, Vec<f64>) {
        let times = rows.iter().map(|row| f64::from(row.0) / 4.0).collect();
        let causes = rows.iter().map(|row| row.1).collect();
        let groups = rows.iter().map(|row| row.2).collect();
        let marker = rows.iter().map(|row| f64::from(row.3) - 6.0).collect();
        (times, causes, groups, marker)
    }
}

fn happened(causes: &[u32]) -> Vec<bool> {
    causes.iter().map(|&cause| cause > 0).collect()
}

proptest! {
    #[test]
    fn without_censoring_the_curve_is_the_share_left((times, _, _, _) in data()) {
        let follow_up = FollowUp::new(&times, &vec![true; times.len()]).unwrap();
        let curve = kaplan_meier::curve(&follow_up);
        let n = times.len() as f64;
        for step in &curve.steps {
            let left = times.iter().filter(|&&time| time > step.time).count() as f64;
            prop_assert!(near(step.survival, left / n));
        }
        let mean = curve.restricted_mean(curve.last_time()).unwrap().mean;
        prop_assert!(near(mean, times.iter().sum::<f64>() / n));
    }

    #[test]
    fn limits_hold_the_curve_and_widen((times, causes, _, _) in data()) {
        let follow_up = FollowUp::new(&times, &happened(&causes)).unwrap();
        let curve = kaplan_meier::curve(&follow_up);
        for scale in [Scale::Log, Scale::LogLog, Scale::Plain, Scale::Logit, Scale::Arcsine] {
            let limits = Limits { scale, ..Limits::default() };
            let wide = Limits { level: ConfidenceLevel::new(0.99).unwrap(), ..limits };
            let bands = curve.band(&limits).into_iter().zip(curve.band(&wide));
            for (step, (band, wide)) in curve.steps.iter().zip(bands) {
                if let (Some(band), Some(wide)) = (band, wide) {
                    let slack = 1e-12;
                    prop_assert!(band.lower <= step.survival + slack && step.survival <= band.upper + slack);
                    prop_assert!(wide.lower <= band.lower + slack && band.upper <= wide.upper + slack);
                    prop_assert!(0.0 <= wide.lower && wide.upper <= 1.0);
                }
            }
        }
    }

    #[test]
    fn rows_may_come_in_any_order((times, causes, groups, marker) in data(), shift in 1..50_usize) {
        let rows: Vec<usize> = (0..times.len()).map(|row| (row + shift) % times.len()).collect();
        let turned = |column: &[f64]| rows.iter().map(|&row| column[row]).collect::<Vec<_>>();
        let labels = |column: &[u32]| rows.iter().map(|&row| column[row]).collect::<Vec<_>>();
        let one = FollowUp::new(&times, &happened(&causes)).unwrap();
        let other = FollowUp::new(&turned(&times), &happened(&labels(&causes))).unwrap();
        prop_assert_eq!(kaplan_meier::curve(&one), kaplan_meier::curve(&other));
        let options = log_rank::Options::default();
        let compared = log_rank::compare(&one, &groups, &options);
        prop_assert_eq!(compared, log_rank::compare(&other, &labels(&groups), &options));
        let options = Options::default();
        let counts = |follow_up, marker: &[f64]| concordance(follow_up, marker, &options).map(|c| c.counts);
        prop_assert_eq!(counts(&one, &marker), counts(&other, &turned(&marker)));
    }

    #[test]
    fn observed_and_expected_have_one_sum((times, causes, groups, _) in data()) {
        let follow_up = FollowUp::new(&times, &happened(&causes)).unwrap();
        let options = log_rank::Options::default();
        if let Ok(comparison) = log_rank::compare(&follow_up, &groups, &options) {
            let observed: f64 = comparison.groups.iter().map(|group| group.observed).sum();
            let expected: f64 = comparison.groups.iter().map(|group| group.expected).sum();
            prop_assert!(near(expected, observed) && observed == follow_up.events() as f64);
            for row in &comparison.covariance {
                prop_assert!(row.iter().sum::<f64>().abs() < 1e-10);
            }
        }
    }

    #[test]
    fn the_log_rank_test_is_the_exact_score_test((times, causes, groups, _) in data()) {
        let follow_up = FollowUp::new(&times, &happened(&causes)).unwrap();
        let two: Vec<u32> = groups.iter().map(|&group| u32::from(group > 0)).collect();
        let column: Vec<f64> = two.iter().map(|&group| f64::from(group)).collect();
        let log_rank = log_rank::compare(&follow_up, &two, &log_rank::Options::default());
        if let Ok(test) = log_rank.and_then(|comparison| comparison.test()) {
            let score = cox::exact_score_test(&follow_up, &[&column]).unwrap();
            prop_assert!(near(score.statistic, test.statistic));
        }
    }

    #[test]
    fn concordance_turns_with_the_marker((times, causes, _, marker) in data()) {
        let follow_up = FollowUp::new(&times, &happened(&causes)).unwrap();
        let negative: Vec<f64> = marker.iter().map(|m| -m).collect();
        let grown: Vec<f64> = marker.iter().map(|m| m * m * m + m).collect();
        let of = |marker: &[f64]| concordance(&follow_up, marker, &Options::default()).unwrap();
        let (one, other) = (of(&marker), of(&negative));
        prop_assert_eq!(&one, &of(&grown));
        prop_assert_eq!(one.counts.concordant, other.counts.discordant);
        if let (Some(one), Some(other)) = (one.index, other.index) {
            prop_assert!(near(one + other, 1.0) && (0.0..=1.0).contains(&one));
        }
    }

    #[test]
    fn incidences_and_freedom_sum_to_one((times, causes, groups, _) in data()) {
        let risks = CompetingRisks::new(&times, &causes).unwrap();
        let free = kaplan_meier::curve(risks.follow_up());
        let [first, second] = [1, 2].map(|cause| incidence(&risks, cause));
        for step in &first.steps {
            let other = second.incidence_at(step.time).unwrap();
            let free = free.survival_at(step.time).unwrap();
            prop_assert!(near(step.incidence + other + free, 1.0));
            prop_assert!(step.variance >= 0.0 && step.delta_variance >= 0.0);
        }
        // Without other causes the variance by the delta method is Greenwood's.
        let alone: Vec<u32> = causes.iter().map(|&cause| u32::from(cause > 0)).collect();
        let risks = CompetingRisks::new(&times, &alone).unwrap();
        for step in incidence(&risks, 1).steps {
            let limits = Limits::default();
            let estimate = free.estimate_at(step.time, &limits).unwrap();
            if let Some(error) = estimate.standard_error {
                prop_assert!((step.delta_variance - error * error).abs() < 1e-12);
            }
        }
        if let Ok(test) = gray_test(&risks, 1, &groups, &GrayOptions::default()) {
            prop_assert!(test.statistic >= 0.0 && (0.0..=1.0).contains(&test.p_value));
        }
    }

    #[test]
    fn without_censoring_auc_and_brier_are_those_of_labels((times, _, _, marker) in data(), t in 0.5..9.0_f64) {
        let follow_up = FollowUp::new(&times, &vec![true; times.len()]).unwrap();
        let cases: Vec<bool> = times.iter().map(|&time| time <= t).collect();
        let got = auc(&follow_up, &marker, t, Convention::RiskRegression).unwrap();
        let (mut won, mut pairs) = (0.0, 0.0);
        for i in (0..times.len()).filter(|&i| cases[i]) {
            for j in (0..times.len()).filter(|&j| !cases[j]) {
                pairs += 1.0;
                won += if marker[i] > marker[j] { 1.0 } else if marker[i] == marker[j] { 0.5 } else { 0.0 };
            }
        }
        prop_assert_eq!(got.auc.is_some(), pairs > 0.0);
        prop_assert!(got.auc.is_none_or(|auc| near(auc, won / pairs)));
        if t <= follow_up.last_time() {
            let risks: Vec<f64> = marker.iter().map(|m| (m + 6.0) / 12.0).collect();
            let squares = risks.iter().zip(&cases).map(|(r, &case)| {
                let miss = r - f64::from(u8::from(case));
                miss * miss
            });
            let want = squares.sum::<f64>() / times.len() as f64;
            prop_assert!(near(brier(&follow_up, &risks, t).unwrap().score, want));
        }
    }

    #[test]
    fn arms_exchanged_turn_the_difference((times, causes, _, _) in data(), share in 0.1..1.0_f64) {
        let half = times.len() / 2;
        let happened = happened(&causes);
        let arm = |rows: std::ops::Range<usize>| {
            kaplan_meier::curve(&FollowUp::new(&times[rows.clone()], &happened[rows]).unwrap())
        };
        let (first, second) = (arm(0..half), arm(half..times.len()));
        let horizon = share * first.last_time().min(second.last_time());
        let level = ConfidenceLevel::P95;
        let one = RestrictedMeans::new(&first, &second, horizon, level).unwrap();
        let other = RestrictedMeans::new(&second, &first, horizon, level).unwrap();
        prop_assert!(near(one.difference.estimate.unwrap(), -other.difference.estimate.unwrap()));
        prop_assert_eq!(one.difference.p_value, other.difference.p_value);
        prop_assert!(one.first.mean <= horizon + 1e-12 && one.first.mean >= 0.0);
    }

    #[test]
    fn no_input_makes_a_panic(
        times in prop::collection::vec(prop::num::f64::ANY, 0..6),
        causes in prop::collection::vec(0..3_u32, 0..6),
        marker in prop::collection::vec(prop::num::f64::ANY, 0..6),
        t in prop::num::f64::ANY,
    ) {
        let follow_up = FollowUp::new(&times, &happened(&causes));
        if let Ok(follow_up) = follow_up {
            let curve = kaplan_meier::curve(&follow_up);
            prop_assert!(curve.steps.iter().all(|step| (0.0..=1.0).contains(&step.survival)));
            let _ = curve.restricted_mean(t).map(|mean| assert!(!mean.mean.is_nan()));
            let _ = curve.quantile(t, &Limits::default());
            let _ = log_rank::compare(&follow_up, &causes, &log_rank::Options::default());
            let _ = auc(&follow_up, &marker, t, Convention::TimeRoc);
            let _ = brier(&follow_up, &marker, t);
            let _ = concordance(&follow_up, &marker, &Options::default());
            let _ = cox::fit(&follow_up, &[&marker], Ties::Efron);
            let options = voxomics_stats::survival::cut_point::Options::default();
            let _ = voxomics_stats::survival::cut_point::cut_point(&follow_up, &marker, &options);
        }
        if let Ok(risks) = CompetingRisks::new(&times, &causes) {
            let _ = incidence(&risks, 1);
            let _ = gray_test(&risks, 1, &causes, &GrayOptions::default());
        }
    }
}
