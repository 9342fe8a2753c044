//! Hosmer-Lemeshow and Brier of `large.json`, whose input is made by integer formulas.

use voxomics_stats::calibration;
use voxomics_stats::hosmer_lemeshow::{self, Options};
use voxomics_testkit::goldens::numbers;

use super::suite;

/// Risks and labels of `n` rows; the products are exact.
fn data(n: u64) -> (Vec<f64>, Vec<bool>) {
    let risk = |i: u64| ((i * 6007) % 9973 + 1) as f64 / 9975.0;
    let risks: Vec<f64> = (0..n).map(risk).collect();
    let label = |(i, risk): (u64, &f64)| (((i * 31337) % 9967) as f64) < 9967.0 * risk;
    let labels = (0..n).zip(&risks).map(label).collect();
    (risks, labels)
}

#[test]
fn large_calibration_equals_r() {
    for case in suite("large.json").cases() {
        let (risks, labels) = data(case.input["n"].as_u64().unwrap());
        let near = |got: f64, want: f64, what: &str| {
            let error = (got - want).abs() / want.abs();
            assert!(
                error <= 1e-11,
                "{} {what}: {got}, want {want}: {error:e}",
                case.id
            );
        };
        let want = &case.expected["hl10"];
        let got = hosmer_lemeshow::test(&labels, &risks, &Options::default()).unwrap();
        near(
            got.statistic.unwrap(),
            want["statistic"].as_f64().unwrap(),
            "statistic",
        );
        let (observed, expected) = (numbers(&want["observed1"]), numbers(&want["expected1"]));
        assert_eq!(got.groups.len(), observed.len());
        for (index, group) in got.groups.iter().enumerate() {
            assert_eq!(
                group.cases as f64, observed[index],
                "{} group {index}",
                case.id
            );
            near(group.expected_cases, expected[index], "expected");
        }
        let brier = calibration::brier(&labels, &risks).unwrap();
        near(
            brier.score,
            case.expected["brier"].as_f64().unwrap(),
            "Brier",
        );
    }
}
