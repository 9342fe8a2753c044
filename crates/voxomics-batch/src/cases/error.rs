//! Why a case list was refused, and what was odd about one that was not.

use std::fmt;
use std::io;
use std::path::PathBuf;

use voxomics_core::ErrorClass;

use crate::file;

/// Why a case list was refused, before any work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be read.
    #[error("case list `{}` cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// The file was read, but is no case list.
    #[error("case list `{}`{problem}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// What is wrong, and on which line.
        problem: Problem,
    },
    /// A column of the list has the name of a column of results.
    #[error(
        "column `{0}` of the case list has the name of a column of results: rename it, \
         else one of them would be lost"
    )]
    OutputColumn(String),
    /// Two columns of results have one name.
    #[error("two columns of results are named `{0}`")]
    DuplicateOutput(String),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Read { source, .. } => file::class(source),
            Self::Refused { .. } | Self::OutputColumn(_) => ErrorClass::Input,
            Self::DuplicateOutput(_) => ErrorClass::Bug,
        }
    }
}

/// What is wrong with a case list; lines count from 1 as editors do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Nothing but blanks.
    #[error(" is empty: it needs a header row and a row for each case")]
    Empty,
    /// A header and nothing else.
    #[error(" has a header and no cases: it needs a row for each case")]
    NoCases,
    /// Larger than any case list.
    #[error(" is larger than {limit} bytes: is it a case list?")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// A NUL byte: a binary file, or UTF-16.
    #[error(", line {line}: a NUL byte: save the list as CSV in UTF-8")]
    Nul {
        /// Where.
        line: u64,
    },
    /// Bytes that are not UTF-8.
    #[error(", line {line}: not UTF-8: save the list as CSV in UTF-8")]
    NotUtf8 {
        /// Where.
        line: u64,
    },
    /// Two columns have one name.
    #[error(" has two columns named `{name}`: rename one")]
    DuplicateColumn {
        /// The name.
        name: String,
    },
    /// A required column is absent.
    #[error(" has no column `{name}`: found {}{}", list(found), hint(name, found))]
    MissingColumn {
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
    /// An empty cell in a required column.
    #[error(", line {line}: column `{column}` is empty")]
    EmptyCell {
        /// Where.
        line: u64,
        /// In which column.
        column: String,
    },
    /// No whole number, or one that is too small.
    #[error(
        ", line {line}: column `{column}` is `{cell}`: write a whole number not below {at_least}, \
         or leave the cell empty for the default"
    )]
    NotInteger {
        /// Where.
        line: u64,
        /// In which column.
        column: String,
        /// What stands there.
        cell: String,
        /// The least accepted.
        at_least: i64,
    },
    /// The same name twice where the caller declared it the key.
    #[error(", line {line}: `{id}` in column `{column}` again, as on line {first}")]
    DuplicateId {
        /// The second line.
        line: u64,
        /// The first line.
        first: u64,
        /// The column.
        column: String,
        /// The name.
        id: String,
    },
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn hint(name: &str, found: &[String]) -> String {
    let near = |candidate: &&String| candidate.eq_ignore_ascii_case(name);
    match found.iter().find(near) {
        Some(candidate) => format!("; rename `{candidate}`, upper and lower case matter"),
        None => String::new(),
    }
}

/// What was odd about a case list, and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// Blanks around cells were removed.
    Trimmed {
        /// The column.
        column: String,
        /// How many cells.
        cells: usize,
        /// The first line.
        line: u64,
    },
    /// Two rows have the same name.
    DuplicateId {
        /// The second line.
        line: u64,
        /// The first line.
        first: u64,
        /// The column.
        column: String,
        /// The name.
        id: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trimmed {
                column,
                cells,
                line,
            } => write!(
                formatter,
                "column `{column}`: blanks around {cells} cells ignored, first on line {line}"
            ),
            Self::DuplicateId {
                line,
                first,
                column,
                id,
            } => write!(
                formatter,
                "line {line}: `{id}` in column `{column}` again, as on line {first}"
            ),
        }
    }
}
