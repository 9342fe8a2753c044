//! The one error that a caller of several modules needs, and what to do about it.

use voxomics_core::ErrorClass;

use crate::{
    InvalidLevel, calibration, hosmer_lemeshow, icc, input, kappa, likelihood, lin, loess, lowess,
    nomogram, optimism, quantile, resample, sample_size,
};

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
    /// From [`calibration`].
    #[error(transparent)]
    Calibration(#[from] calibration::Error),
    /// From [`hosmer_lemeshow`].
    #[error(transparent)]
    HosmerLemeshow(#[from] hosmer_lemeshow::Error),
    /// From [`icc`].
    #[error(transparent)]
    Icc(#[from] icc::Error),
    /// From [`kappa`].
    #[error(transparent)]
    Kappa(#[from] kappa::Error),
    /// From [`likelihood`].
    #[error(transparent)]
    Likelihood(#[from] likelihood::Error),
    /// From [`lin`].
    #[error(transparent)]
    Lin(#[from] lin::Error),
    /// From [`loess`].
    #[error(transparent)]
    Loess(#[from] loess::Error),
    /// From [`lowess`].
    #[error(transparent)]
    Lowess(#[from] lowess::Error),
    /// From [`nomogram`].
    #[error(transparent)]
    Nomogram(#[from] nomogram::Error),
    /// From [`optimism`].
    #[error(transparent)]
    Optimism(#[from] optimism::Error),
    /// Of quantiles.
    #[error(transparent)]
    Quantile(#[from] quantile::Error),
    /// From [`resample`].
    #[error(transparent)]
    Resample(#[from] resample::Error),
    /// From [`sample_size`].
    #[error(transparent)]
    SampleSize(#[from] sample_size::Error),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Resample(resample::Error::OutOfMemory { .. })
            | Self::Optimism(optimism::Error::Resample(resample::Error::OutOfMemory { .. })) => {
                ErrorClass::Resource
            }
            _ => ErrorClass::Input,
        }
    }
}
