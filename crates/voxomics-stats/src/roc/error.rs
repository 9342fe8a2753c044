use voxomics_core::ErrorClass;

use crate::{input, resample};

/// Why there is no curve, or not this point of it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// More rows than are counted in 31 bits.
    #[error("{0} rows: at most 2147483647 are taken")]
    TooManyRows(usize),
    /// A sensitivity, specificity or range of them that is none.
    #[error("{what} {value} is not between 0 and 1")]
    OutOfRange {
        /// What was asked at.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// A threshold that is no number.
    #[error("threshold NaN: write a number, or an infinity for all or nobody")]
    Threshold,
    /// A point of which the arrays of a curve know nothing.
    #[error("the curve does not reach {what} {value}: its points were changed")]
    Unreached {
        /// What was asked at.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// Markers of the same subjects were expected.
    #[error(
        "the labels of the two markers differ, first in row {row}: a difference needs the same subjects in the same order"
    )]
    OtherSubjects {
        /// The first row that differs.
        row: usize,
    },
    /// A range without extent.
    #[error("partial area from {from} to {to}: the range is empty")]
    EmptyRange {
        /// One end.
        from: f64,
        /// The other.
        to: f64,
    },
    /// Weights for the best cut-off that make no ratio.
    #[error(
        "cost {cost}, prevalence {prevalence}: write a positive cost and a prevalence between 0 and 1"
    )]
    Weights {
        /// Of a false negative, relative to a false positive.
        cost: f64,
        /// Share of cases in the population.
        prevalence: f64,
    },
    /// A ratio of weights, read from a file, that is none.
    #[error("ratio {0} of a criterion is not above 0 and finite")]
    Ratio(f64),
    /// From the resampling.
    #[error(transparent)]
    Resample(#[from] resample::Error),
}

impl Error {
    pub(crate) fn class(&self) -> ErrorClass {
        match self {
            Self::Resample(error) => error.class(),
            Self::TooManyRows(_) => ErrorClass::Unsupported,
            Self::Input(_)
            | Self::OutOfRange { .. }
            | Self::Threshold
            | Self::Unreached { .. }
            | Self::OtherSubjects { .. }
            | Self::EmptyRange { .. }
            | Self::Weights { .. }
            | Self::Ratio(_) => ErrorClass::Input,
        }
    }
}
