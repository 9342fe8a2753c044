//! A table for people and spreadsheets.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// Rows under a header.
#[derive(Clone)]
pub(crate) struct Grid {
    title: String,
    header: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Grid {
    /// Without rows; under a title, or none.
    pub(crate) fn new(title: impl Into<String>, header: &[&str]) -> Self {
        Self {
            title: title.into(),
            header: header.iter().map(|&name| name.to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// With a row for each object.
    pub(crate) fn of<'a>(
        title: impl Into<String>,
        header: &[&str],
        objects: impl IntoIterator<Item = &'a Value>,
    ) -> Self {
        let mut grid = Self::new(title, header);
        objects
            .into_iter()
            .filter_map(Value::as_object)
            .for_each(|object| grid.members(object));
        grid
    }

    /// A row, a value for each column.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Value>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Members of an object by the names of the columns; what is not there stays empty.
    pub(crate) fn members(&mut self, object: &Map<String, Value>) {
        let cell = |name: &String| object.get(name).cloned().unwrap_or(Value::Null);
        self.rows.push(self.header.iter().map(cell).collect());
    }

    pub(crate) fn text(&self) -> String {
        let cells = self.rows.iter().map(|row| row.iter().map(shown).collect());
        let lines: Vec<Vec<String>> = [self.header.clone()].into_iter().chain(cells).collect();
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
        let widths: Vec<usize> = (0..self.header.len())
            .map(|column| width(column).unwrap_or(0))
            .collect();
        let is_text = |column: usize| self.rows.iter().any(|row| row[column].is_string());
        let mut text = String::new();
        if !self.title.is_empty() {
            let _ = writeln!(text, "{}", self.title);
        }
        for line in &lines {
            let cells = line.iter().enumerate().map(|(column, cell)| {
                let width = widths[column];
                if is_text(column) {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            });
            let _ = writeln!(
                text,
                "  {}",
                cells.collect::<Vec<_>>().join("  ").trim_end()
            );
        }
        text
    }

    pub(crate) fn csv(&self) -> String {
        let cells = self.rows.iter().map(|row| row.iter().map(exact).collect());
        let lines = [self.header.clone()].into_iter().chain(cells);
        let lines = lines.map(|line: Vec<String>| {
            let cells = line.iter().map(|cell| quoted(cell));
            cells.collect::<Vec<_>>().join(",") + "\n"
        });
        lines.collect()
    }

    pub(crate) fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let escaped = |text: String| {
            text.replace('\\', "\\\\")
                .replace('|', "\\|")
                .replace('\n', " ")
        };
        let rule = self.header.iter().map(|_| "---".to_owned()).collect();
        let header = self.header.iter().cloned().map(escaped).collect();
        let rows = self.rows.iter();
        let rows = rows.map(|row| row.iter().map(|cell| escaped(shown(cell))).collect());
        [header, rule].into_iter().chain(rows).map(line).collect()
    }
}

/// Six significant digits, `p` values too small for them as such.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => {
            significant(number.as_f64().unwrap_or_default())
        }
        other => other.to_string(),
    }
}

/// As `%.6g` has it.
fn significant(value: f64) -> String {
    let scientific = format!("{value:.5e}");
    let exponent = scientific
        .split_once('e')
        .and_then(|(_, e)| e.parse::<i32>().ok());
    let text = match exponent {
        Some(exponent @ -5..6) => {
            let decimals = usize::try_from(5 - exponent).unwrap_or(0);
            format!("{value:.decimals$}")
        }
        _ => scientific,
    };
    match text.split_once('e') {
        Some((digits, exponent)) => format!("{}e{exponent}", trimmed(digits)),
        None => trimmed(&text).to_owned(),
    }
}

/// Without zeros at the end of a fraction.
fn trimmed(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}

/// All digits that a double has.
fn exact(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A cell that a separator, a quote or a line end would tear apart, between quotes.
fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::significant;

    #[test]
    fn six_digits_that_mean_something() {
        for (value, text) in [
            (0.939, "0.939"),
            (123_456.7, "123457"),
            (1_234_567.0, "1.23457e6"),
            (0.000_012_345_678, "0.0000123457"),
            (1.5e-9, "1.5e-9"),
            (0.0, "0"),
            (100.0, "100"),
        ] {
            assert_eq!(significant(value), text);
        }
    }
}
