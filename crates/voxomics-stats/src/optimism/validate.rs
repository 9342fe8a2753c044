//! The optimism of single numbers.

use serde::{Deserialize, Serialize};

use super::performance::{Performance, Rows};
use super::{Error, Refit, checked, each, fitted};
use crate::likelihood::logistic::{expit, logit};
use crate::rank;
use crate::resample::Resamples;

/// One resample's model: on its own rows and on the original ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Resample {
    /// On the resample.
    pub training: Performance,
    /// On the original rows.
    pub test: Performance,
}

/// What [`validate`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// Of the model of all rows, on these rows; rms's `index.orig`.
    pub apparent: Performance,
    /// Mean over the resamples, of their models on themselves.
    pub training: Performance,
    /// Mean over the resamples, of their models on the original rows.
    pub test: Performance,
    /// `training - test`.
    pub optimism: Performance,
    /// `apparent - optimism`, what to report.
    pub corrected: Performance,
    /// Largest calibration error that the corrected intercept and slope imply at any risk; rms's row `Emax`.
    pub corrected_emax: f64,
    /// Each resample; `None` where no model could be fitted or tested.
    pub resamples: Vec<Option<Resample>>,
    /// How many resamples count.
    pub used: usize,
}

/// Optimism-corrected performance of a logistic model; rms's `validate`.
///
/// For the resample's own rows, intercept and slope are 0 and
/// 1 by construction; for the original rows they, and the likelihoods behind `R²`, `D` and `U`, are those of a logistic
/// regression of the labels on the linear predictor. Resamples without a model, or of one class only, whatever the refit
/// makes of them, are left out and counted, as in rms. Where rms
/// stops refitting at a change of 0.025 in -2 log likelihood, fits here are converged: differences up to 2·10⁻⁶.
///
/// Runs in parallel, with the same result on any number of threads.
///
/// ```
/// use voxomics_core::Seed;
/// use voxomics_stats::optimism::{self, Logistic};
/// use voxomics_stats::resample::{Draws, Resamples};
///
/// let x: Vec<f64> = (0..60).map(f64::from).collect();
/// let labels: Vec<bool> = (0..60).map(|i| i * 7 % 60 > 40 - i / 3).collect();
/// let resamples = Resamples::plain(60, Draws { resamples: 200, seed: Seed(1) })?;
/// let validation = optimism::validate(&labels, &resamples, &Logistic::new(&[&x], &labels)?)?;
/// assert!((validation.optimism.slope + validation.corrected.slope - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for labels of one class, or resamples of another number of rows; [`Error::NoModel`] and
/// [`Error::NoResample`] where there is nothing to validate or to validate with.
///
/// # References
///
/// Efron B, Gong G. *Am Stat* 1983;37:36-48. Harrell FE, Lee KL, Mark DB. *Stat Med* 1996;15:361-387.
#[doc(alias("validate.lrm", "rms"))]
pub fn validate(
    labels: &[bool],
    resamples: &Resamples<'_>,
    refit: &impl Refit,
) -> Result<Validation, Error> {
    checked(labels, resamples)?;
    let linear = fitted(refit, labels.len())?;
    let apparent = Rows::new(&rank::order(&linear), &linear, labels, |_| 1).own();
    let resamples = each(refit, resamples, |linear, counts| {
        let order = rank::order(linear);
        let own = Rows::new(&order, linear, labels, |row| counts[row]);
        if !own.both_classes() {
            return Ok(None);
        }
        let all = Rows::new(&order, linear, labels, |_| 1);
        Ok(all.others().map(|test| Resample {
            training: own.own(),
            test,
        }))
    })?;
    let used: Vec<&Resample> = resamples.iter().flatten().collect();
    let training =
        mean(used.iter().map(|one| &one.training)).ok_or(Error::NoResample(resamples.len()))?;
    let test = mean(used.iter().map(|one| &one.test)).ok_or(Error::NoResample(resamples.len()))?;
    let optimism = training.zip(&test, |training, test| training - test);
    let corrected = apparent.zip(&optimism, |apparent, optimism| apparent - optimism);
    Ok(Validation {
        apparent,
        training,
        test,
        optimism,
        corrected,
        corrected_emax: emax(corrected.intercept, corrected.slope),
        used: used.len(),
        resamples,
    })
}

fn mean<'a>(values: impl ExactSizeIterator<Item = &'a Performance>) -> Option<Performance> {
    let count = values.len() as f64;
    let sum = values
        .copied()
        .reduce(|sum, next| sum.zip(&next, |sum, next| sum + next))?;
    Some(sum.zip(&sum, |sum, _| sum / count))
}

/// Largest `|p - expit(a + b logit p)|` for `p` in 0, 0.0005, ..., 1.
fn emax(a: f64, b: f64) -> f64 {
    let off = |step: u32| {
        let p = f64::from(step) * 5e-4;
        (p - expit(a + b * logit(p))).abs()
    };
    // At 0 and 1 with b = 0 there is no value; the maximum passes over it.
    (0..=2000).map(off).fold(0.0, f64::max)
}
