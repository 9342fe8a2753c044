use voxomics_core::ErrorClass;

use crate::{input, resample, survival};

/// Why there is no decision curve.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// A threshold that is no risk, or where treating in vain has no price.
    #[error("threshold {0} is not at least 0 and below 1")]
    Threshold(f64),
    /// Thresholds that do not ascend.
    #[error("threshold {next} after {before}: write them in ascending order")]
    Order {
        /// The earlier.
        before: f64,
        /// The later.
        next: f64,
    },
    /// A prevalence that is none.
    #[error("prevalence {0} is not between 0 and 1")]
    Prevalence(f64),
    /// A harm that is no number.
    #[error("harm {0} is not finite: write a share such as 0.02")]
    Harm(f64),
    /// A prevalence for an outcome at a time, which the data give.
    #[error("a prevalence cannot be given for a survival outcome")]
    SurvivalPrevalence,
    /// A time at which nobody is followed any more.
    #[error("time {time}: the last observation ends at {last}")]
    Time {
        /// Asked for.
        time: f64,
        /// Where the data end.
        last: f64,
    },
    /// From the follow-up.
    #[error(transparent)]
    Survival(#[from] survival::Error),
    /// From resampling.
    #[error(transparent)]
    Resample(#[from] resample::Error),
}

impl Error {
    pub(crate) fn class(&self) -> ErrorClass {
        match self {
            Self::Resample(error) => error.class(),
            Self::Survival(error) => error.class(),
            Self::Input(_)
            | Self::Threshold(_)
            | Self::Order { .. }
            | Self::Prevalence(_)
            | Self::Harm(_)
            | Self::SurvivalPrevalence
            | Self::Time { .. } => ErrorClass::Input,
        }
    }
}
