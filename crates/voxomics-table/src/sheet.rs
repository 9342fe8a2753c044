//! A header and rows of text.

#[cfg(feature = "parquet")]
mod parquet;

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::column::{Column, is_missing};
use crate::parse::{self, LIMIT, quoted};
use crate::{Error, Problem, Table};
use voxomics_core::number::repr;

/// A header and rows of as many cells, all of them text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    names: Vec<String>,
    rows: Vec<Row>,
}

/// A row, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file on which it begins, from 1.
    pub line: u64,
    /// Its cells as they are, blanks around them included.
    pub cells: Vec<String>,
}

impl Sheet {
    /// The table in a CSV file: a header row, then a row for each case.
    ///
    /// Commas, semicolons and tabs are understood, and a byte-order mark: the separator is the first under which the
    /// header has all of the columns `wanted`, or else the one under which it has the most columns. Blanks around names
    /// are removed.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] for a file that cannot be read, [`Error::Refused`] for one that is no table, naming the line.
    pub fn read(path: impl AsRef<Path>, wanted: &[&str]) -> Result<Self, Error> {
        let path = path.as_ref();
        let mut bytes = Vec::new();
        open(path)
            .and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes))
            .map_err(|source| Error::Read {
                path: path.to_owned(),
                source,
            })?;
        Self::parse(&bytes, wanted).map_err(|problem| Error::Refused {
            path: path.to_owned(),
            problem,
        })
    }

    /// The table in the bytes of a CSV file, as [`read`](Self::read).
    ///
    /// # Errors
    ///
    /// What is wrong, and on which line.
    pub fn parse(bytes: &[u8], wanted: &[&str]) -> Result<Self, Problem> {
        let (names, rows) = parse::parse(bytes, wanted)?;
        Self::checked(names, rows)
    }

    /// The table of these rows, as if it had been read from a file: the header on line 1.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn from_rows<R: IntoIterator<Item = impl Into<String>>>(
        header: impl IntoIterator<Item = impl Into<String>>,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Self, Problem> {
        let names = header.into_iter().map(Into::into).collect();
        let rows = (2..).zip(rows).map(|(line, cells)| Row {
            line,
            cells: cells.into_iter().map(Into::into).collect(),
        });
        Self::checked(names, rows.collect())
    }

    fn checked(names: Vec<String>, rows: Vec<Row>) -> Result<Self, Problem> {
        let columns = names.len();
        if let Some(row) = rows.iter().find(|row| row.cells.len() != columns) {
            return Err(Problem::Cells {
                line: row.line,
                cells: row.cells.len(),
                columns,
            });
        }
        let mut seen = HashSet::new();
        if let Some(name) = names.iter().find(|name| !seen.insert(name.as_str())) {
            return Err(Problem::DuplicateColumn { name: name.clone() });
        }
        if rows.is_empty() {
            return Err(Problem::NoRows);
        }
        Ok(Self { names, rows })
    }

    /// Names of the columns, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The rows in order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Names and rows, to own.
    #[must_use]
    pub fn into_parts(self) -> (Vec<String>, Vec<Row>) {
        (self.names, self.rows)
    }

    /// The same table with a table's numbers in place of the columns of the same names, row for row; missing ones are empty.
    ///
    /// ```
    /// use ndarray::array;
    /// use voxomics_table::{Sheet, Table};
    ///
    /// let sheet = Sheet::parse(b"case,mean,stage\nA,40.5,II\n", &[])?;
    /// let table = Table::new(vec!["A".into()], vec!["mean".into()], array![[38.25]])?;
    /// assert_eq!(sheet.with_numbers(&table)?.to_csv(), "case,mean,stage\nA,38.25,II\n");
    /// # Ok::<(), voxomics_table::Problem>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Problem::NoColumn`]; [`Problem::Shape`] for a table of other rows.
    pub fn with_numbers(&self, table: &Table) -> Result<Self, Problem> {
        if table.rows() != self.rows.len() {
            return Err(Problem::Shape {
                rows: table.rows(),
                columns: table.names().len(),
                ids: self.rows.len(),
                names: table.names().len(),
            });
        }
        let mut changed = self.clone();
        for (name, column) in table.names().iter().zip(table.values().columns()) {
            let index = self.column(name)?.index();
            for (row, &value) in changed.rows.iter_mut().zip(&column) {
                row.cells[index] = if value.is_nan() {
                    String::new()
                } else {
                    repr(value)
                };
            }
        }
        Ok(changed)
    }

    /// As CSV: the header, then a row for each case, cells as they are.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| {
                    if cell.is_empty() {
                        String::new()
                    } else {
                        quoted(cell)
                    }
                })
                .collect();
            format!("{}\n", cells.join(","))
        };
        let rows = self.rows.iter().map(|row| line(&row.cells));
        std::iter::once(line(&self.names)).chain(rows).collect()
    }

    /// The column of that name.
    ///
    /// # Errors
    ///
    /// [`Problem::NoColumn`], with the name that may have been meant.
    pub fn column(&self, name: &str) -> Result<Column<'_>, Problem> {
        match self.names.iter().position(|found| found == name) {
            Some(index) => Ok(Column::new(&self.names[index], &self.rows, index)),
            None => Err(Problem::NoColumn {
                name: name.to_owned(),
                found: self.names.clone(),
            }),
        }
    }

    /// The rows in which none of these columns is missing, and how many are left out; `na.omit`, `dropna`.
    ///
    /// # Errors
    ///
    /// [`Problem::NoColumn`]; [`Problem::NoRows`] if nothing is left.
    #[doc(alias("na.omit", "complete.cases", "dropna"))]
    pub fn complete(&self, names: &[&str]) -> Result<(Self, usize), Problem> {
        let columns = names
            .iter()
            .map(|name| self.column(name).map(|column| column.index()));
        let columns: Vec<usize> = columns.collect::<Result<_, _>>()?;
        let is_complete = |row: &&Row| {
            columns
                .iter()
                .all(|&column| !is_missing(&row.cells[column]))
        };
        let rows: Vec<Row> = self.rows.iter().filter(is_complete).cloned().collect();
        let dropped = self.rows.len() - rows.len();
        Ok((Self::checked(self.names.clone(), rows)?, dropped))
    }
}

#[expect(clippy::disallowed_methods, reason = "the caller adds the path")]
fn open(path: &Path) -> std::io::Result<File> {
    File::open(path)
}
