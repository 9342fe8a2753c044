//! R's survival, survRM2, survC1, timeROC, riskRegression and Hmisc on the same data sets.

use serde_json::{Map, Value};
use voxomics_stats::survival::kaplan_meier::risk_table;
use voxomics_stats::survival::{FollowUp, NearTies, Records};
use voxomics_testkit::goldens::{Case, Near, Summary, indices, numbers};

use super::suite;

mod compare;
mod curve;
mod predict;

/// The input of a case.
pub(super) struct Data {
    pub(super) entries: Option<Vec<f64>>,
    pub(super) times: Vec<f64>,
    pub(super) events: Vec<bool>,
    pub(super) groups: Vec<u32>,
    pub(super) marker: Vec<f64>,
    pub(super) strata: Option<Vec<u32>>,
}

impl Data {
    pub(super) fn new(case: &Case) -> Self {
        let given = |pointer: &str| {
            case.input
                .pointer(pointer)
                .is_some_and(|value| !value.is_null())
        };
        Self {
            entries: given("/start").then(|| case.numbers("/start")),
            times: case.numbers("/time"),
            events: case.labels("/event"),
            groups: labels(case, "/group"),
            marker: case.numbers("/marker"),
            strata: given("/strata").then(|| labels(case, "/strata")),
        }
    }

    pub(super) fn follow_up(&self, near_ties: NearTies) -> FollowUp {
        let records = Records {
            entries: self.entries.as_deref(),
            near_ties,
            ..Records::new(&self.times, &self.events)
        };
        FollowUp::from_records(&records).unwrap()
    }

    /// Whether there is more than one group.
    fn grouped(&self) -> bool {
        self.groups.iter().any(|&group| group != self.groups[0])
    }
}

fn labels(case: &Case, pointer: &str) -> Vec<u32> {
    case.indices(pointer)
        .into_iter()
        .map(|label| label.try_into().unwrap())
        .collect()
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/cox_score_*/**", Near::Mixed(1e-10)),
        ("/timeROC/se/*", Near::Mixed(1e-8)),
        ("/riskRegression_score/auc_se/*", Near::Mixed(1e-8)),
        ("/riskRegression_score/brier_se/*", Near::Mixed(1e-8)),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("survival.json").check(&rules, |case| {
        let data = Data::new(case);
        let mut answer = Map::new();
        curve::answer(case, &data, &mut answer);
        predict::answer(case, &data, &mut answer);
        if data.grouped() && data.entries.is_none() {
            compare::answer(case, &data, &mut answer);
        }
        Value::Object(answer)
    })
}

#[test]
fn survival_equals_r() {
    check();
}

/// Those at risk at a time, counted one by one; at the next step of the curve there may be more.
#[test]
fn late_entries_are_not_at_risk_before() {
    let suite = suite("survival.json");
    let mut differ = 0;
    for case in suite.cases() {
        let data = Data::new(case);
        let Some(entries) = &data.entries else {
            continue;
        };
        let times = numbers(&case.expected["risk_table"]["times"]);
        let follow_up = data.follow_up(NearTies::Merge);
        let table = risk_table(&follow_up, &data.groups, &times).unwrap();
        let stored = indices(&case.expected["risk_table"]["n_risk"]);
        let most = *data.groups.iter().max().unwrap();
        for (group, counts) in (0..=most).zip(&table) {
            for (&time, &count) in times.iter().zip(counts) {
                let is_at_risk = |&row: &usize| {
                    data.groups[row] == group && entries[row] < time && data.times[row] >= time
                };
                let at_risk = (0..data.times.len()).filter(is_at_risk).count();
                assert_eq!(count, at_risk, "{}: group {group} at {time}", case.id);
            }
        }
        differ += table
            .concat()
            .iter()
            .zip(&stored)
            .filter(|(a, b)| a != b)
            .count();
    }
    assert!(differ > 0, "R counts as we do");
}
