//! Optimism of a model's performance, by the bootstrap: what its own data promise beyond what new data will keep.
//!
//! A model is fitted to each resample and looked at twice: on the resample, and on the original rows. The mean difference is
//! the optimism, and is taken off what the model shows on its own data (Efron and Gong). [`validate`] does so for numbers such
//! as `Dxy`, the calibration slope and the Brier score, [`calibrate`] for the calibration curve; they are rms's functions of
//! these names.
//!
//! How the model is fitted is a [`Refit`]: a closure from row numbers to linear predictors, in which everything that was
//! done to the data (imputation, selection of features, choice of a penalty) should happen again. [`Logistic`] is the ready
//! one of a logistic model of given columns.

mod calibrate;
mod logistic;
mod performance;
mod validate;

use rayon::prelude::*;

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
    /// A resample with a row that does not exist.
    #[error("resample {resample}: row {row} of {rows} does not exist; rows count from 0")]
    Row {
        /// The first such resample, from 0.
        resample: usize,
        /// The row in it.
        row: usize,
        /// How many rows there are.
        rows: usize,
    },
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
        "resample {resample}: the refit gave {got} finite linear predictors for {rows} rows; it must give one for each \
         original row, or none at all"
    )]
    Predictors {
        /// The first such resample, from 0; none for the original rows.
        resample: usize,
        /// How many finite values it gave.
        got: usize,
        /// How many rows there are.
        rows: usize,
    },
    /// Predicted risks without enough spread to draw a curve over.
    #[error("predicted risks hold {0} distinct points to draw a curve over: at least 2 are needed")]
    NoSpread(usize),
    /// From the smoother.
    #[error(transparent)]
    Smoother(#[from] lowess::Error),
}

/// How a model is fitted anew.
pub trait Refit: Sync {
    /// Linear predictors (log odds) of *all* rows from the model fitted to `rows`, drawn with replacement; none where the
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
fn checked(labels: &[bool], resamples: &[Vec<usize>]) -> Result<(), Error> {
    input::both_classes("labels", labels)?;
    if resamples.is_empty() {
        return Err(input::Error::TooFew {
            what: "resamples",
            least: 1,
        }
        .into());
    }
    let rows = labels.len();
    for (resample, drawn) in resamples.iter().enumerate() {
        if drawn.is_empty() {
            return Err(input::Error::TooFew {
                what: "rows of a resample",
                least: 1,
            }
            .into());
        }
        if let Some(&row) = drawn.iter().find(|&&row| row >= rows) {
            return Err(Error::Row {
                resample,
                row,
                rows,
            });
        }
    }
    Ok(())
}

/// Linear predictors of the model of all rows.
fn original(refit: &impl Refit, rows: usize) -> Result<Vec<f64>, Error> {
    let all: Vec<usize> = (0..rows).collect();
    let linear = refit.linear_predictors(&all).ok_or(Error::NoModel)?;
    whole(linear, 0, rows)
}

fn whole(linear: Vec<f64>, resample: usize, rows: usize) -> Result<Vec<f64>, Error> {
    let got = linear.iter().filter(|eta| eta.is_finite()).count();
    if got == rows && linear.len() == rows {
        Ok(linear)
    } else {
        Err(Error::Predictors {
            resample,
            got,
            rows,
        })
    }
}

/// `look` at each resample's model, in parallel: its linear predictors of all rows, and how often each row was drawn.
/// None for those that have no model, or in which `look` sees nothing; the order is that of the resamples.
fn each<T: Send>(
    refit: &impl Refit,
    rows: usize,
    resamples: &[Vec<usize>],
    look: impl Fn(&[f64], &[u32]) -> Result<Option<T>, Error> + Sync,
) -> Result<Vec<Option<T>>, Error> {
    let one = |(resample, drawn): (usize, &Vec<usize>)| {
        let Some(linear) = refit.linear_predictors(drawn) else {
            return Ok(None);
        };
        look(&whole(linear, resample, rows)?, &counts(drawn, rows))
    };
    // Collected before the first error is looked for, so that it is the first whatever the number of threads.
    let looks: Vec<Result<Option<T>, Error>> = resamples.par_iter().enumerate().map(one).collect();
    looks.into_iter().collect()
}

/// How often each row was drawn.
fn counts(drawn: &[usize], rows: usize) -> Vec<u32> {
    let mut counts = vec![0; rows];
    for &row in drawn {
        counts[row] += 1;
    }
    counts
}
