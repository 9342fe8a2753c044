//! The one error that a caller of several modules needs, and what to do about it.

use voxomics_core::ErrorClass;

use crate::{InvalidLevel, baseline, hypothesis, input, quantile};

/// Any error of this crate; each operation's own lies beside it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// From [`ConfidenceLevel::new`](crate::ConfidenceLevel::new).
    #[error(transparent)]
    Level(#[from] InvalidLevel),
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Of baseline tables.
    #[error(transparent)]
    Baseline(#[from] baseline::Error),
    /// Of tests.
    #[error(transparent)]
    Hypothesis(#[from] hypothesis::Error),
    /// Of quantiles.
    #[error(transparent)]
    Quantile(#[from] quantile::Error),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Hypothesis(hypothesis::Error::TooLarge { .. }) => ErrorClass::Resource,
            Self::Level(_)
            | Self::Input(_)
            | Self::Baseline(_)
            | Self::Hypothesis(_)
            | Self::Quantile(_) => ErrorClass::Input,
        }
    }
}
