use std::collections::TryReserveError;

use voxomics_core::ErrorClass;

use crate::input;

/// Why resampling gave no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing to draw from.
    #[error("no rows: resampling needs at least one")]
    NoRows,
    /// Nothing was asked for.
    #[error("resamples 0 leave nothing to summarise: ask for at least one, better 2000")]
    NoResamples,
    /// An index of a given resample names no row.
    #[error("resample {resample}: row {row} does not exist, there are {rows}; rows count from 0")]
    NoSuchRow {
        /// The resample, from 0.
        resample: usize,
        /// The index.
        row: usize,
        /// Rows of the data.
        rows: usize,
    },
    /// A given resample without rows.
    #[error("resample {0} is empty: at least one row is needed")]
    EmptyResample(usize),
    /// Resamples of other data.
    #[error("resamples of {resampled} rows, the data have {rows}: draw them for these data")]
    Rows {
        /// Rows that the resamples were drawn from.
        resampled: usize,
        /// Rows of the data.
        rows: usize,
    },
    /// More folds than rows, or fewer than two.
    #[error("{folds} folds of {rows} rows: write a number between 2 and {rows}")]
    Folds {
        /// Folds asked for.
        folds: usize,
        /// Rows of the data.
        rows: usize,
    },
    /// The statistic is undefined for the data themselves.
    #[error("the statistic is undefined for the data as a whole, so there is nothing to resample")]
    Undefined,
    /// The statistic is defined for too few resamples.
    #[error("the statistic is defined for {defined} of {resamples} resamples, {least} are needed")]
    TooFewDefined {
        /// Resamples with a value.
        defined: usize,
        /// Resamples in all.
        resamples: usize,
        /// How many the result takes.
        least: usize,
    },
    /// A model answered with another number of indices than before.
    #[error("resample {resample}: {got} indices, {want} on the original data: give one for each")]
    Indices {
        /// The resample, from 0.
        resample: usize,
        /// Indices of this resample.
        got: usize,
        /// Indices on the original data.
        want: usize,
    },
    /// No replicate lies below the estimate, or all do.
    #[error(
        "{below} of {resamples} replicates lie below the estimate: a correction for bias needs some on either side; draw \
         more, or take an interval without it"
    )]
    OneSided {
        /// Replicates below the estimate.
        below: usize,
        /// Resamples with a value.
        resamples: usize,
    },
    /// Influences that give no acceleration.
    #[error("influences: each must be finite, and not all may be 0")]
    Influences,
    /// What was asked for does not fit into memory.
    #[error("no memory for {count} {what}: ask for fewer")]
    OutOfMemory {
        /// Of what there would be so many.
        what: &'static str,
        /// How many.
        count: usize,
        /// The allocator's word.
        #[source]
        source: TryReserveError,
    },
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
}

impl Error {
    pub(crate) fn class(&self) -> ErrorClass {
        match self {
            Self::OutOfMemory { .. } => ErrorClass::Resource,
            Self::NoRows
            | Self::NoResamples
            | Self::NoSuchRow { .. }
            | Self::EmptyResample(_)
            | Self::Rows { .. }
            | Self::Folds { .. }
            | Self::Undefined
            | Self::TooFewDefined { .. }
            | Self::Indices { .. }
            | Self::OneSided { .. }
            | Self::Influences
            | Self::Input(_) => ErrorClass::Input,
        }
    }
}
