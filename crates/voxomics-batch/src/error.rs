//! The one error that a caller of several modules needs.

use voxomics_core::ErrorClass;

use crate::{cases, failures, key, output, store};

/// Any error of this crate; each operation's own lies beside it.
///
/// What went wrong in a single case is no error, but a [`Failure`](crate::Failure).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// From [`cases`].
    #[error(transparent)]
    Cases(#[from] cases::Error),
    /// From [`key`].
    #[error(transparent)]
    Key(#[from] key::Error),
    /// From [`store`]: finished cases cannot be kept, so that going on would be in vain.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// From [`output`].
    #[error(transparent)]
    Output(#[from] output::Error),
    /// From [`failures`].
    #[error(transparent)]
    Failures(#[from] failures::Error),
    /// The caller asked to stop.
    #[error("stopped after {done} of {total} cases")]
    Cancelled {
        /// Cases finished, failed ones included.
        done: usize,
        /// Cases of the list.
        total: usize,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Cases(error) => error.class(),
            Self::Key(error) => error.class(),
            Self::Store(error) => error.class(),
            Self::Output(error) => error.class(),
            Self::Failures(error) => error.class(),
            Self::Cancelled { .. } => ErrorClass::Cancelled,
        }
    }
}
