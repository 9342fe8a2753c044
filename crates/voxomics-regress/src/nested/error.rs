use std::error::Error as Cause;

use thiserror::Error as ThisError;

use crate::folds;

/// Why there is no evaluation.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// Folds of other rows, or with a row in both parts.
    #[error(transparent)]
    Folds(#[from] folds::Error),
    /// Folds that do not divide all rows once, or once after the other.
    #[error(
        "row {row} is in the test parts of {times} of {folds} folds, others are left out in between; each row must be left out \
         once before the next division begins"
    )]
    Division {
        /// The first such row, counted from 0.
        row: usize,
        /// How often.
        times: usize,
        /// All folds.
        folds: usize,
    },
    /// Cases only, or controls only.
    #[error("all labels are {0}: an AUC needs cases and controls")]
    OneClass(bool),
    /// The pipeline gave up.
    #[error("fold {fold}: the pipeline failed")]
    Pipeline {
        /// Counted from 0 over all divisions.
        fold: usize,
        /// What it said.
        #[source]
        source: Box<dyn Cause + Send + Sync>,
    },
    /// Another number of predictions than of test rows.
    #[error(
        "fold {fold}: the pipeline made {found} predictions for {expected} rows; one for each is needed"
    )]
    Count {
        /// Counted from 0 over all divisions.
        fold: usize,
        /// How many.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A prediction that is no number.
    #[error("fold {fold}: the pipeline predicted {value} for row {row}; a finite number is needed")]
    Prediction {
        /// Counted from 0 over all divisions.
        fold: usize,
        /// Counted from 0.
        row: usize,
        /// What it predicted.
        value: f64,
    },
}
