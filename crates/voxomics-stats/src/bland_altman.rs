//! Limits of agreement between two methods of measurement.

use serde::{Deserialize, Serialize};

use crate::dist::{normal, students_t};
use crate::{ConfidenceLevel, Interval, input};

/// How limits are computed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Options {
    /// Share of differences between the limits of agreement, and confidence level of what is estimated.
    pub level: ConfidenceLevel,
    /// Standard deviations from the bias to a limit, such as the 1.96 of Bland and Altman; none is the normal quantile,
    /// 1.959964 at 95 %.
    pub multiplier: Option<f64>,
}

/// Agreement of two methods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BlandAltman {
    /// Mean difference, first less second.
    pub bias: f64,
    /// Its interval, by Student's t.
    pub bias_interval: Interval,
    /// Standard deviation of the differences.
    pub standard_deviation: f64,
    /// Limits of agreement.
    pub limits: Interval,
    /// Interval of the lower limit, from its approximate standard error `s √(1/n + z²/(2(n-1)))`.
    pub lower_interval: Interval,
    /// Interval of the upper limit.
    pub upper_interval: Interval,
    /// Slope of the differences on the means: a proportional bias. None where all means are equal.
    pub slope: Option<f64>,
    /// Within-subject standard deviation, `√(Σ d²/(2n))`; the repeatability coefficient is 2.77 times this.
    pub within_sd: f64,
    /// Within-subject coefficient of variation, `√(mean((d/m)²/2))`; none where a mean is 0 and its difference is not.
    pub within_cv: Option<f64>,
}

/// Bland and Altman's limits of agreement of two methods, a value of each for each subject.
///
/// ```
/// use voxomics_stats::bland_altman::{self, Options};
///
/// let agreement = bland_altman::compare(&[1.0, 2.0, 3.0], &[1.5, 2.0, 2.5], &Options::default())?;
/// assert_eq!((agreement.bias, agreement.standard_deviation), (0.0, 0.5));
/// # Ok::<(), voxomics_stats::input::Error>(())
/// ```
///
/// # Errors
///
/// For fewer than two subjects, unequal lengths, and values that are not finite.
///
/// # References
///
/// Bland JM, Altman DG. *Lancet* 1986;327:307-310; *Stat Methods Med Res* 1999;8:135-160.
#[doc(alias("limits of agreement", "bland_altman_plot"))]
pub fn compare(
    first: &[f64],
    second: &[f64],
    options: &Options,
) -> Result<BlandAltman, input::Error> {
    input::same_length(("first", first.len()), ("second", second.len()))?;
    input::finite("first", first, 2)?;
    input::finite("second", second, 2)?;
    let n = first.len() as f64;
    let pairs = || first.iter().zip(second);
    let differences: Vec<f64> = pairs().map(|(a, b)| a - b).collect();
    let means: Vec<f64> = pairs().map(|(&a, &b)| f64::midpoint(a, b)).collect();
    let (bias, spread) = centred(&differences);
    let (middle, spread_of_means) = centred(&means);
    let sd = (spread / (n - 1.0)).sqrt();
    input::finite("squares of differences", &[sd], 1)?;
    let tail = options.level.tail();
    let z = normal::upper_quantile(tail);
    let reach = options.multiplier.unwrap_or(z) * sd;
    let t = students_t::upper_quantile(tail, n - 1.0);
    let around = |center: f64, error: f64| Interval {
        lower: center - t * error,
        upper: center + t * error,
    };
    let of_limit = sd * (1.0 / n + z * z / (2.0 * (n - 1.0))).sqrt();
    let cross = (differences.iter().zip(&means))
        .map(|(d, m)| (d - bias) * (m - middle))
        .sum::<f64>();
    let relative = |(d, m): (&f64, &f64)| if *d == 0.0 { 0.0 } else { d / m };
    let within_cv = (differences.iter().zip(&means))
        .map(relative)
        .map(|share| share * share / 2.0)
        .sum::<f64>()
        / n;
    Ok(BlandAltman {
        bias,
        bias_interval: around(bias, sd / n.sqrt()),
        standard_deviation: sd,
        limits: Interval {
            lower: bias - reach,
            upper: bias + reach,
        },
        lower_interval: around(bias - reach, of_limit),
        upper_interval: around(bias + reach, of_limit),
        slope: Some(cross / spread_of_means).filter(|slope| slope.is_finite()),
        within_sd: (differences.iter().map(|d| d * d).sum::<f64>() / (2.0 * n)).sqrt(),
        within_cv: Some(within_cv.sqrt()).filter(|cv| cv.is_finite()),
    })
}

/// Mean, and sum of squares around it.
fn centred(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let rough = values.iter().map(|x| x / n).sum::<f64>();
    let mean = rough + values.iter().map(|x| (x - rough) / n).sum::<f64>();
    (mean, values.iter().map(|x| (x - mean) * (x - mean)).sum())
}
