//! Elastic net and LASSO: least squares, logistic and Cox models with glmnet's penalty, along a path of lambdas.

mod active;
mod columns;
mod cv;
mod cyclic;
mod error;
mod exact;
mod factor;
mod fit;
mod loss;
mod path;
mod penalty;
mod problem;
mod run;
mod screen;
mod sequence;
mod sklearn;
mod together;

pub use self::error::Error;
pub use cv::{CrossValidation, CvOptions, FoldWeights, Matching, Measure, cross_validate};
pub use fit::fit;
pub use path::{Coefficients, Path};
pub use sklearn::{balanced_weights, lambda_of_c, lasso_cv};

use serde::{Deserialize, Serialize};

/// What is explained.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Response<'a> {
    /// Numbers, by least squares.
    Gaussian(&'a [f64]),
    /// Cases (1) and controls (0), or shares between them, by the logistic likelihood.
    Binomial(&'a [f64]),
    /// Times to an event or to the end of observation, by Cox's partial likelihood.
    Cox {
        /// Times.
        times: &'a [f64],
        /// Whether the event happened.
        events: &'a [bool],
    },
}

/// Which lambdas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Lambdas {
    /// From the least at which all penalised coefficients are 0 down to `ratio` of it, evenly in their logarithms; the
    /// path ends early where little is left to explain.
    Sequence {
        /// How many.
        count: usize,
        /// The last in units of the first; `None` is 0.01 with fewer rows than columns and else 0.0001.
        ratio: Option<f64>,
    },
    /// The same, all of them: the path does not end early. scikit-learn's alphas.
    Full {
        /// How many.
        count: usize,
        /// The last in units of the first, `eps`.
        ratio: f64,
    },
    /// These, in falling order, all of them.
    Given(Vec<f64>),
}

/// When a fit is good enough.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Convergence {
    /// When it is optimal: gradients of what is in are 0, those of what is out within the penalty, to `tolerance` times lambda
    /// times alpha.
    Exact {
        /// In lambdas times alpha.
        tolerance: f64,
    },
    /// Where glmnet stops, with the coefficients that it has there, by its cyclic coordinate descent: the same columns are in,
    /// although some should not be. For least squares and logistic models.
    Glmnet {
        /// Largest movement of a coefficient in a pass, `thresh`; glmnet's default is 1e-7.
        threshold: f64,
    },
}

impl Default for Convergence {
    fn default() -> Self {
        Self::Exact { tolerance: 1e-10 }
    }
}

/// How a fit is made; write the rest as `..Options::default()`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Share of the absolute penalty: 1 is the LASSO, 0 ridge regression.
    pub alpha: f64,
    /// Lambdas.
    pub lambdas: Lambdas,
    /// Whether columns are divided by their standard deviations (of divisor n) for the penalty.
    pub standardize: bool,
    /// Whether there is an intercept; a Cox model has none.
    pub intercept: bool,
    /// Penalty of each column relative to the others; 0 is not penalised, infinite is left out. `None` is 1 each.
    pub penalty_factors: Option<Vec<f64>>,
    /// Least and greatest coefficient of each column, on its own scale, 0 between them. `None` is no bound.
    pub bounds: Option<Vec<(f64, f64)>>,
    /// How much each row counts. `None` is 1 each.
    pub weights: Option<Vec<f64>>,
    /// A known part of each row's linear predictor. `None` is 0.
    pub offset: Option<Vec<f64>>,
    /// The path ends with more coefficients than these.
    pub most_nonzero: Option<usize>,
    /// When a fit is good enough.
    pub convergence: Convergence,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            alpha: 1.0,
            lambdas: Lambdas::Sequence {
                count: 100,
                ratio: None,
            },
            standardize: true,
            intercept: true,
            penalty_factors: None,
            bounds: None,
            weights: None,
            offset: None,
            most_nonzero: None,
            convergence: Convergence::default(),
        }
    }
}
