use thiserror::Error as ThisError;

/// Why there is no fit.
#[derive(Debug, Clone, PartialEq, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// A value of the matrix that is not finite.
    #[error("row {row}, column {column}: {value} is not finite; drop the row or impute it first")]
    Value {
        /// Counted from 0.
        row: usize,
        /// Counted from 0.
        column: usize,
        /// What stands there.
        value: f64,
    },
    /// An argument of another length than the matrix.
    #[error("{what}: {found} given, {expected} needed, one for each {each}")]
    Length {
        /// The argument.
        what: &'static str,
        /// How many.
        found: usize,
        /// How many there should be.
        expected: usize,
        /// `row` or `column`.
        each: &'static str,
    },
    /// A number out of its range.
    #[error("{what}: {value} is not {range}")]
    OutOfRange {
        /// The argument.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What would be accepted.
        range: &'static str,
    },
    /// Nothing to explain.
    #[error("the response is the same in all rows: there is nothing to explain")]
    ConstantResponse,
    /// No event.
    #[error("no events: times alone say nothing")]
    NoEvents,
    /// No column that varies.
    #[error("no column varies: there is nothing to explain it with")]
    NoColumns,
    /// Folds that are no partition.
    #[error("row {row} is in the test part of {times} folds; each must be in that of one")]
    Folds {
        /// The first such row.
        row: usize,
        /// How often.
        times: usize,
    },
    /// A measure that the response does not have.
    #[error("{0:?} is not defined for this response")]
    Measure(super::Measure),
    /// A measure that no fold has.
    #[error(
        "no fold has a value of {0:?}: each lacks cases, controls or events; stratify the folds, or take fewer"
    )]
    NoFold(super::Measure),
    /// Areas under curves of a handful of points.
    #[error(
        "{folds} folds of {rows} rows: an AUC needs ten rows a fold; take fewer folds or the deviance"
    )]
    SmallFolds {
        /// All rows.
        rows: usize,
        /// Folds.
        folds: usize,
    },
    /// A Cox model where glmnet would stop.
    #[error("a Cox model cannot stop where glmnet does; take `Convergence::Exact`")]
    NoCoxReplay,
    /// Steps that do not come to an end.
    #[error("lambda {lambda}: the fit did not settle")]
    NoConvergence {
        /// Where.
        lambda: f64,
    },
}
