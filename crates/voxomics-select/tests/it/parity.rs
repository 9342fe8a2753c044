//! docs/PARITY.md is what the goldens say: its table of selections is printed from their comparisons.

use std::fmt::Write as _;
use std::fs;

use voxomics_testkit::data;

use crate::golden::{Found, filters, mrmr_selection, mrmre};

const BEGIN: &str = "<!-- selection: begin -->\n";
const END: &str = "<!-- selection: end -->";

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

/// The power of ten above an error.
fn ten_above(error: f64) -> String {
    let text = format!("{error:e}");
    let (digits, exponent) = text.split_once('e').unwrap();
    let exponent: i32 = exponent.parse().unwrap();
    match digits {
        "0" => "0".to_owned(),
        "1" => text,
        _ => format!("1e{}", exponent + 1),
    }
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
    let path = data().join("../../docs/PARITY.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("the table has a beginning");
    let (committed, after) = rest.split_once(END).expect("the table has an end");
    let table = table();
    if std::env::var_os("VOXOMICS_BLESS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(
        committed, table,
        "write docs/PARITY.md anew: VOXOMICS_BLESS=1 cargo test --release -p voxomics-select --test it parity"
    );
}
