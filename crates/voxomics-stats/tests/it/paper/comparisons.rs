//! Table 3's intervals and DeLong's comparisons: what they say of standard errors, of each other, and of the correlation of
//! the four models (P14 to P16, P18).

use std::collections::BTreeMap;

use serde_json::Value;
use voxomics_stats::dist::normal;

use super::{Row, check, close, close_pair, may_print, prints, range, table};

/// Standard errors that a 95 % interval from somewhere in `low` to somewhere in `high` may have.
fn errors(low: [f64; 2], high: [f64; 2]) -> [f64; 2] {
    let width = 2.0 * normal::upper_quantile(0.025);
    [(high[0] - low[1]) / width, (high[1] - low[0]) / width]
}

/// An area under the curve as printed, with the standard errors that its interval allows.
pub(super) struct Area {
    row: Row,
    pub(super) auc: f64,
    errors: [f64; 2],
}

/// By model and cohort.
pub(super) type Areas = BTreeMap<(String, String), Area>;

/// Which of DLRN and DLRS the external areas belong to differs between the table and the abstract.
pub(super) fn areas(is_abstract: bool) -> Areas {
    let mut areas = Areas::new();
    for row in table("table3_metrics.csv") {
        let model = match (row["model"].as_str(), row["cohort"].as_str()) {
            ("DLRN", "external") if is_abstract => "DLRS",
            ("DLRS", "external") if is_abstract => "DLRN",
            (same, _) => same,
        };
        let key = (model.to_owned(), row["cohort"].clone());
        let errors = errors(range(&row["auc_ci_low"]), range(&row["auc_ci_high"]));
        let auc = row["auc"].parse().unwrap();
        areas.insert(key, Area { row, auc, errors });
    }
    areas
}

/// A line of DeLong's tests.
pub(super) struct Line {
    pub(super) row: Row,
    pub(super) label: String,
    /// Of the areas, from the middle of the interval.
    difference: [f64; 2],
    errors: [f64; 2],
}

impl Line {
    pub(super) fn middle(&self) -> f64 {
        f64::midpoint(self.difference[0], self.difference[1])
    }
}

pub(super) fn lines() -> Vec<Line> {
    let line = |row: Row| {
        let [low, high] = ["diff_ci_low", "diff_ci_high"].map(|column| range(&row[column]));
        Line {
            label: format!("{}, {}", row["comparison"], row["cohort"]),
            difference: [0, 1].map(|end| f64::midpoint(low[end], high[end])),
            errors: errors(low, high),
            row,
        }
    };
    table("table3_delong.csv").into_iter().map(line).collect()
}

/// The two areas that a label names.
pub(super) fn pair<'a>(areas: &'a Areas, label: &str) -> [&'a Area; 2] {
    let (models, cohort) = label.split_once(", ").unwrap();
    let (a, b) = models.split_once(" vs ").unwrap();
    [a, b].map(|model| &areas[&(model.to_owned(), cohort.to_owned())])
}

/// P14: intervals are symmetric, Wald's, and the areas can be had.
#[test]
fn intervals_of_the_areas() {
    let want = check("P14");
    let areas = areas(false);
    assert_eq!(areas.len(), 8);
    for Area { row, auc, errors } in areas.values() {
        let want = &want[format!("{} {}", row["model"], row["cohort"])];
        close_pair(*errors, &want["se_range"], "standard error");
        let [low, high]: [f64; 2] =
            ["auc_ci_low", "auc_ci_high"].map(|column| row[column].parse().unwrap());
        let middle = f64::midpoint(low, high);
        close(middle, &want["midpoint"], "midpoint");
        assert!((middle - auc).abs() <= 0.001 + 1e-12);
        let (controls, cases) = match row["cohort"].as_str() {
            "training" => (73, 48),
            _ => (43, 15),
        };
        let bound = (auc * (1.0 - auc) / f64::from(cases)).sqrt();
        close(bound, &want["se_upper_bound"], "bound");
        assert!(errors[0] < bound);
        let pairs = controls * cases;
        let attained = (0..=pairs).map(|count| f64::from(count) / f64::from(pairs));
        let attained: Vec<f64> = attained.filter(|&auc| prints(auc, &row["auc"])).collect();
        let listed = want["auc_as_pairs_without_ties"].as_array().unwrap();
        assert_eq!(attained.len().min(3), listed.len());
        for (auc, want) in attained.iter().zip(listed) {
            close(*auc, want, "area");
        }
    }
}

/// P15: two-sided p values between those of the smallest and the largest standardised difference that the print allows.
#[test]
fn p_values_of_the_comparisons() {
    let want = check("P15");
    let want = want["lines"].as_array().unwrap();
    let lines = lines();
    assert_eq!((lines.len(), want.len()), (12, 12));
    let mut disagree = Vec::new();
    for (line, want) in lines.iter().zip(want) {
        close_pair(line.errors, &want["se_from_ci"], "standard error");
        close_pair(line.difference, &want["diff_from_ci"], "difference");
        let p = |[least, most]: [f64; 2]| {
            // Every printed difference is positive.
            let [near, far] = line.difference.map(|difference| difference.max(0.0));
            [far / least, near / most].map(normal::two_sided)
        };
        let printed = range(&line.row["standard_error"]);
        for (errors, name, agrees) in [
            (line.errors, "p_from_ci", "p_agrees_ci"),
            (printed, "p_from_se", "p_agrees_se"),
        ] {
            close_pair(p(errors), &want[name], name);
            assert_eq!(
                want[agrees],
                may_print(p(errors), &line.row["p"]),
                "{}",
                line.label
            );
        }
        let agrees = may_print(line.errors, &line.row["standard_error"]);
        assert_eq!(want["se_agrees"], agrees, "{}", line.label);
        if !agrees {
            disagree.push(line.label.as_str());
        }
    }
    assert_eq!(
        disagree,
        ["DLRN vs DLRS, training", "DLRN vs DLRS, external"]
    );
}

/// P16: no data have a difference whose standard error exceeds the sum of the two.
#[test]
fn impossible_standard_errors() {
    let (areas, want) = (areas(false), check("P16"));
    let mut want = want["se_of_difference_exceeds_sum_of_SEs"]
        .as_array()
        .unwrap()
        .iter();
    for line in lines() {
        let [a, b] = pair(&areas, &line.label);
        let most = a.errors[1] + b.errors[1];
        if line.errors[0] > most {
            let want = want.next().unwrap();
            assert_eq!(want["line"], line.row["comparison"]);
            assert_eq!(want["cohort"], line.row["cohort"]);
            close(most, &want["max_possible"], "sum");
        }
    }
    assert!(want.next().is_none());
}

/// Whether a line can be about these two areas, as far as roundings tell.
fn may_compare(line: &Line, [a, b]: [&Area; 2]) -> bool {
    let least = (a.errors[0] - b.errors[1]).max(b.errors[0] - a.errors[1]);
    (line.middle() - (a.auc - b.auc).abs()).abs() <= 0.0015 + 1e-12
        && line.errors[1] >= least
        && line.errors[0] <= a.errors[1] + b.errors[1]
}

/// All ways to give each row a column of its own among those that it may have.
fn assignments(may: &[Vec<bool>], taken: &mut Vec<usize>) -> Vec<Vec<usize>> {
    let Some(row) = may.get(taken.len()) else {
        return vec![taken.clone()];
    };
    let mut found = Vec::new();
    for column in (0..row.len()).filter(|&column| row[column]) {
        if !taken.contains(&column) {
            taken.push(column);
            found.extend(assignments(may, taken));
            taken.pop();
        }
    }
    found
}

/// The only assignment of lines to comparisons.
pub(super) fn assigned(lines: &[Line], areas: &Areas) -> Vec<usize> {
    let may = |line| {
        let slots = lines.iter().map(|slot| pair(areas, &slot.label));
        slots.map(|areas| may_compare(line, areas)).collect()
    };
    let may: Vec<Vec<bool>> = lines.iter().map(may).collect();
    let mut all = assignments(&may, &mut Vec::new());
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Whether the abstract's order, its assignment, its correlations, labels that are right.
pub(super) const ORDERS: [(bool, &str, &str, usize); 2] = [
    (false, "assignment_with_table3_aucs", "table_order", 5),
    (true, "assignment_with_abstract_order", "abstract_order", 7),
];

/// P16: one assignment of lines to comparisons is possible, whichever order DLRN and DLRS are in; labels are wrong in both.
#[test]
fn what_the_lines_are_about() {
    let (lines, want) = (lines(), check("P16"));
    for (is_abstract, key, _, kept) in ORDERS {
        let slots = assigned(&lines, &areas(is_abstract));
        for (slot, want) in slots.iter().zip(want[key]["lines"].as_array().unwrap()) {
            assert_eq!(want["assigned"], lines[*slot].label, "{}", want["label"]);
        }
        let labelled = slots
            .iter()
            .enumerate()
            .filter(|(line, slot)| line == *slot);
        assert_eq!(labelled.count(), kept);
    }
}

/// P18: correlations of the areas from `var(a - b) = var(a) + var(b) - 2 r sd(a) sd(b)`.
#[test]
fn correlations_of_the_areas() {
    let (lines, want) = (lines(), check("P18"));
    for (is_abstract, _, key, _) in ORDERS {
        let areas = areas(is_abstract);
        let mut middles = BTreeMap::new();
        for (line, slot) in lines.iter().zip(assigned(&lines, &areas)) {
            let label = &lines[slot].label;
            let [a, b] = pair(&areas, label);
            let found = correlations(a.errors, b.errors, line.errors);
            close_pair(found, &want[key]["correlations"][label]["range"], label);
            middles.insert(label.as_str(), f64::midpoint(found[0], found[1]));
        }
        for cohort in ["training", "external"] {
            assert_smallest_eigenvalue(&middles, cohort, &want[key]["smallest_eigenvalue"]);
        }
    }
}

/// The least and the largest that these standard errors of two areas and of their difference allow.
fn correlations(a: [f64; 2], b: [f64; 2], difference: [f64; 2]) -> [f64; 2] {
    let mut found = [f64::INFINITY, f64::NEG_INFINITY];
    for (a, b) in a.iter().flat_map(|a| b.iter().map(move |b| (a, b))) {
        for d in difference {
            let correlation = (a * a + b * b - d * d) / (2.0 * a * b);
            found = [found[0].min(correlation), found[1].max(correlation)];
        }
    }
    found
}

/// That the matrix of correlations less a bit less than that is positive definite, and less a bit more is not.
fn assert_smallest_eigenvalue(correlations: &BTreeMap<&str, f64>, cohort: &str, want: &Value) {
    let models = ["DLRN", "DLRS", "RS", "Clinical"];
    let entry = |i: usize, j: usize| {
        let label = format!("{} vs {}, {cohort}", models[i.min(j)], models[i.max(j)]);
        if i == j {
            1.0
        } else {
            correlations[label.as_str()]
        }
    };
    let matrix = [0, 1, 2, 3].map(|i| [0, 1, 2, 3].map(|j| entry(i, j)));
    let smallest = want[cohort].as_f64().unwrap();
    assert!(smallest > 0.0);
    assert!(is_positive_definite(matrix, smallest - 1e-9));
    assert!(!is_positive_definite(matrix, smallest + 1e-9));
}

/// Whether elimination meets positive pivots only, after `shift` is taken from the diagonal.
fn is_positive_definite(mut matrix: [[f64; 4]; 4], shift: f64) -> bool {
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] -= shift;
    }
    for pivot in 0..4 {
        let above = matrix[pivot];
        if above[pivot] <= 0.0 {
            return false;
        }
        for row in &mut matrix[pivot + 1..] {
            let factor = row[pivot] / above[pivot];
            for (entry, above) in row.iter_mut().zip(above) {
                *entry -= factor * above;
            }
        }
    }
    true
}
