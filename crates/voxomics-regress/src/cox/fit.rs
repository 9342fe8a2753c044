//! A fitted model.

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};
use voxomics_stats::ChiSquaredTest;
use voxomics_stats::dist::{chi_squared, normal};
use voxomics_stats::{ConfidenceLevel, Interval};

use super::cholesky::Cholesky;
use super::cohort::Cohort;
use super::likelihood::{Model, Point};
use super::solve::Solution;
use super::{Error, robust};

/// A coefficient and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Log hazard ratio for one unit more.
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// One over the other.
    pub z: f64,
    /// Probability of a |z| as large with coefficient 0.
    pub p_value: f64,
    /// `e^coefficient`.
    pub hazard_ratio: f64,
    /// Limits of the hazard ratio, `e^(coefficient ± z standard errors)` (Wald).
    pub interval: Interval,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Log hazard ratios, one for each column; none for a column that is a combination of those before it.
    pub coefficients: Vec<Option<f64>>,
    /// The same with errors, tests and hazard ratios.
    pub estimates: Vec<Option<Estimate>>,
    /// Covariance of the coefficients, a row for each, of the kind that [`Options::variance`](super::Options::variance) says; 0
    /// where there is none.
    pub covariance: Vec<Vec<f64>>,
    /// The inverse of the information, where `covariance` is the robust one; R's `naive.var`.
    pub model_covariance: Option<Vec<Vec<f64>>>,
    /// Log partial likelihood of coefficients 0.
    pub null_log_likelihood: f64,
    /// Log partial likelihood at its maximum.
    pub log_likelihood: f64,
    /// Twice their difference.
    pub likelihood_ratio: ChiSquaredTest,
    /// Wald's test of all coefficients, with `covariance`.
    pub wald: ChiSquaredTest,
    /// Score test of all coefficients at 0, the log-rank test of groups (but for ties).
    pub score: ChiSquaredTest,
    /// Newton's steps.
    pub iterations: usize,
    /// Means of the columns, weighted, at which [`linear_predictors`](Self::linear_predictors) are 0; 0 for columns that hold
    /// only -1, 0 and 1 (R's `nocenter`).
    pub means: Vec<f64>,
    /// Rows.
    pub rows: usize,
    /// Events.
    pub events: usize,
    /// Level of intervals.
    pub level: ConfidenceLevel,
}

impl Cohort {
    /// Fits the model; see [`fit`](super::fit).
    ///
    /// # Errors
    ///
    /// [`Error::Monotone`], [`Error::Span`] for offsets too far apart, [`Error::Units`], [`Error::NoConvergence`].
    pub fn fit(&self) -> Result<Fit, Error> {
        let all: Vec<usize> = (0..self.columns()).collect();
        let Solution {
            model,
            zero,
            top: point,
            inverse,
            iterations,
        } = Solution::new(self, &all)?;
        let (null, score) = (zero.value, form(&zero).unwrap_or(0.0));
        let size = point.coefficients.len();
        let model_covariance = self.unscaled(&model, &inverse)?;
        let (covariance, wald, model_covariance) = if self.robust {
            let scaled = robust::covariance(self, &model, &point, &inverse)?;
            robust::check(&scaled, &inverse, &model.columns)?;
            let flat: Vec<f64> = scaled.concat();
            // Fewer clusters than coefficients leave it singular: the test is then not defined, and 0.
            let form = Cholesky::new(size, &flat, |_| 0.0)
                .map_or(0.0, |factor| factor.form(&point.coefficients));
            (
                self.unscaled(&model, &scaled)?,
                form,
                Some(model_covariance),
            )
        } else {
            (model_covariance, quadratic(&point), None)
        };
        let coefficients = self.coefficients(&model, &point)?;
        Ok(Fit {
            estimates: estimates(&coefficients, &covariance, self.level),
            coefficients,
            covariance,
            model_covariance,
            null_log_likelihood: null,
            log_likelihood: point.value,
            likelihood_ratio: test(2.0 * (point.value - null), size),
            wald: test(wald, size),
            score: test(score, size),
            iterations,
            means: self.design.means.clone(),
            rows: self.rows(),
            events: self.events,
            level: self.level,
        })
    }

    /// In the units given.
    fn coefficients(&self, model: &Model<'_>, point: &Point) -> Result<Vec<Option<f64>>, Error> {
        let mut coefficients = vec![None; self.columns()];
        for (&column, scaled) in model.columns.iter().zip(&point.coefficients) {
            let coefficient = scaled / self.design.scales[column];
            if !coefficient.is_finite() {
                return Err(Error::Units { column });
            }
            coefficients[column] = Some(coefficient);
        }
        Ok(coefficients)
    }

    /// A covariance in the units given, for all columns.
    fn unscaled(&self, model: &Model<'_>, scaled: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Error> {
        let size = self.columns();
        let mut covariance = vec![vec![0.0; size]; size];
        for (&i, row) in model.columns.iter().zip(scaled) {
            for (&j, value) in model.columns.iter().zip(row) {
                covariance[i][j] = value / self.design.scales[i] / self.design.scales[j];
            }
            if !covariance[i][i].is_normal() {
                return Err(Error::Units { column: i });
            }
        }
        Ok(covariance)
    }
}

impl Fit {
    /// Linear predictors of new rows less that of the [`means`](Self::means), without offsets; R's `predict(fit, newdata)`.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] unless rows have a value for each coefficient; [`Error::Value`] for one that is not finite.
    #[doc(alias("predict", "predict_partial_hazard"))]
    pub fn linear_predictors(&self, x: ArrayView2<'_, f64>) -> Result<Vec<f64>, Error> {
        self.check_columns(x.ncols())?;
        if let Some(((row, column), &value)) =
            x.indexed_iter().find(|(_, value)| !value.is_finite())
        {
            return Err(Error::Value { row, column, value });
        }
        Ok(x.rows()
            .into_iter()
            .map(|row| self.linear_at(&row.to_vec()))
            .collect())
    }

    /// Hazards of new rows relative to that of the [`means`](Self::means), `e^η`.
    ///
    /// # Errors
    ///
    /// As [`linear_predictors`](Self::linear_predictors).
    pub fn risks(&self, x: ArrayView2<'_, f64>) -> Result<Vec<f64>, Error> {
        let linear = self.linear_predictors(x)?;
        Ok(linear.into_iter().map(libm::exp).collect())
    }

    /// Of one row, which has as many values as there are coefficients.
    pub(crate) fn linear_at(&self, row: &[f64]) -> f64 {
        let terms = self.coefficients.iter().zip(&self.means).zip(row);
        terms
            .map(|((coefficient, mean), x)| coefficient.unwrap_or(0.0) * (x - mean))
            .sum()
    }

    pub(crate) fn check_columns(&self, columns: usize) -> Result<(), Error> {
        if columns == self.coefficients.len() {
            return Ok(());
        }
        Err(Error::Length {
            what: "columns",
            found: columns,
            expected: self.coefficients.len(),
            each: "coefficient",
        })
    }

    /// The inverse of the information.
    pub(crate) fn inverse_information(&self) -> &[Vec<f64>] {
        self.model_covariance.as_ref().unwrap_or(&self.covariance)
    }
}

/// `gᵀ I⁻¹ g`.
fn form(point: &Point) -> Option<f64> {
    let size = point.coefficients.len();
    let factor = Cholesky::new(size, &point.derivatives.information, |_| 0.0).ok()?;
    Some(factor.form(&point.derivatives.gradient))
}

/// `βᵀ I β`.
fn quadratic(point: &Point) -> f64 {
    let size = point.coefficients.len();
    let mut sum = 0.0;
    for i in 0..size {
        for j in 0..size {
            let entry = point.derivatives.information[i.max(j) * size + i.min(j)];
            sum += point.coefficients[i] * entry * point.coefficients[j];
        }
    }
    sum
}

/// Of no degrees of freedom p is 1.
pub(crate) fn test(statistic: f64, df: usize) -> ChiSquaredTest {
    let statistic = statistic.max(0.0);
    ChiSquaredTest {
        statistic,
        df,
        p_value: match df {
            0 => 1.0,
            _ => chi_squared::upper(statistic, df as f64),
        },
    }
}

fn estimates(
    coefficients: &[Option<f64>],
    covariance: &[Vec<f64>],
    level: ConfidenceLevel,
) -> Vec<Option<Estimate>> {
    let reach = normal::upper_quantile(level.tail());
    let estimate = |(at, coefficient): (usize, &Option<f64>)| {
        let coefficient = (*coefficient)?;
        let standard_error = covariance[at][at].sqrt();
        let z = coefficient / standard_error;
        Some(Estimate {
            coefficient,
            standard_error,
            z,
            p_value: normal::two_sided(z),
            hazard_ratio: libm::exp(coefficient),
            interval: Interval {
                lower: libm::exp(coefficient - reach * standard_error),
                upper: libm::exp(coefficient + reach * standard_error),
            },
        })
    };
    coefficients.iter().enumerate().map(estimate).collect()
}
