//! Sample quantiles of all nine types, median, median absolute deviation, Tukey's five numbers.

use serde::{Deserialize, Serialize};

use crate::input;

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

/// How a quantile is found between two values, numbered as by Hyndman & Fan.
///
/// With `n` values sorted, quantile `p` lies at position `a + p (n + 1 - a - b)`, counted from 1; types 1 to 3 take a value
/// or the mean of two, the others interpolate. As in R, positions of types 4 to 6, 8 and 9 within 4ε of a whole number are
/// that number; those of 1 to 3 and 7 are taken as they come out.
///
/// # References
///
/// Hyndman RJ, Fan Y. *Am Stat* 1996;50:361-365.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Type {
    /// Inverse of the empirical distribution function.
    One,
    /// The same, the mean of two values at its steps; SAS' default.
    Two,
    /// The nearest value, the even one of two.
    Three,
    /// Linear between the steps: `a = 0, b = 1`.
    Four,
    /// Linear between the middles of the steps, Hazen's: `a = b = 1/2`.
    Five,
    /// Weibull's, of Minitab and SPSS: `a = b = 0`.
    Six,
    /// Linear between the order statistics, the default of R and numpy: `a = b = 1`.
    #[default]
    Seven,
    /// About median-unbiased for any distribution: `a = b = 1/3`.
    Eight,
    /// About unbiased for normal ones, Blom's: `a = b = 3/8`.
    Nine,
}

impl Type {
    /// All of them in order.
    pub const ALL: [Self; 9] = [
        Self::One,
        Self::Two,
        Self::Three,
        Self::Four,
        Self::Five,
        Self::Six,
        Self::Seven,
        Self::Eight,
        Self::Nine,
    ];
}

/// Quantile `p` of values sorted ascending, at least one.
///
/// NaN only between two infinities of opposite sign.
pub(crate) fn of_sorted(sorted: &[f64], p: f64, kind: Type) -> f64 {
    let n = sorted.len() as f64;
    // How many values lie below the position, and the weight of the next one.
    let (below, weight) = match kind {
        Type::One => step(n * p, |rest, _| if rest > 0.0 { 1.0 } else { 0.0 }),
        Type::Two => step(n * p, |rest, _| if rest > 0.0 { 1.0 } else { 0.5 }),
        Type::Three => step(n * p - 0.5, |rest, below| {
            if rest != 0.0 || below.rem_euclid(2.0) == 1.0 {
                1.0
            } else {
                0.0
            }
        }),
        Type::Seven => {
            let position = 1.0 + (n - 1.0) * p;
            (position.floor(), position - position.floor())
        }
        Type::Four => line(p, n, 0.0, 1.0),
        Type::Five => line(p, n, 0.5, 0.5),
        Type::Six => line(p, n, 0.0, 0.0),
        Type::Eight => line(p, n, 1.0 / 3.0, 1.0 / 3.0),
        Type::Nine => line(p, n, 3.0 / 8.0, 3.0 / 8.0),
    };
    let value = |position: f64| sorted[(position.clamp(1.0, n) - 1.0) as usize];
    let (low, high) = (value(below), value(below + 1.0));
    if weight == 0.0 || low == high {
        low
    } else if weight == 1.0 {
        high
    } else {
        (1.0 - weight) * low + weight * high
    }
}

fn step(position: f64, weight: impl Fn(f64, f64) -> f64) -> (f64, f64) {
    let below = position.floor();
    (below, weight(position - below, below))
}

fn line(p: f64, n: f64, a: f64, b: f64) -> (f64, f64) {
    const FUZZ: f64 = 4.0 * f64::EPSILON;
    let position = a + p * (n + 1.0 - a - b);
    let below = (position + FUZZ).floor();
    let weight = position - below;
    (below, if weight.abs() < FUZZ { 0.0 } else { weight })
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
/// No values, NaN, a probability outside of 0 and 1; a quantile between minus infinity and infinity.
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
/// No values, NaN; minus infinity and infinity in the middle.
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
/// No values, NaN; infinite quartiles of the same sign.
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
/// No values, NaN; an infinite median.
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
/// No values, NaN; minus infinity and infinity around a hinge.
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
