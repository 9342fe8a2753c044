use voxomics_core::math;

use super::{Correlation, Error, checked};
use crate::dist::{normal, students_t};
use crate::moments::{mean_of, scale, sum};
use crate::{ConfidenceLevel, Interval};

/// Product-moment correlation; R's `cor.test`. `t = r √(df / (1 - r²))` with `n - 2` degrees of freedom.
///
/// `r = Σ (x - x̄)(y - ȳ) / √(Σ (x - x̄)² Σ (y - ȳ)²)`; limits `tanh(atanh r ∓ z/√(n - 3))`.
///
/// ```
/// use voxomics_stats::ConfidenceLevel;
/// use voxomics_stats::hypothesis::correlation::pearson;
///
/// let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let b = [2.1, 2.9, 3.2, 5.5, 4.9, 7.0];
/// let r = pearson(&a, &b, ConfidenceLevel::P95)?;
/// assert!((r.estimate - 0.948_225_1).abs() < 1e-7 && (r.p_value - 0.003_951_6).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for fewer than three pairs, unequal lengths, NaN or infinities; [`Error::Constant`] for a constant variable.
///
/// # References
///
/// Fisher RA. *Metron* 1921;1:3-32.
#[doc(alias("cor", "cor.test", "pearsonr"))]
pub fn pearson(x: &[f64], y: &[f64], level: ConfidenceLevel) -> Result<Correlation, Error> {
    checked(x, y, 3)?;
    let (estimate, distance) = coefficient(x, y);
    let df = (x.len() - 2) as f64;
    // 1 - r² as (1 - |r|) (1 + |r|).
    let rest = distance * (1.0 + estimate.abs());
    let statistic = estimate * (df / rest).sqrt();
    let interval = (x.len() > 3).then(|| {
        let reach = normal::upper_quantile(level.tail()) / (x.len() as f64 - 3.0).sqrt();
        let z = math::atanh(estimate);
        Interval {
            lower: math::tanh(z - reach),
            upper: math::tanh(z + reach),
        }
    });
    Ok(Correlation {
        estimate,
        statistic,
        df: Some(df),
        p_value: students_t::two_sided(statistic, df),
        interval,
    })
}

/// r, and 1 - |r|, of variables that are not constant.
pub(crate) fn coefficient(x: &[f64], y: &[f64]) -> (f64, f64) {
    let centred = |values: &[f64]| {
        let scale = scale(values);
        let scaled: Vec<f64> = values.iter().map(|value| value * scale).collect();
        let mean = mean_of(&scaled);
        let centred: Vec<f64> = scaled.iter().map(|value| value - mean).collect();
        let length = sum(centred.iter().map(|value| value * value)).sqrt();
        centred
            .into_iter()
            .map(|value| value / length)
            .collect::<Vec<_>>()
    };
    let (x, y) = (centred(x), centred(y));
    let estimate = sum(x.iter().zip(&y).map(|(x, y)| x * y)).clamp(-1.0, 1.0);
    // Of unit vectors, |x -+ y|² = 2 (1 -+ r).
    let sign = 1.0_f64.copysign(estimate);
    let apart = |(x, y): (&f64, &f64)| (x - sign * y) * (x - sign * y);
    let distance = sum(x.iter().zip(&y).map(apart)) / 2.0;
    if distance < 0.5 {
        (sign * (1.0 - distance), distance)
    } else {
        (estimate, 1.0 - estimate.abs())
    }
}
