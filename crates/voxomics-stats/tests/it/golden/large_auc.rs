//! The part of `large.json` about ROC curves; its input is made by the integer formulas at the head of `gen/large.R`.

use serde_json::json;
use voxomics_stats::delong::{Options, paired_test};
use voxomics_stats::roc::{Direction, Marker};
use voxomics_testkit::goldens::{Near, Summary};

use super::suite;

fn mod_of(i: u64, factor: u64, modulus: u64) -> u64 {
    i * factor % modulus
}

pub(crate) fn check() -> Summary {
    let fields = [
        "n_cases",
        "auc_a",
        "auc_b",
        "var_a",
        "var_b",
        "cov",
        "z",
        "p",
        "distinct_b",
    ];
    let rules = [
        ("/n_cases", Near::Exact),
        ("/distinct_b", Near::Exact),
        ("/**", Near::Relative(1e-11)),
    ];
    suite("large.json").only(&fields).check(&rules, |case| {
        let n = case.input["n"].as_u64().unwrap();
        let labels: Vec<bool> = (0..n).map(|i| mod_of(i, 104_729, 10_007) < 3000).collect();
        let rows = || (0..n).zip(labels.iter().map(|&case| u64::from(case)));
        let a: Vec<f64> = rows()
            .map(|(i, y)| (mod_of(i, 7919, 100_003) + 25_000 * y) as f64 / 64.0)
            .collect();
        let b: Vec<f64> = rows()
            .map(|(i, y)| ((mod_of(i, 15_485, 99_991) + 18_000 * y) / 512) as f64)
            .collect();
        let [a, b] = [a, b].map(|scores| Marker::new(&labels, &scores).unwrap());
        let distinct = b.curve(Direction::Higher).thresholds.len() - 1;
        let cases = a.cases();
        let [a, b] = [a, b].map(|marker| marker.placements(Direction::Higher));
        let test = paired_test(&a, &b, &Options::default()).unwrap();
        json!({
            "n_cases": cases, "auc_a": test.auc[0], "auc_b": test.auc[1],
            "var_a": test.variance[0], "var_b": test.variance[1], "cov": test.covariance,
            "z": test.statistic, "p": test.p_value, "distinct_b": distinct,
        })
    })
}

#[test]
fn a_million_rows_equal_proc() {
    check();
}
