//! `fit`, `predict`, `select`, `icc`, `combat` and `scale`: the references' numbers by way of CSV files, and what is refused.

mod combat;
mod features;
mod regression;
mod scale;

use std::fmt::Write as _;

use serde_json::Value;
use voxomics_testkit::goldens::read;

use crate::support::{Folder, Run};

/// The births of the R package MASS, as CSV in a folder of their own.
fn births() -> Folder {
    let file = read(&voxomics_testkit::data().join("models/frame.json.gz"));
    let folder = Folder::new();
    folder.write("births.csv", csv(&file["data"]));
    folder
}

/// Columns of an object as CSV, rows named `p1`, `p2`, ...
fn csv(columns: &Value) -> String {
    let columns = columns.as_object().unwrap();
    let rows = columns.values().next().unwrap().as_array().unwrap().len();
    let mut text = format!(
        "case,{}\n",
        columns.keys().cloned().collect::<Vec<_>>().join(",")
    );
    for row in 0..rows {
        let _ = write!(text, "p{}", row + 1);
        for column in columns.values() {
            let cell = &column[row];
            text.push(',');
            text.push_str(
                &cell
                    .as_str()
                    .map_or_else(|| cell.to_string(), str::to_owned),
            );
        }
        text.push('\n');
    }
    text
}

/// A run in a folder, words parted by blanks but within single quotes.
fn run(folder: &Folder, command: &str) -> Run {
    let mut words: Vec<String> = Vec::new();
    for (place, part) in command.split('\'').enumerate() {
        if place % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    folder.run(&words)
}

/// What it answers with `--format json`.
#[track_caller]
fn json(folder: &Folder, command: &str) -> Value {
    let done = run(folder, &format!("{command} --format json"));
    done.expect(0, &[]);
    serde_json::from_str(&done.stdout).unwrap()
}

#[track_caller]
fn close(got: &Value, want: &Value, allowed: f64) {
    let (got, want) = (got.as_f64().unwrap(), want.as_f64().unwrap());
    let error = (got - want).abs() / want.abs().max(1.0);
    assert!(error <= allowed, "{got}, not {want}");
}
