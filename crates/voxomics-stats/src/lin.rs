//! Lin's concordance correlation coefficient.

use serde::{Deserialize, Serialize};

use crate::dist::normal;
use crate::hypothesis::correlation::pearson;
use crate::moments::{deviation_of, mean_of};
use crate::{ConfidenceLevel, Interval, input};

/// Why there is no coefficient.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Constant measurements.
    #[error("{0} method: all values are equal, so nothing can be concordant with them")]
    Constant(&'static str),
}

/// Concordance of two methods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Concordance {
    /// The coefficient, `2 s_xy/(s_x² + s_y² + (x̄ - ȳ)²)`, variances with denominator `n`; 1 where all pairs are equal.
    pub ccc: f64,
    /// The same with denominators `n - 1`.
    pub ccc_unbiased: f64,
    /// Pearson's correlation: precision.
    pub pearson: f64,
    /// Bias correction factor `ccc/pearson`: accuracy.
    pub bias_correction: f64,
    /// `s_x/s_y`; `DescTools` gives the inverse.
    pub scale_shift: f64,
    /// `(x̄ - ȳ)/√(s_x s_y)`; `DescTools` gives the opposite sign.
    pub location_shift: f64,
    /// Lin's, with `n - 2`; none for two subjects.
    pub standard_error: Option<f64>,
    /// From Fisher's z.
    pub interval: Option<Interval>,
    /// `ccc ± z·se`, which may leave [-1, 1].
    pub wald: Option<Interval>,
}

/// Lin's concordance correlation of two methods, a value of each for each subject.
///
/// `DescTools::CCC` in R.
///
/// ```
/// use voxomics_stats::{ConfidenceLevel, lin};
///
/// let same = lin::concordance(&[1.0, 2.0, 4.0], &[1.0, 2.0, 4.0], ConfidenceLevel::P95)?;
/// assert_eq!(same.ccc, 1.0);
/// # Ok::<(), lin::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for fewer than two subjects, unequal lengths, and values that are not finite or too far apart to
/// compare; [`Error::Constant`].
///
/// # References
///
/// Lin LI. *Biometrics* 1989;45:255-268, and the correction 2000;56:324-325.
#[doc(alias("CCC", "concordance correlation"))]
pub fn concordance(x: &[f64], y: &[f64], level: ConfidenceLevel) -> Result<Concordance, Error> {
    check(x, y)?;
    let n = x.len() as f64;
    let (sd_x, sd_y) = (deviation_of(x), deviation_of(y));
    // Ratios only: no square leaves the doubles.
    let scale_shift = sd_x / sd_y;
    let unbiased = ((n - 1.0) / n).sqrt();
    let shift = mean_of(x) - mean_of(y);
    let location_shift = shift / sd_x.sqrt() / sd_y.sqrt() / unbiased;
    input::finite(
        "shifts of scale and location",
        &[scale_shift, location_shift],
        1,
    )?;
    let (pearson, _) = pearson::coefficient(x, y);
    let u2 = location_shift * location_shift;
    let bias_correction = bias_correction(scale_shift, u2);
    let ccc = pearson * bias_correction;
    let standard_error = (n > 2.0).then(|| {
        let variance = variance(pearson, bias_correction, (scale_shift, u2));
        (variance / (n - 2.0)).sqrt()
    });
    let z = normal::upper_quantile(level.tail());
    let wald = standard_error.map(|se| Interval {
        lower: ccc - z * se,
        upper: ccc + z * se,
    });
    Ok(Concordance {
        ccc,
        ccc_unbiased: pearson * self::bias_correction(scale_shift, u2 * unbiased * unbiased),
        pearson,
        bias_correction,
        scale_shift,
        location_shift,
        standard_error,
        interval: standard_error.map(|se| fisher(ccc, z * se)),
        wald,
    })
}

fn check(x: &[f64], y: &[f64]) -> Result<(), Error> {
    input::same_length(("x", x.len()), ("y", y.len()))?;
    input::finite("x", x, 2)?;
    input::finite("y", y, 2)?;
    for (what, values) in [("first", x), ("second", y)] {
        if values.iter().all(|&value| value == values[0]) {
            return Err(Error::Constant(what));
        }
    }
    Ok(())
}

/// `2/(v + 1/v + u²)` of the shifts v of scale and u of location.
fn bias_correction(scale: f64, u2: f64) -> f64 {
    2.0 / (scale + 1.0 / scale + u2)
}

/// Lin's variance, times `n - 2`, with `ccc/pearson` put in for what it is: no exception where the correlation is 0.
fn variance(pearson: f64, bias_correction: f64, (scale, u2): (f64, f64)) -> f64 {
    let ccc = pearson * bias_correction;
    let (c2, p2) = (bias_correction * bias_correction, ccc * ccc);
    // The factor times u², at most 2, where u² itself may be infinite.
    let shifted = 2.0 / (1.0 + (scale + 1.0 / scale) / u2);
    let variance = (1.0 - pearson * pearson) * c2 * (1.0 - p2) + 2.0 * p2 * (1.0 - ccc) * shifted
        - 0.5 * p2 * shifted * shifted;
    variance.max(0.0)
}

/// The interval on Fisher's scale, of a half-width on the coefficient's.
fn fisher(ccc: f64, reach: f64) -> Interval {
    if ccc.abs() >= 1.0 {
        return Interval {
            lower: ccc,
            upper: ccc,
        };
    }
    let (center, reach) = (libm::atanh(ccc), reach / (1.0 - ccc * ccc));
    Interval {
        lower: libm::tanh(center - reach),
        upper: libm::tanh(center + reach),
    }
}
