//! t tests: Welch's, Student's, of pairs.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::dist::students_t;
use crate::moments::{deviation_of, mean_of};
use crate::{Alternative, ConfidenceLevel, Interval, input};

/// Which differences are looked for, and the level of the interval.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// The sides of the test.
    pub alternative: Alternative,
    /// The mean, or difference of means, under the hypothesis; R's `mu`.
    pub null: f64,
    /// Level of the interval, which is one-sided where the test is.
    pub level: ConfidenceLevel,
}

/// What a t test finds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TTest {
    /// t.
    #[serde(with = "crate::extended")]
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// The p value.
    pub p_value: f64,
    /// Mean of the first group less that of the second; the mean of the differences of pairs.
    pub difference: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Confidence interval of the difference.
    pub interval: Interval,
}

/// Welch's test of two means, variances as they are; R's `t.test`.
///
/// `t = (x̄ - ȳ) / √(s²x/m + s²y/n)`, with degrees of freedom `1 / (c²/(m-1) + (1-c)²/(n-1))`, where `c` is the share of x in the
/// squared standard error: Welch's and Satterthwaite's formula without squares that overflow.
///
/// ```
/// use voxomics_stats::hypothesis::t_test::{Options, welch};
///
/// let test = welch(&[1.5, 2.5, 3.5], &[2.0, 4.0, 6.0], &Options::default())?;
/// assert!((test.p_value - 0.330_826_792).abs() < 1e-9);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for fewer than two values in a group, NaN or infinities; [`Error::Constant`] without spread in either
/// group; [`Error::Null`].
///
/// # References
///
/// Welch BL. *Biometrika* 1947;34:28-35.
#[doc(alias("t.test", "ttest_ind"))]
pub fn welch(x: &[f64], y: &[f64], options: &Options) -> Result<TTest, Error> {
    input::finite("x", x, 2)?;
    input::finite("y", y, 2)?;
    let error = |values: &[f64]| deviation_of(values) / (values.len() as f64).sqrt();
    let (of_x, of_y) = (error(x), error(y));
    let standard_error = libm::hypot(of_x, of_y);
    let share = |part: f64| (part / standard_error) * (part / standard_error);
    let (share_x, share_y) = (share(of_x), share(of_y));
    let freedom = |values: &[f64]| (values.len() - 1) as f64;
    let df = 1.0 / (share_x * share_x / freedom(x) + share_y * share_y / freedom(y));
    finish((mean_of(x), mean_of(y)), standard_error, df, options)
}

/// Student's test of two means, variances taken as equal; R's `t.test(var.equal = TRUE)`.
///
/// `t = (x̄ - ȳ - null) / (s √(1/m + 1/n))` with the pooled `s² = ((m - 1) s_x² + (n - 1) s_y²)/(m + n - 2)` and `m + n - 2` degrees of
/// freedom.
///
/// ```
/// use voxomics_stats::hypothesis::t_test::{Options, student};
///
/// let x = [1.1, 2.4, 3.3, 4.0, 5.2];
/// let y = [2.9, 4.1, 5.0, 6.6, 7.1, 8.3];
/// assert!((student(&x, &y, &Options::default())?.p_value - 0.052_957_1).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for an empty group, NaN or infinities; [`Error::Size`] for fewer than three values; [`Error::Constant`]
/// without spread; [`Error::Null`].
///
/// # References
///
/// Student. *Biometrika* 1908;6:1-25.
#[doc(alias("t.test", "ttest_ind"))]
pub fn student(x: &[f64], y: &[f64], options: &Options) -> Result<TTest, Error> {
    input::finite("x", x, 1)?;
    input::finite("y", y, 1)?;
    if x.len() + y.len() < 3 {
        return Err(Error::Size {
            what: "x and y",
            len: x.len() + y.len(),
            range: "three or more",
        });
    }
    let (m, n) = (x.len() as f64, y.len() as f64);
    let df = m + n - 2.0;
    let part = |values: &[f64]| match values.len() {
        1 => 0.0,
        len => deviation_of(values) * ((len - 1) as f64 / df).sqrt(),
    };
    let standard_error = libm::hypot(part(x), part(y)) * (1.0 / m + 1.0 / n).sqrt();
    finish((mean_of(x), mean_of(y)), standard_error, df, options)
}

/// The test of the mean difference of pairs; R's `t.test(paired = TRUE)`.
///
/// [`one_sample`] of the differences.
///
/// ```
/// use voxomics_stats::hypothesis::t_test::{Options, paired};
///
/// let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let b = [2.1, 2.9, 3.2, 5.5, 4.9, 7.0];
/// assert!((paired(&a, &b, &Options::default())?.p_value - 0.025_790_6).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for unequal lengths, fewer than two pairs, NaN or infinities; [`Error::Constant`] for equal differences;
/// [`Error::Null`].
#[doc(alias("t.test", "ttest_rel"))]
pub fn paired(x: &[f64], y: &[f64], options: &Options) -> Result<TTest, Error> {
    input::same_length(("y", y.len()), ("x", x.len()))?;
    input::finite("x", x, 2)?;
    input::finite("y", y, 2)?;
    let differences: Vec<f64> = x.iter().zip(y).map(|(x, y)| x - y).collect();
    one_sample(&differences, options)
}

/// The test of one mean.
///
/// `t = (x̄ - null) √n / s` with `n - 1` degrees of freedom.
///
/// ```
/// use voxomics_stats::hypothesis::t_test::{Options, one_sample};
///
/// let b = [2.1, 2.9, 3.2, 5.5, 4.9, 7.0];
/// let options = Options { null: 3.0, ..Options::default() };
/// assert!((one_sample(&b, &options)?.p_value - 0.154_174_9).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for fewer than two values, NaN or infinities; [`Error::Constant`] without spread; [`Error::Null`].
#[doc(alias("t.test", "ttest_1samp"))]
pub fn one_sample(x: &[f64], options: &Options) -> Result<TTest, Error> {
    input::finite("x", x, 2)?;
    let standard_error = deviation_of(x) / (x.len() as f64).sqrt();
    finish(
        (mean_of(x), 0.0),
        standard_error,
        (x.len() - 1) as f64,
        options,
    )
}

fn finish(
    (mean_x, mean_y): (f64, f64),
    standard_error: f64,
    df: f64,
    options: &Options,
) -> Result<TTest, Error> {
    if !options.null.is_finite() {
        return Err(Error::Null(options.null));
    }
    // As R: what is left of the spread is rounding.
    let largest = mean_x.abs().max(mean_y.abs());
    if standard_error == 0.0 || standard_error < 10.0 * f64::EPSILON * largest {
        return Err(Error::Constant { what: "x and y" });
    }
    let difference = mean_x - mean_y;
    let statistic = (difference - options.null) / standard_error;
    let reach = |tail: f64| students_t::upper_quantile(tail, df) * standard_error;
    let level = options.level;
    let (lower, upper) = match options.alternative {
        Alternative::TwoSided => (
            difference - reach(level.tail()),
            difference + reach(level.tail()),
        ),
        Alternative::Less => (f64::NEG_INFINITY, difference + reach(2.0 * level.tail())),
        Alternative::Greater => (difference - reach(2.0 * level.tail()), f64::INFINITY),
    };
    Ok(TTest {
        statistic,
        df,
        p_value: options.alternative.p_of_t(statistic, df),
        difference,
        standard_error,
        interval: Interval { lower, upper },
    })
}
