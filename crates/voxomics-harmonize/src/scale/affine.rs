//! Scales that are a centre and a length.

use voxomics_stats::dist::normal;
use voxomics_stats::quantile::{Type, quantiles};

use super::{Map, Method};

/// Of values without NaN, as many as the method needs; with whether they have a spread that is divided by.
pub(super) fn learn(mut values: Vec<f64>, method: &Method) -> (Map, bool) {
    let (center, length, unit) = match *method {
        Method::Standard { ddof } => {
            let (mean, sd) = standard(&values, ddof);
            (mean, sd, 1.0)
        }
        Method::MinMax { low, high } => return range(&values, low, high),
        Method::Robust {
            low,
            high,
            unit_variance,
        } => {
            let [center, below, above] = at(&values, [0.5, low, high]);
            let normal = if unit_variance {
                normal::quantile(high) - normal::quantile(low)
            } else {
                1.0
            };
            (center, not_nothing(above - below), normal)
        }
        Method::MedianMad { constant } => {
            let [center] = at(&values, [0.5]);
            for value in &mut values {
                *value = (*value - center).abs();
            }
            let [deviation] = at(&values, [0.5]);
            (center, not_nothing(constant * deviation), 1.0)
        }
        Method::Quantile { .. } => unreachable!("quantiles are no affine map"),
    };
    let scale = length.unwrap_or(1.0) / unit;
    (Map::Affine { center, scale }, length.is_some())
}

fn at<const N: usize>(values: &[f64], shares: [f64; N]) -> [f64; N] {
    let found =
        quantiles(values, &shares, Type::Seven).expect("values without NaN, shares in 0 to 1");
    std::array::from_fn(|index| found[index])
}

/// Mean and standard deviation; none where the variance is what rounding makes of a constant, by scikit-learn's bound.
fn standard(values: &[f64], ddof: usize) -> (f64, Option<f64>) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    // The second term takes back what the mean is off.
    let (mut squares, mut rest) = (0.0, 0.0);
    for value in values {
        squares += (value - mean) * (value - mean);
        rest += value - mean;
    }
    let squares = squares - rest * rest / n;
    let rounding = n * mean * f64::EPSILON;
    let bound = n * f64::EPSILON * (squares / n) + rounding * rounding;
    let variance = squares / n;
    let is_constant = variance.is_finite() && variance <= bound;
    let sd = (squares / (n - ddof as f64)).sqrt();
    (mean, (!is_constant).then_some(sd))
}

/// `low + (x - least) (high - low)/(greatest - least)`, as a centre and a length.
fn range(values: &[f64], low: f64, high: f64) -> (Map, bool) {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let length = not_nothing(greatest - least);
    let scale = length.unwrap_or(1.0) / (high - low);
    let center = least - low * scale;
    (Map::Affine { center, scale }, length.is_some())
}

/// A length below ten roundings of 1 is none, as in scikit-learn.
fn not_nothing(length: f64) -> Option<f64> {
    // One that is no number is told by its map.
    let is_nothing = length < 10.0 * f64::EPSILON;
    (!is_nothing).then_some(length)
}
