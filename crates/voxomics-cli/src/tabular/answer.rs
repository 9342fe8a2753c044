//! An answer, and the ways of writing it.

use serde::Serialize;
use serde_json::{Value, json};
use voxomics::stats::baseline::BaselineTable;

use super::grid::Grid;
use crate::args::stats::Format;

/// What a statistic answers: documented keys, and the same as tables for people and spreadsheets.
pub(crate) struct Answer {
    json: Value,
    tables: Tables,
}

enum Tables {
    Grids {
        read: Vec<Grid>,
        sheet: Option<Grid>,
    },
    Baseline(BaselineTable),
}

impl Answer {
    /// Of tables, the first of which is for spreadsheets too.
    pub(crate) fn new(json: Value, read: Vec<Grid>) -> Self {
        let tables = Tables::Grids { read, sheet: None };
        Self { json, tables }
    }

    /// Of tables to read, and another for spreadsheets.
    pub(crate) fn with_sheet(json: Value, read: Vec<Grid>, sheet: Grid) -> Self {
        let tables = Tables::Grids {
            read,
            sheet: Some(sheet),
        };
        Self { json, tables }
    }

    /// Of a table that has forms of its own.
    pub(crate) fn baseline(json: Value, table: BaselineTable) -> Self {
        let tables = Tables::Baseline(table);
        Self { json, tables }
    }

    pub(crate) fn in_format(&self, format: Format) -> String {
        match (format, &self.tables) {
            (Format::Json, _) => format!("{}\n", self.json),
            (Format::Text, Tables::Grids { read, .. }) => {
                let grids = read.iter().map(Grid::text);
                grids.collect::<Vec<_>>().join("\n")
            }
            (Format::Csv, Tables::Grids { read, sheet }) => {
                let sheet = sheet.as_ref().or(read.first());
                sheet.map(Grid::csv).unwrap_or_default()
            }
            (Format::Markdown, Tables::Grids { read, sheet }) => {
                let sheet = sheet.as_ref().or(read.first());
                sheet.map(Grid::markdown).unwrap_or_default()
            }
            (Format::Text, Tables::Baseline(table)) => table.text(),
            (Format::Csv, Tables::Baseline(table)) => table.csv(),
            (Format::Markdown, Tables::Baseline(table)) => table.markdown(),
        }
    }
}

/// A number that may be infinite, which JSON's are not: `"inf"` or `"-inf"`; NaN is undefined.
pub(crate) fn extended(number: f64) -> Value {
    if number.is_infinite() {
        json!(number.to_string())
    } else {
        json!(number)
    }
}

/// As JSON, with `lower` and `upper` in place of each `interval`.
pub(crate) fn flat(value: impl Serialize) -> Value {
    let mut value = json!(value);
    flatten(&mut value);
    value
}

fn flatten(value: &mut Value) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(flatten),
        Value::Object(members) => {
            for (key, mut value) in std::mem::take(members) {
                flatten(&mut value);
                if key != "interval" {
                    members.insert(key, value);
                    continue;
                }
                for limit in ["lower", "upper"] {
                    let value = value.get(limit).cloned().unwrap_or(Value::Null);
                    members.insert(limit.to_owned(), value);
                }
            }
        }
        _ => {}
    }
}
