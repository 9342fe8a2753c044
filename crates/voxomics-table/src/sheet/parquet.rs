//! Tables of text as Parquet.

use std::io::{self, Write};
use std::path::Path;

use voxomics_core::number::repr;

use super::{Row, Sheet};
use crate::Error;
use crate::parquet::{Cells, Kind, read, write};

/// The shortest text that reads back to the same double; whole numbers without a point.
fn text(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        value.to_string()
    } else {
        repr(value)
    }
}

impl Sheet {
    /// The table in a Parquet file: numbers as the shortest text that reads back to the same double, empty cells where a value
    /// is null. Its rows count from line 2 on, as if a header stood above them.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] for a file that cannot be read, [`Error::Refused`] for one without rows, or whose columns are not unique.
    pub fn read_parquet(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let columns = read(path)?;
        let rows = columns.first().map_or(0, |(_, cells)| cells.len());
        let cell = |cells: &Cells, row: usize| match cells {
            Cells::Numbers(values) if values[row].is_nan() => String::new(),
            Cells::Numbers(values) => text(values[row]),
            Cells::Text(values) => values[row].clone(),
        };
        let rows = (2..).zip(0..rows).map(|(line, row)| Row {
            line,
            cells: columns.iter().map(|(_, cells)| cell(cells, row)).collect(),
        });
        let names = columns.iter().map(|(name, _)| name.clone()).collect();
        Self::checked(names, rows.collect()).map_err(|problem| Error::Refused {
            path: path.to_owned(),
            problem,
        })
    }

    /// Writes a Parquet file: columns that hold numbers and missing cells only as doubles, others as text, null where a cell is
    /// missing. Columns of `01` or of more digits than a double has are text: they name something.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_parquet<W: Write + Send>(&self, to: W) -> io::Result<()> {
        let columns = self.names.iter().map(|name| self.numbers_of(name));
        let columns: Vec<Option<Vec<f64>>> = columns.collect();
        let kind = |numbers: &Option<Vec<f64>>| match numbers {
            Some(_) => Kind::Numbers,
            None => Kind::Text,
        };
        let names = self.names.iter().map(String::as_str);
        let fields: Vec<(&str, Kind)> = names.zip(columns.iter().map(kind)).collect();
        write(to, &fields, |column| match &columns[column] {
            Some(numbers) => Cells::Numbers(numbers.clone()),
            None => Cells::Text(
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

/// A number, an infinite one too; digits that it would not have again are a name, such as `01`, or of more digits than a double has.
fn number(cell: &str) -> Option<f64> {
    let number: f64 = cell.parse().ok()?;
    let is_name = cell.bytes().all(|byte| byte.is_ascii_digit()) && number.to_string() != cell;
    (!is_name && !number.is_nan()).then_some(number)
}
