//! Solutions along falling lambdas.

use serde::{Deserialize, Serialize};

/// Fits of one penalty after the other, lambda falling; of all vectors the entries at one place belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// Weights of the penalty.
    pub lambdas: Vec<f64>,
    /// Intercepts, 0 where there is none.
    pub intercepts: Vec<f64>,
    /// Coefficients on the scale of the columns as they were given.
    pub coefficients: Vec<Coefficients>,
    /// Share of the null deviance that each fit explains.
    pub deviance_ratios: Vec<f64>,
    /// Deviance of the fit without penalised columns.
    pub null_deviance: f64,
    /// How far each fit is from optimal: the largest gradient of what is in, in units of lambda times alpha.
    pub residuals: Vec<f64>,
}

/// Coefficients other than 0.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Coefficients {
    /// Their columns, ascending.
    pub columns: Vec<usize>,
    /// Their values.
    pub values: Vec<f64>,
}

impl Path {
    /// The linear predictor of a fit for one row of variables, without its offset.
    ///
    /// ```
    /// use ndarray::array;
    /// use voxomics_regress::net::{self, Lambdas, Options, Response};
    ///
    /// let x = array![[1.0], [2.0], [3.0]];
    /// let options = Options { lambdas: Lambdas::Given(vec![0.0]), ..Options::default() };
    /// let path = net::fit(x.view(), &Response::Gaussian(&[3.0, 5.0, 7.0]), &options)?;
    /// assert!((path.linear_predictor(0, &[4.0]).unwrap() - 9.0).abs() < 1e-9);
    /// # Ok::<(), net::Error>(())
    /// ```
    ///
    /// `None` where the path has no such fit or the row not all of its columns.
    #[must_use]
    pub fn linear_predictor(&self, fit: usize, row: &[f64]) -> Option<f64> {
        let coefficients = self.coefficients.get(fit)?;
        let mut pairs = coefficients.columns.iter().zip(&coefficients.values);
        pairs.try_fold(*self.intercepts.get(fit)?, |sum, (&column, value)| {
            Some(sum + row.get(column)? * value)
        })
    }
}
