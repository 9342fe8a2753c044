//! Why parameters are refused.

use std::path::PathBuf;

use voxomics_core::ErrorClass;

use super::place::Place;

/// Why parameters are refused.
///
/// ```
/// use voxomics_features::params::Params;
///
/// let error = Params::from_yaml("setting:\n  binWdith: 25\n").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "setting.binWdith (line 2) is not a setting of PyRadiomics: did you mean `binWidth`?"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be read.
    #[error("{}: cannot be read: {reason}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The operating system's word.
        reason: String,
    },

    /// The file's name ends neither in `.yaml`, `.yml` nor `.json`.
    #[error("{}: parameters are read from .yaml, .yml and .json files", path.display())]
    Format {
        /// The file.
        path: PathBuf,
    },

    /// Something is wrong with what a file says.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: Box<Error>,
    },

    /// More text than parameters can be.
    #[error("{bytes} bytes of parameters: at most {limit} are read")]
    TooLarge {
        /// Size of the text.
        bytes: u64,
        /// The largest that is read.
        limit: u64,
    },

    /// Neither YAML nor JSON, or something of YAML that parameters have no use for.
    #[error("line {line}, column {column}: {reason}")]
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is not expected there.
        reason: String,
    },

    /// A text without parameters.
    #[error("no parameters: write at least `{{}}`, which is the defaults with every feature class")]
    Empty,

    /// The same key twice in one mapping.
    #[error("{place} is given twice: keep one")]
    Twice {
        /// The second one.
        place: Place,
    },

    /// A key or name that `PyRadiomics` does not have.
    #[error("{place} is not {what}: {hint}")]
    Unknown {
        /// Where it stands.
        place: Place,
        /// What it would be: "a setting of PyRadiomics", "a section of a parameter file" and so on.
        what: String,
        /// What may have been meant.
        hint: String,
    },

    /// A value that `PyRadiomics` refuses, or fails on later.
    #[error("{place} is {value}: {wanted}")]
    Invalid {
        /// Where it stands.
        place: Place,
        /// The value, as Python prints it.
        value: String,
        /// What would be accepted.
        wanted: String,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::File { error, .. } => error.class(),
            _ => ErrorClass::Input,
        }
    }
}
