//! The survival fields of large.json: up to a million rows made by integer formulas.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use voxomics_stats::survival::kaplan_meier::{self, Limits};
use voxomics_stats::survival::log_rank::{self, Options, Weights};
use voxomics_stats::survival::{FollowUp, log_rank::Comparison};
use voxomics_testkit::goldens::{Case, Near, Summary};

use super::suite;

/// The fields `survival_t` and `survival_t2_ties` of a case.
pub(crate) fn answer(case: &Case) -> [(&'static str, Value); 2] {
    let n = case.input["n"].as_u64().unwrap();
    let event = |i: u64| (i * 7877) % 1009 < 400;
    let events: Vec<bool> = (0..n).map(event).collect();
    let groups: Vec<u32> = (0..n)
        .map(|i| ((i * 3571) % 3).try_into().unwrap())
        .collect();
    let times: Vec<f64> = (0..n)
        .map(|i| ((i * 5003) % 50021 + 1) as f64 / 16.0)
        .collect();
    let tied: Vec<f64> = times.iter().map(|t| (t / 32.0).ceil()).collect();
    [
        ("survival_t", curves_and_tests(&times, &events, &groups)),
        (
            "survival_t2_ties",
            curves_and_tests(&tied, &events, &groups),
        ),
    ]
}

fn curves_and_tests(times: &[f64], events: &[bool], groups: &[u32]) -> Value {
    let follow_up = FollowUp::new(times, events).unwrap();
    let curves = kaplan_meier::by_group(&follow_up, groups).unwrap();
    let limits = Limits::default();
    let medians: Vec<_> = curves
        .iter()
        .map(|group| group.curve.median_with_limits(&limits))
        .collect();
    let last = |group: &kaplan_meier::GroupCurve| group.curve.steps.last().unwrap().survival;
    let compare = |rho| -> Comparison {
        let options = Options {
            weights: Weights::rho(rho),
            ..Options::default()
        };
        log_rank::compare(&follow_up, groups, &options).unwrap()
    };
    let log_rank = compare(0.0);
    json!({
        "medians": medians.iter().map(|median| median.time).collect::<Vec<_>>(),
        "lower95_log": medians.iter().map(|median| median.lower).collect::<Vec<_>>(),
        "upper95_log": medians.iter().map(|median| median.upper).collect::<Vec<_>>(),
        "surv_last": curves.iter().map(last).collect::<Vec<_>>(),
        "chisq_rho0": log_rank.test().unwrap().statistic,
        "expected": log_rank.groups.iter().map(|group| group.expected).collect::<Vec<_>>(),
        "chisq_rho1": compare(1.0).test().unwrap().statistic,
    })
}

pub(crate) fn check() -> Summary {
    let suite = suite("large.json").only(&["survival_t", "survival_t2_ties"]);
    suite.check(&[("/**", Near::Relative(1e-11))], |case| {
        json!(answer(case).into_iter().collect::<BTreeMap<_, _>>())
    })
}

#[test]
fn a_million_survival_times_equal_r() {
    check();
}

/// The statistics in decimal arithmetic of 50 digits, rho 0 and 1.
const EXACT: [(&str, &str, [f64; 2]); 4] = [
    (
        "n100000",
        "survival_t",
        [2.273_436_512_003_677e-2, 3.220_669_616_068_214e-3],
    ),
    (
        "n100000",
        "survival_t2_ties",
        [5.503_093_500_914_472e-3, 2.258_407_696_554_312e-3],
    ),
    (
        "n1000000",
        "survival_t",
        [2.053_264_272_789_002_6e-3, 3.155_068_009_554_623e-4],
    ),
    (
        "n1000000",
        "survival_t2_ties",
        [4.458_598_212_220_569_5e-4, 1.884_444_127_780_997_4e-4],
    ),
];

#[test]
fn statistics_of_a_million_times_keep_their_digits() {
    let suite = suite("large.json");
    for (id, field, want) in EXACT {
        let case = suite.case(id);
        let answers = answer(case);
        let (_, value) = answers.iter().find(|(name, _)| *name == field).unwrap();
        for (key, want) in ["chisq_rho0", "chisq_rho1"].iter().zip(want) {
            let got = value[key].as_f64().unwrap();
            assert!(
                (got / want - 1.0).abs() < 1e-11,
                "{id} {field} {key}: {got}, want {want}"
            );
        }
    }
}
