//! Optimism of a model's performance, by the bootstrap: what its own data promise beyond what new data will keep.
//!
//! A model is fitted to each resample and looked at twice: on the resample, and on the original rows. The mean difference is
//! the optimism, and is taken off what the model shows on its own data (Efron and Gong). [`validate`] does so for numbers such
//! as `Dxy`, the calibration slope and the Brier score, [`calibrate`] for the calibration curve; they are rms's functions of
//! these names.
//!
//! Resamples are [`Resamples`]: drawn from a seed, or given, such as those of an analysis in R. How the model is fitted is a
//! [`Refit`]: a closure from row numbers to linear predictors, in which everything that was done to the data (imputation,
//! selection of features, choice of a penalty) should happen again. [`Logistic`] is the ready one of a logistic model of
//! given columns. For any other index take [`resample::optimism`], for Cox models
//! [`survival::calibration`](crate::survival::calibration).
//!
//! ```
//! use voxomics_stats::likelihood::logistic::{self, Options};
//! use voxomics_stats::optimism;
//! use voxomics_stats::resample::{Draws, Resamples};
//!
//! let labels: Vec<bool> = (0..60).map(|i| i * 7 % 60 > 40 - i / 3).collect();
//! let markers: [Vec<f64>; 2] = [17, 23].map(|by| (0..60).map(|i| f64::from(i * by % 31 + i / 4)).collect());
//! // Of two markers the one that parts the resampled rows further is taken, in every resample anew.
//! let refit = |rows: &[usize]| {
//!     let of = |values: &[f64]| rows.iter().map(|&row| values[row]).collect::<Vec<_>>();
//!     let drawn: Vec<bool> = rows.iter().map(|&row| labels[row]).collect();
//!     let fits = markers.iter().map(|marker| {
//!         let fit = logistic::fit(&[&of(marker)], &drawn, &Options::default()).ok()?;
//!         Some((fit.deviance, fit.coefficients, marker))
//!     });
//!     let (_, beta, marker) = fits.flatten().min_by(|a, b| a.0.total_cmp(&b.0))?;
//!     Some(marker.iter().map(|x| beta[0] + beta[1] * x).collect())
//! };
//! let resamples = Resamples::plain(60, Draws { resamples: 100, ..Draws::default() })?;
//! let validation = optimism::validate(&labels, &resamples, &refit)?;
//! assert!(validation.corrected.dxy < validation.apparent.dxy);
//! # Ok::<(), voxomics_stats::Error>(())
//! ```

mod calibrate;
mod logistic;
mod performance;
mod validate;

use voxomics_core::ErrorClass;

use crate::resample::{self, Resamples};
use crate::{input, lowess};

pub use calibrate::{Calibration, CalibrationOptions, CalibrationPoint, calibrate};
pub use logistic::Logistic;
pub use performance::Performance;
pub use validate::{Resample, Validation, validate};

/// Why optimism could not be estimated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// From the resampling.
    #[error(transparent)]
    Resample(#[from] resample::Error),
    /// No model of the original rows.
    #[error("no model of the original rows could be fitted, so there is nothing to validate")]
    NoModel,
    /// No model of any resample.
    #[error(
        "none of {0} resamples gave a model that could be tested: the model is too large for the data"
    )]
    NoResample(usize),
    /// A refit that answers with something else than a finite number for each row.
    #[error(
        "a refit gave {got} finite linear predictors for {rows} rows: it must give one for each original row, or none \
         at all"
    )]
    Predictors {
        /// How many finite values it gave.
        got: usize,
        /// How many rows there are.
        rows: usize,
    },
    /// Too few predicted risks to draw a curve from the fifth smallest to the fifth largest.
    #[error(
        "{0} predicted risks: 10 are needed to draw a curve from the fifth smallest to the fifth largest; or say where to draw it"
    )]
    TooFewRisks(usize),
    /// Predicted risks without spread.
    #[error(
        "all predicted risks from the fifth smallest to the fifth largest are {0}: there is no curve to draw"
    )]
    Constant(f64),
    /// A curve past the risks.
    #[error(
        "the corrected curve has {0} points and reaches no predicted risk: draw it at risks that the model predicts"
    )]
    Unreached(usize),
    /// From the smoother.
    #[error(transparent)]
    Smoother(#[from] lowess::Error),
}

impl Error {
    pub(crate) fn class(&self) -> ErrorClass {
        match self {
            Self::Resample(error) => error.class(),
            Self::Input(_)
            | Self::NoModel
            | Self::NoResample(_)
            | Self::Predictors { .. }
            | Self::TooFewRisks(_)
            | Self::Constant(_)
            | Self::Unreached(_)
            | Self::Smoother(_) => ErrorClass::Input,
        }
    }
}

/// How a model is fitted anew.
pub trait Refit: Sync {
    /// Linear predictors (log odds) of *all* rows from the model fitted to `rows`, drawn with replacement; `None` where the
    /// fit fails, for separation or a single class: such resamples are left out and counted.
    ///
    /// Must be a function of `rows` alone; it is called from several threads.
    fn linear_predictors(&self, rows: &[usize]) -> Option<Vec<f64>>;
}

impl<F: Fn(&[usize]) -> Option<Vec<f64>> + Sync> Refit for F {
    fn linear_predictors(&self, rows: &[usize]) -> Option<Vec<f64>> {
        self(rows)
    }
}

/// What [`validate`] and [`calibrate`] ask of labels and resamples.
fn checked(labels: &[bool], resamples: &Resamples<'_>) -> Result<(), Error> {
    input::both_classes("labels", labels)?;
    Ok(input::same_length(
        ("resampled rows", resamples.rows()),
        ("labels", labels.len()),
    )?)
}

/// Linear predictors of the model of all rows.
fn fitted(refit: &impl Refit, rows: usize) -> Result<Vec<f64>, Error> {
    let all: Vec<usize> = (0..rows).collect();
    let linear = refit.linear_predictors(&all).ok_or(Error::NoModel)?;
    whole(linear, rows)
}

fn whole(linear: Vec<f64>, rows: usize) -> Result<Vec<f64>, Error> {
    let got = linear.iter().filter(|eta| eta.is_finite()).count();
    if got == rows && linear.len() == rows {
        Ok(linear)
    } else {
        Err(Error::Predictors { got, rows })
    }
}

/// `look` at each resample's model, in parallel: its linear predictors of all rows, and how often each row was drawn.
/// `None` for those that have no model, or in which `look` sees nothing; the order is that of the resamples.
fn each<T: Send>(
    refit: &impl Refit,
    resamples: &Resamples<'_>,
    look: impl Fn(&[f64], &[u32]) -> Result<Option<T>, Error> + Sync,
) -> Result<Vec<Option<T>>, Error> {
    let rows = resamples.rows();
    let one = |drawn: &[usize]| {
        let Some(linear) = refit.linear_predictors(drawn) else {
            return Ok(None);
        };
        look(&whole(linear, rows)?, &counts(drawn, rows))
    };
    // All are looked at before the first error, so that it is the first whatever the number of threads.
    resamples.map(one)?.into_iter().collect()
}

/// How often each row was drawn.
fn counts(drawn: &[usize], rows: usize) -> Vec<u32> {
    let mut counts = vec![0; rows];
    for &row in drawn {
        counts[row] += 1;
    }
    counts
}
