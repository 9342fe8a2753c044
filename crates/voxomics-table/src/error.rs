//! Why a table was refused.

use std::io;
use std::path::{Path, PathBuf};

use voxomics_core::{ErrorClass, hint};

/// Why a table could not be had: its file, or what is in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be read.
    #[error("table `{}` cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// The file was read, but is no table, or not the one that was asked for.
    #[error("table `{}`{problem}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// What is wrong, and on which line.
        problem: Problem,
    },
}

impl Error {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Read { path, .. } | Self::Refused { path, .. } => path,
        }
    }

    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Read { source, .. } => match source.kind() {
                io::ErrorKind::OutOfMemory | io::ErrorKind::Interrupted => ErrorClass::Resource,
                _ => ErrorClass::Input,
            },
            Self::Refused {
                problem: Problem::Codec { .. } | Problem::NoCells { .. },
                ..
            } => ErrorClass::Unsupported,
            Self::Refused { .. } => ErrorClass::Input,
        }
    }
}

/// What is wrong with a table; lines count from 1 as editors do. Its text follows the table's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Nothing but blanks.
    #[error(" is empty: it needs a header row and a row for each case")]
    Empty,
    /// A header and nothing else.
    #[error(" has a header and no cases: it needs a row for each case")]
    NoRows,
    /// Larger than any table of text.
    #[error(" is larger than {limit} bytes: is it a table?")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// A NUL byte: a binary file, or UTF-16.
    #[error(", line {line}: a NUL byte: save it as CSV in UTF-8")]
    Nul {
        /// Where.
        line: u64,
    },
    /// Bytes that are not UTF-8.
    #[error(", line {line}: not UTF-8: save it as CSV in UTF-8")]
    NotUtf8 {
        /// Where.
        line: u64,
    },
    /// A quote that is opened and not closed, which takes in all lines below it.
    #[error(
        ", line {line}: a double quote opens a cell and none closes it: close it, or write it twice inside a quoted cell"
    )]
    UnclosedQuote {
        /// Where it opens.
        line: u64,
    },
    /// Two columns have one name.
    #[error(" has two columns named `{name}`: rename one")]
    DuplicateColumn {
        /// The name.
        name: String,
    },
    /// Two rows have one name.
    #[error(" has two rows named `{id}`: a row's name must be its own")]
    DuplicateId {
        /// The name.
        id: String,
    },
    /// A row of that name is absent.
    #[error(" has no row `{id}`, which the other table has")]
    NoId {
        /// The name.
        id: String,
    },
    /// A row beyond the last.
    #[error(" has {rows} rows, counted from 0, and none numbered {row}")]
    NoRow {
        /// The row.
        row: usize,
        /// How many there are.
        rows: usize,
    },
    /// Names for other rows or columns than there are.
    #[error(
        " has {rows} x {columns} values, and names for {ids} x {names}: each row and column needs one"
    )]
    Shape {
        /// Rows of values.
        rows: usize,
        /// Columns of values.
        columns: usize,
        /// Names of rows.
        ids: usize,
        /// Names of columns.
        names: usize,
    },
    /// A column is absent.
    #[error(" has no column `{name}`: {}", hint::did_you_mean(name, found.iter().map(String::as_str)))]
    NoColumn {
        /// The column.
        name: String,
        /// The columns that are there.
        found: Vec<String>,
    },
    /// A row has not as many cells as the header.
    #[error(
        ", line {line}: {cells} cells, but the header has {columns}: \
         put a cell that contains a separator between double quotes"
    )]
    Cells {
        /// Where.
        line: u64,
        /// Cells of this row.
        cells: usize,
        /// Cells of the header.
        columns: usize,
    },
    /// Cells that are needed are missing.
    #[error(
        ", line {line}: column `{column}` is missing (rows like it: {rows}): \
         impute them first, or ask for complete rows only"
    )]
    Missing {
        /// The first of them.
        line: u64,
        /// The column.
        column: String,
        /// How many rows there are like it, this one included.
        rows: usize,
    },
    /// A cell that is no number.
    #[error(
        ", line {line}: column `{column}` is `{cell}`, no finite number{}",
        decimal_point(cell)
    )]
    NotANumber {
        /// Where.
        line: u64,
        /// In which column.
        column: String,
        /// What stands there.
        cell: String,
    },
    /// A whole number that no double is, in a column of numbers.
    #[error(
        ", row {row}: column `{column}` is {value}, which no double is: \
         write the column as text if it names something, else as doubles"
    )]
    NotExact {
        /// The row, from 1.
        row: usize,
        /// In which column.
        column: String,
        /// What stands there.
        value: i128,
    },
    /// A column of something that a cell of text does not hold.
    #[error(": column `{column}` holds {holds}: write it as numbers or as text, or leave it out")]
    NoCells {
        /// The column.
        column: String,
        /// What it holds.
        holds: String,
    },
    /// Columns are compressed by something that is not read here.
    #[error(
        " is compressed with {codec}, which is not read: \
         write it with `compression=\"snappy\"`, which pandas and pyarrow do by themselves"
    )]
    Codec {
        /// The codec.
        codec: &'static str,
    },
    /// Cells that do not tell cases from controls.
    #[error(
        ", line {line}: column `{column}` is `{cell}`, which is neither 1 nor 0: \
         name the value that stands for a case"
    )]
    NotALabel {
        /// Where.
        line: u64,
        /// In which column.
        column: String,
        /// What stands there.
        cell: String,
    },
    /// The value that stands for a case is nowhere, or there are several others.
    #[error(
        " has {} in column `{column}`: of two values one must be `{positive}`",
        hint::listed(&found.iter().map(String::as_str).collect::<Vec<_>>())
    )]
    Classes {
        /// The column.
        column: String,
        /// The value that stands for a case.
        positive: String,
        /// The values that are there.
        found: Vec<String>,
    },
}

/// A hint where a comma stands for the decimal point.
fn decimal_point(cell: &str) -> &'static str {
    let commas = cell.matches(',').count();
    if commas == 1 && cell.replace(',', ".").parse::<f64>().is_ok() {
        ": write a point before the decimals"
    } else {
        ""
    }
}
