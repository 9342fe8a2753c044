//! Do predicted risks keep their promise?
//!
//! | I want ...                                              | Use                                          |
//! |---------------------------------------------------------|----------------------------------------------|
//! | the Brier score, also scaled                            | [`brier`]                                    |
//! | a test of the Brier score                               | [`spiegelhalter`]                            |
//! | the logarithmic score                                   | [`log_loss`]                                 |
//! | expected and observed numbers of cases                  | [`observed_expected`]                        |
//! | calibration-in-the-large                                | [`in_the_large`]                             |
//! | calibration slope                                       | [`slope`]                                    |
//! | the integrated calibration index, E50, E90, Emax        | [`smooth_errors`]                            |
//! | what `rms::val.prob` prints                             | [`val_prob`]                                 |
//! | observed shares in bins, the expected calibration error | [`curve`], [`expected_calibration_error`]    |
//! | Hosmer and Lemeshow's test                              | [`hosmer_lemeshow`](crate::hosmer_lemeshow)  |
//! | a curve corrected for optimism                          | [`optimism`](crate::optimism)                |
//! | the same of risks of an event by a time, with censoring | [`survival::calibration`](crate::survival::calibration) |
//!
//! Labels are `true` for cases; risks are between 0 and 1.

mod bins;
mod recalibration;
mod scores;
mod smooth;
mod val_prob;

use crate::{input, likelihood, loess, lowess};

pub use bins::{Bin, Bins, curve, expected_calibration_error};
pub use recalibration::{Estimate, Slope, in_the_large, slope};
pub use scores::{
    Brier, ObservedExpected, Spiegelhalter, brier, log_loss, observed_expected, spiegelhalter,
};
pub use smooth::{SmoothErrors, Smoother, smooth_errors};
pub use val_prob::{Recalibration, ValProb, val_prob};

/// Why calibration could not be measured.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// From the logistic recalibration.
    #[error(transparent)]
    Likelihood(#[from] likelihood::Error),
    /// From the smoother.
    #[error(transparent)]
    Lowess(#[from] lowess::Error),
    /// From the smoother.
    #[error(transparent)]
    Loess(#[from] loess::Error),
    /// All risks are 0 or 1, where log odds are infinite.
    #[error("all risks are 0 or 1: their log odds are infinite, and nothing is left to calibrate")]
    Certain,
    /// All risks are equal.
    #[error("all risks are {0}: no curve can be drawn over a single value")]
    Constant(f64),
    /// No bins asked for.
    #[error("0 bins: at least 1 is needed, 10 are usual")]
    NoBins,
}

/// What every function here asks for.
fn checked(labels: &[bool], risks: &[f64]) -> Result<(), input::Error> {
    input::same_length(("labels", labels.len()), ("risks", risks.len()))?;
    input::probabilities("risks", risks)
}
