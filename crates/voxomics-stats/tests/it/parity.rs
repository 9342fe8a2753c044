//! docs/PARITY.md is what the goldens say: its table of statistics is printed from their comparisons.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use voxomics_testkit::data;
use voxomics_testkit::goldens::Summary;
use voxomics_testkit::page::Part;

use crate::golden::{
    agreement, calibration, competing_risks, confusion, decision_curve, distributions, exceptions,
    large_auc, large_calibration, large_survival, large_wilcoxon, lifelines, nomogram, optimism,
    p_adjust, quantiles, reclassification, roc, roc_bootstrap, sample_size, smoothing, suite,
    survival, survival_calibration, survival_ends, tests_k_sample, tests_tables, tests_two_sample,
    tests_two_sample_scipy,
};

/// The name of a part, or nothing of a whole file, and its comparison.
type Check = (&'static str, fn() -> Summary);

const CHECKS: &[Check] = &[
    ("", agreement::check_continuous),
    ("", agreement::check_kappa),
    ("", agreement::check_kappa_sklearn),
    ("", agreement::check_pingouin),
    ("", optimism::check),
    ("", calibration::check),
    ("", calibration::check_sklearn),
    ("", competing_risks::check),
    ("", confusion::check),
    ("", confusion::check_sklearn),
    ("", decision_curve::check),
    ("", decision_curve::check_survival),
    ("", distributions::check),
    ("ROC curves", large_auc::check),
    ("calibration", large_calibration::check),
    ("survival", large_survival::check),
    ("Wilcoxon's test", large_wilcoxon::check),
    ("", smoothing::check),
    ("", nomogram::check),
    ("", reclassification::check),
    ("", p_adjust::check),
    ("ticks of nomograms", nomogram::check_pretty),
    ("", quantiles::check),
    ("", roc::check),
    ("", roc_bootstrap::check),
    ("", roc::check_sklearn),
    ("", roc::check_unpaired),
    ("", sample_size::check),
    ("", survival::check),
    ("", survival_calibration::check),
    ("", survival_ends::check_cut_points),
    ("", lifelines::check),
    ("", survival_ends::check_quantiles),
    ("", tests_k_sample::check),
    ("", tests_tables::check),
    ("", tests_two_sample::check),
    ("", tests_two_sample_scipy::check),
];

/// The sources of the tests of `hostile.json`, whose cases ask for behaviour, not for numbers.
const HOSTILE: &[&str] = &[
    include_str!("golden/hostile_calibration.rs"),
    include_str!("golden/hostile_discrimination.rs"),
    include_str!("golden/hostile_hypothesis.rs"),
    include_str!("golden/hostile_survival.rs"),
    include_str!("golden/p_adjust.rs"),
    include_str!("golden/quantiles.rs"),
];

/// A part of the page.
fn part(name: &'static str) -> Part {
    Part {
        page: "docs/PARITY.md",
        name,
        command: "cargo test --release -p voxomics-stats --test it parity",
    }
}

fn rows() -> Vec<Summary> {
    let row = |&(part, check): &Check| {
        let mut summary = check();
        if !part.is_empty() {
            let file = summary.file.trim_end_matches(".json");
            summary.file = format!("{file}: {part}");
        }
        summary
    };
    CHECKS.iter().map(row).collect()
}

fn table() -> String {
    let mut table = "| file | cases | fields | worst error | allowed there | where |\n\
                     |---|---|---|---|---|---|\n"
        .to_owned();
    for row in rows() {
        writeln!(table, "{row}").expect("text takes lines");
    }
    table
}

#[test]
fn parity_page_is_what_the_goldens_say() {
    part("statistics").is(&table());
}

#[test]
fn parity_page_tells_every_exception() {
    part("left out").is(&exceptions::table(exceptions::LEFT_OUT));
    part("compared otherwise").is(&exceptions::table(exceptions::COMPARED_OTHERWISE));
}

/// No file of goldens is forgotten.
#[test]
fn every_file_has_a_row() {
    let mut files = BTreeSet::new();
    for folder in ["statistics", "nomogram"] {
        for entry in fs::read_dir(data().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            files.extend(name.strip_suffix(".json").map(str::to_owned));
        }
    }
    for other in ["EXCEPTIONS", "hostile"] {
        assert!(files.remove(other), "{other}.json is there");
    }
    let name = |row: Summary| {
        let file = row.file.split(':').next().unwrap();
        file.trim_end_matches(".json").to_owned()
    };
    let rows: BTreeSet<String> = rows().into_iter().map(name).collect();
    assert_eq!(rows, files);
}

/// Files of several families: no field of `expected` is left to nobody.
#[test]
fn every_hostile_case_has_a_test() {
    let suite = suite("hostile.json");
    let missing: Vec<&str> = suite
        .cases()
        .iter()
        .map(|case| case.id.as_str())
        .filter(|id| !HOSTILE.iter().any(|source| source.contains(id)))
        .collect();
    assert_eq!(missing, [""; 0]);
}
