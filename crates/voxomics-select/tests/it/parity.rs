//! docs/PARITY.md is what the goldens say: its table of selections is printed from their comparisons.

use std::fmt::Write as _;

use voxomics_testkit::goldens::ten_above;
use voxomics_testkit::page::Part;

use crate::golden::{Found, filters, mrmr_selection, mrmre};

fn rows() -> [(&'static str, Found); 6] {
    [
        ("mrmre_small", mrmre::check("mrmre_small.json")),
        ("mrmre_large", mrmre::check("mrmre_large.json")),
        ("mrmr_small", mrmr_selection::check("mrmr_small.json")),
        ("mrmr_large", mrmr_selection::check("mrmr_large.json")),
        (
            "knn_and_correlation_pruning: findCorrelation",
            filters::check_correlation(),
        ),
        ("sklearn: decisions by ICC", filters::check_icc()),
    ]
}

fn table() -> String {
    let mut table = "| file | cases | equal selections | scores | worst error | allowed |\n\
                     |---|---|---|---|---|---|\n"
        .to_owned();
    for (file, found) in rows() {
        let Found {
            cases,
            selections,
            scores,
            worst,
        } = found;
        let (worst, allowed) = match scores {
            0 => (String::new(), ""),
            _ => (ten_above(worst), "1e-9"),
        };
        writeln!(
            table,
            "| {file} | {cases} | {selections} | {scores} | {worst} | {allowed} |"
        )
        .unwrap();
    }
    table
}

#[test]
fn parity_page_is_what_the_goldens_say() {
    let part = Part {
        page: "docs/PARITY.md",
        name: "selection",
        command: "cargo test --release -p voxomics-select --test it parity",
    };
    part.is(&table());
}
