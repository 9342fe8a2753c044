//! Limits of agreement between two methods of measurement.

use serde::{Deserialize, Serialize};

use crate::dist::{normal, students_t};
use crate::moments::{deviation_of, mean_of, scale, sum};
use crate::{ConfidenceLevel, Interval, input};

/// How limits are computed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
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
/// [`input::Error`] for fewer than two subjects, unequal lengths, values (or differences, or their standard deviation)
/// that are not finite, and a multiplier that is not above 0.
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
    let pairs = Pairs::new(first, second)?;
    let multiplier = options.multiplier()?;
    let n = first.len() as f64;
    let (bias, sd) = (
        mean_of(&pairs.differences),
        deviation_of(&pairs.differences),
    );
    input::finite("standard deviation of differences", &[sd], 1)?;
    let tail = options.level.tail();
    let z = normal::upper_quantile(tail);
    let reach = multiplier.unwrap_or(z) * sd;
    let t = students_t::upper_quantile(tail, n - 1.0);
    let around = |center: f64, error: f64| Interval {
        lower: center - t * error,
        upper: center + t * error,
    };
    let of_limit = sd * (1.0 / n + z * z / (2.0 * (n - 1.0))).sqrt();
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
        slope: pairs.slope(),
        within_sd: pairs.within_sd(),
        within_cv: pairs.within_cv(),
    })
}

impl Options {
    fn multiplier(&self) -> Result<Option<f64>, input::Error> {
        match self.multiplier {
            Some(value) if !(value > 0.0 && value.is_finite()) => Err(input::Error::OutOfRange {
                what: "multiplier",
                row: 0,
                value,
                range: "finite and above 0, such as 1.96",
            }),
            multiplier => Ok(multiplier),
        }
    }
}

/// Differences and means of each subject's two values.
struct Pairs {
    differences: Vec<f64>,
    means: Vec<f64>,
}

impl Pairs {
    fn new(first: &[f64], second: &[f64]) -> Result<Self, input::Error> {
        input::same_length(("first", first.len()), ("second", second.len()))?;
        input::finite("first", first, 2)?;
        input::finite("second", second, 2)?;
        let pairs = || first.iter().zip(second);
        let differences: Vec<f64> = pairs().map(|(a, b)| a - b).collect();
        input::finite("differences", &differences, 2)?;
        let means = pairs().map(|(&a, &b)| f64::midpoint(a, b)).collect();
        Ok(Self { differences, means })
    }

    /// Least squares, both centred and scaled by powers of two: no square leaves the doubles.
    fn slope(&self) -> Option<f64> {
        let (differences, of_differences) = centred(&self.differences);
        let (means, of_means) = centred(&self.means);
        let cross = sum(differences.iter().zip(&means).map(|(d, m)| d * m));
        let spread = sum(means.iter().map(|m| m * m));
        Some(cross / spread * (of_means / of_differences)).filter(|slope| slope.is_finite())
    }

    fn within_sd(&self) -> f64 {
        let scale = scale(&self.differences);
        let squares = (self.differences.iter()).map(|d| (d * scale) * (d * scale));
        (sum(squares) / (2.0 * self.differences.len() as f64)).sqrt() / scale
    }

    fn within_cv(&self) -> Option<f64> {
        let relative = |(d, m): (&f64, &f64)| if *d == 0.0 { 0.0 } else { d / m };
        let shares = self.differences.iter().zip(&self.means).map(relative);
        let halves: f64 = shares.map(|share| share * share / 2.0).sum();
        Some((halves / self.means.len() as f64).sqrt()).filter(|cv| cv.is_finite())
    }
}

/// Distances from the mean, times the power of two that is given with them.
fn centred(values: &[f64]) -> (Vec<f64>, f64) {
    let mean = mean_of(values);
    let distances: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let scale = scale(&distances);
    (
        distances.iter().map(|distance| distance * scale).collect(),
        scale,
    )
}
