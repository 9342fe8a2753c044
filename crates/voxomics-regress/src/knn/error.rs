use thiserror::Error as ThisError;

use crate::folds;

/// Why there are no neighbours.
#[derive(Debug, Clone, PartialEq, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// A value that is not finite.
    #[error("row {row}, column {column}: {value} is not finite; drop the row or impute it first")]
    Value {
        /// Counted from 0.
        row: usize,
        /// Counted from 0.
        column: usize,
        /// What stands there.
        value: f64,
    },
    /// A table without rows or columns.
    #[error("{rows} rows of {columns} columns: at least one of each is needed")]
    Empty {
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
    },
    /// Not a class for each row.
    #[error("classes: {found} given, {rows} needed, one for each row")]
    Classes {
        /// How many.
        found: usize,
        /// How many there should be.
        rows: usize,
    },
    /// Other columns than those of the training rows.
    #[error("{found} columns, the model has {expected}: give the columns that it was fitted on")]
    Columns {
        /// How many.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A number of neighbours that cannot be had.
    #[error("k {k} of {rows} training rows: write a number from 1 to {rows}")]
    K {
        /// Neighbours asked for.
        k: usize,
        /// Training rows.
        rows: usize,
    },
    /// No candidate.
    #[error("no k to choose from: name at least one")]
    NoCandidates,
    /// Minkowski's power.
    #[error("Minkowski's p: {0} is not a finite number of at least 1")]
    Power(f64),
    /// A row of zeros (cosine) or of equal values (correlation).
    #[error(
        "row {row}: its values are the same throughout or 0, so it has no direction; drop it or take another metric"
    )]
    NoDirection {
        /// Counted from 0.
        row: usize,
    },
    /// A distance beyond the largest number.
    #[error("row {row} is infinitely far from training row {training}: scale the columns first")]
    TooFar {
        /// Counted from 0.
        row: usize,
        /// Counted from 0.
        training: usize,
    },
    /// Folds that are no division of the rows.
    #[error(transparent)]
    Folds(#[from] folds::Error),
    /// Areas under curves of other than two classes.
    #[error("an AUC needs two classes, there are {0}; take the accuracy or the log loss")]
    NotTwoClasses(usize),
    /// No fold in which the measure is defined.
    #[error("no fold has rows of both classes: an AUC needs them; take stratified folds or fewer")]
    NoFold,
}
