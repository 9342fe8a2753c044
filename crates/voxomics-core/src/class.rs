//! What can be done about an error.

use std::fmt;

/// What a caller can do about an error; closed, so that a command line can match every class to an
/// exit code.
///
/// Each crate's `Error` answers `class()`. Retries, exit codes and `failures.csv` use the class and
/// nothing else.
///
/// ```
/// use voxomics_core::ErrorClass;
///
/// assert_eq!(ErrorClass::Input.to_string(), "input");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// Correct what was given.
    Input,
    /// It may be right, but this version does not do it.
    Unsupported,
    /// Free memory, disk or time, or ask for less, and try again.
    Resource,
    /// The caller asked to stop.
    Cancelled,
    /// Report it: no input should lead here.
    Bug,
}

impl fmt::Display for ErrorClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Input => "input",
            Self::Unsupported => "unsupported",
            Self::Resource => "resource",
            Self::Cancelled => "cancelled",
            Self::Bug => "bug",
        })
    }
}
