//! R's survival, survRM2, survC1, timeROC, riskRegression and Hmisc on the same data sets.

use serde_json::{Map, Value};
use voxomics_stats::survival::{FollowUp, NearTies, Records};
use voxomics_testkit::goldens::{Case, Near, Summary};

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
        ("/riskRegression_score/auc_*/*", Near::Mixed(1e-8)),
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
