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
    /// Intercept and coefficients at any lambda: interpolated linearly between the fits of the path, beyond its ends those of
    /// the last one; R's `coef(fit, s = lambda)`.
    ///
    /// They are not the exact solution there, which a path of this lambda alone has.
    #[must_use]
    pub fn at(&self, lambda: f64) -> (f64, Coefficients) {
        let right = self.lambdas.partition_point(|&known| known > lambda);
        if right == 0 || right == self.lambdas.len() {
            let end = right.min(self.lambdas.len().saturating_sub(1));
            let intercept = self.intercepts.get(end).copied().unwrap_or_default();
            return (
                intercept,
                self.coefficients.get(end).cloned().unwrap_or_default(),
            );
        }
        let left = right - 1;
        let share = (self.lambdas[left] - lambda) / (self.lambdas[left] - self.lambdas[right]);
        let between = |a: f64, b: f64| a + share * (b - a);
        let intercept = between(self.intercepts[left], self.intercepts[right]);
        let mut coefficients = Coefficients::default();
        for (column, a, b) in self.coefficients[left].beside(&self.coefficients[right]) {
            coefficients.columns.push(column);
            coefficients.values.push(between(a, b));
        }
        (intercept, coefficients)
    }

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

impl Coefficients {
    /// The value of a column.
    #[must_use]
    pub fn of(&self, column: usize) -> f64 {
        let place = self.columns.binary_search(&column);
        place.map_or(0.0, |place| self.values[place])
    }

    /// Columns of either with both values.
    fn beside<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (usize, f64, f64)> + 'a {
        let mut columns: Vec<usize> = self.columns.iter().chain(&other.columns).copied().collect();
        columns.sort_unstable();
        columns.dedup();
        columns
            .into_iter()
            .map(|column| (column, self.of(column), other.of(column)))
    }
}
