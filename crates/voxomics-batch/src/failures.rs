//! Cases that failed: typed in memory, `failures.csv` on disk.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use voxomics_core::ErrorClass;

use crate::sink::csv::line;
use crate::{Case, Value, file, key};

const HEADER: [&str; 6] = ["table", "row", "ID", "path", "class", "message"];

/// Why a case failed.
///
/// ```
/// use voxomics_batch::Reason;
/// use voxomics_core::ErrorClass;
///
/// let reason = Reason::new(ErrorClass::Input, "label 4 is not in the mask").at("p1_mask.nii.gz");
/// assert_eq!(reason.to_string(), "`p1_mask.nii.gz`: label 4 is not in the mask");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What can be done about it.
    pub class: ErrorClass,
    /// What happened, for people.
    pub message: String,
    /// The file that is to blame, if one is.
    pub path: Option<PathBuf>,
}

impl Reason {
    /// A reason that no file is to blame for.
    pub fn new(class: ErrorClass, message: impl fmt::Display) -> Self {
        Self {
            class,
            message: message.to_string(),
            path: None,
        }
    }

    /// With the file that is to blame.
    #[must_use]
    pub fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            let path = path.display().to_string();
            if !self.message.contains(&path) {
                write!(formatter, "`{path}`: ")?;
            }
        }
        formatter.write_str(&self.message)
    }
}

impl From<key::Error> for Reason {
    fn from(error: key::Error) -> Self {
        Self::new(error.class(), &error).at(error.path())
    }
}

/// A case that failed, and why; its text is one line that names row, ID, file and reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Number of the case, from 1.
    pub row: usize,
    /// Its name, if it has one.
    pub id: Option<String>,
    /// Why it failed.
    pub reason: Reason,
}

impl Failure {
    pub(crate) fn new(case: &Case, reason: Reason) -> Self {
        Self {
            row: case.row(),
            id: case.id().map(str::to_owned),
            reason,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "row {}", self.row)?;
        if let Some(id) = &self.id {
            write!(formatter, " (`{id}`)")?;
        }
        write!(formatter, ": {}", self.reason)
    }
}

/// Why the list of failures cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file of this name is there, and no list of failures.
    #[error(
        "`{}` is there and no list of failures of ours: move it, it would be replaced",
        path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be read, written or removed.
    #[error("list of failures `{}` cannot be replaced: {source}", path.display())]
    Replace {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Foreign { .. } => ErrorClass::Input,
            Self::Replace { source, .. } => file::class(source),
        }
    }
}

/// The file that lists the failures of a table: columns `table`, `row`, `ID`, `path`, `class`,
/// `message`. Several tables may share it; each run replaces the rows of its own.
///
/// ```
/// use voxomics_batch::failures::Report;
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// let report = Report::at(&folder.join("failures.csv"), "features.csv")?;
/// report.write(&[])?;
/// assert!(!folder.join("failures.csv").exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Report {
    path: PathBuf,
    table: String,
}

impl Report {
    /// The failures of `table` in the list at `path`; call it before the work, so that an error costs
    /// nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Foreign`] if something else stands there, [`Error::Replace`] if it cannot be read.
    pub fn at(path: &Path, table: &str) -> Result<Self, Error> {
        let report = Self {
            path: path.to_owned(),
            table: table.to_owned(),
        };
        report.old().map(|_| report)
    }

    /// Replaces the table's failures of an earlier run, all of it or nothing; a list without failures
    /// is removed.
    ///
    /// # Errors
    ///
    /// As [`Report::at`], and [`Error::Replace`] if the file cannot be written or removed.
    pub fn write(&self, failures: &[Failure]) -> Result<(), Error> {
        let mut lines = self.old()?;
        lines.retain(|old| old.first() != Some(&self.table));
        self.commit(lines, failures)
    }

    /// Adds to the table's failures, for a table whose rows were added to.
    ///
    /// # Errors
    ///
    /// As [`Report::write`].
    pub fn add(&self, failures: &[Failure]) -> Result<(), Error> {
        self.commit(self.old()?, failures)
    }

    fn commit(&self, old: Vec<Vec<String>>, failures: &[Failure]) -> Result<(), Error> {
        let outcome = if old.is_empty() && failures.is_empty() {
            match fs::remove_file(&self.path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                outcome => outcome,
            }
        } else {
            let mut text = header();
            let kept = old
                .into_iter()
                .map(|cells| cells.into_iter().map(Value::Text).collect());
            let kept = kept.flat_map(|cells: Vec<Value>| line(&cells));
            text.extend(kept);
            let new = failures
                .iter()
                .flat_map(|failure| line(&cells(&self.table, failure)));
            text.extend(new);
            file::commit(&self.path, &text)
        };
        outcome.map_err(|source| self.cannot(source))
    }

    /// The rows that are there.
    fn old(&self) -> Result<Vec<Vec<String>>, Error> {
        let foreign = || Error::Foreign {
            path: self.path.clone(),
        };
        let text = match fs::read(&self.path) {
            Ok(text) if text.starts_with(&header()) => text,
            Ok(_) => return Err(foreign()),
            Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(self.cannot(source)),
        };
        let records = csv::Reader::from_reader(text.as_slice()).into_records();
        let rows = records.map(|record| Ok(record?.iter().map(str::to_owned).collect()));
        rows.collect::<Result<_, csv::Error>>()
            .map_err(|_| foreign())
    }

    fn cannot(&self, source: io::Error) -> Error {
        Error::Replace {
            path: self.path.clone(),
            source,
        }
    }
}

fn header() -> Vec<u8> {
    line(&HEADER.map(Value::from))
}

fn cells(table: &str, failure: &Failure) -> [Value; 6] {
    let Failure { row, id, reason } = failure;
    let path = reason.path.as_ref().map(|path| path.display().to_string());
    [
        Value::Text(table.to_owned()),
        Value::Text(row.to_string()),
        id.clone().map_or(Value::Missing, Value::Text),
        path.map_or(Value::Missing, Value::Text),
        Value::Text(reason.class.to_string()),
        Value::Text(reason.message.clone()),
    ]
}
