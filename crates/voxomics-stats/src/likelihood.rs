//! Maximum likelihood of the models that validation itself needs: a few predictors, dense, by Newton's method.
//!
//! This is what calibration slopes and bootstrap validation stand on, and what regression models build on. Columns are
//! centred and scaled inside, so that a column at 10⁸ is no harder than one at 1; results are in the units given.

pub(crate) mod cholesky;

mod design;
mod newton;

pub mod cox;
pub mod logistic;

use crate::input;

/// Why a likelihood has no maximum that could be returned.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// A column is a linear combination of those before it, a constant beside an intercept for one.
    #[error("column {column} is a linear combination of those before it: leave it out")]
    Collinear {
        /// Which, from 0.
        column: usize,
    },
    /// A linear combination of the columns parts cases from controls, wholly or but for ties on the boundary: the
    /// likelihood rises without end as the coefficients grow.
    #[error(
        "{kind} separation: a linear combination of the columns tells cases from controls, so the coefficients grow \
         without end; use fewer columns or a penalised fit"
    )]
    Separated {
        /// Whether some rows lie on the boundary.
        kind: Separation,
    },
    /// Along some linear combination of the columns every event comes to the subject with the largest value of those at risk:
    /// the partial likelihood rises without end as the coefficients grow.
    #[error(
        "monotone likelihood: a linear combination of the columns is largest for every event among those at risk, so the \
         coefficients grow without end; use fewer columns or a penalised fit"
    )]
    Monotone,
    /// A hazard regression without events.
    #[error("no events: a hazard cannot be fitted")]
    NoEvents,
    /// Linear predictors so far apart, or such cancellation where subjects enter late, that a sum of hazards at risk is lost.
    #[error(
        "linear predictors from {low} to {high}: hazards so far apart leave the range of doubles; scale the columns down"
    )]
    Span {
        /// The smallest.
        low: f64,
        /// The largest.
        high: f64,
    },
    /// Newton's method gave up; magnitudes near the ends of the doubles can do it.
    #[error("no maximum found in {iterations} iterations: scale the columns to moderate size")]
    NoConvergence {
        /// Iterations done.
        iterations: usize,
    },
}

/// How cases and controls are parted.
///
/// # References
///
/// Albert A, Anderson JA. *Biometrika* 1984;71:1-10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Separation {
    /// No row on the wrong side, none on the boundary.
    Complete,
    /// No row on the wrong side, some on the boundary.
    QuasiComplete,
}

impl std::fmt::Display for Separation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(match self {
            Self::Complete => "complete",
            Self::QuasiComplete => "quasi-complete",
        })
    }
}
