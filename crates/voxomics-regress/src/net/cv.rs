//! Which lambda: fits on all folds but one, measured on that one.

mod measure;

use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use voxomics_stats::resample::Fold;

use super::columns::Columns;
use super::together::fit_each;
use super::{Convergence, Error, Lambdas, Options, Path, Response, fit};
use crate::kernel::add_scaled;
use measure::Judge;

/// What a fit is judged by on rows that it has not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Measure {
    /// Deviance: squared error, `-2 Σ [y log p + (1-y) log(1-p)]` with `p` kept 1e-5 from 0 and 1, or of the partial likelihood.
    #[default]
    Deviance,
    /// `(y - ŷ)²`; for cases and controls `2 (y - p)²`, as glmnet sums over both classes.
    SquaredError,
    /// `|y - ŷ|`; for cases and controls `2 |y - p|`.
    AbsoluteError,
    /// Share of cases with `p` of ½ or less and of controls with more.
    Misclassification,
    /// Area under the ROC curve within each fold.
    Auc,
    /// Harrell's C within each fold.
    Concordance,
}

/// How a fold's fits come to the lambdas of the whole data's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Matching {
    /// Each fold has lambdas of its own, and coefficients between them are interpolated, as `cv.glmnet` does.
    #[default]
    Interpolated,
    /// Folds are fitted at the lambdas themselves.
    Exact,
    /// Folds are fitted at the lambdas times the weight of all rows by that of their own, so that the penalty of the *summed* loss
    /// stays the same: `1 / (n C)` with the fold's `n`, as scikit-learn's logistic models with one `C`.
    Scaled,
}

/// How much each fold counts in a mean over folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FoldWeights {
    /// As its rows, or for the deviance of a Cox model as its events: glmnet's means.
    #[default]
    Rows,
    /// As any other, however small it is: scikit-learn's means.
    Equal,
}

/// How folds are judged; write the rest as `..CvOptions::default()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CvOptions {
    /// What a fit is judged by.
    pub measure: Measure,
    /// Whether the standard error is that of the folds' means, or else of the rows.
    pub grouped: bool,
    /// How lambdas are matched.
    pub matching: Matching,
    /// How much each fold counts if they are grouped.
    pub fold_weights: FoldWeights,
}

impl Default for CvOptions {
    fn default() -> Self {
        Self {
            measure: Measure::default(),
            grouped: true,
            matching: Matching::default(),
            fold_weights: FoldWeights::default(),
        }
    }
}

/// A path, and what it is worth on rows that were left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossValidation {
    /// The fit of all rows.
    pub path: Path,
    /// What is in `means`.
    pub measure: Measure,
    /// The measure at each lambda.
    pub means: Vec<f64>,
    /// Its standard error; none where a single fold has a value, as of an AUC with cases in one.
    pub standard_errors: Vec<Option<f64>>,
    /// Where it is best, of several the largest lambda: `lambda.min`.
    pub best: usize,
    /// The largest lambda whose measure is within one standard error of the best: `lambda.1se`.
    pub one_standard_error: usize,
    /// Linear predictors, offset included, of each row by the fits that have not seen it: `[lambda][row]`.
    pub linear_predictors: Vec<Vec<f64>>,
}

/// Fits a path, and again without each of the folds, which it is then judged on.
///
/// Folds come from [`voxomics_stats::resample`] (`stratified_k_fold` with a seed, `leave_one_out`) or are given; each row is in
/// the test part of exactly one. They are fitted in place, with weights of 0 for what is left out,
/// five side by side, which share passes over the matrix. The measure of fold `i` is
/// `mᵢ`, of weight `Wᵢ` (its rows'; for the deviance of a Cox model its events'), and
///
/// `mean = Σ Wᵢ mᵢ / Σ Wᵢ`, `standard error = √( Σ Wᵢ (mᵢ - mean)² / Σ Wᵢ / (K - 1) )`
///
/// over `K` folds, or over rows if not `grouped` or with fewer than three rows a fold ([`FoldWeights::Equal`] always counts folds, with `Wᵢ = 1`). The deviance of a Cox model in a fold is that
/// of all rows minus that of the others, per event. All of it as `cv.glmnet`. The result is the same on any number of threads.
///
/// ```
/// use ndarray::Array2;
/// use voxomics_regress::net::{self, CvOptions, Options, Response};
/// use voxomics_stats::resample::{Folds, k_fold};
///
/// let x = Array2::from_shape_fn((20, 3), |(row, column)| ((row + 1) * (column + 3) % 7) as f64);
/// let y: Vec<f64> = x.column(1).iter().enumerate().map(|(row, x)| x + (row % 3) as f64).collect();
/// let folds = k_fold(20, Folds { folds: 5, ..Folds::default() })?;
/// let cv = net::cross_validate(x.view(), &Response::Gaussian(&y), &Options::default(), &folds, &CvOptions::default())?;
/// assert_eq!(cv.path.coefficients[cv.one_standard_error].columns, [1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`fit`], of any fold too; [`Error::Folds`] if a row is in no or in several test parts; [`Error::Measure`] for one that
/// the response does not have; [`Error::SmallFolds`] for areas of fewer than ten rows a fold.
#[doc(alias("cv.glmnet", "LogisticRegressionCV"))]
pub fn cross_validate(
    x: ArrayView2<'_, f64>,
    response: &Response<'_>,
    options: &Options,
    folds: &[Fold],
    cv: &CvOptions,
) -> Result<CrossValidation, Error> {
    check_folds(folds, x.nrows())?;
    // Copied once where it is not by columns.
    let columns = Columns::new(x);
    let x = columns.view();
    let judge = Judge::new(response, options, folds, *cv)?;
    let (path, fits) = fits(x, response, options, (folds, cv.matching))?;
    let mut linear_predictors = Vec::with_capacity(path.lambdas.len());
    let (mut means, mut standard_errors) = (Vec::new(), Vec::new());
    for (at, &lambda) in path.lambdas.iter().enumerate() {
        let each = fits.par_iter().map(|fit| match cv.matching {
            Matching::Exact | Matching::Scaled => {
                let (intercept, coefficients) = (fit.intercepts[at], &fit.coefficients[at]);
                predictors(&columns, options, intercept, coefficients)
            }
            Matching::Interpolated => {
                let (intercept, coefficients) = fit.at(lambda);
                predictors(&columns, options, intercept, &coefficients)
            }
        });
        let each: Vec<Vec<f64>> = each.collect();
        let (mean, error) = judge.mean(&each);
        means.push(mean);
        standard_errors.push(error);
        linear_predictors.push(left_out(folds, &each));
    }
    let (best, one_standard_error) = judge
        .choose(&means, &standard_errors)
        .ok_or(Error::NoFold(cv.measure))?;
    Ok(CrossValidation {
        path,
        measure: cv.measure,
        means,
        standard_errors,
        best,
        one_standard_error,
        linear_predictors,
    })
}

/// The path of all rows, and those without each fold.
fn fits(
    x: ArrayView2<'_, f64>,
    response: &Response<'_>,
    options: &Options,
    (folds, matching): (&[Fold], Matching),
) -> Result<(Path, Vec<Path>), Error> {
    let without = |lambdas: &[f64]| {
        let each = folds.iter();
        each.map(|fold| without(fold, x, options, (lambdas, matching)))
            .collect::<Vec<Options>>()
    };
    match (options.convergence, matching) {
        (Convergence::Exact { tolerance }, Matching::Interpolated) => {
            // No fold asks for lambdas of the path: all are fitted side by side.
            let mut each = without(&[]);
            each.insert(0, options.clone());
            let mut fits = fit_each(x, response, &each, tolerance)?;
            Ok((fits.remove(0), fits))
        }
        (Convergence::Exact { tolerance }, _) => {
            let path = fit(x, response, options)?;
            let fits = fit_each(x, response, &without(&path.lambdas), tolerance)?;
            Ok((path, fits))
        }
        (Convergence::Glmnet { .. }, _) => {
            let path = fit(x, response, options)?;
            let each = without(&path.lambdas);
            let fits = each.par_iter().map(|options| fit(x, response, options));
            let fits = fits.collect::<Result<_, _>>()?;
            Ok((path, fits))
        }
    }
}

fn check_folds(folds: &[Fold], rows: usize) -> Result<(), Error> {
    let mut times = vec![0_usize; rows];
    for &row in folds.iter().flat_map(|fold| &fold.test) {
        match times.get_mut(row) {
            Some(times) => *times += 1,
            None => return Err(Error::Folds { row, times: 0 }),
        }
    }
    match times.iter().position(|&times| times != 1) {
        None => Ok(()),
        Some(row) => Err(Error::Folds {
            row,
            times: times[row],
        }),
    }
}

/// The same fit without the rows of a fold.
fn without(
    fold: &Fold,
    x: ArrayView2<'_, f64>,
    options: &Options,
    (path, matching): (&[f64], Matching),
) -> Options {
    let (rows, columns) = x.dim();
    let mut weights = options.weights.clone().unwrap_or_else(|| vec![1.0; rows]);
    let all: f64 = weights.iter().sum();
    for &row in &fold.test {
        weights[row] = 0.0;
    }
    let scale = all / weights.iter().sum::<f64>();
    let lambdas = match (&options.lambdas, matching) {
        (_, Matching::Exact) => Lambdas::Given(path.to_vec()),
        (_, Matching::Scaled) => Lambdas::Given(path.iter().map(|lambda| lambda * scale).collect()),
        (&Lambdas::Sequence { count, ratio }, _) => {
            // By the rows that are left.
            let few = rows - fold.test.len() < columns;
            let ratio = ratio.unwrap_or(if few { 0.01 } else { 1e-4 });
            Lambdas::Sequence {
                count,
                ratio: Some(ratio),
            }
        }
        (same @ (Lambdas::Full { .. } | Lambdas::Given(_)), _) => same.clone(),
    };
    Options {
        weights: Some(weights),
        lambdas,
        ..options.clone()
    }
}

/// Of all rows.
fn predictors(
    columns: &Columns<'_>,
    options: &Options,
    intercept: f64,
    coefficients: &super::Coefficients,
) -> Vec<f64> {
    let mut eta = options
        .offset
        .clone()
        .unwrap_or_else(|| vec![0.0; columns.rows()]);
    for eta in &mut eta {
        *eta += intercept;
    }
    for (&column, &value) in coefficients.columns.iter().zip(&coefficients.values) {
        add_scaled(&mut eta, value, columns.column(column));
    }
    eta
}

/// Of each row from the fit without it.
fn left_out(folds: &[Fold], each: &[Vec<f64>]) -> Vec<f64> {
    let mut rows = vec![0.0; each.first().map_or(0, Vec::len)];
    for (fold, eta) in folds.iter().zip(each) {
        for &row in &fold.test {
            rows[row] = eta[row];
        }
    }
    rows
}
