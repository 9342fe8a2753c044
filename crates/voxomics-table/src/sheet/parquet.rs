//! Tables of text as Parquet.

use std::io::{self, Write};
use std::path::Path;

use super::{Row, Sheet};
use crate::Error;
#[cfg(doc)]
use crate::Problem;
use crate::parquet::{Column, Kind, exact, read, write};

impl Sheet {
    /// The table in a Parquet file: whole numbers of any width as their digits, other numbers as the shortest text that reads back
    /// to the same double, Booleans as 1 and 0, days as `2024-02-29`, moments as `2024-02-29T23:59:59` with a `Z` where they are of
    /// UTC, empty cells where a value is null. Its rows count from line 2 on, as if a header stood above them.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] for a file that cannot be read (a panic of the reader in a damaged one counts as that, and the panic hook
    /// sees it), [`Error::Refused`] for one without rows, whose columns are not unique or hold
    /// what a cell of text does not ([`Problem::NoCells`]), or compressed by other means than Snappy, gzip and LZ4
    /// ([`Problem::Codec`]).
    pub fn read_parquet(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let columns = read(path)?;
        let rows = columns.first().map_or(0, |(_, cells)| cells.len());
        let rows = (2..).zip(0..rows).map(|(line, row)| Row {
            line,
            cells: columns.iter().map(|(_, cells)| cells.text(row)).collect(),
        });
        let names = columns.iter().map(|(name, _)| name.clone()).collect();
        Self::checked(names, rows.collect()).map_err(|problem| Error::Refused {
            path: path.to_owned(),
            problem,
        })
    }

    /// Writes a Parquet file: the columns `text` as the text that they are, others that hold nothing but numbers and missing cells
    /// as doubles, all else as text; null where a cell is empty, or missing among doubles.
    ///
    /// A column is of doubles, each the nearest to its text, `2.50` being 2.5. It is text if one of its cells is a name or would leave
    /// the range: `01` and `-007`, digits of a whole number that no double is, `1e400`, which would become infinite, and `1e-400`,
    /// which would become 0.
    ///
    /// # Errors
    ///
    /// Those of the writer; one of `text` that is no column.
    pub fn write_parquet<W: Write + Send>(&self, to: W, text: &[&str]) -> io::Result<()> {
        for name in text {
            let known = self.column(name);
            known.map_err(|problem| io::Error::new(io::ErrorKind::InvalidInput, problem))?;
        }
        let columns = self.names.iter().map(|name| {
            let is_text = text.contains(&name.as_str());
            if is_text { None } else { self.numbers_of(name) }
        });
        let columns: Vec<Option<Vec<f64>>> = columns.collect();
        let kind = |numbers: &Option<Vec<f64>>| match numbers {
            Some(_) => Kind::Numbers,
            None => Kind::Text,
        };
        let names = self.names.iter().map(String::as_str);
        let fields: Vec<(&str, Kind)> = names.zip(columns.iter().map(kind)).collect();
        write(to, &fields, |column| match &columns[column] {
            Some(numbers) => Column::Numbers(numbers.clone()),
            None => Column::Text(
                self.rows
                    .iter()
                    .map(|row| row.cells[column].clone())
                    .collect(),
            ),
        })
    }

    /// A column that holds nothing but numbers and missing cells, and a number at least.
    fn numbers_of(&self, name: &str) -> Option<Vec<f64>> {
        let cells = self.column(name).ok()?.values();
        let numbers = cells.map(|cell| cell.map_or(Some(f64::NAN), number));
        let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
        numbers
            .iter()
            .any(|number| !number.is_nan())
            .then_some(numbers)
    }
}

/// A number that comes back from a double, an infinite one too.
fn number(cell: &str) -> Option<f64> {
    let number: f64 = cell.parse().ok()?;
    let unsigned = cell.trim_start_matches(['+', '-']);
    let is_digits = unsigned.bytes().all(|byte| byte.is_ascii_digit());
    let is_name =
        unsigned.starts_with('0') && unsigned[1..].starts_with(|c: char| c.is_ascii_digit());
    let is_inexact = || is_digits && cell.parse().ok().and_then(exact).is_none();
    let is_lost = number.is_nan() || is_name || is_inexact() || is_out_of_range(unsigned, number);
    (!is_lost).then_some(number)
}

/// Whether digits became infinite, or 0 though one of them is not.
fn is_out_of_range(unsigned: &str, number: f64) -> bool {
    let digits = unsigned.split(['e', 'E']).next().unwrap_or_default();
    match number {
        0.0 => digits.contains(|c: char| ('1'..='9').contains(&c)),
        _ => number.is_infinite() && digits.contains(|c: char| c.is_ascii_digit()),
    }
}
