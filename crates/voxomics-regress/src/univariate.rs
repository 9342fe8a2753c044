//! Univariate filters: a test of each column against the outcome, adjusted for how many there are.

use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use voxomics_stats::Alternative;
use voxomics_stats::adjust::{self, Method as Adjustment};
use voxomics_stats::hypothesis::mann_whitney::{Method as MannWhitney, mann_whitney};
use voxomics_stats::hypothesis::t_test;
use voxomics_stats::input;

use crate::cox::{self, Cohort};
use crate::logistic;

/// What columns are tested against.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Outcome<'a> {
    /// Whether each row is a case.
    Cases(&'a [bool]),
    /// When each row was last seen, and whether with an event.
    Survival {
        /// Times.
        times: &'a [f64],
        /// Events.
        events: &'a [bool],
    },
}

/// Which test; those of cases, but for [`Cox`](Self::Cox), which is of survival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Test {
    /// Welch's t: means differ, variances may.
    Welch,
    /// Mann and Whitney's U, exact or corrected by R's rule.
    MannWhitney,
    /// The likelihood ratio of a logistic model of the column.
    Logistic,
    /// The likelihood ratio of a Cox model of the column, Efron's ties.
    Cox,
}

/// Which test, and what is made of its p values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// The test.
    pub test: Test,
    /// Benjamini and Hochberg's by default: adjusted p values are false discovery rates.
    pub adjustment: Adjustment,
    /// Columns whose adjusted p value is not above it are kept; 0.05 by default.
    pub level: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            test: Test::MannWhitney,
            adjustment: Adjustment::BenjaminiHochberg,
            level: 0.05,
        }
    }
}

/// What the filter found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filtered {
    /// Columns kept, ascending.
    pub kept: Vec<usize>,
    /// The p value of each column; none where it has no test: a constant column, one that separates, one of few values.
    pub p_values: Vec<Option<f64>>,
    /// Adjusted for the number of those that have one.
    pub adjusted: Vec<Option<f64>>,
}

/// Why there is no filter.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value of the matrix or an outcome that cannot be used.
    #[error(transparent)]
    Logistic(#[from] logistic::Error),
    /// Follow-up that cannot be used.
    #[error(transparent)]
    Cox(#[from] cox::Error),
    /// p values that cannot be adjusted.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// A test of another outcome.
    #[error(
        "{test:?} is no test of {outcome}: Cox is the one of survival, all others are of cases"
    )]
    Outcome {
        /// The test.
        test: Test,
        /// `cases` or `survival`.
        outcome: &'static str,
    },
    /// A level that is none.
    #[error("level {0} is not between 0 and 1")]
    Level(f64),
}

/// Tests each column, adjusts, and keeps what is significant.
///
/// A column that separates cases from controls has no logistic or Cox model, and so no p value: look at those first. On all threads of
/// the ambient pool, with the same bytes on any number.
///
/// ```
/// use ndarray::array;
/// use voxomics_regress::univariate::{Options, Outcome, Test, filter};
///
/// let x = array![[1.0, 5.0], [2.0, 3.0], [3.0, 4.0], [4.0, 1.0], [5.0, 2.0], [7.0, 3.5]];
/// let cases = Outcome::Cases(&[false, false, true, false, true, true]);
/// let options = Options { test: Test::Logistic, level: 0.1, ..Options::default() };
/// let filtered = filter(x.view(), cases, &options)?;
/// assert!(filtered.p_values[0] < filtered.p_values[1]);
/// # Ok::<(), voxomics_regress::univariate::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Logistic`] and [`Error::Cox`] for values that are not finite, lengths that differ, one class, no events; [`Error::Outcome`],
/// [`Error::Level`].
pub fn filter(
    x: ArrayView2<'_, f64>,
    outcome: Outcome<'_>,
    options: &Options,
) -> Result<Filtered, Error> {
    if !(0.0..=1.0).contains(&options.level) {
        return Err(Error::Level(options.level));
    }
    let p_values = p_values(x, outcome, options.test)?;
    let adjusted = adjust::adjust_present(&p_values, options.adjustment)?;
    let passes = |p: &Option<f64>| p.is_some_and(|p| p <= options.level);
    let kept = adjusted.iter().enumerate();
    Ok(Filtered {
        kept: kept.filter(|(_, p)| passes(p)).map(|(at, _)| at).collect(),
        p_values,
        adjusted,
    })
}

fn p_values(
    x: ArrayView2<'_, f64>,
    outcome: Outcome<'_>,
    test: Test,
) -> Result<Vec<Option<f64>>, Error> {
    match (test, outcome) {
        (Test::Cox, Outcome::Survival { times, events }) => survival(x, times, events),
        (Test::Cox, Outcome::Cases(_)) => Err(Error::Outcome {
            test,
            outcome: "cases",
        }),
        (_, Outcome::Survival { .. }) => Err(Error::Outcome {
            test,
            outcome: "survival",
        }),
        (_, Outcome::Cases(cases)) => {
            // Checks the arguments whatever the test.
            let models = logistic::screen(x, cases)?;
            Ok(match test {
                Test::Welch => two_samples(x, cases, |a, b| {
                    let test = t_test::welch(a, b, &t_test::Options::default()).ok()?;
                    Some(test.p_value)
                }),
                Test::MannWhitney => two_samples(x, cases, |a, b| {
                    mann_whitney(a, b, MannWhitney::Auto, Alternative::TwoSided)
                        .ok()?
                        .p_value
                }),
                _ => models
                    .into_iter()
                    .map(|model| Some(model.ok()?.p_value))
                    .collect(),
            })
        }
    }
}

/// A test of cases against controls, for each column.
fn two_samples(
    x: ArrayView2<'_, f64>,
    cases: &[bool],
    test: impl Fn(&[f64], &[f64]) -> Option<f64> + Sync,
) -> Vec<Option<f64>> {
    let columns = (0..x.ncols()).into_par_iter().with_min_len(16);
    columns
        .map(|column| {
            let values = x.column(column);
            let part = |class: bool| {
                let pairs = values.iter().zip(cases);
                let own = pairs.filter(|&(_, &case)| case == class);
                own.map(|(&value, _)| value).collect::<Vec<f64>>()
            };
            let (own, others) = (part(true), part(false));
            let is_constant = own.iter().chain(&others).all(|value| *value == own[0]);
            if is_constant {
                return None;
            }
            test(&own, &others)
        })
        .collect()
}

/// The likelihood ratio test of each column's Cox model.
fn survival(
    x: ArrayView2<'_, f64>,
    times: &[f64],
    events: &[bool],
) -> Result<Vec<Option<f64>>, Error> {
    let response = cox::Response::Right { times, events };
    let columns = (0..x.ncols()).into_par_iter().with_min_len(16);
    columns
        .map(|column| {
            let one = x.slice(ndarray::s![.., column..=column]);
            let options = cox::Options::default();
            let cohort = Cohort::new(one, &response, &options).map_err(|error| match error {
                // Of the matrix, not of its one column.
                cox::Error::Value { row, value, .. } => cox::Error::Value { row, column, value },
                other => other,
            })?;
            match cohort.fit() {
                Ok(fit) if fit.coefficients[0].is_some() => Ok(Some(fit.likelihood_ratio.p_value)),
                Ok(_) | Err(cox::Error::Monotone { .. }) => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
        .collect()
}
