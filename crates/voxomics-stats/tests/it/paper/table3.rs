//! Table 3: performance of the four models (P10 to P13).

use voxomics_stats::ConfidenceLevel;
use voxomics_stats::confusion::Confusion;
use voxomics_stats::delong::IntervalMethod;
use voxomics_stats::hanley_mcneil;
use voxomics_stats::roc::{Direction, Marker};

use super::{Row, check, close, prints, table};

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
