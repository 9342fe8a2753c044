//! docs/PARITY.md is what the corpus says: its table is printed from the goldens and compared.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use voxomics_testkit::data;
use voxomics_testkit::page::Part;
use voxomics_testkit::pyradiomics::Golden;

use crate::golden::{FOLDERS, extract, is_undetermined};

/// Values this small are what cancellation left, and their relative deviation says nothing.
const CANCELLED: f64 = 1e-6;

/// Values of a class in a configuration, and the largest relative deviation among them.
#[derive(Default)]
struct Row {
    values: usize,
    worst: f64,
}

fn rows() -> BTreeMap<(String, String), Row> {
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    for folder in FOLDERS {
        for golden in Golden::folder(&data().join("pyradiomics").join(folder)) {
            let extraction = extract(&golden);
            for (name, want) in golden.features().filter(|(name, _)| !is_undetermined(name)) {
                let class = name.split('_').nth(1).expect("image, class, feature");
                let got = extraction
                    .get(name)
                    .expect("the golden test compares names");
                let row = rows
                    .entry((folder.to_owned(), class.to_owned()))
                    .or_default();
                row.values += 1;
                if want.abs() > CANCELLED {
                    row.worst = row.worst.max((got - want).abs() / want.abs());
                }
            }
        }
    }
    rows
}

fn table() -> String {
    let mut table =
        "| configuration | class | values | largest deviation |\n|---|---|---|---|\n".to_owned();
    for ((folder, class), Row { values, worst }) in rows() {
        let deviation = match worst {
            0.0 => "equal to the last bit".to_owned(),
            // The next power of ten: the digits before it are rounding's affair.
            worst => format!("below 1e{}", worst.log10().ceil()),
        };
        writeln!(table, "| `{folder}` | {class} | {values} | {deviation} |")
            .expect("text takes lines");
    }
    table
}

#[test]
fn parity_page_is_what_the_corpus_says() {
    let part = Part {
        page: "docs/PARITY.md",
        name: "table",
        command: "cargo test --release -p voxomics-features --test it parity",
    };
    part.is(&table());
}
