//! Logistic regression, unpenalised.

use serde::{Deserialize, Serialize};

use super::newton::{self, Derivatives, Likelihood};
use super::{Error, Separation};
use crate::input;
use crate::lanes::{dot, dot3};

mod design;

pub(crate) use design::Design;

/// What else a fit can be given; write the rest as `..Options::default()`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options<'a> {
    /// Whether there is an intercept, the first coefficient; the default.
    pub intercept: bool,
    /// A known part of each row's linear predictor; none is 0.
    pub offset: Option<&'a [f64]>,
    /// How often each row counts, at least 0; none is 1. A bootstrap resample is a weight for each row: no row need be
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
    /// Their covariance, the inverse of the information.
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
    let design = Design::new(columns, labels.len(), options.intercept)?;
    let mut model = Logistic::new(design.size());
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

/// The likelihood of the rows that count, with what it needs of memory from one set of rows to the next.
#[derive(Debug)]
pub(crate) struct Logistic {
    columns: Vec<Vec<f64>>,
    /// 1 for a case, -1 for a control.
    signs: Vec<f64>,
    weights: Vec<f64>,
    offset: Vec<f64>,
    /// Linear predictor, then the derivatives' weights, of each row.
    linear: Vec<f64>,
    residuals: Vec<f64>,
}

impl Logistic {
    pub(crate) fn new(size: usize) -> Self {
        Self {
            columns: vec![Vec::new(); size],
            signs: Vec::new(),
            weights: Vec::new(),
            offset: Vec::new(),
            linear: Vec::new(),
            residuals: Vec::new(),
        }
    }

    /// Takes the rows of a design that have a weight.
    pub(crate) fn take(
        &mut self,
        design: &Design,
        labels: &[bool],
        weights: &[f64],
        offset: Option<&[f64]>,
    ) {
        let rows: Vec<usize> = (0..labels.len())
            .filter(|&row| weights[row] > 0.0)
            .collect();
        for (to, from) in self.columns.iter_mut().zip(design.columns()) {
            to.clear();
            to.extend(rows.iter().map(|&row| from[row]));
        }
        self.signs.clear();
        self.signs
            .extend(rows.iter().map(|&row| if labels[row] { 1.0 } else { -1.0 }));
        self.weights.clear();
        self.weights.extend(rows.iter().map(|&row| weights[row]));
        self.offset.clear();
        match offset {
            Some(offset) => self.offset.extend(rows.iter().map(|&row| offset[row])),
            None => self.offset.resize(rows.len(), 0.0),
        }
        self.residuals.resize(rows.len(), 0.0);
    }

    fn predict(&mut self, coefficients: &[f64]) {
        self.linear.clone_from(&self.offset);
        for (column, &beta) in self.columns.iter().zip(coefficients) {
            for (eta, x) in self.linear.iter_mut().zip(column) {
                *eta += beta * x;
            }
        }
    }
}

impl Likelihood for Logistic {
    fn size(&self) -> usize {
        self.columns.len()
    }

    fn at(&mut self, coefficients: &[f64], derivatives: &mut Derivatives) -> f64 {
        self.predict(coefficients);
        let mut value = 0.0;
        for (((eta, residual), sign), weight) in (self.linear.iter_mut())
            .zip(&mut self.residuals)
            .zip(&self.signs)
            .zip(&self.weights)
        {
            // With m = η for a case and -η for a control, the row's likelihood is 1/(1 + exp(-m)).
            let margin = sign * *eta;
            let e = libm::exp(-margin.abs());
            let wrong = if margin < 0.0 { 1.0 } else { e } / (1.0 + e);
            value += weight * (margin.min(0.0) - libm::log1p(e));
            *residual = weight * sign * wrong;
            *eta = weight * e / ((1.0 + e) * (1.0 + e));
        }
        for (i, column) in self.columns.iter().enumerate() {
            derivatives.gradient[i] = dot(&self.residuals, column);
            for (j, other) in self.columns[..=i].iter().enumerate() {
                derivatives.information[i * self.columns.len() + j] =
                    dot3(&self.linear, column, other);
            }
        }
        value
    }

    fn separated_by(&self, direction: &[f64], tolerance: f64) -> Option<Separation> {
        let margin = |row: usize| {
            let eta: f64 = (self.columns.iter().zip(direction))
                .map(|(column, &beta)| beta * column[row])
                .sum();
            self.signs[row] * eta
        };
        let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
        for row in 0..self.signs.len() {
            let margin = margin(row);
            least = least.min(margin);
            most = most.max(margin);
        }
        if least > tolerance * most {
            Some(Separation::Complete)
        } else if least > -tolerance * most {
            Some(Separation::QuasiComplete)
        } else {
            None
        }
    }
}
