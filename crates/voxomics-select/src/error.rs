use voxomics_core::ErrorClass;

use crate::{input, mrmr, stability};

/// Any error of this crate; each operation's own lies beside it.
///
/// ```
/// use voxomics_core::ErrorClass;
/// use voxomics_select::{Error, mrmr};
///
/// assert_eq!(Error::from(mrmr::Error::NoOutcome).class(), ErrorClass::Input);
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What every selection asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// From [`mrmr`].
    #[error(transparent)]
    Mrmr(#[from] mrmr::Error),
    /// From [`stability`].
    #[error(transparent)]
    Stability(#[from] stability::Error),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        // Every variant by name: a new one does not compile until it has a class.
        match self {
            Self::Input(
                input::Error::Empty { .. }
                | input::Error::Lengths { .. }
                | input::Error::Infinite { .. }
                | input::Error::Missing { .. }
                | input::Error::OutOfRange { .. }
                | input::Error::Option { .. },
            )
            | Self::Mrmr(
                mrmr::Error::ConstantOutcome { .. }
                | mrmr::Error::NoOutcome
                | mrmr::Error::NoEvents,
            )
            | Self::Stability(
                stability::Error::NoRun { .. } | stability::Error::NoSuchColumn { .. },
            ) => ErrorClass::Input,
            Self::Mrmr(mrmr::Error::Input(error))
            | Self::Stability(stability::Error::Input(error)) => Self::Input(error.clone()).class(),
            Self::Stability(stability::Error::Resample(error)) => {
                voxomics_stats::Error::from(error.clone()).class()
            }
        }
    }
}
