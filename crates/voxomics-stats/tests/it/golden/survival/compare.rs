//! The log-rank family and Cox score tests.

use serde_json::{Map, Value, json};
use voxomics_stats::likelihood::{
    self,
    cox::{self, Ties},
};
use voxomics_stats::survival::log_rank::{self, Comparison, Options, Weights};
use voxomics_stats::survival::{Error, NearTies};
use voxomics_stats::{ChiSquaredTest, ConfidenceLevel};
use voxomics_testkit::goldens::Case;

use super::Data;

pub(super) fn answer(case: &Case, data: &Data, answer: &mut Map<String, Value>) {
    let follow_up = data.follow_up(NearTies::Merge);
    let compare = |rho: f64, strata| {
        let options = Options {
            weights: Weights::rho(rho),
            strata,
        };
        log_rank::compare(&follow_up, &data.groups, &options)
    };
    for rho in ["0", "1", "0.5", "-1"] {
        let comparison = compare(rho.parse().unwrap(), None);
        answer.insert(format!("survdiff_rho_{rho}"), survdiff(comparison));
    }
    if data.strata.is_some() {
        for rho in ["0", "1"] {
            let comparison = compare(rho.parse().unwrap(), data.strata.as_deref());
            answer.insert(
                format!("survdiff_stratified_rho_{rho}"),
                survdiff(comparison),
            );
        }
    }
    let expected = case.expected.as_object().unwrap();
    if expected.contains_key("logrank_trend_scores_0_1_2") {
        let comparison = compare(0.0, None).unwrap();
        let scores: Vec<f64> = (0..comparison.groups.len())
            .map(|place| place as f64)
            .collect();
        let trend = test(comparison.trend(&scores).unwrap());
        answer.insert("logrank_trend_scores_0_1_2".into(), trend);
    }
    let dummies = dummies(&data.groups);
    let dummies: Vec<&[f64]> = dummies.iter().map(Vec::as_slice).collect();
    let breslow = cox::score_test(&follow_up, &dummies, Ties::Breslow);
    answer.insert("cox_score_test_breslow".into(), score(breslow));
    let exact = cox::exact_score_test(&follow_up, &dummies);
    answer.insert("cox_score_test_exact_ties".into(), score(exact));
    let scores: Vec<f64> = data.groups.iter().map(|&group| f64::from(group)).collect();
    let trend = cox::exact_score_test(&follow_up, &[&scores]);
    answer.insert("cox_score_trend_exact_ties".into(), score(trend));
    if expected.contains_key("hr_peto") {
        let comparison = compare(0.0, None).unwrap();
        let peto = comparison.peto_hazard_ratio(ConfidenceLevel::P95).unwrap();
        let limits = [peto.interval.lower, peto.interval.upper];
        answer.insert("hr_peto".into(), json!({"hr": peto.ratio, "ci95": limits}));
        answer.insert(
            "hr_pike".into(),
            json!(comparison.pike_hazard_ratio().unwrap()),
        );
    }
}

/// Columns of a Cox model with the groups as a factor.
fn dummies(groups: &[u32]) -> Vec<Vec<f64>> {
    let most = groups.iter().max().copied().unwrap();
    let column = |label: u32| {
        groups
            .iter()
            .map(move |&group| f64::from(u8::from(group == label)))
    };
    (1..=most).map(|label| column(label).collect()).collect()
}

fn score(result: Result<ChiSquaredTest, likelihood::Error>) -> Value {
    match result {
        Ok(chi_squared) => test(chi_squared),
        // What R prints for no events: here an error.
        Err(likelihood::Error::NoEvents) => json!({"chisq": 0, "df": 0, "p": 1}),
        Err(error) => panic!("{error}"),
    }
}

fn test(test: ChiSquaredTest) -> Value {
    json!({"chisq": test.statistic, "df": test.df, "p": test.p_value})
}

fn survdiff(comparison: Result<Comparison, Error>) -> Value {
    let comparison = match comparison {
        Ok(comparison) => comparison,
        // What R prints for no events, where p is undefined: here an error.
        Err(Error::NoEvents) => {
            return json!({
                "chisq": 0, "df": -1, "p": null,
                "observed": [0, 0], "expected": [0, 0], "var": [[0, 0], [0, 0]],
            });
        }
        Err(error) => panic!("{error}"),
    };
    match comparison.test() {
        Err(error) => format!("error: {error}").into(),
        Ok(chi_squared) => {
            let mut answer = test(chi_squared);
            let groups = &comparison.groups;
            let observed: Vec<f64> = groups.iter().map(|group| group.observed).collect();
            let expected: Vec<f64> = groups.iter().map(|group| group.expected).collect();
            answer["observed"] = json!(observed);
            answer["expected"] = json!(expected);
            answer["var"] = json!(comparison.covariance);
            answer
        }
    }
}
