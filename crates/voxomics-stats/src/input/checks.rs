//! Refusals that statistics share.

use super::Error;

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
