//! The published tables of a study, recomputed: what they say, and what they cannot.
//!
//! `tests/data/paper` has them as strings, with what numpy and scipy made of them. A printed value of `d` decimals stands for
//! all that round to it.

use std::collections::BTreeMap;

use serde_json::Value;
use voxomics_stats::ConfidenceLevel;
use voxomics_stats::confusion::Confusion;
use voxomics_stats::delong::IntervalMethod;
use voxomics_stats::dist::normal;
use voxomics_stats::hanley_mcneil;
use voxomics_stats::roc::{Direction, Marker};

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

/// Whether a number may have been printed as that text.
fn prints(value: f64, text: &str) -> bool {
    if let Some(bound) = text.strip_prefix('<') {
        return value < bound.parse().unwrap();
    }
    let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    let half: f64 = format!("0.5e-{decimals}").parse().unwrap();
    (value - text.parse::<f64>().unwrap()).abs() <= half * (1.0 + 1e-9)
}

fn close(got: f64, want: &Value, what: &str) {
    let want = want.as_f64().unwrap();
    assert!(
        (got - want).abs() <= 1e-9 * want.abs().max(1e-3),
        "{what}: {got}, want {want}"
    );
}

fn confusion(row: &Row) -> Confusion {
    let count = |name: &str| row[name].parse().unwrap();
    Confusion {
        true_positives: count("TP"),
        false_positives: count("FP"),
        false_negatives: count("FN"),
        true_negatives: count("TN"),
    }
}

/// P10 to P12: the matrices that were recovered have the printed accuracy, and the rest as far as it is possible at all.
#[test]
fn metrics_of_the_recovered_matrices() {
    let printed = table("table3_metrics.csv");
    let mut disagree = Vec::new();
    for row in table("recovered_confusion.csv") {
        let matrix = confusion(&row);
        let of = |name: &str| {
            let same = |other: &&Row| {
                ["model", "cohort"]
                    .iter()
                    .all(|key| other[*key] == row[*key])
            };
            printed.iter().find(same).unwrap()[name].clone()
        };
        for (name, value) in [
            ("specificity", matrix.specificity()),
            ("npv", matrix.npv()),
            ("accuracy", matrix.accuracy()),
        ] {
            if !prints(value.unwrap().estimate(), &of(name)) {
                disagree.push(format!("{} {} {name}", row["model"], row["cohort"]));
            }
        }
    }
    // The two exchanged NPVs, two specificities that are fractions of other counts, and sensitivity in the place of specificity.
    assert_eq!(
        disagree,
        [
            "DLRN training npv",
            "RS training npv",
            "Clinical training specificity",
            "DLRS external specificity",
            "RS external specificity",
            "Clinical external specificity",
        ]
    );
}

/// P13: of a yes/no score everything follows from the matrix.
#[test]
fn the_clinical_model() {
    let printed = table("table3_metrics.csv");
    let checks = check("P13");
    for row in table("recovered_confusion.csv") {
        if row["model"] != "Clinical" {
            continue;
        }
        let matrix = confusion(&row);
        let cells = [
            (true, 1.0, matrix.true_positives),
            (false, 1.0, matrix.false_positives),
            (true, 0.0, matrix.false_negatives),
            (false, 0.0, matrix.true_negatives),
        ];
        let rows = cells.iter().flat_map(|&(label, score, count)| {
            std::iter::repeat_n((label, score), usize::try_from(count).unwrap())
        });
        let (labels, scores): (Vec<bool>, Vec<f64>) = rows.unzip();
        let marker = Marker::new(&labels, &scores).unwrap();
        let estimate = marker
            .placements(Direction::Higher)
            .estimate(IntervalMethod::Wald, ConfidenceLevel::P95)
            .unwrap();
        let want = &checks[&row["cohort"]];
        close(estimate.auc, &want["auc"], "auc");
        close(
            estimate.standard_error,
            &want["se_delong"],
            "standard error",
        );
        close(estimate.interval.lower, &want["ci_delong"][0], "lower");
        close(estimate.interval.upper, &want["ci_delong"][1], "upper");
        let variance = hanley_mcneil::variance(estimate.auc, marker.cases(), marker.controls());
        close(
            variance.unwrap().sqrt(),
            &want["se_hanley_mcneil"],
            "Hanley and McNeil",
        );
        let line = printed
            .iter()
            .find(|line| line["model"] == "Clinical" && line["cohort"] == row["cohort"])
            .unwrap();
        assert!(prints(estimate.auc, &line["auc"]));
        // Rounded from an interval that was rounded before, in one place.
        assert!(
            (estimate.interval.lower - line["auc_ci_low"].parse::<f64>().unwrap()).abs() < 0.001
        );
        assert!(
            (estimate.interval.upper - line["auc_ci_high"].parse::<f64>().unwrap()).abs() < 0.001
        );
    }
}

/// P15: two-sided p values between those of the smallest and the largest standardised difference that the print allows.
#[test]
fn p_values_of_the_comparisons() {
    let lines = check("P15");
    let lines = lines["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 12);
    let mut disagree = Vec::new();
    for line in lines {
        let range = |name: &str| [0, 1].map(|at| line[name][at].as_f64().unwrap());
        let (difference, error) = (range("diff_from_ci"), range("se_from_ci"));
        let p = |difference: f64, error: f64| 2.0 * normal::upper(difference / error);
        close(
            p(difference[1], error[0]),
            &line["p_from_ci"][0],
            "smallest p",
        );
        close(
            p(difference[0], error[1]),
            &line["p_from_ci"][1],
            "largest p",
        );
        let printed = line["p_printed"].as_str().unwrap();
        let [low, high] = range("p_from_ci");
        let agrees = match printed.parse::<f64>() {
            Ok(value) => low <= value + 5e-4 && high >= value - 5e-4,
            Err(_) => low < 1e-3,
        };
        assert_eq!(agrees, line["p_agrees_ci"].as_bool().unwrap());
        if !line["se_agrees"].as_bool().unwrap() {
            disagree.push(format!(
                "{} {}",
                line["comparison"].as_str().unwrap(),
                line["cohort"].as_str().unwrap()
            ));
        }
        let printed_error = line["se_printed"].as_str().unwrap();
        let is_possible = prints(error[0], printed_error) || prints(error[1], printed_error);
        assert_eq!(is_possible, line["se_agrees"].as_bool().unwrap());
    }
    assert_eq!(disagree, ["DLRN vs DLRS training", "DLRN vs DLRS external"]);
}
