//! The one error that a caller of several modules needs, and what to do about it.

use voxomics_core::ErrorClass;

use crate::{InvalidLevel, delong, input, quantile, resample, roc};

/// Any error of this crate; each operation's own lies beside it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// From [`delong`].
    #[error(transparent)]
    Delong(#[from] delong::Error),
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// From [`ConfidenceLevel::new`](crate::ConfidenceLevel::new).
    #[error(transparent)]
    Level(#[from] InvalidLevel),
    /// Of quantiles.
    #[error(transparent)]
    Quantile(#[from] quantile::Error),
    /// From [`resample`].
    #[error(transparent)]
    Resample(#[from] resample::Error),
    /// From [`roc`].
    #[error(transparent)]
    Roc(#[from] roc::Error),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Resample(resample::Error::OutOfMemory { .. }) => ErrorClass::Resource,
            // A statistic is refused for what was given.
            _ => ErrorClass::Input,
        }
    }
}
