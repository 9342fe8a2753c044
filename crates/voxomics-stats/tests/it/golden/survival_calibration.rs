//! rms: groupkm, calibrate.cph, validate.cph.

use serde_json::{Map, Value, json};
use voxomics_stats::ConfidenceLevel;
use voxomics_stats::likelihood::cox::{self, Ties};
use voxomics_stats::quantile;
use voxomics_stats::resample::{Optimism, Resamples};
use voxomics_stats::survival::FollowUp;
use voxomics_stats::survival::calibration::{
    self, by_risk_group, observed_expected, quantile_groups,
};
use voxomics_testkit::goldens::{Case, Near, Summary, indices, numbers};

use super::suite;

/// A model's predictions of survival at `u` and its linear predictors, for all rows, fitted on some.
fn predict(data: &Input, rows: &[usize]) -> Option<(Vec<f64>, Vec<f64>)> {
    let of = |column: &[f64]| rows.iter().map(|&row| column[row]).collect::<Vec<f64>>();
    let events: Vec<bool> = rows.iter().map(|&row| data.events[row]).collect();
    let follow_up = FollowUp::new(&of(&data.times), &events).ok()?;
    let columns: Vec<Vec<f64>> = data.columns.iter().map(|column| of(column)).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let fit = cox::fit(&follow_up, &columns, Ties::Efron).ok()?;
    let mut linear = vec![0.0; data.times.len()];
    for (column, beta) in data.columns.iter().zip(&fit.coefficients) {
        for (eta, x) in linear.iter_mut().zip(column) {
            *eta += beta * x;
        }
    }
    let baseline = cox::baseline(&follow_up, &of(&linear), Ties::Efron).ok()?;
    let survival = linear
        .iter()
        .map(|&eta| baseline.survival(data.u, eta))
        .collect();
    Some((survival, linear))
}

struct Input {
    times: Vec<f64>,
    events: Vec<bool>,
    columns: Vec<Vec<f64>>,
    u: f64,
}

fn answer(case: &Case) -> Value {
    let rows: Vec<Vec<f64>> = case.input["x_rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect();
    let column = |j: usize| rows.iter().map(|row| row[j]).collect();
    let data = Input {
        times: case.numbers("/time"),
        events: case.labels("/event"),
        columns: (0..rows[0].len()).map(column).collect(),
        u: case.input["u"].as_f64().unwrap(),
    };
    let predicted = case.numbers("/predicted_survival_at_u");
    let follow_up = FollowUp::new(&data.times, &data.events).unwrap();
    let mut answer = Map::new();
    for g in [2, 4, 5] {
        answer.insert(
            format!("groupkm_g{g}"),
            groupkm(&follow_up, &predicted, g, data.u),
        );
    }
    let in_the_large = observed_expected(&follow_up, &predicted, data.u).unwrap();
    let interval = in_the_large.interval(ConfidenceLevel::P95).unwrap();
    answer.insert("observed_risk_km".into(), json!(in_the_large.observed));
    answer.insert("observed_se".into(), json!(in_the_large.standard_error));
    answer.insert("mean_predicted_risk".into(), json!(in_the_large.expected));
    answer.insert("oe".into(), json!(in_the_large.ratio));
    answer.insert(
        "oe_ci95_log".into(),
        json!([interval.lower, interval.upper]),
    );
    let linear = case.numbers("/linear_predictor");
    let slope = cox::fit(&follow_up, &[&linear], Ties::Efron).unwrap();
    answer.insert(
        "cox_slope_of_lp".into(),
        json!({"estimate": slope.coefficients[0], "se": slope.standard_errors()[0]}),
    );
    let drawn = case.input["resample_indices0"].as_array().unwrap();
    let drawn: Vec<Vec<usize>> = drawn.iter().map(indices).collect();
    let resamples = Resamples::given(data.times.len(), &drawn).unwrap();
    let m = case.expected["calibrate_cph_KM"]["m"].as_u64().unwrap();
    answer.insert(
        "calibrate_cph_KM".into(),
        calibrate(&data, &predicted, m, &resamples),
    );
    answer.insert("validate_cph".into(), validate(&data, &resamples));
    Value::Object(answer)
}

fn groupkm(follow_up: &FollowUp, predicted: &[f64], g: usize, u: f64) -> Value {
    let groups = quantile_groups(predicted, g).unwrap();
    let table = by_risk_group(follow_up, predicted, &groups, u).unwrap();
    let row = |group: &calibration::RiskGroup| {
        json!([
            group.predicted,
            group.subjects,
            group.events,
            group.observed,
            group.log_standard_error
        ])
    };
    // The smallest value of each group, and the largest of all.
    let smallest = |group: u32| {
        let of = predicted
            .iter()
            .zip(&groups)
            .filter(|&(_, &other)| other == group);
        of.map(|(value, _)| *value).fold(f64::INFINITY, f64::min)
    };
    let mut cuts: Vec<f64> = table.iter().map(|group| smallest(group.group)).collect();
    cuts.push(predicted.iter().copied().fold(0.0, f64::max));
    json!({
        "columns": ["x", "n", "events", "KM", "std.err"],
        "table": table.iter().map(row).collect::<Vec<_>>(),
        "cut2_group0": groups, "cut2_cuts": cuts,
    })
}

fn calibrate(data: &Input, predicted: &[f64], m: u64, resamples: &Resamples<'_>) -> Value {
    let all: Vec<usize> = (0..data.times.len()).collect();
    let own = predict(data, &all).unwrap().0;
    for (own, rms) in own.iter().zip(predicted) {
        assert!((own - rms).abs() < 1e-4);
    }
    let g = (data.times.len() as u64 / m).max(1);
    let whole = [&[0.0, 1.0], &own[..]].concat();
    let shares: Vec<f64> = (0..=g).map(|j| j as f64 / g as f64).collect();
    let mut cuts = quantile::quantiles(&whole, &shares, quantile::Type::Seven).unwrap();
    cuts.dedup();
    let predicted = |rows: &[usize]| predict(data, rows).map(|(survival, _)| survival);
    let outcome = (&data.times[..], &data.events[..]);
    let groups = calibration::calibrate(outcome, (data.u, &cuts), resamples, predicted).unwrap();
    let row = |of: &calibration::Calibrated| {
        let difference = &of.difference;
        let corrected = of.group.observed.zip(difference.optimism);
        json!([
            difference.apparent,
            difference.training,
            difference.test,
            difference.optimism,
            difference.corrected,
            difference.used,
            of.group.predicted,
            of.group.observed,
            corrected.map(|(observed, optimism)| observed - optimism),
            of.group.log_standard_error,
        ])
    };
    json!({
        "m": m, "B": resamples.len(),
        "columns": ["index.orig", "training", "test", "mean.optimism", "mean.corrected", "n",
            "mean.predicted", "KM", "KM.corrected", "std.err"],
        "table": groups.iter().map(row).collect::<Vec<_>>(),
    })
}

fn validate(data: &Input, resamples: &Resamples<'_>) -> Value {
    let linear = |rows: &[usize]| predict(data, rows).map(|(_, linear)| linear);
    let outcome = (&data.times[..], &data.events[..]);
    let validation = calibration::validate(outcome, resamples, linear).unwrap();
    let row = |index: &Optimism| {
        json!([
            index.apparent,
            index.training,
            index.test,
            index.optimism,
            index.corrected,
            index.used
        ])
    };
    let indices = [
        &validation.dxy,
        &validation.r2,
        &validation.slope,
        &validation.discrimination,
        &validation.unreliability,
        &validation.quality,
        &validation.g,
    ];
    json!({
        "rows": ["Dxy", "R2", "Slope", "D", "U", "Q", "g"],
        "columns": ["index.orig", "training", "test", "optimism", "index.corrected", "n"],
        "table": indices.map(row),
    })
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/groupkm_*/**", Near::Mixed(1e-10)),
        ("/cox_slope_of_lp/*", Near::Mixed(1e-7)),
        // The reference stops its fits at 4 digits.
        ("/calibrate_cph_KM/**", Near::Mixed(1e-4)),
        ("/validate_cph/**", Near::Mixed(1e-4)),
        ("/**", Near::Mixed(1e-10)),
    ];
    suite("survival_calibration.json").check(&rules, answer)
}

#[test]
fn calibration_of_survival_equals_rms() {
    check();
}
