//! Why a table cannot be written.

use std::io;
use std::path::PathBuf;

use voxomics_core::ErrorClass;

use crate::file;

/// Why a table cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is there, and nobody said what to do with it.
    #[error("`{}` exists: ask to append or to overwrite, or write to another file", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Another run is writing it.
    #[error(
        "`{}` is being written by {holder}: wait for it, stop it, or write to another file; \
         the lock `{}` goes with the process that holds it",
        path.display(),
        lock.display()
    )]
    Locked {
        /// The file.
        path: PathBuf,
        /// Who.
        holder: String,
        /// The file that is locked in its stead.
        lock: PathBuf,
    },
    /// The file cannot be made.
    #[error("`{}` cannot be written: {source}", path.display())]
    Create {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// Bytes cannot be written: the disk is full, the device is gone.
    #[error("{output} cannot be written: {source}")]
    Write {
        /// Where to.
        output: String,
        /// The system's word.
        source: io::Error,
    },
    /// Nobody reads any more, as after `| head`; a command calls it success.
    #[error("{output} is closed: nobody reads it any more")]
    BrokenPipe {
        /// Where to.
        output: String,
    },
    /// The table that is there has other columns.
    #[error("nothing is appended to `{}`: {difference}", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// The first difference.
        difference: String,
    },
    /// Rows cannot be added to a file of this format.
    #[error("nothing is appended to `{}`: {format} has no end to write on; append to CSV", path.display())]
    CannotAppend {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: &'static str,
    },
    /// A value does not fit its column.
    #[error("column `{column}` holds numbers, but case {row} has `{text}`")]
    NotANumber {
        /// The column.
        column: String,
        /// Number of the case.
        row: usize,
        /// The value.
        text: String,
    },
}

impl Error {
    /// Bytes could not be written to `output`.
    pub(crate) fn write(output: String, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe { output },
            _ => Self::Write { output, source },
        }
    }

    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Exists { .. } | Self::Header { .. } | Self::CannotAppend { .. } => {
                ErrorClass::Input
            }
            Self::Locked { .. } | Self::BrokenPipe { .. } => ErrorClass::Resource,
            Self::Create { source, .. } | Self::Write { source, .. } => file::class(source),
            Self::NotANumber { .. } => ErrorClass::Bug,
        }
    }
}
