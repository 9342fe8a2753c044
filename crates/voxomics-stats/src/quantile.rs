//! Sample quantiles of all nine types, median, median absolute deviation, Tukey's five numbers.

mod types;

use crate::input;

pub use types::Type;
pub(crate) use types::of_sorted;

/// Why there is no quantile.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No values, or NaN among them; a probability that is none.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Half way from minus infinity to infinity is no number, nor is their difference.
    #[error("the values around the {what} are infinities, with no number between them")]
    BetweenInfinities {
        /// Which statistic.
        what: &'static str,
    },
}

/// Quantiles of values in any order, one for each probability.
///
/// ```
/// use voxomics_stats::quantile::{Type, quantiles};
///
/// assert_eq!(quantiles(&[4.0, 1.0, 3.0, 2.0], &[0.25, 0.5], Type::Seven)?, [1.75, 2.5]);
/// # Ok::<(), voxomics_stats::quantile::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for no values, NaN, a probability outside of 0 and 1; [`Error::BetweenInfinities`] for a quantile between
/// minus infinity and infinity.
#[doc(alias("quantile", "percentile"))]
pub fn quantiles(values: &[f64], probabilities: &[f64], kind: Type) -> Result<Vec<f64>, Error> {
    let sorted = sorted(values)?;
    if !probabilities.is_empty() {
        input::probabilities("probabilities", probabilities)?;
    }
    let quantile = |&p: &f64| defined("quantile", of_sorted(&sorted, p, kind));
    probabilities.iter().map(quantile).collect()
}

/// The middle value, or the mean of the two in the middle.
///
/// ```
/// use voxomics_stats::quantile::median;
///
/// assert_eq!(median(&[4.0, 1.0, 3.0, 2.0])?, 2.5);
/// # Ok::<(), voxomics_stats::quantile::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for no values and NaN; [`Error::BetweenInfinities`] with minus infinity and infinity in the middle.
pub fn median(values: &[f64]) -> Result<f64, Error> {
    defined("median", median_of_sorted(&sorted(values)?))
}

/// Interquartile range, type 7; R's `IQR`.
///
/// ```
/// use voxomics_stats::quantile::interquartile_range;
///
/// assert_eq!(interquartile_range(&[4.0, 1.0, 3.0, 2.0])?, 1.5);
/// # Ok::<(), voxomics_stats::quantile::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for no values and NaN; [`Error::BetweenInfinities`] for infinite quartiles of the same sign.
#[doc(alias = "IQR")]
pub fn interquartile_range(values: &[f64]) -> Result<f64, Error> {
    let sorted = sorted(values)?;
    let quartile = |p| of_sorted(&sorted, p, Type::Seven);
    defined("interquartile range", quartile(0.75) - quartile(0.25))
}

/// Median of the distances from the median, times 1.4826, which makes it the standard deviation of a normal
/// distribution; R's `mad`. scipy's `median_abs_deviation` does not multiply.
///
/// ```
/// use voxomics_stats::quantile::median_absolute_deviation;
///
/// assert_eq!(median_absolute_deviation(&[1.0, 2.0, 4.0])?, 1.4826);
/// # Ok::<(), voxomics_stats::quantile::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for no values and NaN; [`Error::BetweenInfinities`] for an infinite median.
#[doc(alias = "mad")]
pub fn median_absolute_deviation(values: &[f64]) -> Result<f64, Error> {
    let middle = median(values)?;
    if middle.is_infinite() {
        return Err(Error::BetweenInfinities {
            what: "median absolute deviation",
        });
    }
    let distances: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    Ok(1.4826 * median(&distances)?)
}

/// Minimum, lower hinge, median, upper hinge, maximum (Tukey); R's `fivenum`. The hinges are the medians of the halves, the
/// middle value in both.
///
/// ```
/// use voxomics_stats::quantile::five_numbers;
///
/// assert_eq!(five_numbers(&[4.0, 1.0, 3.0, 2.0])?, [1.0, 1.5, 2.5, 3.5, 4.0]);
/// # Ok::<(), voxomics_stats::quantile::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for no values and NaN; [`Error::BetweenInfinities`] around a hinge.
#[doc(alias = "fivenum")]
pub fn five_numbers(values: &[f64]) -> Result<[f64; 5], Error> {
    let sorted = sorted(values)?;
    let half = &sorted[..sorted.len().div_ceil(2)];
    let upper_half = &sorted[sorted.len() / 2..];
    let hinge = |half| defined("hinge", median_of_sorted(half));
    Ok([
        sorted[0],
        hinge(half)?,
        defined("median", median_of_sorted(&sorted))?,
        hinge(upper_half)?,
        sorted[sorted.len() - 1],
    ])
}

/// Median of values sorted ascending, at least one.
pub(crate) fn median_of_sorted(sorted: &[f64]) -> f64 {
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    if low == high {
        low
    } else {
        f64::midpoint(low, high)
    }
}

fn sorted(values: &[f64]) -> Result<Vec<f64>, input::Error> {
    input::not_nan("values", values, 1)?;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Ok(sorted)
}

fn defined(what: &'static str, value: f64) -> Result<f64, Error> {
    if value.is_nan() {
        Err(Error::BetweenInfinities { what })
    } else {
        Ok(value)
    }
}
