//! Distances between risks and the smoothed share of cases.

use serde::{Deserialize, Serialize};

use super::{Error, checked};
use crate::{loess, lowess, quantile};

/// What smooths the labels over the risks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Smoother {
    /// Local regression at each risk.
    Loess(loess::Options),
    /// Cleveland's lowess; for labels, without robustness iterations.
    Lowess(lowess::Options),
}

impl Default for Smoother {
    fn default() -> Self {
        Self::Loess(loess::Options::default())
    }
}

/// Absolute differences between risks and smooth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SmoothErrors {
    /// Their mean, the integrated calibration index; `Eavg` of `rms::val.prob`.
    pub ici: f64,
    /// Their median.
    pub e50: f64,
    /// Their 0.9 quantile (type 7).
    pub e90: f64,
    /// Their maximum.
    pub emax: f64,
}

/// Integrated calibration index, E50, E90 and Emax.
///
/// With loess, the default, they are Austin and Steyerberg's but for the surface: R's `loess` interpolates between the
/// vertices of a tree, and differs from the local regression itself by 0.0001 to 0.004 in the index; see
/// [`loess::fit`]. With lowess they are `Eavg`, `E90` and `Emax` of `rms::val.prob`.
///
/// ```
/// use voxomics_stats::calibration::{Smoother, smooth_errors};
///
/// let risks: Vec<f64> = (1..40).map(|i| f64::from(i) / 40.0).collect();
/// let labels: Vec<bool> = (1..40).map(|i| i * 7 % 40 < i).collect();
/// let errors = smooth_errors(&labels, &risks, &Smoother::default())?;
/// assert!(errors.e50 <= errors.e90 && errors.e90 <= errors.emax);
/// # Ok::<(), voxomics_stats::calibration::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for empty or unequal input and risks that are none; [`Error::Constant`] for equal risks; the smoother's.
///
/// # References
///
/// Austin PC, Steyerberg EW. *Stat Med* 2019;38:4051-4065.
#[doc(alias("ICI", "E50", "E90", "Emax"))]
pub fn smooth_errors(
    labels: &[bool],
    risks: &[f64],
    smoother: &Smoother,
) -> Result<SmoothErrors, Error> {
    checked(labels, risks)?;
    if risks.iter().all(|&risk| risk == risks[0]) {
        return Err(Error::Constant(risks[0]));
    }
    let y: Vec<f64> = labels.iter().map(|&label| f64::from(label)).collect();
    let smooth: Vec<f64> = match smoother {
        Smoother::Loess(options) => loess::fit(risks, &y, risks, options)?,
        Smoother::Lowess(options) => {
            let curve = lowess::fit(risks, &y, options)?;
            let at = |&risk: &f64| curve.at(risk, lowess::Ties::Mean);
            risks.iter().filter_map(at).collect()
        }
    };
    let mut errors: Vec<f64> = smooth
        .iter()
        .zip(risks)
        .map(|(s, p)| (s - p).abs())
        .collect();
    let ici = errors.iter().sum::<f64>() / errors.len() as f64;
    errors.sort_unstable_by(f64::total_cmp);
    let quantile = |p| quantile::of_sorted(&errors, p, quantile::Type::Seven);
    Ok(SmoothErrors {
        ici,
        e50: quantile(0.5),
        e90: quantile(0.9),
        emax: quantile(1.0),
    })
}
