//! Sums of columns times coefficients.

use ndarray::{Array2, ArrayView1, Axis};
use serde::{Deserialize, Serialize};
use voxomics_core::math;
use voxomics_table::Sheet;

use super::Error;
use crate::formula::Formula;
use crate::frame::{Code, Coding, Recipe};
use crate::kernel::add_scaled;
use crate::link::logistic as expit;
use crate::logistic::{self, Options};

/// From the linear predictor to what is predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// The predictor itself.
    Identity,
    /// `1/(1 + e^-η)`, the probability of a case.
    Logit,
    /// `e^η`, the hazard relative to that of a predictor of 0.
    Hazard,
}

/// A linear predictor: how its columns are made, and their coefficients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Linear {
    /// How columns are made of a table.
    pub recipe: Recipe,
    /// What becomes of the linear predictor.
    pub link: Link,
    /// 0 where there is none.
    pub intercept: f64,
    /// One for each column of the recipe, 0 for what was not estimated.
    pub coefficients: Vec<f64>,
}

/// How a model is fitted to rows of another place or time: Steyerberg EW et al. *Stat Med* 2004;23:2567-2586.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Update {
    /// A new intercept, the linear predictor as it is: calibration in the large.
    Intercept,
    /// A new intercept, and one factor for all coefficients: logistic recalibration.
    InterceptAndSlope,
}

impl Linear {
    /// A model of a recipe's columns, from coefficients as fits have them: the intercept first where the formula has one.
    ///
    /// # Errors
    ///
    /// [`Error::Coefficients`] for another number than the recipe has columns.
    pub fn of(recipe: Recipe, link: Link, coefficients: &[Option<f64>]) -> Result<Self, Error> {
        let known = coefficients.iter().map(|b| b.unwrap_or(0.0));
        let mut known: Vec<f64> = known.collect();
        let has_intercept = recipe.formula.intercept && link != Link::Hazard;
        let intercept = if has_intercept && !known.is_empty() {
            known.remove(0)
        } else {
            0.0
        };
        Self {
            recipe,
            link,
            intercept,
            coefficients: known,
        }
        .checked()
    }

    /// A model of the columns of some names, all numbers, as elastic nets have it; columns with a coefficient of 0 are not in it.
    ///
    /// # Errors
    ///
    /// [`Error::Coefficients`] for another number of names than of coefficients.
    pub fn of_columns(
        names: &[String],
        link: Link,
        intercept: f64,
        coefficients: &[f64],
    ) -> Result<Self, Error> {
        if names.len() != coefficients.len() {
            return Err(mismatch(
                coefficients.len(),
                names.len(),
                link != Link::Hazard,
            ));
        }
        let pairs = names.iter().zip(coefficients);
        let (names, coefficients): (Vec<String>, Vec<f64>) = (pairs
            .filter(|&(_, &value)| value != 0.0))
        .map(|(name, &value)| (name.clone(), value))
        .unzip();
        let code = |name: &String| {
            vec![Code {
                column: name.clone(),
                coding: Coding::Number,
            }]
        };
        Ok(Self {
            recipe: Recipe {
                codes: names.iter().map(code).collect(),
                formula: Formula::of(names),
            },
            link,
            intercept,
            coefficients,
        })
    }

    pub(super) fn checked(self) -> Result<Self, Error> {
        if !self.recipe.is_whole() {
            return Err(Error::Recipe(self.recipe.formula.to_string()));
        }
        let columns = self.recipe.names().len();
        if self.coefficients.len() == columns {
            return Ok(self);
        }
        Err(mismatch(
            self.coefficients.len(),
            columns,
            self.recipe.formula.intercept,
        ))
    }

    /// `β₀ + Σ βⱼ xⱼ + offset` of each row.
    ///
    /// # Errors
    ///
    /// [`Error::Frame`].
    pub fn linear_predictors(&self, sheet: &Sheet) -> Result<Vec<f64>, Error> {
        let frame = self.recipe.apply(sheet)?;
        let mut linear = vec![self.intercept; sheet.rows().len()];
        for (column, &coefficient) in frame.matrix.columns().into_iter().zip(&self.coefficients) {
            match column.as_slice() {
                Some(values) => add_scaled(&mut linear, coefficient, values),
                None => add_scaled(&mut linear, coefficient, &column.to_vec()),
            }
        }
        if let Some(offset) = frame.offset {
            add_scaled(&mut linear, 1.0, &offset);
        }
        Ok(linear)
    }

    pub(super) fn predict(&self, sheet: &Sheet) -> Result<Vec<f64>, Error> {
        let linear = self.linear_predictors(sheet)?.into_iter();
        Ok(match self.link {
            Link::Identity => linear.collect(),
            Link::Logit => linear.map(|eta| expit(eta).0).collect(),
            Link::Hazard => linear.map(math::exp).collect(),
        })
    }

    /// The model, fitted anew to rows with their outcomes as far as the update says.
    ///
    /// # Errors
    ///
    /// [`Error::NotLogistic`]; those of [`logistic::fit`] and of [`Model::predict`](super::Model::predict).
    #[doc(alias("recalibrate"))]
    pub fn updated(&self, sheet: &Sheet, y: &[f64], update: Update) -> Result<Self, Error> {
        if self.link != Link::Logit {
            return Err(Error::NotLogistic);
        }
        let linear = self.linear_predictors(sheet)?;
        let (intercept, slope) = match update {
            Update::Intercept => {
                let options = Options {
                    offset: Some(&linear),
                    ..Options::default()
                };
                let fit = logistic::fit(Array2::zeros((linear.len(), 0)).view(), y, &options)?;
                (fit.coefficients[0].unwrap_or(0.0), 1.0)
            }
            Update::InterceptAndSlope => {
                let column = ArrayView1::from(&linear).insert_axis(Axis(1));
                let fit = logistic::fit(column, y, &Options::default())?;
                (
                    fit.coefficients[0].unwrap_or(0.0),
                    fit.coefficients[1].unwrap_or(0.0),
                )
            }
        };
        Ok(Self {
            intercept: intercept + slope * self.intercept,
            coefficients: self.coefficients.iter().map(|b| slope * b).collect(),
            ..self.clone()
        })
    }
}

fn mismatch(coefficients: usize, columns: usize, intercept: bool) -> Error {
    Error::Coefficients {
        coefficients,
        columns,
        intercept: if intercept {
            "an intercept"
        } else {
            "no intercept"
        },
    }
}
