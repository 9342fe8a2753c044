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
    /// What is wrong with a table, of a case list.
    pub(super) fn of_list(error: voxomics_table::Error) -> Self {
        match error {
            voxomics_table::Error::Read { path, source } => Self::Read { path, source },
            voxomics_table::Error::Refused { path, problem } => {
                let problem = problem.into();
                Self::Refused { path, problem }
            }
            other => Self::Read {
                path: other.path().to_owned(),
                source: io::Error::other(other),
            },
        }
    }

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
    /// It is no table, or has not the columns that are required.
    #[error(transparent)]
    Table(#[from] voxomics_table::Problem),
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
