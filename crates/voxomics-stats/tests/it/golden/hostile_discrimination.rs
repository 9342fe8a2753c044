//! Hostile input of `hostile.json` about curves, tests of them and proportions; each by its id.

use serde_json::Value;
use voxomics_stats::delong::{AucTest, Error, IntervalMethod, Options, paired_test};
use voxomics_stats::proportion::{self, Method, Proportion};
use voxomics_stats::roc::{self, Direction, Marker};
use voxomics_stats::{ConfidenceLevel, input};
use voxomics_testkit::goldens::numbers;

fn case(id: &str) -> Value {
    let path = voxomics_testkit::data().join("statistics/hostile.json");
    let text = std::fs::read_to_string(path).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["id"] == id).unwrap();
    case["input"].clone()
}

fn marker(id: &str, scores: &str) -> Result<Marker, roc::Error> {
    let input = case(id);
    let labels = input::labels(&numbers(&input["y"]))?;
    Marker::new(&labels, &numbers(&input[scores]))
}

fn auc(id: &str) -> Result<f64, roc::Error> {
    marker(id, "x").map(|marker| marker.auc(Direction::Higher))
}

fn refused(id: &str) -> input::Error {
    match auc(id) {
        Err(roc::Error::Input(error)) => error,
        other => panic!("{id}: {other:?}"),
    }
}

#[test]
fn areas_of_hostile_input() {
    assert!(matches!(refused("h001"), input::Error::TooFew { .. }));
    for (id, only) in [("h002", "cases"), ("h003", "controls")] {
        assert!(matches!(refused(id), input::Error::OneClass { class, .. } if class == only));
    }
    assert!(matches!(
        refused("h004"),
        input::Error::NotFinite { row: 1, .. }
    ));
    assert!(matches!(
        refused("h005"),
        input::Error::OutOfRange { row: 2, .. }
    ));
    // Decided: infinite scores are refused; only their order would count.
    assert!(matches!(
        refused("h006"),
        input::Error::NotFinite { row: 0, .. }
    ));
    assert!(matches!(
        refused("h007"),
        input::Error::OutOfRange { row: 2, .. }
    ));
    assert!(matches!(
        refused("h008"),
        input::Error::Lengths {
            len: 2,
            other_len: 3,
            ..
        }
    ));
    assert_eq!(auc("h009"), Ok(0.5));
}

#[test]
fn variances_of_one_case() {
    for (id, cases, controls) in [("h010", 1, 1), ("h011", 1, 2)] {
        let placements = marker(id, "x").unwrap().placements(Direction::Higher);
        let error = Error::TooFew { cases, controls };
        assert_eq!(placements.variance(), Err(error.clone()));
        let estimate = placements.estimate(IntervalMethod::Wald, ConfidenceLevel::P95);
        assert_eq!(estimate, Err(error));
    }
}

fn paired(id: &str) -> AucTest {
    let [a, b] = ["a", "b"].map(|scores| marker(id, scores).unwrap().placements(Direction::Higher));
    paired_test(&a, &b, &Options::default()).unwrap()
}

#[test]
fn paired_tests_without_variance() {
    let test = paired("h012");
    assert_eq!((test.statistic, test.p_value), (0.0, 1.0));
    for id in ["h013", "h014"] {
        let test = paired(id);
        assert_eq!((test.statistic, test.p_value), (f64::INFINITY, 0.0), "{id}");
        let text = serde_json::to_string(&test).unwrap();
        assert!(text.contains(r#""statistic":"inf""#), "{text}");
        assert_eq!(serde_json::from_str::<AucTest>(&text).unwrap(), test);
    }
}

#[test]
fn proportions() {
    let of = |id: &str| {
        let input = case(id);
        let [k, n] = ["k", "n"].map(|count| input[count].as_u64().unwrap());
        Proportion::new(k, n)
    };
    assert_eq!(of("h060"), Err(proportion::Error::NoTrials));
    let limits = |id, method| of(id).unwrap().interval(method, ConfidenceLevel::P95);
    let none = limits("h061", Method::ClopperPearson);
    assert_eq!(none.lower, 0.0);
    assert!((none.upper - 0.521_823_750_104_981_4).abs() < 1e-12);
    let all = limits("h062", Method::Wilson);
    assert_eq!(all.upper, 1.0);
    assert!((all.lower - 0.565_517_535_216_825_4).abs() < 1e-12);
}
