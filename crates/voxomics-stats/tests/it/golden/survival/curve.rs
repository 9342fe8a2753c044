//! Kaplan-Meier, hazards, quantiles, restricted means, risk tables.

use serde_json::{Map, Value, json};
use voxomics_stats::survival::kaplan_meier::{
    self, CumulativeHazard, Curve, Hazard, Limits, RestrictedMean, RestrictedMeans, Scale, TwoArms,
};
use voxomics_stats::survival::{FollowUp, NearTies};
use voxomics_stats::{ConfidenceLevel, Interval};
use voxomics_testkit::goldens::{Case, numbers};

use super::Data;

const SCALES: [(&str, Scale); 5] = [
    ("log", Scale::Log),
    ("log-log", Scale::LogLog),
    ("plain", Scale::Plain),
    ("arcsin", Scale::Arcsine),
    ("logit", Scale::Logit),
];

pub(super) fn answer(case: &Case, data: &Data, answer: &mut Map<String, Value>) {
    let follow_up = data.follow_up(NearTies::Merge);
    let curve = kaplan_meier::curve(&follow_up);
    let every = if data.times.len() > 1000 { 10 } else { 1 };
    answer.insert("km".into(), steps(&curve, every));
    let survival = |kind| {
        let hazards = curve.cumulative_hazard(kind);
        let survival = hazards
            .iter()
            .step_by(every)
            .map(CumulativeHazard::survival);
        json!(survival.collect::<Vec<_>>())
    };
    answer.insert(
        "breslow_surv_exp_minus_na".into(),
        survival(Hazard::NelsonAalen),
    );
    answer.insert(
        "fleming_harrington_surv".into(),
        survival(Hazard::FlemingHarrington),
    );
    for (name, scale) in SCALES {
        let limits = Limits {
            scale,
            ..Limits::default()
        };
        answer.insert(format!("ci_{name}"), limited(&curve, &limits, every));
    }
    let ninety = Limits {
        scale: Scale::LogLog,
        level: ConfidenceLevel::new(0.9).unwrap(),
        ..Limits::default()
    };
    answer.insert(
        "ci90_log-log".into(),
        json!(band(&curve.band(&ninety), every)),
    );
    let times = numbers(case.expected.pointer("/at_times/times").unwrap());
    answer.insert("at_times".into(), at_times(&follow_up, &curve, &times));
    let means = case.expected["rmst_overall"].as_array().unwrap().iter();
    let means = means.map(|mean| {
        let mean = curve
            .restricted_mean(mean["tau"].as_f64().unwrap())
            .unwrap();
        json!({"tau": mean.horizon, "rmst": mean.mean, "se": mean.standard_error})
    });
    answer.insert("rmst_overall".into(), means.collect());
    if data.grouped() {
        answer.insert("by_group".into(), by_group(data));
        let table = kaplan_meier::risk_table(&follow_up, &data.groups, &times).unwrap();
        // R counts at the next step, which is another number with left truncation: `late_entries_are_not_at_risk_before`.
        let curves = kaplan_meier::by_group(&follow_up, &data.groups).unwrap();
        let next: Vec<Vec<usize>> = curves
            .iter()
            .map(|group| {
                times
                    .iter()
                    .map(|&t| group.curve.at_risk(t).unwrap() as usize)
                    .collect()
            })
            .collect();
        assert!(data.entries.is_some() || table == next);
        let strata: Vec<usize> = (0..table.len())
            .flat_map(|group| vec![group; times.len()])
            .collect();
        answer.insert(
            "risk_table".into(),
            json!({"times": times, "strata": strata, "n_risk": next.concat()}),
        );
    }
    if let Some(tau) = case.expected.pointer("/rmst2/tau").and_then(Value::as_f64) {
        answer.insert("rmst2".into(), two_arms(data, tau));
    }
}

fn steps(curve: &Curve, every: usize) -> Value {
    let hazards = curve.cumulative_hazard(Hazard::NelsonAalen);
    let rows: Vec<_> = curve.steps.iter().zip(&hazards).step_by(every).collect();
    json!({
        "time": rows.iter().map(|(step, _)| step.time).collect::<Vec<_>>(),
        "n_risk": rows.iter().map(|(step, _)| step.at_risk).collect::<Vec<_>>(),
        "n_event": rows.iter().map(|(step, _)| step.events).collect::<Vec<_>>(),
        "n_censor": rows.iter().map(|(step, _)| step.censored).collect::<Vec<_>>(),
        "surv": rows.iter().map(|(step, _)| step.survival).collect::<Vec<_>>(),
        "std_err_of_log_surv_greenwood":
            rows.iter().map(|(step, _)| step.log_standard_error).collect::<Vec<_>>(),
        "std_chaz": rows.iter().map(|(_, point)| point.standard_error).collect::<Vec<_>>(),
        "cumhaz_nelson_aalen": rows.iter().map(|(_, point)| point.hazard).collect::<Vec<_>>(),
        "every_10th_row_only": every == 10,
    })
}

fn band(band: &[Option<Interval>], every: usize) -> Value {
    let side = |side: fn(Interval) -> f64| -> Value {
        band.iter()
            .step_by(every)
            .map(|interval| json!(interval.map(side)))
            .collect()
    };
    json!({"lower": side(|interval| interval.lower), "upper": side(|interval| interval.upper)})
}

fn limited(curve: &Curve, limits: &Limits, every: usize) -> Value {
    let mut answer = band(&curve.band(limits), every);
    let [lower, median, upper] = [0.25, 0.5, 0.75].map(|p| curve.quantile(p, limits));
    answer["quantiles_25_50_75"] = json!({
        "q": [lower.time, median.time, upper.time],
        "lower": [lower.lower, median.lower, upper.lower],
        "upper": [lower.upper, median.upper, upper.upper],
    });
    let median = curve.median_with_limits(limits);
    assert_eq!(curve.median(), median.time);
    answer["median"] = json!(median.time);
    answer["median_lower95"] = json!(median.lower);
    answer["median_upper95"] = json!(median.upper);
    answer
}

fn at_times(follow_up: &FollowUp, curve: &Curve, times: &[f64]) -> Value {
    let estimates = times
        .iter()
        .map(|&t| curve.estimate_at(t, &Limits::default()).unwrap());
    let estimates: Vec<_> = estimates.collect();
    let events_to = |t: f64| -> u32 {
        let until = curve.steps.iter().take_while(|step| step.time <= t);
        until.map(|step| step.events).sum()
    };
    let events: Vec<u32> = times.iter().map(|&t| events_to(t)).collect();
    let since = events
        .iter()
        .scan(0, |before, &now| Some(now - std::mem::replace(before, now)));
    json!({
        "times": times,
        "surv": estimates.iter().map(|at| at.survival).collect::<Vec<_>>(),
        "n_risk": times.iter().map(|&t| follow_up.at_risk(t).unwrap()).collect::<Vec<_>>(),
        "n_event_cumulative_since_previous": since.collect::<Vec<_>>(),
        "std_err_surv": estimates.iter().map(|at| at.standard_error).collect::<Vec<_>>(),
    })
}

/// Each group's curve from its own rows, so that near ties with other groups are none.
fn curve_of(data: &Data, group: u32) -> Curve {
    let of = |row: &usize| data.groups[*row] == group;
    let rows: Vec<usize> = (0..data.times.len()).filter(of).collect();
    let part = Data {
        entries: data
            .entries
            .as_ref()
            .map(|all| rows.iter().map(|&row| all[row]).collect()),
        times: rows.iter().map(|&row| data.times[row]).collect(),
        events: rows.iter().map(|&row| data.events[row]).collect(),
        groups: vec![group; rows.len()],
        marker: rows.iter().map(|&row| data.marker[row]).collect(),
        strata: None,
    };
    kaplan_meier::curve(&part.follow_up(NearTies::Merge))
}

fn by_group(data: &Data) -> Value {
    let mut groups = data.groups.clone();
    groups.sort_unstable();
    groups.dedup();
    let group = |group: u32| {
        let curve = curve_of(data, group);
        let limits = Limits {
            scale: Scale::LogLog,
            ..Limits::default()
        };
        let median = curve.quantile(0.5, &limits);
        json!({
            "group": group, "n": curve.subjects, "events": curve.events(), "median": median.time,
            "lower95_loglog": median.lower, "upper95_loglog": median.upper,
        })
    };
    groups.into_iter().map(group).collect()
}

fn two_arms(data: &Data, tau: f64) -> Value {
    let level = ConfidenceLevel::P95;
    let arms = RestrictedMeans::new(&curve_of(data, 0), &curve_of(data, 1), tau, level).unwrap();
    let arm = |arm: RestrictedMean| {
        let interval = arm.interval(level);
        json!({
            "Est.": arm.mean, "se": arm.standard_error,
            "lower .95": interval.lower, "upper .95": interval.upper,
        })
    };
    let row = |row: TwoArms| {
        let limit = |side: fn(Interval) -> f64| row.interval.map(side);
        json!([
            row.estimate,
            limit(|i| i.lower),
            limit(|i| i.upper),
            row.p_value
        ])
    };
    json!({
        "tau": tau, "arm0": arm(arms.first), "arm1": arm(arms.second),
        "unadjusted_rows_diff_ratio_rmtlratio":
            [row(arms.difference), row(arms.ratio), row(arms.lost_ratio)],
    })
}
