//! The one error that a caller of several modules needs, and what to do about it.

use voxomics_core::ErrorClass;

use crate::{
    InvalidLevel, baseline, decision_curve, delong, hypothesis, input, likelihood, loess, lowess,
    optimism, proportion, quantile, reclassification, resample, roc, survival,
};

/// Any error of this crate; each operation's own lies beside it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// From [`decision_curve`].
    #[error(transparent)]
    DecisionCurve(#[from] decision_curve::Error),
    /// From [`delong`].
    #[error(transparent)]
    Delong(#[from] delong::Error),
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Of baseline tables.
    #[error(transparent)]
    Baseline(#[from] baseline::Error),
    /// Of tests.
    #[error(transparent)]
    Hypothesis(#[from] hypothesis::Error),
    /// From [`ConfidenceLevel::new`](crate::ConfidenceLevel::new).
    #[error(transparent)]
    Level(#[from] InvalidLevel),
    /// From [`likelihood`].
    #[error(transparent)]
    Likelihood(#[from] likelihood::Error),
    /// From [`loess`].
    #[error(transparent)]
    Loess(#[from] loess::Error),
    /// From [`lowess`].
    #[error(transparent)]
    Lowess(#[from] lowess::Error),
    /// From [`optimism`].
    #[error(transparent)]
    Optimism(#[from] optimism::Error),
    /// Of quantiles.
    #[error(transparent)]
    Quantile(#[from] quantile::Error),
    /// From [`proportion`].
    #[error(transparent)]
    Proportion(#[from] proportion::Error),
    /// From [`reclassification`].
    #[error(transparent)]
    Reclassification(#[from] reclassification::Error),
    /// From [`resample`].
    #[error(transparent)]
    Resample(#[from] resample::Error),
    /// From [`roc`].
    #[error(transparent)]
    Roc(#[from] roc::Error),
    /// From [`survival`].
    #[error(transparent)]
    Survival(#[from] survival::Error),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Hypothesis(hypothesis::Error::TooLarge { .. })
            | Self::Resample(resample::Error::OutOfMemory { .. }) => ErrorClass::Resource,
            // A statistic is refused for what was given.
            _ => ErrorClass::Input,
        }
    }
}
