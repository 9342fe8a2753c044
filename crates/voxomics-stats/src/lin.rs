//! Lin's concordance correlation coefficient.

use serde::{Deserialize, Serialize};

use crate::dist::normal;
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
/// [`Error::Input`] for fewer than two subjects, unequal lengths, and values that are not finite; [`Error::Constant`].
///
/// # References
///
/// Lin LI. *Biometrics* 1989;45:255-268, and the correction 2000;56:324-325.
#[doc(alias("CCC", "concordance correlation"))]
pub fn concordance(x: &[f64], y: &[f64], level: ConfidenceLevel) -> Result<Concordance, Error> {
    input::same_length(("x", x.len()), ("y", y.len()))?;
    input::finite("x", x, 2)?;
    input::finite("y", y, 2)?;
    for (what, values) in [("first", x), ("second", y)] {
        if values.iter().all(|&value| value == values[0]) {
            return Err(Error::Constant(what));
        }
    }
    let n = x.len() as f64;
    let (mx, my) = (mean(x), mean(y));
    let moment = |a: &[f64], ma: f64, b: &[f64], mb: f64| {
        a.iter()
            .zip(b)
            .map(|(a, b)| (a - ma) * (b - mb))
            .sum::<f64>()
            / n
    };
    let (vx, vy, cov) = (
        moment(x, mx, x, mx),
        moment(y, my, y, my),
        moment(x, mx, y, my),
    );
    input::finite("squares", &[vx, vy, vx * vy], 1)?;
    let product = vx.sqrt() * vy.sqrt();
    let shift = (mx - my) * (mx - my);
    let pearson = (cov / product).clamp(-1.0, 1.0);
    let bias_correction = 2.0 * product / (vx + vy + shift);
    let ccc = pearson * bias_correction;
    let location_shift = (mx - my) / product.sqrt();
    let u2 = location_shift * location_shift;
    // Lin's variance with ccc/pearson put in for what it is: no exception where the correlation is 0.
    let (c2, p2) = (bias_correction * bias_correction, ccc * ccc);
    let variance = (1.0 - pearson * pearson) * c2 * (1.0 - p2)
        + 2.0 * p2 * bias_correction * (1.0 - ccc) * u2
        - 0.5 * p2 * c2 * u2 * u2;
    let standard_error = (n > 2.0).then(|| (variance.max(0.0) / (n - 2.0)).sqrt());
    let z = normal::upper_quantile(level.tail());
    let wald = standard_error.map(|se| Interval {
        lower: ccc - z * se,
        upper: ccc + z * se,
    });
    Ok(Concordance {
        ccc,
        ccc_unbiased: 2.0 * cov / (vx + vy + shift * (n - 1.0) / n),
        pearson,
        bias_correction,
        scale_shift: (vx / vy).sqrt(),
        location_shift,
        standard_error,
        interval: standard_error.map(|se| fisher(ccc, z * se)),
        wald,
    })
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

fn mean(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let rough = values.iter().map(|x| x / n).sum::<f64>();
    rough + values.iter().map(|x| (x - rough) / n).sum::<f64>()
}
