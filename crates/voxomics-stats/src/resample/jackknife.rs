use rayon::prelude::*;

use super::Error;
use super::draw::all as every;

/// The influence of each row on a statistic, `(n - 1)(t - t₋ᵢ)` with the statistic `t₋ᵢ` of all other rows; boot's
/// `empinf(type = "jack")`, for [`bca_interval`](super::Replicates::bca_interval).
///
/// ```
/// let x = [1.0, 2.0, 6.0];
/// let mean = |rows: &[usize]| Some(rows.iter().map(|&row| x[row]).sum::<f64>() / rows.len() as f64);
/// assert_eq!(voxomics_stats::resample::jackknife(3, mean)?, [-2.0, -1.0, 3.0]);
/// # Ok::<(), voxomics_stats::resample::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::NoRows`]; [`Error::OutOfMemory`]; [`Error::Undefined`], also if the statistic is undefined without some row.
///
/// # References
///
/// Davison AC, Hinkley DV. *Bootstrap Methods and their Application*, 1997, section 2.7.3.
#[doc(alias = "empinf")]
pub fn jackknife(
    rows: usize,
    statistic: impl Fn(&[usize]) -> Option<f64> + Sync,
) -> Result<Vec<f64>, Error> {
    if rows == 0 {
        return Err(Error::NoRows);
    }
    let all = every(rows)?;
    let finite = |rows: &[usize]| statistic(rows).filter(|value| value.is_finite());
    let whole = finite(&all).ok_or(Error::Undefined)?;
    let influence = |left_out: usize| {
        let rest: Vec<usize> = (0..rows).filter(|&row| row != left_out).collect();
        finite(&rest).map(|value| (rows - 1) as f64 * (whole - value))
    };
    let influences: Vec<Option<f64>> = (0..rows).into_par_iter().map(influence).collect();
    influences
        .into_iter()
        .collect::<Option<_>>()
        .ok_or(Error::Undefined)
}
