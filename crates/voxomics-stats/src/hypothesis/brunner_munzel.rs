//! Brunner and Munzel's test.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::moments::mean_of;
use crate::{Alternative, input, rank};

/// What the test finds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BrunnerMunzel {
    /// Positive where the second group is larger, as scipy has it.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// The p value, by Student's distribution.
    pub p_value: f64,
    /// The chance that a value of the second group is larger, ties counting half.
    pub share: f64,
}

/// Tests whether a value of one group is as often larger as smaller than one of the other, without supposing equal spreads;
/// scipy's `brunnermunzel`, lawstat's `brunner.munzel.test`. Two-sided.
///
/// `t = m n (R̄_y - R̄_x) / ((m + n) √(m S_x² + n S_y²))` with `R̄` mean ranks among all, and `S²` the variance of ranks among all less
/// ranks within the group; `(m S_x² + n S_y²)² / ((m S_x²)²/(m - 1) + (n S_y²)²/(n - 1))` degrees of freedom.
///
/// ```
/// use voxomics_stats::hypothesis::brunner_munzel::brunner_munzel;
///
/// let x = [1.1, 2.4, 3.3, 4.0, 5.2];
/// let y = [2.9, 4.1, 5.0, 6.6, 7.1, 8.3];
/// assert!((brunner_munzel(&x, &y)?.p_value - 0.032_674).abs() < 1e-6);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for fewer than two values in a group and NaN; [`Error::Constant`] without spread of the ranks (equal
/// values, or groups apart).
///
/// # References
///
/// Brunner E, Munzel U. *Biom J* 2000;42:17-25.
#[doc(alias("brunnermunzel", "brunner.munzel.test"))]
pub fn brunner_munzel(x: &[f64], y: &[f64]) -> Result<BrunnerMunzel, Error> {
    input::not_nan("x", x, 2)?;
    input::not_nan("y", y, 2)?;
    let pooled = rank::midranks(&[x, y].concat());
    let (m, n) = (x.len() as f64, y.len() as f64);
    let part = |values: &[f64], pooled: &[f64]| {
        let own = rank::midranks(values);
        let mean = mean_of(pooled);
        let centre = mean - mean_of(&own);
        let square =
            |(pooled, own): (&f64, &f64)| (pooled - own - centre) * (pooled - own - centre);
        let squares: f64 = pooled.iter().zip(&own).map(square).sum();
        (mean, squares / (own.len() as f64 - 1.0))
    };
    let (mean_x, variance_x) = part(x, &pooled[..x.len()]);
    let (mean_y, variance_y) = part(y, &pooled[x.len()..]);
    let (of_x, of_y) = (m * variance_x, n * variance_y);
    let all = of_x + of_y;
    if all == 0.0 {
        return Err(Error::Constant {
            what: "ranks of x and y",
        });
    }
    let statistic = m * n * (mean_y - mean_x) / ((m + n) * all.sqrt());
    let df = all * all / (of_x * of_x / (m - 1.0) + of_y * of_y / (n - 1.0));
    Ok(BrunnerMunzel {
        statistic,
        df,
        p_value: Alternative::TwoSided.p_of_t(statistic, df),
        share: (mean_y - mean_x) / (m + n) + 0.5,
    })
}
