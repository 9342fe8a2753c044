//! Why input is none.

use crate::interval::InvalidLevel;

/// Input that no statistic takes.
///
/// `what` is the argument's name as the caller knows it (`labels`, `scores`, `times`); rows count from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Too few values.
    #[error("{what}: {} given, at least {least} needed", given(.found))]
    TooFew {
        /// The argument.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are needed.
        least: usize,
    },
    /// Two arguments that go together row by row have unequal lengths.
    #[error("{other} {other_len} rows, {what} {len}: one for each is needed")]
    Lengths {
        /// The argument.
        what: &'static str,
        /// Its rows.
        len: usize,
        /// The argument it goes with.
        other: &'static str,
        /// The rows of that.
        other_len: usize,
    },
    /// NaN or an infinity.
    #[error("{what}, row {row}: {value} is not finite; drop the row or impute it first")]
    NotFinite {
        /// The argument.
        what: &'static str,
        /// The first such row.
        row: usize,
        /// What stands there.
        value: f64,
    },
    /// A number outside of its range.
    #[error("{what}, row {row}: {value} is not {range}")]
    OutOfRange {
        /// The argument.
        what: &'static str,
        /// The first such row.
        row: usize,
        /// What stands there.
        value: f64,
        /// What would be accepted, such as `between 0 and 1`.
        range: &'static str,
    },
    /// A single number that is not what it should be.
    #[error("{what} {value} is not {range}")]
    Value {
        /// The argument.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What would be accepted, such as `finite`.
        range: &'static str,
    },
    /// All rows are of one class.
    #[error("{what}: all {len} rows are {class}, both cases and controls are needed")]
    OneClass {
        /// The argument.
        what: &'static str,
        /// Rows.
        len: usize,
        /// `cases` or `controls`.
        class: &'static str,
    },
    /// A confidence level outside of (0, 1).
    #[error(transparent)]
    Level(#[from] InvalidLevel),
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "thiserror hands out references"
)]
fn given(found: &usize) -> String {
    match found {
        0 => "none".to_owned(),
        _ => found.to_string(),
    }
}
