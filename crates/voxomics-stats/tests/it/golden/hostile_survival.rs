//! hostile.json: what no survival statistic takes, and the edges of what it does.

use serde_json::Value;
use voxomics_stats::survival::concordance::{self, concordance};
use voxomics_stats::survival::log_rank::{self, Options};
use voxomics_stats::survival::{Error, FollowUp, Records, kaplan_meier};
use voxomics_stats::{ChiSquaredTest, input};
use voxomics_testkit::goldens::{Case, numbers};

use super::suite;

/// A case by its id, with its operation to be sure.
#[track_caller]
fn hostile(id: &str, op: &str) -> Case {
    let path = voxomics_testkit::data().join("statistics/hostile.json");
    let text = std::fs::read_to_string(path).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    let found = cases.iter().find(|case| case["id"] == id).unwrap();
    assert_eq!(found["op"], op);
    let suite = suite("hostile.json");
    suite.case(id).clone()
}

fn follow_up(case: &Case) -> Result<FollowUp, Error> {
    let events = input::labels(&numbers(&case.input["event"]))?;
    FollowUp::new(&numbers(&case.input["time"]), &events)
}

fn curve(id: &str) -> Result<kaplan_meier::Curve, Error> {
    follow_up(&hostile(id, "kaplan_meier")).map(|follow_up| kaplan_meier::curve(&follow_up))
}

#[test]
fn h021_no_times() {
    let error = curve("h021").unwrap_err();
    assert_eq!(
        error,
        Error::Input(input::Error::TooFew {
            what: "times",
            found: 0,
            least: 1,
        })
    );
}

#[test]
fn h022_a_time_is_nan() {
    let error = curve("h022").unwrap_err();
    assert!(matches!(
        error,
        Error::Input(input::Error::NotFinite { what: "times", row: 1, value }) if value.is_nan()
    ));
}

#[test]
fn h023_a_time_is_negative() {
    let error = curve("h023").unwrap_err();
    assert!(matches!(
        error,
        Error::Input(input::Error::OutOfRange {
            what: "times",
            row: 0,
            value: -1.0,
            ..
        })
    ));
}

#[test]
fn h024_a_time_is_infinite() {
    let error = curve("h024").unwrap_err();
    assert!(matches!(
        error,
        Error::Input(input::Error::NotFinite {
            what: "times",
            row: 2,
            ..
        })
    ));
}

#[test]
fn h025_all_censored() {
    let curve = curve("h025").unwrap();
    assert_eq!(curve.steps.len(), 3);
    assert!(curve.steps.iter().all(|step| step.survival == 1.0));
    assert_eq!(curve.median(), None);
}

#[test]
fn h026_an_event_that_is_neither_0_nor_1() {
    let error = curve("h026").unwrap_err();
    assert!(matches!(
        error,
        Error::Input(input::Error::OutOfRange {
            row: 2,
            value: 2.0,
            ..
        })
    ));
}

#[test]
fn h027_an_entry_at_the_time() {
    let case = hostile("h027", "kaplan_meier_left_truncated");
    let events = case.labels("/event");
    let (entries, times) = (case.numbers("/start"), case.numbers("/time"));
    let records = Records {
        entries: Some(&entries),
        ..Records::new(&times, &events)
    };
    let error = FollowUp::from_records(&records).unwrap_err();
    assert_eq!(
        error,
        Error::NeverAtRisk {
            row: 1,
            entry: 2.0,
            time: 2.0
        }
    );
}

fn log_rank(id: &str) -> Result<ChiSquaredTest, Error> {
    let case = hostile(id, "log_rank");
    let groups = case.indices("/group").into_iter();
    let groups: Vec<u32> = groups.map(|group| group.try_into().unwrap()).collect();
    log_rank::compare(&follow_up(&case)?, &groups, &Options::default())?.test()
}

#[test]
fn h028_no_events() {
    assert_eq!(log_rank("h028"), Err(Error::NoEvents));
}

#[test]
fn h029_one_group() {
    assert_eq!(log_rank("h029"), Err(Error::OneGroup { group: 0, rows: 4 }));
}

#[test]
fn h030_all_events_at_once() {
    assert_eq!(log_rank("h030"), Err(Error::NoVariance));
}

#[test]
fn h031_one_group_survives() {
    let statistic = log_rank("h031").unwrap().statistic;
    assert!((statistic - 2.882_352_941_176_47).abs() < 1e-12);
}

fn index(id: &str) -> Option<f64> {
    let case = hostile(id, "concordance");
    let options = concordance::Options::default();
    concordance(
        &follow_up(&case).unwrap(),
        &case.numbers("/marker"),
        &options,
    )
    .unwrap()
    .index
}

#[test]
fn h032_no_comparable_pair() {
    assert_eq!(index("h032"), None);
}

#[test]
fn h033_a_constant_marker() {
    assert_eq!(index("h033"), Some(0.5));
}

#[test]
fn h034_events_at_one_time() {
    assert_eq!(index("h034"), None);
}
