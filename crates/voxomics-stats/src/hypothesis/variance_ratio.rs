//! The F test of two variances.

use serde::{Deserialize, Serialize};

use super::{Error, p_of_tails};
use crate::dist::f;
use crate::moments::deviation_of;
use crate::{Alternative, ConfidenceLevel, Interval, input};

/// What the test finds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct VarianceRatio {
    /// Variance of the first group over that of the second.
    #[serde(with = "crate::extended")]
    pub statistic: f64,
    /// Degrees of freedom of the first.
    pub df1: f64,
    /// Degrees of freedom of the second.
    pub df2: f64,
    /// The p value.
    pub p_value: f64,
    /// Confidence interval of the ratio, two-sided.
    pub interval: Interval,
}

/// Tests whether two normal groups have one variance; R's `var.test`.
///
/// `F = s_x²/s_y²` with `m - 1` and `n - 1` degrees of freedom; limits are F over its quantiles.
///
/// ```
/// use voxomics_stats::{Alternative, ConfidenceLevel};
/// use voxomics_stats::hypothesis::variance_ratio::variance_ratio;
///
/// let x = [1.1, 2.4, 3.3, 4.0, 5.2];
/// let y = [2.9, 4.1, 5.0, 6.6, 7.1, 8.3];
/// let test = variance_ratio(&x, &y, Alternative::TwoSided, ConfidenceLevel::P95)?;
/// assert!((test.p_value - 0.633_955_1).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for fewer than two values in a group, NaN or infinities; [`Error::Constant`] without spread in the second
/// group.
#[doc(alias = "var.test")]
pub fn variance_ratio(
    x: &[f64],
    y: &[f64],
    alternative: Alternative,
    level: ConfidenceLevel,
) -> Result<VarianceRatio, Error> {
    input::finite("x", x, 2)?;
    input::finite("y", y, 2)?;
    let (of_x, of_y) = (deviation_of(x), deviation_of(y));
    if of_y == 0.0 {
        return Err(Error::Constant { what: "y" });
    }
    let statistic = (of_x / of_y) * (of_x / of_y);
    let (df1, df2) = ((x.len() - 1) as f64, (y.len() - 1) as f64);
    let (lower, upper) = (f::lower(statistic, df1, df2), f::upper(statistic, df1, df2));
    Ok(VarianceRatio {
        statistic,
        df1,
        df2,
        p_value: p_of_tails(alternative, lower, upper),
        interval: Interval {
            lower: statistic / f::upper_quantile(level.tail(), df1, df2),
            upper: statistic / f::quantile(level.tail(), df1, df2),
        },
    })
}
