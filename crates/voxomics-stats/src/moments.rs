//! Mean and variance that keep their digits.

use std::iter;

use crate::input;

/// Arithmetic mean, rounded once: the sum is compensated, so that `[1e16, 1, -1e16, 3]` has mean 1.
///
/// ```
/// assert_eq!(voxomics_stats::moments::mean(&[1e16, 1.0, -1e16, 3.0])?, 1.0);
/// # Ok::<(), voxomics_stats::input::Error>(())
/// ```
///
/// # Errors
///
/// [`TooFew`](input::Error::TooFew) of no values, [`NotFinite`](input::Error::NotFinite) for NaN or infinities.
pub fn mean(values: &[f64]) -> Result<f64, input::Error> {
    input::finite("values", values, 1)?;
    Ok(mean_of(values))
}

/// Sample variance, with `n - 1` below; infinite where it is beyond the largest double.
///
/// `Σ (x - x̄)²/(n - 1)`.
///
/// ```
/// use voxomics_stats::moments::variance;
///
/// assert_eq!(variance(&[1.0, 2.0, 3.0])?, 1.0);
/// # Ok::<(), voxomics_stats::input::Error>(())
/// ```
///
/// # Errors
///
/// [`TooFew`](input::Error::TooFew) of fewer than two values, [`NotFinite`](input::Error::NotFinite) for NaN or infinities.
#[doc(alias = "var")]
pub fn variance(values: &[f64]) -> Result<f64, input::Error> {
    let deviation = standard_deviation(values)?;
    Ok(deviation * deviation)
}

/// Sample standard deviation, with `n - 1` below. Squares neither overflow nor underflow.
///
/// ```
/// use voxomics_stats::moments::standard_deviation;
///
/// assert_eq!(standard_deviation(&[1e200, 3e200])?, 2_f64.sqrt() * 1e200);
/// # Ok::<(), voxomics_stats::input::Error>(())
/// ```
///
/// # Errors
///
/// [`TooFew`](input::Error::TooFew) of fewer than two values, [`NotFinite`](input::Error::NotFinite) for NaN or infinities.
#[doc(alias = "sd")]
pub fn standard_deviation(values: &[f64]) -> Result<f64, input::Error> {
    input::finite("values", values, 2)?;
    Ok(deviation_of(values))
}

/// The sum of finite values, in which what each addition loses is added at the end (Neumaier 1974).
pub(crate) fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() {
            (sum - next) + value
        } else {
            (value - next) + sum
        };
        sum = next;
    }
    sum + lost
}

/// The mean of finite values, at least one.
pub(crate) fn mean_of(values: &[f64]) -> f64 {
    let n = values.len();
    let rough = sum(values.iter().copied()) / n as f64;
    if !rough.is_finite() {
        return sum(values.iter().map(|value| value / n as f64));
    }
    // What the division lost.
    let rest = sum(values.iter().copied().chain(iter::repeat_n(-rough, n)));
    rough + rest / n as f64
}

/// The sample standard deviation of finite values, at least two.
pub(crate) fn deviation_of(values: &[f64]) -> f64 {
    let scale = scale(values);
    let scaled: Vec<f64> = values.iter().map(|value| value * scale).collect();
    (sum_of_squares(&scaled) / (values.len() - 1) as f64).sqrt() / scale
}

/// Sum of the squared distances from the mean.
pub(crate) fn sum_of_squares(values: &[f64]) -> f64 {
    let mean = mean_of(values);
    let distance = |value: &f64| value - mean;
    // Zero but for the rounding of the mean, which this takes out.
    let rest = sum(values.iter().map(distance));
    let squares = sum(values.iter().map(|value| distance(value) * distance(value)));
    (squares - rest * rest / values.len() as f64).max(0.0)
}

/// Gini's mean difference, the mean absolute difference of two of `total` values: of each, ascending, with how often it counts.
/// Negative if they descend.
pub(crate) fn mean_difference(values: impl Iterator<Item = (f64, f64)>, total: f64) -> f64 {
    let (mut before, mut sum) = (0.0, 0.0);
    for (value, count) in values {
        sum += count * (2.0 * before + count - total) * value;
        before += count;
    }
    2.0 * sum / (total * (total - 1.0))
}

/// `2^512` and its inverse.
const LARGE: f64 = f64::from_bits((1023 + 512) << 52);
const SMALL: f64 = 1.0 / LARGE;

/// A power of two by which squares of the values stay within the range of doubles; 1 for values of usual size.
pub(crate) fn scale(values: &[f64]) -> f64 {
    let largest = values
        .iter()
        .fold(0.0, |largest: f64, value| largest.max(value.abs()));
    if largest > 1e140 {
        SMALL
    } else if largest > 0.0 && largest < 1e-140 {
        LARGE
    } else {
        1.0
    }
}
