//! The part of `large.json` about Wilcoxon's test; its input is made by the integer formulas at the head of `gen/large.R`.

use serde_json::json;
use voxomics_stats::Alternative;
use voxomics_stats::hypothesis::mann_whitney::{Method, columns, mann_whitney};
use voxomics_testkit::goldens::{Near, Summary};

use super::suite;

pub(crate) fn check() -> Summary {
    let rules = [("/**", Near::Relative(1e-11))];
    suite("large.json")
        .only(&["wilcox_b"])
        .check(&rules, |case| {
            let n = case.input["n"].as_u64().unwrap();
            let labels: Vec<bool> = (0..n).map(|i| i * 104_729 % 10_007 < 3000).collect();
            let row = |(i, &case): (u64, &bool)| {
                ((i * 15_485 % 99_991 + 18_000 * u64::from(case)) / 512) as f64
            };
            let b: Vec<f64> = (0..n).zip(&labels).map(row).collect();
            let of = |class: bool| -> Vec<f64> {
                let rows = b.iter().zip(&labels).filter(|(_, label)| **label == class);
                rows.map(|(b, _)| *b).collect()
            };
            let two_sided = Alternative::TwoSided;
            let test =
                mann_whitney(&of(true), &of(false), Method::NormalCorrected, two_sided).unwrap();
            assert_eq!(columns(&labels, &b, two_sided).unwrap(), [test]);
            json!({"wilcox_b": {"w": test.statistic, "p": test.p_value}})
        })
}

#[test]
fn a_million_values_equal_r() {
    check();
}
