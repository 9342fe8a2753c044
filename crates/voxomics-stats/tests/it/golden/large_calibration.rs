//! Hosmer-Lemeshow and Brier of `large.json`, whose input is made by integer formulas.

use serde_json::json;
use voxomics_stats::calibration;
use voxomics_stats::hosmer_lemeshow::{self, Options};
use voxomics_testkit::goldens::{Near, Summary};

use super::suite;

/// Risks and labels of `n` rows; the products are exact.
fn data(n: u64) -> (Vec<f64>, Vec<bool>) {
    let risk = |i: u64| ((i * 6007) % 9973 + 1) as f64 / 9975.0;
    let risks: Vec<f64> = (0..n).map(risk).collect();
    let label = |(i, risk): (u64, &f64)| (((i * 31337) % 9967) as f64) < 9967.0 * risk;
    let labels = (0..n).zip(&risks).map(label).collect();
    (risks, labels)
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/hl10/observed1/*", Near::Exact),
        ("/**", Near::Relative(1e-11)),
    ];
    let suite = suite("large.json").only(&["hl10", "brier"]);
    suite.check(&rules, |case| {
        let (risks, labels) = data(case.input["n"].as_u64().unwrap());
        let test = hosmer_lemeshow::test(&labels, &risks, &Options::default()).unwrap();
        let brier = calibration::brier(&labels, &risks).unwrap();
        let observed = test.groups.iter().map(|group| group.cases);
        let expected = test.groups.iter().map(|group| group.expected_cases);
        json!({
            "hl10": {
                "statistic": test.statistic,
                "observed1": observed.collect::<Vec<_>>(),
                "expected1": expected.collect::<Vec<_>>(),
            },
            "brier": brier.score,
        })
    })
}

#[test]
fn large_calibration_equals_r() {
    check();
}
