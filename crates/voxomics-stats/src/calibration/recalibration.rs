//! Intercepts and slope of the logistic recalibration.

use serde::{Deserialize, Serialize};

use super::{Error, checked};
use crate::dist::chi_squared;
use crate::likelihood::logistic::{self, Fit, Options, log_probability, logit};
use crate::{ConfidenceLevel, Interval, input};

/// A coefficient of a recalibration, on the scale of the log odds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// By maximum likelihood.
    pub estimate: f64,
    /// Its standard error, from the information.
    pub standard_error: f64,
    /// Wald's interval, `estimate ± z se`.
    pub interval: Interval,
}

impl Estimate {
    fn of(fit: &Fit, index: usize, level: ConfidenceLevel) -> Self {
        let estimate = fit.coefficients[index];
        let standard_error = fit.covariance[index][index].sqrt();
        Self {
            estimate,
            standard_error,
            interval: Interval::around(estimate, standard_error, level),
        }
    }
}

/// The logistic recalibration `logit P(case) = a + b logit(risk)`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Slope {
    /// `a`, beside the slope: 0 in calibrated risks. Not calibration-in-the-large, which has the slope fixed at 1.
    pub intercept: Estimate,
    /// `b`, the calibration slope: 1 in calibrated risks, below 1 in overfitted ones.
    pub slope: Estimate,
    /// -2 log likelihood of the recalibrated risks.
    pub deviance: f64,
    /// The same of the share of cases.
    pub null_deviance: f64,
    /// Likelihood ratio statistic of `a = 0` and `b = 1` at once.
    pub chi_squared: f64,
    /// Its p value, with 2 degrees of freedom.
    pub p_value: f64,
    /// Rows that count: those with risks of 0 or 1, whose log odds are infinite, do not.
    pub used: usize,
}

/// Calibration slope, and the intercept beside it.
///
/// R's `glm(y ~ qlogis(p), binomial)`, converged; `Intercept` and `Slope` of `rms::val.prob`. On the data that a maximum
/// likelihood model was fitted to they are 0 and 1 by construction.
///
/// ```
/// use voxomics_stats::{ConfidenceLevel, calibration};
///
/// // Risks that are too extreme: log odds twice what they should be.
/// let labels: Vec<bool> = (0..40).map(|i| i < if i % 2 == 0 { 8 } else { 32 }).collect();
/// let risks: Vec<f64> = (0..40).map(|i| if i % 2 == 0 { 1.0 / 17.0 } else { 16.0 / 17.0 }).collect();
/// let found = calibration::slope(&labels, &risks, ConfidenceLevel::P95)?;
/// assert!((found.slope.estimate - 0.5).abs() < 1e-12 && found.slope.interval.upper < 1.0);
/// # Ok::<(), calibration::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for empty or unequal input, risks that are none, and labels of one class; [`Error::Likelihood`] for
/// separation or equal risks; [`Error::Certain`] where all risks are 0 or 1.
///
/// # References
///
/// Cox DR. *Biometrika* 1958;45:562-565. Miller ME et al. *Stat Med* 1991;10:1213-1226.
#[doc(alias = "calibration slope")]
pub fn slope(labels: &[bool], risks: &[f64], level: ConfidenceLevel) -> Result<Slope, Error> {
    let (labels, linear) = finite_log_odds(labels, risks)?;
    let fit = logistic::fit(&[&linear], &labels, &Options::default())?;
    let cases = labels.iter().filter(|&&case| case).count() as f64;
    let chi_squared = as_given(&labels, &linear) - fit.deviance;
    Ok(Slope {
        intercept: Estimate::of(&fit, 0, level),
        slope: Estimate::of(&fit, 1, level),
        deviance: fit.deviance,
        null_deviance: logistic::null_deviance(cases, labels.len() as f64 - cases),
        chi_squared,
        p_value: chi_squared::upper(chi_squared.max(0.0), 2.0),
        used: labels.len(),
    })
}

/// Calibration-in-the-large: `a` in `logit P(case) = a + logit(risk)`, above 0 where risks are too low.
///
/// R's `glm(y ~ offset(qlogis(p)), binomial)`. Risks of 0 and 1 are left out, as in [`slope`].
///
/// ```
/// use voxomics_stats::{ConfidenceLevel, calibration};
///
/// // Half have it, a fifth were promised: log odds of 0 instead of -ln 4.
/// let labels = [false, true, false, true];
/// let found = calibration::in_the_large(&labels, &[0.2; 4], ConfidenceLevel::P95)?;
/// assert!((found.estimate - 4_f64.ln()).abs() < 1e-12);
/// # Ok::<(), calibration::Error>(())
/// ```
///
/// # Errors
///
/// Those of [`slope`].
///
/// # References
///
/// Steyerberg EW, Vergouwe Y. *Eur Heart J* 2014;35:1925-1931.
#[doc(alias = "citl")]
pub fn in_the_large(
    labels: &[bool],
    risks: &[f64],
    level: ConfidenceLevel,
) -> Result<Estimate, Error> {
    let (labels, linear) = finite_log_odds(labels, risks)?;
    let options = Options {
        offset: Some(&linear),
        ..Options::default()
    };
    let fit = logistic::fit(&[], &labels, &options)?;
    Ok(Estimate::of(&fit, 0, level))
}

/// The rows whose log odds are finite.
pub(super) fn finite_log_odds(
    labels: &[bool],
    risks: &[f64],
) -> Result<(Vec<bool>, Vec<f64>), Error> {
    checked(labels, risks)?;
    input::both_classes("labels", labels)?;
    let rows = labels
        .iter()
        .zip(risks)
        .filter(|&(_, &risk)| risk > 0.0 && risk < 1.0);
    let (labels, linear): (Vec<bool>, Vec<f64>) =
        rows.map(|(&label, &risk)| (label, logit(risk))).unzip();
    if labels.is_empty() {
        return Err(Error::Certain);
    }
    input::both_classes("labels of risks other than 0 and 1", &labels)?;
    Ok((labels, linear))
}

/// -2 log likelihood of log odds as they are.
pub(super) fn as_given(labels: &[bool], linear: &[f64]) -> f64 {
    let rows = labels.iter().zip(linear);
    -2.0 * rows
        .map(|(&case, &eta)| log_probability(case, eta))
        .sum::<f64>()
}
