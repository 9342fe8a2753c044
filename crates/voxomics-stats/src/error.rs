//! The one error that a caller of several modules needs, and what to do about it.

use voxomics_core::ErrorClass;

use crate::{
    InvalidLevel, UnknownName, baseline, calibration, decision_curve, delong, hosmer_lemeshow,
    hypothesis, icc, input, kappa, likelihood, lin, loess, lowess, nomogram, optimism, proportion,
    quantile, reclassification, resample, roc, sample_size, survival,
};

/// Any error of this crate; each operation's own lies beside it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// From [`baseline`].
    #[error(transparent)]
    Baseline(#[from] baseline::Error),
    /// From [`calibration`].
    #[error(transparent)]
    Calibration(#[from] calibration::Error),
    /// From [`decision_curve`].
    #[error(transparent)]
    DecisionCurve(#[from] decision_curve::Error),
    /// From [`delong`].
    #[error(transparent)]
    Delong(#[from] delong::Error),
    /// From [`hosmer_lemeshow`].
    #[error(transparent)]
    HosmerLemeshow(#[from] hosmer_lemeshow::Error),
    /// From [`hypothesis`].
    #[error(transparent)]
    Hypothesis(#[from] hypothesis::Error),
    /// From [`icc`].
    #[error(transparent)]
    Icc(#[from] icc::Error),
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// From [`kappa`].
    #[error(transparent)]
    Kappa(#[from] kappa::Error),
    /// From [`ConfidenceLevel::new`](crate::ConfidenceLevel::new).
    #[error(transparent)]
    Level(#[from] InvalidLevel),
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
    /// From the name of a choice, such as a [`roc::Direction`].
    #[error(transparent)]
    Name(#[from] UnknownName),
    /// From [`nomogram`].
    #[error(transparent)]
    Nomogram(#[from] nomogram::Error),
    /// From [`optimism`].
    #[error(transparent)]
    Optimism(#[from] optimism::Error),
    /// From [`proportion`].
    #[error(transparent)]
    Proportion(#[from] proportion::Error),
    /// From [`quantile`].
    #[error(transparent)]
    Quantile(#[from] quantile::Error),
    /// From [`reclassification`].
    #[error(transparent)]
    Reclassification(#[from] reclassification::Error),
    /// From [`resample`].
    #[error(transparent)]
    Resample(#[from] resample::Error),
    /// From [`roc`].
    #[error(transparent)]
    Roc(#[from] roc::Error),
    /// From [`sample_size`].
    #[error(transparent)]
    SampleSize(#[from] sample_size::Error),
    /// From [`survival`].
    #[error(transparent)]
    Survival(#[from] survival::Error),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::DecisionCurve(error) => error.class(),
            Self::Hypothesis(hypothesis::Error::TooLarge { .. }) => ErrorClass::Resource,
            Self::Optimism(error) => error.class(),
            Self::Resample(error) => error.class(),
            Self::Roc(error) => error.class(),
            Self::Survival(error) => error.class(),
            // Refused for what was given; none of these wraps an error of another class.
            Self::Baseline(_)
            | Self::Calibration(_)
            | Self::Delong(_)
            | Self::HosmerLemeshow(_)
            | Self::Hypothesis(_)
            | Self::Icc(_)
            | Self::Input(_)
            | Self::Kappa(_)
            | Self::Level(_)
            | Self::Likelihood(_)
            | Self::Lin(_)
            | Self::Loess(_)
            | Self::Lowess(_)
            | Self::Name(_)
            | Self::Nomogram(_)
            | Self::Proportion(_)
            | Self::Quantile(_)
            | Self::Reclassification(_)
            | Self::SampleSize(_) => ErrorClass::Input,
        }
    }
}
