//! Proportional hazards regression (Cox), unpenalised.

use serde::{Deserialize, Serialize};

use super::design::{Constant, Design};
use super::newton::{self, Derivatives, Likelihood};
use super::{Error, Separation};
use crate::input;
use crate::names::names;
use crate::survival::FollowUp;
use partial::Partial;

mod baseline;
mod partial;
mod score;

pub use baseline::{Baseline, baseline};
pub use score::{exact_score_test, score_test};

/// How events at one time share their risk set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// Each later one of them finds the earlier ones gone by their average share: the default of R's survival.
    #[default]
    Efron,
    /// All find the whole risk set: simple, and biased towards 0 with many ties; the default of lifelines' peers in Python
    /// and of SAS.
    Breslow,
}

names!(Ties, "ties": Efron = "efron", Breslow = "breslow");

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Log hazard ratios, one for each column.
    pub coefficients: Vec<f64>,
    /// Their covariance, the inverse of the information: a row for each coefficient, in their order.
    pub covariance: Vec<Vec<f64>>,
    /// Log partial likelihood of coefficients 0.
    pub null_log_likelihood: f64,
    /// Log partial likelihood at its maximum.
    pub log_likelihood: f64,
    /// Newton's steps taken.
    pub iterations: usize,
}

impl Fit {
    /// Standard errors of the coefficients.
    #[must_use]
    pub fn standard_errors(&self) -> Vec<f64> {
        (0..self.coefficients.len())
            .map(|i| self.covariance[i][i].sqrt())
            .collect()
    }
}

/// Fits the hazard `h₀(t) exp(Σ βⱼ xⱼ)` by maximum partial likelihood, converged to the last digits; left truncation counts.
///
/// R's `coxph(Surv(time, event) ~ x)`; `cph` of rms stops earlier, at 4 digits. Each step costs rows x columns².
///
/// ```
/// use voxomics_stats::likelihood::cox::{self, Ties};
/// use voxomics_stats::survival::FollowUp;
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0, 5.0], &[true, true, true, false, true])?;
/// let fit = cox::fit(&follow_up, &[&[1.0, 0.0, 1.0, 0.0, 0.0]], Ties::Efron)?;
/// assert!(fit.coefficients[0] > 0.0 && fit.log_likelihood > fit.null_log_likelihood);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Error::Monotone`] where no finite maximum exists, which R answers with a warning and huge coefficients;
/// [`Error::Collinear`] where R reports NA; [`Error::NoEvents`]; [`Error::Input`] for lengths that differ and values that are
/// not finite.
///
/// # References
///
/// Cox DR. *J R Stat Soc B* 1972;34:187-220. Efron B. *J Am Stat Assoc* 1977;72:557-565. Breslow N. *Biometrics*
/// 1974;30:89-99.
#[doc(alias("coxph", "cph", "CoxPHFitter"))]
pub fn fit(follow_up: &FollowUp, columns: &[&[f64]], ties: Ties) -> Result<Fit, Error> {
    let design = design(follow_up, columns)?;
    let mut model = Partial::new(follow_up, design.columns(), ties);
    let size = model.size();
    let null_log_likelihood = model.at(&vec![0.0; size], &mut Derivatives::zero(size));
    let maximum = newton::maximise(&mut model, vec![0.0; size]).map_err(|error| match error {
        Error::Separated { .. } => Error::Monotone,
        other => other,
    })?;
    Ok(Fit {
        coefficients: design.coefficients(&maximum.coefficients),
        covariance: design.covariance(&maximum.information.inverse()),
        null_log_likelihood,
        log_likelihood: maximum.log_likelihood,
        iterations: maximum.iterations,
    })
}

/// Log partial likelihood of given linear predictors, one for each subject.
///
/// ```
/// use voxomics_stats::likelihood::cox::{self, Ties};
/// use voxomics_stats::survival::FollowUp;
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0], &[true, false, true])?;
/// let value = cox::log_likelihood(&follow_up, &[0.0; 3], Ties::Efron)?;
/// // One of three, then one of one.
/// assert!((value + 3_f64.ln()).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Error::NoEvents`]; [`Error::Input`] for lengths that differ and values that are not finite; [`Error::Span`].
pub fn log_likelihood(
    follow_up: &FollowUp,
    linear_predictors: &[f64],
    ties: Ties,
) -> Result<f64, Error> {
    checked_predictors(follow_up, linear_predictors)?;
    let column = [linear_predictors.to_vec()];
    let mut model = Partial::new(follow_up, &column, ties);
    let value = model.at(&[1.0], &mut Derivatives::zero(1));
    if value.is_finite() {
        Ok(value)
    } else {
        Err(span(linear_predictors))
    }
}

fn span(linear_predictors: &[f64]) -> Error {
    let all = || linear_predictors.iter().copied();
    Error::Span {
        low: all().fold(f64::INFINITY, f64::min),
        high: all().fold(f64::NEG_INFINITY, f64::max),
    }
}

fn checked_predictors(follow_up: &FollowUp, linear_predictors: &[f64]) -> Result<(), Error> {
    input::same_length(
        ("linear predictors", linear_predictors.len()),
        ("times", follow_up.subjects()),
    )?;
    input::finite("linear predictors", linear_predictors, 1)?;
    if follow_up.events() == 0 {
        return Err(Error::NoEvents);
    }
    Ok(())
}

/// Columns centred and scaled: the partial likelihood does not see a constant.
fn design(follow_up: &FollowUp, columns: &[&[f64]]) -> Result<Design, Error> {
    if follow_up.events() == 0 {
        return Err(Error::NoEvents);
    }
    Design::new(columns, ("times", follow_up.subjects()), Constant::Unseen)
}

impl Likelihood for Partial<'_> {
    fn size(&self) -> usize {
        self.columns().len()
    }

    fn at(&mut self, coefficients: &[f64], derivatives: &mut Derivatives) -> f64 {
        self.evaluate(coefficients, derivatives)
    }

    /// Monotone: along the direction every event has the largest predictor among those at risk.
    fn separated_by(&self, direction: &[f64], tolerance: f64) -> Option<Separation> {
        let (least, most) = self.leads(direction);
        (most > 0.0 && least >= -tolerance * most).then_some(Separation::QuasiComplete)
    }
}
