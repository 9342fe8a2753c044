//! What every statistic asks of its input, and the one way in which it says no.

mod checks;
mod error;

pub(crate) use checks::{
    both_classes, finite, finite_value, not_nan, probabilities, probability, same_length,
};
pub use error::Error;

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
