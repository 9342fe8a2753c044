//! The guides say what the code does: numbers, snippets and paths.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use voxomics_testkit::data;
use voxomics_testkit::page::Part;

#[path = "../../examples/asah.rs"]
mod asah;
#[path = "../../examples/lung.rs"]
mod lung;
mod paths;

fn guide(name: &str) -> PathBuf {
    data().join("../../docs/guides").join(name)
}

/// A file of the analyses.
fn read(name: &str) -> String {
    fs::read_to_string(data().join("statistics/guide").join(name)).unwrap()
}

type Lines = Vec<(&'static str, Vec<f64>)>;
type Analysis = fn(&str) -> Result<Lines, Box<dyn Error>>;

const ANALYSES: [(&str, Analysis); 2] = [("asah", asah::analyse), ("lung", lung::analyse)];

/// A number with as many decimals as R printed.
fn like(printed: &str, number: f64) -> String {
    let decimals = printed
        .split_once('.')
        .map_or(0, |(_, digits)| digits.len());
    format!("{number:.decimals$}")
}

/// R's numbers beside ours, line by line of what R printed.
fn table(ours: &Lines, r: &mut std::str::Lines<'_>) -> String {
    let mut table = "| | R | voxomics-stats |\n|---|---|---|\n".to_owned();
    for (name, numbers) in ours {
        let (named, printed) = r.next().unwrap().split_once(": ").unwrap();
        assert_eq!(*name, named);
        let printed: Vec<&str> = printed.split(' ').collect();
        assert_eq!(printed.len(), numbers.len(), "{name}");
        let digits = printed.iter().zip(numbers);
        let ours: Vec<String> = digits.map(|(r, ours)| like(r, *ours)).collect();
        assert_eq!(printed, ours, "{name}");
        let (printed, ours) = (printed.join(", "), ours.join(", "));
        writeln!(table, "| {name} | {printed} | {ours} |").unwrap();
    }
    table
}

#[test]
fn analyses_equal_r() {
    let printed = read("statistics.out");
    let mut r = printed.lines();
    for (name, analyse) in ANALYSES {
        let table = table(&analyse(&read(&format!("{name}.csv"))).unwrap(), &mut r);
        let part = Part {
            page: "docs/guides/statistics.md",
            name,
            command: "cargo test --release -p voxomics-stats --test it guide",
        };
        part.is(&table);
    }
    assert_eq!(r.next(), None);
}

/// What the guide quotes is in the source of an example, or in the R.
#[test]
fn snippets_are_quoted() {
    let page = fs::read_to_string(guide("statistics.md")).unwrap();
    let rust = [
        include_str!("../../examples/asah.rs"),
        include_str!("../../examples/lung.rs"),
    ];
    let r = read("statistics.R");
    let mut quoted = 0;
    for block in page.split("```").skip(1).step_by(2) {
        let (language, code) = block.split_once('\n').unwrap();
        let is_there = match language {
            "rust" => rust.iter().any(|source| source.contains(code)),
            "r" => r.contains(code),
            other => panic!("a block of {other}"),
        };
        assert!(is_there, "not in the source:\n{code}");
        quoted += 1;
    }
    assert!(quoted > 10);
}

/// Every path of the tables is compiled in `paths.rs`, and nothing else is.
#[test]
fn paths_exist() {
    let named = voxomics_testkit::guide::paths("from-r-statistics.md", "voxomics-stats");
    assert_eq!(named, paths::compiled());
}
