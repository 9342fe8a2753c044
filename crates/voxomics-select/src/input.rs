//! What every selection asks of its input, and the one way in which it says no.

/// Input that no selection takes. Rows and columns count from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A table without rows, or without columns.
    #[error("the table has no {what}, at least one is needed")]
    Empty {
        /// `rows` or `columns`.
        what: &'static str,
    },
    /// Two things that go together have unequal lengths.
    #[error("{what}: {len}, but {expected} {of}: one for each is needed")]
    Lengths {
        /// The argument.
        what: &'static str,
        /// Its length.
        len: usize,
        /// What it goes with.
        of: &'static str,
        /// The length of that.
        expected: usize,
    },
    /// An infinite value.
    #[error(
        "column {column}, row {row}: {value} is not finite; drop the column or mark the value as missing (NaN)"
    )]
    Infinite {
        /// The first such column.
        column: usize,
        /// The first such row in it.
        row: usize,
        /// What stands there.
        value: f64,
    },
    /// A missing value where there must be none.
    #[error("column {column}, row {row}: missing; drop the column or impute it first")]
    Missing {
        /// The first such column.
        column: usize,
        /// The first such row in it.
        row: usize,
    },
    /// A number of an argument outside of its range.
    #[error("{what}, row {row}: {value} is not {range}")]
    OutOfRange {
        /// The argument.
        what: &'static str,
        /// The first such row.
        row: usize,
        /// What stands there.
        value: f64,
        /// What would be accepted.
        range: &'static str,
    },
    /// An option outside of its range.
    #[error("{what} is {value}, but must be {range}")]
    Option {
        /// Its name.
        what: &'static str,
        /// Its value.
        value: f64,
        /// What would be accepted.
        range: &'static str,
    },
}

pub(crate) fn same_length(
    (what, len): (&'static str, usize),
    (of, expected): (&'static str, usize),
) -> Result<(), Error> {
    if len == expected {
        return Ok(());
    }
    Err(Error::Lengths {
        what,
        len,
        of,
        expected,
    })
}

/// An option that must lie from `low` to `high`, both included.
pub(crate) fn within(
    what: &'static str,
    value: f64,
    (low, high): (f64, f64),
    range: &'static str,
) -> Result<(), Error> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    Err(Error::Option { what, value, range })
}

/// A count that must not be 0.
pub(crate) fn at_least_one(what: &'static str, count: usize) -> Result<(), Error> {
    if count > 0 {
        return Ok(());
    }
    Err(Error::Option {
        what,
        value: 0.0,
        range: "at least 1",
    })
}
