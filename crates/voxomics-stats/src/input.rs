//! What every statistic asks of its input, and the one way in which it says no.

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

/// Labels from numbers: 1 is a case, 0 a control.
///
/// ```
/// use voxomics_stats::input;
///
/// assert_eq!(input::labels(&[0.0, 1.0])?, [false, true]);
/// assert!(input::labels(&[1.0, 2.0]).is_err());
/// # Ok::<(), input::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::OutOfRange`] for any other number, NaN (a missing label) included.
pub fn labels(values: &[f64]) -> Result<Vec<bool>, Error> {
    let label = |(row, &value): (usize, &f64)| match value {
        0.0 => Ok(false),
        1.0 => Ok(true),
        _ => Err(Error::OutOfRange {
            what: "labels",
            row,
            value,
            range: "0 (control) or 1 (case)",
        }),
    };
    values.iter().enumerate().map(label).collect()
}

/// Counts from numbers.
///
/// ```
/// use voxomics_stats::input;
///
/// assert_eq!(input::counts(&[3.0, 1.0])?, [3, 1]);
/// assert!(input::counts(&[-1.0]).is_err());
/// # Ok::<(), input::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::OutOfRange`] for what is no whole number from 0 to 2^53.
pub fn counts(values: &[f64]) -> Result<Vec<u64>, Error> {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    let count = |(row, &value): (usize, &f64)| {
        if (0.0..=LARGEST).contains(&value) && value == value.trunc() {
            Ok(value as u64)
        } else {
            Err(Error::OutOfRange {
                what: "counts",
                row,
                value,
                range: "a whole number from 0",
            })
        }
    };
    values.iter().enumerate().map(count).collect()
}

/// Refuses unless there is a row of `what` for each of `other`.
pub(crate) fn same_length(
    (what, len): (&'static str, usize),
    (other, other_len): (&'static str, usize),
) -> Result<(), Error> {
    if len == other_len {
        return Ok(());
    }
    Err(Error::Lengths {
        what,
        len,
        other,
        other_len,
    })
}

/// Refuses fewer than `least` values, NaN and infinities.
pub(crate) fn finite(what: &'static str, values: &[f64], least: usize) -> Result<(), Error> {
    if values.len() < least {
        let found = values.len();
        return Err(Error::TooFew { what, found, least });
    }
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(row) => Err(Error::NotFinite {
            what,
            row,
            value: values[row],
        }),
    }
}

/// Refuses fewer than `least` values and NaN; infinities are ordered and pass.
pub(crate) fn not_nan(what: &'static str, values: &[f64], least: usize) -> Result<(), Error> {
    if values.len() < least {
        let found = values.len();
        return Err(Error::TooFew { what, found, least });
    }
    match values.iter().position(|value| value.is_nan()) {
        None => Ok(()),
        Some(row) => Err(Error::NotFinite {
            what,
            row,
            value: values[row],
        }),
    }
}

/// Refuses what is not between 0 and 1, NaN included.
pub(crate) fn probabilities(what: &'static str, values: &[f64]) -> Result<(), Error> {
    finite(what, values, 1)?;
    match values.iter().position(|value| !(0.0..=1.0).contains(value)) {
        None => Ok(()),
        Some(row) => Err(Error::OutOfRange {
            what,
            row,
            value: values[row],
            range: "between 0 and 1",
        }),
    }
}

/// Refuses a single number that is NaN or infinite.
pub(crate) fn finite_value(what: &'static str, value: f64) -> Result<(), Error> {
    if value.is_finite() {
        return Ok(());
    }
    Err(Error::Value {
        what,
        value,
        range: "finite",
    })
}

/// Refuses a single number that is not between 0 and 1, NaN included.
pub(crate) fn probability(what: &'static str, value: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(Error::Value {
        what,
        value,
        range: "between 0 and 1",
    })
}

/// Refuses labels of one class only; gives cases and controls.
pub(crate) fn both_classes(what: &'static str, labels: &[bool]) -> Result<(usize, usize), Error> {
    let cases = labels.iter().filter(|&&case| case).count();
    match (cases, labels.len() - cases) {
        (0, 0) => Err(Error::TooFew {
            what,
            found: 0,
            least: 2,
        }),
        (_, 0) => Err(Error::OneClass {
            what,
            len: labels.len(),
            class: "cases",
        }),
        (0, _) => Err(Error::OneClass {
            what,
            len: labels.len(),
            class: "controls",
        }),
        counts => Ok(counts),
    }
}
