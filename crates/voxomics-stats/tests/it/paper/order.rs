//! Which of DLRN and DLRS has the larger area in external validation (P17).

use super::comparisons::{ORDERS, areas, assigned, lines, pair};
use super::{by_outcome, check, close};

use voxomics_stats::roc::{Direction, Marker};

/// More labels of DeLong's lines are right in the abstract's order than in the table's.
#[test]
fn labels_favour_the_abstract() {
    let (lines, want) = (lines(), check("P17"));
    for (is_abstract, _, key, labels) in ORDERS {
        let slots = assigned(&lines, &areas(is_abstract));
        assert_eq!(want["labels_kept"][key], labels);
        let pairs = lines
            .iter()
            .zip(&slots)
            .filter(|(line, slot)| line.row["comparison"] == lines[**slot].row["comparison"]);
        assert_eq!(want["pairs_kept"][key], pairs.count());
    }
}

/// Against the clinical model, both differ by what the abstract has.
#[test]
fn differences_from_the_clinical_model() {
    let (lines, want) = (lines(), check("P17"));
    let want = &want["vs_clinical_external"];
    for model in ["DLRN", "DLRS"] {
        let label = format!("{model} vs Clinical, external");
        let line = lines.iter().find(|line| line.label == label).unwrap();
        close(
            line.middle(),
            &want[format!("{model}_line_midpoint")],
            &label,
        );
        let apart = ORDERS.map(|(is_abstract, _, key, _)| {
            let [score, clinical] = pair(&areas(is_abstract), &label).map(|area| area.auc);
            close(score - clinical, &want[key][model], key);
            (score - clinical - line.middle()).abs()
        });
        assert!(apart[1] < 0.001 && apart[0] > 0.03, "{label}: {apart:?}");
    }
}

/// What the nomogram adds to the score, size, tells nothing there.
#[test]
fn size_is_uninformative() {
    let counts = by_outcome("Tumor size", "external");
    let (mut labels, mut sizes) = (Vec::new(), Vec::new());
    for (size, row) in (0..).map(f64::from).zip(counts) {
        for (case, count) in [false, true].into_iter().zip(row) {
            labels.extend((0..count).map(|_| case));
            sizes.extend((0..count).map(|_| size));
        }
    }
    let area = Marker::new(&labels, &sizes).unwrap().auc(Direction::Higher);
    assert!((area - 0.511).abs() < 0.0005, "{area}");
}
