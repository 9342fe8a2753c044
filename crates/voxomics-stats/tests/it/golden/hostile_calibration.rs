//! Hostile input of calibration, smoothing and agreement, each case by its id in hostile.json.

use serde_json::Value;
use voxomics_stats::hosmer_lemeshow::{self, Options};
use voxomics_stats::{calibration, icc, input, lowess};
use voxomics_testkit::goldens::{Case, numbers};

use super::suite;

fn case(id: &str) -> Case {
    let suite = suite("hostile.json");
    suite.case(id).clone()
}

fn hosmer_lemeshow(id: &str) -> Result<hosmer_lemeshow::Test, hosmer_lemeshow::Error> {
    let case = case(id);
    let options = Options {
        groups: usize::try_from(case.input["g"].as_u64().unwrap()).unwrap(),
        ..Options::default()
    };
    hosmer_lemeshow::test(&case.labels("/y"), &case.numbers("/p"), &options)
}

#[test]
fn h015_a_single_group() {
    assert_eq!(
        hosmer_lemeshow("h015"),
        Err(hosmer_lemeshow::Error::SingleGroup)
    );
}

#[test]
fn h016_expected_counts_of_zero() {
    // The risks 0 and 1 have one break between them at 1/2.
    assert_eq!(
        hosmer_lemeshow("h016"),
        Err(hosmer_lemeshow::Error::Certain(0))
    );
}

#[test]
fn h017_fewer_groups_than_asked_for() {
    let test = hosmer_lemeshow("h017").unwrap();
    assert_eq!(
        (test.groups.len(), test.development_df(), test.external_df()),
        (3, 1, 3)
    );
    // 0.1/0.9 for the control, 0.5/0.5 and 0.1/0.9 for the cases.
    let want = 0.1 / 0.9 + 1.0 + 0.1 / 0.9;
    assert!((test.statistic.unwrap() - want).abs() < 1e-15);
    assert_eq!(test.empty, 7);
}

#[test]
fn h018_a_risk_above_one() {
    assert_eq!(
        hosmer_lemeshow("h018"),
        Err(hosmer_lemeshow::Error::Input(input::Error::OutOfRange {
            what: "risks",
            row: 1,
            value: 1.5,
            range: "between 0 and 1",
        }))
    );
}

#[test]
fn h019_nan() {
    let error = hosmer_lemeshow("h019").unwrap_err();
    assert!(matches!(
        error,
        hosmer_lemeshow::Error::Input(input::Error::NotFinite {
            what: "risks",
            row: 1,
            ..
        })
    ));
}

#[test]
fn h020_one_group_asked_for() {
    assert_eq!(
        hosmer_lemeshow("h020"),
        Err(hosmer_lemeshow::Error::Groups(1))
    );
}

fn icc_of(id: &str) -> Result<icc::Icc, icc::Error> {
    let case = case(id);
    let rows: Vec<Vec<f64>> = case.input["ratings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row: &Value| numbers(row))
        .collect();
    let raters: Vec<Vec<f64>> = (0..rows[0].len())
        .map(|j| rows.iter().map(|row| row[j]).collect())
        .collect();
    let raters: Vec<&[f64]> = raters.iter().map(Vec::as_slice).collect();
    icc::icc(&raters, &icc::Options::default())
}

#[test]
fn h035_perfect_agreement() {
    let icc = icc_of("h035").unwrap();
    assert_eq!(
        (icc.icc, icc.interval.lower, icc.interval.upper),
        (1.0, 1.0, 1.0)
    );
}

#[test]
fn h036_no_variance() {
    assert_eq!(icc_of("h036"), Err(icc::Error::NoVariance));
}

#[test]
fn h037_nan() {
    assert!(matches!(
        icc_of("h037"),
        Err(icc::Error::Input(input::Error::NotFinite {
            what: "ratings",
            row: 2,
            ..
        }))
    ));
}

#[test]
fn h038_one_subject() {
    assert_eq!(
        icc_of("h038"),
        Err(icc::Error::Input(input::Error::TooFew {
            what: "subjects",
            found: 1,
            least: 2,
        }))
    );
}

#[test]
fn h039_one_rater() {
    assert_eq!(
        icc_of("h039"),
        Err(icc::Error::Input(input::Error::TooFew {
            what: "raters",
            found: 1,
            least: 2,
        }))
    );
}

fn lowess(id: &str) -> Result<lowess::Curve, lowess::Error> {
    let case = case(id);
    lowess::fit(
        &case.numbers("/x"),
        &case.numbers("/y"),
        &lowess::Options::default(),
    )
}

#[test]
fn h055_nan() {
    assert!(matches!(
        lowess("h055"),
        Err(lowess::Error::Input(input::Error::NotFinite {
            what: "x",
            row: 1,
            ..
        }))
    ));
}

#[test]
fn h056_empty() {
    assert_eq!(
        lowess("h056"),
        Err(lowess::Error::Input(input::Error::TooFew {
            what: "x",
            found: 0,
            least: 1,
        }))
    );
}

#[test]
fn h059_empty() {
    let case = case("h059");
    assert_eq!(
        calibration::brier(&case.labels("/y"), &case.numbers("/p")),
        Err(calibration::Error::Input(input::Error::TooFew {
            what: "risks",
            found: 0,
            least: 1,
        }))
    );
}
