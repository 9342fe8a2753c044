//! Logistic regression, unpenalised.

use serde::{Deserialize, Serialize};

use super::design::{Constant, Design};
use super::{Error, newton};
use crate::input;

mod rows;

use rows::Rows;

/// What else a fit can be given; write the rest as `..Options::default()`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options<'a> {
    /// Whether there is an intercept, the first coefficient; the default.
    pub intercept: bool,
    /// A known part of each row's linear predictor; `None` is 0.
    pub offset: Option<&'a [f64]>,
    /// How often each row counts, at least 0; `None` is 1. A bootstrap resample is a weight for each row: no row need be
    /// copied. They are counts, so that standard errors shrink with them.
    pub weights: Option<&'a [f64]>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            intercept: true,
            offset: None,
            weights: None,
        }
    }
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Coefficients on the log-odds scale: the intercept, where there is one, then one for each column.
    pub coefficients: Vec<f64>,
    /// Their covariance, the inverse of the information: a row for each coefficient, in their order.
    pub covariance: Vec<Vec<f64>>,
    /// -2 log likelihood.
    pub deviance: f64,
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

/// Fits `P(case) = 1/(1 + exp(-η))`, `η = offset + β₀ + Σ βⱼ xⱼ`, to labels (`true` a case) by maximum likelihood.
///
/// `columns` holds one slice for each predictor, with a value for each row; none at all fits the intercept alone. The fit
/// is converged to the last digits: R's `glm(family = binomial)` agrees with `epsilon = 1e-15`, and by default stops at
/// about 8 digits. -2 log likelihood is glm's deviance for ungrouped rows. Memory is two copies of the columns; each of
/// the 4 to 8 steps costs rows x columns².
///
/// ```
/// use voxomics_stats::likelihood::logistic::{self, Options};
///
/// // R: glm(c(0,0,1,0,1,1) ~ c(1,2,3,4,5,6), binomial)
/// let labels = [false, false, true, false, true, true];
/// let fit = logistic::fit(&[&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]], &labels, &Options::default())?;
/// assert!((fit.coefficients[1] - 1.2140).abs() < 5e-5);
/// # Ok::<(), voxomics_stats::likelihood::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Separated`] where no finite maximum exists, which glm answers with a warning and huge coefficients;
/// [`Error::Collinear`] where glm reports NA; [`Error::Input`] for lengths that differ, values that are not finite, or rows
/// of one class only.
///
/// # References
///
/// Cox DR. *J R Stat Soc B* 1958;20:215-242. Albert A, Anderson JA. *Biometrika* 1984;71:1-10.
#[doc(alias("glm", "lrm", "LogisticRegression", "Logit"))]
pub fn fit(columns: &[&[f64]], labels: &[bool], options: &Options<'_>) -> Result<Fit, Error> {
    let weights = checked_weights(labels, options)?;
    let constant = if options.intercept {
        Constant::Intercept
    } else {
        Constant::Absent
    };
    let design = Design::new(columns, ("labels", labels.len()), constant)?;
    let mut model = Rows::new(design.size());
    model.take(&design, labels, &weights, options.offset);
    let start = vec![0.0; design.size()];
    let maximum = newton::maximise(&mut model, start).map_err(|error| named(error, &design))?;
    Ok(Fit {
        coefficients: design.coefficients(&maximum.coefficients),
        covariance: design.covariance(&maximum.information.inverse()),
        deviance: -2.0 * maximum.log_likelihood,
        iterations: maximum.iterations,
    })
}

/// Columns, to be fitted to one set of weights after another.
#[derive(Debug, Clone)]
pub(crate) struct Columns(Design);

impl Columns {
    /// Takes one slice for each predictor, beside an intercept.
    pub(crate) fn new(columns: &[&[f64]], labels: usize) -> Result<Self, Error> {
        Design::new(columns, ("labels", labels), Constant::Intercept).map(Self)
    }

    /// Coefficients of the columns as they are scaled here, from which the next search may start.
    pub(crate) fn zero(&self) -> Vec<f64> {
        vec![0.0; self.0.size()]
    }

    /// The coefficients at the maximum for weighted rows; both classes must have weight.
    pub(crate) fn maximum(
        &self,
        labels: &[bool],
        weights: &[f64],
        start: &[f64],
    ) -> Result<Vec<f64>, Error> {
        let mut model = Rows::new(self.0.size());
        model.take(&self.0, labels, weights, None);
        let maximum = newton::maximise(&mut model, start.to_vec());
        Ok(maximum.map_err(|error| named(error, &self.0))?.coefficients)
    }

    /// Linear predictors of all rows.
    pub(crate) fn linear_predictors(&self, coefficients: &[f64]) -> Vec<f64> {
        self.0.linear_predictors(coefficients)
    }
}

/// Collinear columns by their place among those given.
fn named(error: Error, design: &Design) -> Error {
    match error {
        Error::Collinear { column } => Error::Collinear {
            column: design.column(column),
        },
        other => other,
    }
}

/// -2 log likelihood of the intercept alone: every row at the share of cases; both counts 0 or more.
pub(crate) fn null_deviance(cases: f64, controls: f64) -> f64 {
    let part = |count: f64| {
        if count > 0.0 {
            count * libm::log(count / (cases + controls))
        } else {
            0.0
        }
    };
    -2.0 * (part(cases) + part(controls))
}

/// Log probability of a label, given its log odds: -2 times the sum is a deviance.
pub(crate) fn log_probability(case: bool, eta: f64) -> f64 {
    let margin = if case { eta } else { -eta };
    margin.min(0.0) - libm::log1p(libm::exp(-margin.abs()))
}

/// 1/(1 + exp(-η)).
#[must_use]
#[doc(alias("plogis", "sigmoid"))]
pub fn expit(eta: f64) -> f64 {
    let e = libm::exp(-eta.abs());
    if eta < 0.0 {
        e / (1.0 + e)
    } else {
        1.0 / (1.0 + e)
    }
}

/// log(p/(1 - p)), infinite for 0 and 1.
#[must_use]
#[doc(alias = "qlogis")]
pub fn logit(p: f64) -> f64 {
    // Around one half the quotient is near 1 and its logarithm would lose digits.
    if (0.25..0.75).contains(&p) {
        libm::log1p((2.0 * p - 1.0) / (1.0 - p))
    } else {
        libm::log(p / (1.0 - p))
    }
}

fn checked_weights(labels: &[bool], options: &Options<'_>) -> Result<Vec<f64>, input::Error> {
    let rows = ("labels", labels.len());
    if let Some(offset) = options.offset {
        input::same_length(("offset", offset.len()), rows)?;
        input::finite("offset", offset, 1)?;
    }
    let Some(weights) = options.weights else {
        input::both_classes("labels", labels)?;
        return Ok(vec![1.0; labels.len()]);
    };
    input::same_length(("weights", weights.len()), rows)?;
    input::finite("weights", weights, 1)?;
    if let Some(row) = weights.iter().position(|&weight| weight < 0.0) {
        return Err(input::Error::OutOfRange {
            what: "weights",
            row,
            value: weights[row],
            range: "0 or more",
        });
    }
    let counted: Vec<bool> = (labels.iter().zip(weights))
        .filter(|&(_, &weight)| weight > 0.0)
        .map(|(&label, _)| label)
        .collect();
    input::both_classes("labels of rows that count", &counted)?;
    Ok(weights.to_vec())
}
