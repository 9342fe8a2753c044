//! `stats`: the references' numbers by way of a CSV file, and what is refused.

mod agreement;
mod baseline;
mod calibration;
mod discrimination;
mod examples;
mod hypothesis;
mod refusals;
mod sample_size;
mod survival;

use std::fmt::Display;

use serde_json::Value;
use voxomics_testkit::goldens::{Case, Suite};

use crate::support::{Folder, Run};

/// A case of the references.
#[track_caller]
fn golden(file: &str, id: &str) -> Case {
    let suite = Suite::load(&voxomics_testkit::data().join("statistics"), file);
    suite.case(id).clone()
}

/// A folder with a table of columns, a value for each row.
struct Table {
    folder: Folder,
    names: Vec<String>,
    columns: Vec<Vec<String>>,
}

impl Table {
    fn new() -> Self {
        Self {
            folder: Folder::new(),
            names: Vec::new(),
            columns: Vec::new(),
        }
    }

    fn with<T: Display>(mut self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        self.names.push(name.to_owned());
        let values = values.into_iter();
        self.columns
            .push(values.map(|value| value.to_string()).collect());
        self
    }

    /// Labels as 1 and 0.
    fn labels(self, name: &str, labels: &[bool]) -> Self {
        self.with(name, labels.iter().map(|&label| u8::from(label)))
    }

    /// `stats COMMAND table.csv ARGUMENTS`.
    fn run(&self, command: &str, arguments: &str) -> Run {
        let rows = (0..self.columns[0].len()).map(|row| {
            let cells = self.columns.iter().map(|column| column[row].as_str());
            cells.collect::<Vec<_>>().join(",")
        });
        let lines: Vec<String> = [self.names.join(",")].into_iter().chain(rows).collect();
        self.folder.write("table.csv", lines.join("\n") + "\n");
        let words = ["stats", command, "table.csv"].into_iter();
        self.folder.run(
            &words
                .chain(arguments.split_whitespace())
                .collect::<Vec<_>>(),
        )
    }

    /// The same as JSON.
    #[track_caller]
    fn json(&self, command: &str, arguments: &str) -> Value {
        let run = self.run(command, &format!("{arguments} --format json"));
        run.expect(0, &[]);
        serde_json::from_str(&run.stdout).unwrap()
    }
}

/// Compares numbers at JSON pointers, our answer's and the reference's, to 10⁻⁹.
#[track_caller]
fn same(answer: &Value, reference: &Value, pairs: &[(&str, &str)]) {
    for (ours, theirs) in pairs {
        let want = reference.pointer(theirs).and_then(Value::as_f64);
        let want = want.unwrap_or_else(|| panic!("the reference has no number at {theirs}"));
        close(answer, ours, want);
    }
}

#[track_caller]
fn close(answer: &Value, pointer: &str, want: f64) {
    let got = answer.pointer(pointer).and_then(Value::as_f64);
    let got = got.unwrap_or_else(|| panic!("no number at {pointer} in {answer}"));
    assert!(
        (got - want).abs() <= 1e-9 * want.abs().max(1.0),
        "{pointer}: {got}, want {want}"
    );
}
