//! The standard error of an area under a ROC curve from the area alone, for papers that give no more.

use crate::delong::wald;
use crate::{ConfidenceLevel, Interval, input};

/// Variance of an area under the curve after Hanley and McNeil, from `m` cases and `k` controls:
///
/// ```text
/// [A(1 - A) + (m - 1)(Q1 - A²) + (k - 1)(Q2 - A²)]/(m k),   Q1 = A/(2 - A),   Q2 = 2A²/(1 + A)
/// ```
///
/// It assumes exponential scores; with the data at hand use [`delong`](crate::delong).
///
/// ```
/// use voxomics_stats::hanley_mcneil;
///
/// let variance = hanley_mcneil::variance(0.893, 51, 58)?;
/// assert!((variance.sqrt() - 0.0325).abs() < 1e-4);
/// # Ok::<(), voxomics_stats::input::Error>(())
/// ```
///
/// # Errors
///
/// [`input::Error`] for an area outside of [0, 1], or no cases or controls.
///
/// # References
///
/// Hanley JA, McNeil BJ. *Radiology* 1982;143:29-36.
pub fn variance(auc: f64, cases: usize, controls: usize) -> Result<f64, input::Error> {
    input::probability("auc", auc)?;
    for (what, count) in [("cases", cases), ("controls", controls)] {
        if count == 0 {
            return Err(input::Error::TooFew {
                what,
                found: 0,
                least: 1,
            });
        }
    }
    let (m, k) = (cases as f64, controls as f64);
    let square = auc * auc;
    let q1 = auc / (2.0 - auc);
    let q2 = 2.0 * square / (1.0 + auc);
    let sum = auc * (1.0 - auc) + (m - 1.0) * (q1 - square) + (k - 1.0) * (q2 - square);
    // At 1 rounding may leave less than nothing.
    Ok((sum / (m * k)).max(0.0))
}

/// Confidence interval of the area, `auc ± z se`, clipped to [0, 1].
///
/// ```
/// use voxomics_stats::{ConfidenceLevel, hanley_mcneil};
///
/// let interval = hanley_mcneil::interval(0.893, 51, 58, ConfidenceLevel::P95)?;
/// assert!((interval.lower - 0.829).abs() < 1e-3 && (interval.upper - 0.957).abs() < 1e-3);
/// # Ok::<(), voxomics_stats::input::Error>(())
/// ```
///
/// # Errors
///
/// As [`variance`].
pub fn interval(
    auc: f64,
    cases: usize,
    controls: usize,
    level: ConfidenceLevel,
) -> Result<Interval, input::Error> {
    Ok(wald(auc, variance(auc, cases, controls)?.sqrt(), level))
}
