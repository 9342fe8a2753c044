//! Shapiro and Wilk's test of normality.

use std::f64::consts::PI;

use voxomics_core::math;

use super::{Error, Test};
use crate::dist::normal;
use crate::input;
use crate::moments::{mean_of, scale, sum};

/// Tests whether values are from a normal distribution, by Royston's algorithm; R's `shapiro.test`, scipy's `shapiro`.
///
/// W is the squared correlation of the values with (nearly) their expected order; p is from a normal approximation of
/// `ln(1 - W)`, whose coefficients are fitted, exact for three values.
///
/// ```
/// use voxomics_stats::hypothesis::shapiro_wilk::shapiro_wilk;
///
/// let test = shapiro_wilk(&[2.9, 4.1, 5.0, 6.6, 7.1, 8.3])?;
/// assert!((test.p_value - 0.908_3).abs() < 1e-4);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Size`] for fewer than 3 or more than 5000 values; [`Error::Input`] for NaN or infinities; [`Error::Constant`] for
/// equal values.
///
/// # References
///
/// Royston P. *Appl Stat* 1995;44:547-551 (algorithm AS R94).
#[doc(alias("shapiro.test", "shapiro"))]
pub fn shapiro_wilk(values: &[f64]) -> Result<Test, Error> {
    input::finite("values", values, 0)?;
    if !(3..=5000).contains(&values.len()) {
        return Err(Error::Size {
            what: "values",
            len: values.len(),
            range: "3 to 5000",
        });
    }
    let scale = scale(values);
    let mut sorted: Vec<f64> = values.iter().map(|value| value * scale).collect();
    sorted.sort_by(f64::total_cmp);
    let range = sorted[sorted.len() - 1] - sorted[0];
    if range == 0.0 {
        return Err(Error::Constant { what: "values" });
    }
    let shortfall = shortfall(&sorted, range);
    Ok(Test {
        statistic: 1.0 - shortfall,
        p_value: p_value(shortfall, values.len()),
    })
}

/// `1 - W`, without loss of digits where W is nearly 1.
fn shortfall(sorted: &[f64], range: f64) -> f64 {
    let weights = weights(sorted.len());
    let mean = mean_of(sorted);
    let values: Vec<f64> = sorted.iter().map(|value| (value - mean) / range).collect();
    let product = |a: &[f64], b: &[f64]| sum(a.iter().zip(b).map(|(a, b)| a * b));
    let (aa, xx) = (product(&weights, &weights), product(&values, &values));
    let ax = product(&weights, &values);
    let root = (aa * xx).sqrt();
    ((root - ax) * (root + ax) / (aa * xx)).max(0.0)
}

/// The weights of the sorted values, antisymmetric.
fn weights(n: usize) -> Vec<f64> {
    if n == 3 {
        let half = 0.5_f64.sqrt();
        return vec![-half, 0.0, half];
    }
    let expected = |i: usize| normal::quantile((i as f64 + 0.625) / (n as f64 + 0.25));
    let lower: Vec<f64> = (0..n / 2).map(expected).collect();
    let squares = 2.0 * lower.iter().map(|m| m * m).sum::<f64>();
    let u = 1.0 / (n as f64).sqrt();
    let fitted = |coefficients: &[f64], m: f64| polynomial(coefficients, u) - m / squares.sqrt();
    let first = fitted(
        &[0.0, 0.221_157, -0.147_981, -2.071_19, 4.434_685, -2.706_056],
        lower[0],
    );
    let mut given = vec![first];
    if n > 5 {
        given.push(fitted(
            &[
                0.0, 0.042_981, -0.293_762, -1.752_461, 5.682_633, -3.582_633,
            ],
            lower[1],
        ));
    }
    let twice = |values: &[f64]| 2.0 * values.iter().map(|value| value * value).sum::<f64>();
    let rest = ((squares - twice(&lower[..given.len()])) / (1.0 - twice(&given))).sqrt();
    let mut weights = vec![0.0; n];
    for (index, m) in lower.iter().enumerate() {
        let weight = given.get(index).copied().unwrap_or(-m / rest);
        weights[index] = -weight;
        weights[n - 1 - index] = weight;
    }
    weights
}

fn p_value(shortfall: f64, n: usize) -> f64 {
    if n == 3 {
        let p = 6.0 / PI * (math::asin((1.0 - shortfall).sqrt()) - PI / 3.0);
        return p.clamp(0.0, 1.0);
    }
    if shortfall == 0.0 {
        return 1.0;
    }
    let y = math::ln(shortfall);
    let n = n as f64;
    let (y, mean, ln_deviation) = if n <= 11.0 {
        let limit = polynomial(&[-2.273, 0.459], n);
        if y >= limit {
            return 1e-99;
        }
        (
            -math::ln(limit - y),
            polynomial(&[0.544, -0.399_78, 0.025_054, -6.714e-4], n),
            polynomial(&[1.3822, -0.778_57, 0.062_767, -0.002_032_2], n),
        )
    } else {
        let x = math::ln(n);
        (
            y,
            polynomial(&[-1.5861, -0.310_82, -0.083_751, 0.003_891_5], x),
            polynomial(&[-0.4803, -0.082_676, 0.003_030_2], x),
        )
    };
    normal::upper((y - mean) / math::exp(ln_deviation))
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}
