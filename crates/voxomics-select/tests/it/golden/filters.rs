//! R's `caret::findCorrelation`, and decisions by ICC.

use serde_json::Value;
use voxomics_select::correlation::{Options, Rule, prune};
use voxomics_select::icc::{self, Agreement, Judged};
use voxomics_testkit::goldens::indices;

use super::{Found, matrix, numbers, read};

pub(crate) fn check_correlation() -> Found {
    let mut found = Found::default();
    let golden = read("knn_and_correlation_pruning.json");
    for case in golden["correlation_pruning"].as_array().unwrap() {
        found.cases += 1;
        let table = matrix(&case["x"]);
        for cut in case["cutoffs"].as_array().unwrap() {
            for (rule, key) in [
                (Rule::CaretExact, "drop_exact_true_0based"),
                (Rule::CaretFast, "drop_exact_false_0based"),
            ] {
                let cutoff = cut["cutoff"].as_f64().unwrap();
                let options = Options {
                    cutoff,
                    rule,
                    ..Options::default()
                };
                let dropped = prune(table.view(), &options).unwrap().dropped;
                let dropped: Vec<usize> = dropped.iter().map(|gone| gone.column).collect();
                let what = format!("{} above {cutoff}, {rule:?}", case["name"]);
                // In the order in which caret lists them.
                found.selection(&dropped, &indices(&cut[key]), &what);
            }
        }
    }
    found
}

pub(crate) fn check_icc() -> Found {
    let golden = read("sklearn.json.gz");
    let golden = &golden["icc_filter"];
    let (icc, lower) = (numbers(&golden["icc"]), numbers(&golden["lower95"]));
    let agreement = |(&icc, &lower): (&f64, &f64)| Some(Agreement { icc, lower });
    let both: Vec<Option<Agreement>> = icc.iter().zip(&lower).map(agreement).collect();
    // The file's second study has the limits of the first as its coefficients.
    let inter: Vec<Option<Agreement>> = lower.iter().zip(&lower).map(agreement).collect();
    let example = &golden["keep_both_intra_inter_example"];
    let mut found = Found::default();
    let mut compare = |strict, judged, studies: &[&[Option<Agreement>]], keep: &Value| {
        let rule = icc::Rule {
            threshold: golden["threshold"].as_f64().unwrap(),
            strict,
            judged,
        };
        let keep = keep.as_array().unwrap().iter().enumerate();
        let want: Vec<usize> = keep
            .filter(|(_, keep)| keep.as_bool().unwrap())
            .map(|(at, _)| at)
            .collect();
        found.cases += 1;
        found.selection(&rule.apply(studies).unwrap().kept, &want, &rule.to_string());
    };
    compare(false, Judged::Estimate, &[&both], &golden["keep_icc_ge"]);
    compare(true, Judged::Estimate, &[&both], &golden["keep_icc_gt"]);
    compare(
        false,
        Judged::LowerLimit,
        &[&both],
        &golden["keep_lower_ge"],
    );
    compare(false, Judged::Estimate, &[&both, &inter], &example["keep"]);
    found
}

#[test]
fn correlated_columns_are_those_of_caret() {
    let found = check_correlation();
    assert_eq!((found.cases, found.selections), (3, 22));
}

#[test]
fn decisions_by_icc_are_those_of_the_file() {
    assert_eq!(check_icc().selections, 4);
}
