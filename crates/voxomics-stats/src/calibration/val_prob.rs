//! The list of rms's `val.prob`.

use serde::{Deserialize, Serialize};

use super::recalibration::{as_given, finite_log_odds};
use super::smooth::{SmoothErrors, Smoother, smooth_errors};
use super::{Error, Slope, Spiegelhalter, brier, slope, spiegelhalter};
use crate::dist::chi_squared;
use crate::likelihood::{self, logistic};
use crate::{ConfidenceLevel, input, lowess, rank};

/// What `rms::val.prob` prints, by its names.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ValProb {
    /// Somers' `Dxy = 2(C - ½)`.
    pub dxy: f64,
    /// `C (ROC)`, with risks cut to `⌊5000 p⌋`, as rms does: near ties count ½.
    pub c: f64,
    /// Nagelkerke's R² of the risks as they are.
    pub r2: f64,
    /// Discrimination index `D = (LR - 1)/n`.
    pub d: f64,
    /// `D:Chi-sq`, the likelihood ratio against the share of cases.
    pub d_chi_squared: f64,
    /// Its p value, with 1 degree of freedom, which `val.prob` leaves out.
    pub d_p: f64,
    /// What needs the recalibrated risks; `None` where the risks separate cases from controls, so that recalibration has no
    /// maximum (`val.prob` prints where its fit stopped).
    pub recalibration: Option<Recalibration>,
    /// Brier score.
    pub brier: f64,
    /// `Emax`, `E90` and `Eavg`, and the median, of `|p - lowess|`.
    pub errors: SmoothErrors,
    /// `S:z` and `S:p`; `None` where all risks are 0, ½ or 1.
    pub spiegelhalter: Option<Spiegelhalter>,
}

/// The part of [`ValProb`] that needs recalibrated risks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Recalibration {
    /// Unreliability index, `(U:Chi-sq - 2)/n`.
    pub u: f64,
    /// `U:Chi-sq`, of the risks against themselves recalibrated.
    pub u_chi_squared: f64,
    /// `U:p`, with 2 degrees of freedom.
    pub u_p: f64,
    /// Quality index `Q = D - U`.
    pub q: f64,
    /// Intercept of the recalibration, beside the slope.
    pub intercept: f64,
    /// Calibration slope.
    pub slope: f64,
}

/// The numbers of R's `rms::val.prob`.
///
/// Risks of 0 and 1 do not take part in what needs log odds. Where rms stops fitting the recalibration at a change of
/// 0.025 in -2 log likelihood, it is converged here: 1.4·10⁻⁷ apart. The curve is lowess without robustness iterations.
///
/// ```
/// use voxomics_stats::calibration::val_prob;
///
/// let risks: Vec<f64> = (1..40).map(|i| f64::from(i) / 40.0).collect();
/// let labels: Vec<bool> = (1..40).map(|i| i * 7 % 40 < i).collect();
/// let all = val_prob(&labels, &risks)?;
/// assert!(all.recalibration.is_some() && all.c > 0.5);
/// # Ok::<(), voxomics_stats::calibration::Error>(())
/// ```
///
/// # Errors
///
/// Those of [`slope`], separation excepted, and of [`smooth_errors`].
///
/// # References
///
/// Harrell FE. *Regression Modeling Strategies*, 2nd ed., 2015, section 10.9.
#[doc(alias = "val.prob")]
pub fn val_prob(labels: &[bool], risks: &[f64]) -> Result<ValProb, Error> {
    let (finite, linear) = finite_log_odds(labels, risks)?;
    let (cases, controls) = input::both_classes("labels", &finite)?;
    let n = finite.len() as f64;
    let null = logistic::null_deviance(cases as f64, controls as f64);
    let given = as_given(&finite, &linear);
    let d_chi_squared = null - given;
    let d = (d_chi_squared - 1.0) / n;
    let recalibration = match slope(labels, risks, ConfidenceLevel::P95) {
        Ok(fit) => Some(Recalibration::new(&fit, n, d)),
        Err(Error::Likelihood(likelihood::Error::Separated { .. })) => None,
        Err(other) => return Err(other),
    };
    let c = concordance(labels, risks);
    let smoother = Smoother::Lowess(lowess::Options {
        iterations: 0,
        ..lowess::Options::default()
    });
    Ok(ValProb {
        dxy: 2.0 * (c - 0.5),
        c,
        r2: libm::expm1(-d_chi_squared / n) / libm::expm1(-null / n),
        d,
        d_chi_squared,
        d_p: chi_squared::upper(d_chi_squared.max(0.0), 1.0),
        recalibration,
        brier: brier(labels, risks)?.score,
        errors: smooth_errors(labels, risks, &smoother)?,
        spiegelhalter: spiegelhalter(labels, risks)?,
    })
}

impl Recalibration {
    fn new(fit: &Slope, n: f64, d: f64) -> Self {
        let u = (fit.chi_squared - 2.0) / n;
        Self {
            u,
            u_chi_squared: fit.chi_squared,
            u_p: fit.p_value,
            q: d - u,
            intercept: fit.intercept.estimate,
            slope: fit.slope.estimate,
        }
    }
}

/// Share of case-control pairs in the right order, of the risks that have log odds, cut as `rms` cuts them.
fn concordance(labels: &[bool], risks: &[f64]) -> f64 {
    let rows = labels
        .iter()
        .zip(risks)
        .filter(|&(_, &risk)| risk > 0.0 && risk < 1.0);
    let (labels, cut): (Vec<bool>, Vec<f64>) = rows
        .map(|(&label, &risk)| (label, (5000.0 * risk).floor()))
        .unzip();
    let ascending = rank::order(&cut).into_iter();
    rank::concordance(ascending.map(|row| (cut[row], labels[row], 1.0)))
}
