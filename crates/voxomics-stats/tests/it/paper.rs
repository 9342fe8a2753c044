//! The published tables of a study, recomputed: what they say, and what they cannot; one module for each.
//!
//! `tests/data/paper` has them as strings, with what numpy and scipy made of them. A printed value of `d` decimals stands for
//! all that round to it.

use std::collections::BTreeMap;

use serde_json::Value;
use voxomics_stats::hypothesis::{chi_squared, fisher};

mod cohorts;
mod comparisons;
mod necrosis;
mod odds;
mod order;
mod score;
mod table1;
mod table2;
mod table3;

type Row = BTreeMap<String, String>;

fn table(name: &str) -> Vec<Row> {
    let path = voxomics_testkit::data().join("paper").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned));
    let header: Vec<String> = lines.next().unwrap().collect();
    lines
        .map(|cells| header.iter().cloned().zip(cells).collect())
        .collect()
}

/// What was recomputed for a check.
fn check(id: &str) -> Value {
    let path = voxomics_testkit::data().join("paper/checks.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let checks = all["checks"].as_array().unwrap();
    let found = checks.iter().find(|check| check["id"] == id);
    found.unwrap()["recomputed"].clone()
}

/// All that may have been printed as that text.
fn range(text: &str) -> [f64; 2] {
    let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    let half: f64 = format!("0.5e-{decimals}").parse().unwrap();
    let value: f64 = text.parse().unwrap();
    [value - half, value + half]
}

/// Whether a number may have been printed as that text.
fn prints(value: f64, text: &str) -> bool {
    may_print([value, value], text)
}

/// Whether some number in a range may have been printed as that text.
fn may_print([least, most]: [f64; 2], text: &str) -> bool {
    if let Some(bound) = text.strip_prefix('<') {
        return least < bound.parse().unwrap();
    }
    let [low, high] = range(text);
    least <= high + 1e-12 && most >= low - 1e-12
}

#[track_caller]
fn close(got: f64, want: &Value, what: &str) {
    let want = want.as_f64().unwrap();
    assert!(
        (got - want).abs() <= 1e-9 * want.abs().max(1e-3),
        "{what}: {got}, want {want}"
    );
}

#[track_caller]
fn close_pair(got: [f64; 2], want: &Value, what: &str) {
    close(got[0], &want[0], what);
    close(got[1], &want[1], what);
}

/// Counts by level (rows, in the order of print) and by outcome or cohort (columns).
type TwoByTwo = [[u64; 2]; 2];

/// Patients of a cohort without and with metastasis, by the level of a variable.
fn by_outcome(variable: &str, cohort: &str) -> TwoByTwo {
    let mut counts: Vec<u64> = Vec::new();
    for row in table("table1_categorical.csv") {
        if row["variable"] == variable && row["cohort"] == cohort {
            counts.push(row["n"].parse().unwrap());
        }
    }
    let [a, b, c, d] = counts.try_into().unwrap();
    [[a, b], [c, d]]
}

/// Patients in training and external validation, by the level of a variable.
fn by_cohort(variable: &str) -> TwoByTwo {
    let [training, external] = ["training", "external"].map(|cohort| by_outcome(variable, cohort));
    [0, 1].map(|level| [training, external].map(|counts| counts[level].iter().sum()))
}

/// What a test of a two by two table says, by the name that the checks give it.
fn p_values(counts: TwoByTwo) -> [(&'static str, f64); 3] {
    let rows = counts.map(Vec::from);
    let exact = fisher::two_by_two(counts, &fisher::Options::default()).unwrap();
    [
        ("pearson", chi_squared::chi_squared(&rows).unwrap().p_value),
        ("yates", chi_squared::yates(&rows).unwrap().p_value),
        ("fisher", exact.p_value),
    ]
}
