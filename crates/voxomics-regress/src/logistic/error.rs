use serde::{Deserialize, Serialize};
use thiserror::Error as ThisError;
use voxomics_core::ErrorClass;
use voxomics_stats::likelihood::Separation;

/// Why there is no logistic model.
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
    #[error("{what}: {found} given, {expected} needed, one for each row")]
    Length {
        /// The argument.
        what: &'static str,
        /// How many.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A weight or an offset that is not finite.
    #[error("{what}, row {row}: {value} is not finite")]
    NotFinite {
        /// The argument.
        what: &'static str,
        /// Counted from 0.
        row: usize,
        /// What stands there.
        value: f64,
    },
    /// An outcome that is no share.
    #[error(
        "outcome, row {row}: {value} is no share of cases; code controls 0 and cases 1, or give shares between with the \
         numbers of trials as weights"
    )]
    Outcome {
        /// Counted from 0.
        row: usize,
        /// What stands there.
        value: f64,
    },
    /// A weight below 0.
    #[error("weights, row {row}: {value} is below 0; a row that should not count has weight 0")]
    Weight {
        /// Counted from 0.
        row: usize,
        /// What stands there.
        value: f64,
    },
    /// Nothing to fit.
    #[error("no row has a weight: there is nothing to fit")]
    NoRows,
    /// Cases without controls, or controls without cases.
    #[error("all rows are of one class: there is nothing to tell apart")]
    OneClass,
    /// A linear combination of the columns parts cases from controls, so that the likelihood has no maximum.
    #[error("{}", separated(*kind, growing))]
    Separated {
        /// Whether some rows lie on the boundary.
        kind: Separation,
        /// Coefficients without a finite estimate: the intercept first where there is one, then columns.
        growing: Vec<Growing>,
    },
    /// Steps that do not come to an end.
    #[error("no maximum found in {iterations} steps: scale the columns to moderate size")]
    NoConvergence {
        /// Steps taken.
        iterations: usize,
    },
}

impl Error {
    /// What can be done about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        ErrorClass::Input
    }
}

/// A coefficient that grows without end under separation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Growing {
    /// Its place among the coefficients.
    pub index: usize,
    /// Towards plus infinity, or else minus infinity.
    pub up: bool,
}

fn separated(kind: Separation, growing: &[Growing]) -> String {
    let which: Vec<String> = growing
        .iter()
        .map(|Growing { index, up }| format!("{index} {}", if *up { "up" } else { "down" }))
        .collect();
    format!(
        "{kind} separation: cases and controls are told apart, and coefficients grow without end ({}); use fewer columns, \
         or Firth's penalty",
        which.join(", ")
    )
}
