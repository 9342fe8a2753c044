//! Concordance, time-dependent AUC and Brier score.

use serde_json::{Map, Value, json};
use voxomics_stats::survival::NearTies;
use voxomics_stats::survival::concordance::{
    Concordance, Convention, Counts, Options, TimeWeights, concordance,
};
use voxomics_stats::survival::time_dependent::{self, Auc, Brier, auc, brier};
use voxomics_stats::{ConfidenceLevel, Interval, rank::midranks};
use voxomics_testkit::goldens::{Case, numbers};

use super::Data;

const TIME_WEIGHTS: [(&str, TimeWeights); 5] = [
    ("n", TimeWeights::Harrell),
    ("S", TimeWeights::Peto),
    ("S/G", TimeWeights::Schemper),
    ("n/G2", TimeWeights::Uno),
    ("I", TimeWeights::Cox),
];

pub(super) fn answer(case: &Case, data: &Data, answer: &mut Map<String, Value>) {
    let follow_up = data.follow_up(NearTies::Merge);
    let expected = |key: &str| case.expected.get(key);
    for (name, time_weights) in TIME_WEIGHTS {
        let key = format!("concordance_reverse_timewt_{name}");
        if expected(&key).is_some() {
            let options = Options {
                time_weights,
                ..Options::default()
            };
            let value = match concordance(&follow_up, &data.marker, &options) {
                Ok(result) => result_of(&result),
                Err(error) => format!("error: {error}").into(),
            };
            answer.insert(key, value);
        }
    }
    if expected("concordance_reverse_stratified").is_some() {
        let options = Options {
            strata: data.strata.as_deref(),
            ..Options::default()
        };
        let result = concordance(&follow_up, &data.marker, &options).unwrap();
        let mut value = result_of(&result);
        // R prints a matrix with a row for each stratum, column by column.
        let columns: [fn(&Counts) -> f64; 5] = [
            |counts| counts.concordant,
            |counts| counts.discordant,
            |counts| counts.tied_marker,
            |counts| counts.tied_time,
            |counts| counts.tied_both,
        ];
        let columns = columns.iter().flat_map(|column| {
            result
                .strata
                .iter()
                .map(|stratum| column(&stratum.counts))
                .collect::<Vec<_>>()
        });
        value["counts"] = columns.collect();
        answer.insert("concordance_reverse_stratified".into(), value);
    }
    if expected("rcorr_cens_of_minus_marker").is_some() {
        answer.insert("rcorr_cens_of_minus_marker".into(), rcorr_cens(data));
    }
    for (key, uno) in [
        ("uno_c_survC1", survc1 as fn(&Data, f64) -> Value),
        ("uno_c_survival_ymax_tau", ymax),
    ] {
        if let Some(expected) = expected(key) {
            let tau = expected["tau"].as_f64().unwrap();
            answer.insert(key.into(), json!({"tau": tau, "c": uno(data, tau)}));
        }
    }
    if let Some(expected) = expected("timeROC") {
        answer.insert(
            "timeROC".into(),
            time_roc(data, &numbers(&expected["times"])),
        );
    }
    if let Some(expected) = expected("riskRegression_score") {
        let times = numbers(&expected["times"]);
        answer.insert(
            "riskRegression_score".into(),
            score(data, &times, &expected["risk_is"]),
        );
    }
}

fn time_roc(data: &Data, times: &[f64]) -> Value {
    let follow_up = data.follow_up(NearTies::Keep);
    let at = |&t: &f64| {
        auc(
            &follow_up,
            &data.marker,
            t,
            time_dependent::Convention::TimeRoc,
        )
        .unwrap()
    };
    let at: Vec<Auc> = times.iter().map(at).collect();
    let n = data.times.len();
    json!({
        "times": times,
        "auc": at.iter().map(|at| at.auc).collect::<Vec<_>>(),
        "se": at.iter().map(|at| at.standard_error).collect::<Vec<_>>(),
        "cases": at.iter().map(|at| at.cases).collect::<Vec<_>>(),
        "survivors": at.iter().map(|at| at.controls).collect::<Vec<_>>(),
        "censored": at.iter().map(|at| n - at.cases - at.controls).collect::<Vec<_>>(),
    })
}

fn score(data: &Data, times: &[f64], risk_is: &Value) -> Value {
    let follow_up = data.follow_up(NearTies::Keep);
    let n = data.times.len() as f64;
    let risks: Vec<f64> = midranks(&data.marker)
        .iter()
        .map(|rank| (rank - 0.5) / n)
        .collect();
    let convention = time_dependent::Convention::RiskRegression;
    let aucs: Vec<Auc> = times
        .iter()
        .map(|&t| auc(&follow_up, &risks, t, convention).unwrap())
        .collect();
    let briers: Vec<Brier> = times
        .iter()
        .map(|&t| brier(&follow_up, &risks, t).unwrap())
        .collect();
    let limit = |side: fn(Interval) -> f64| -> Value {
        let limits = aucs
            .iter()
            .map(|auc| auc.interval(ConfidenceLevel::P95).map(side));
        limits.map(|limit| json!(limit)).collect()
    };
    json!({
        "risk_is": risk_is, "times": times,
        "auc": aucs.iter().map(|auc| auc.auc).collect::<Vec<_>>(),
        "auc_se": aucs.iter().map(|auc| auc.standard_error).collect::<Vec<_>>(),
        "auc_lower": limit(|interval| interval.lower),
        "auc_upper": limit(|interval| interval.upper),
        "brier_null": briers.iter().map(|brier| brier.null).collect::<Vec<_>>(),
        "brier": briers.iter().map(|brier| brier.score).collect::<Vec<_>>(),
        "brier_se": briers.iter().map(|brier| brier.standard_error).collect::<Vec<_>>(),
    })
}

fn result_of(result: &Concordance) -> Value {
    let counts = result.counts;
    json!({
        "concordance": result.index,
        "counts": {
            "concordant": counts.concordant, "discordant": counts.discordant,
            "tied.x": counts.tied_marker, "tied.y": counts.tied_time, "tied.xy": counts.tied_both,
        },
        "var": result.standard_error.map(|error| error * error),
        "se": result.standard_error,
    })
}

/// Hmisc counts each pair twice and does not merge near ties.
fn rcorr_cens(data: &Data) -> Value {
    let follow_up = data.follow_up(NearTies::Keep);
    let n = data.times.len();
    let result = concordance(&follow_up, &data.marker, &Options::default());
    // A single subject is in no pair, which is refused here.
    let counts = result
        .as_ref()
        .map_or(Counts::default(), |result| result.counts);
    let result = result.ok();
    let of = |value: fn(&Concordance) -> Option<f64>| result.as_ref().and_then(value);
    let relevant = 2.0 * counts.comparable();
    let tied = 2.0 * (counts.tied_time + counts.tied_both);
    json!({
        "C Index": of(|result| result.index), "Dxy": of(Concordance::somers_d),
        "S.D.": of(|result| result.standard_error.map(|error| 2.0 * error)),
        "n": n, "missing": 0, "uncensored": follow_up.events(), "Relevant Pairs": relevant,
        "Concordant": 2.0 * counts.credit(), "Uncertain": (n * (n - 1)) as f64 - relevant - tied,
    })
}

fn uno(data: &Data, options: &Options<'_>) -> Option<Concordance> {
    let near_ties = match options.convention {
        Convention::Survival => NearTies::Merge,
        Convention::SurvC1 => NearTies::Keep,
    };
    let options = Options {
        time_weights: TimeWeights::Uno,
        ..*options
    };
    let result = concordance(&data.follow_up(near_ties), &data.marker, &options).unwrap();
    result.index.is_some().then_some(result)
}

fn ymax(data: &Data, tau: f64) -> Value {
    let options = Options {
        horizon: Some(tau),
        ..Options::default()
    };
    json!(uno(data, &options).map(|result| result.index))
}

/// survC1 rounds the numerator to single precision.
#[expect(clippy::cast_possible_truncation, reason = "so does the reference")]
fn survc1(data: &Data, tau: f64) -> Value {
    let options = Options {
        horizon: Some(tau),
        convention: Convention::SurvC1,
        ..Options::default()
    };
    uno(data, &options).map_or("error: no pair".into(), |result| {
        let numerator = result.counts.credit() as f32;
        json!(f64::from(numerator) / result.counts.comparable())
    })
}
