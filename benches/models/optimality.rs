//! How far from optimal anyone's LASSO fits are, from their coefficients.

use voxomics_core::math;

/// A problem: `loss + λ Σ |β̃|`, `β̃` of columns divided by their standard deviations.
pub(crate) struct Check<'a> {
    x: &'a [f64],
    y: &'a [f64],
    binomial: bool,
}

impl<'a> Check<'a> {
    pub(crate) fn new(x: &'a [f64], y: &'a [f64], binomial: bool) -> Self {
        Self { x, y, binomial }
    }

    /// Over the fits the largest and the median of what gradients are off, in lambdas.
    pub(crate) fn worst_and_median(&self, fits: &[f64]) -> Vec<f64> {
        let columns = self.x.len() / self.y.len();
        // The first stands for infinity: with glmnet's lambda to print it, nothing is in.
        let fits = fits.chunks_exact(columns + 2).skip(1);
        let mut off: Vec<f64> = fits.map(|fit| self.off(fit)).collect();
        off.sort_by(f64::total_cmp);
        let median = off.get(off.len() / 2);
        [off.last(), median]
            .into_iter()
            .flatten()
            .copied()
            .collect()
    }

    /// Gradients of what is in must be the penalty's, those of what is out must not exceed it, that of the intercept must be 0.
    fn off(&self, fit: &[f64]) -> f64 {
        let (lambda, intercept, coefficients) = (fit[0], fit[1], &fit[2..]);
        let residual = self.residual(intercept, coefficients);
        let sum: f64 = residual.iter().sum();
        let columns = self.x.chunks_exact(self.y.len()).zip(coefficients);
        let each = columns.filter_map(|(x, &value)| {
            let gradient = gradient(x, &residual, sum)?;
            Some(if value == 0.0 {
                gradient.abs() - lambda
            } else {
                (gradient - lambda * value.signum()).abs()
            })
        });
        each.fold(sum.abs(), f64::max) / lambda
    }

    /// What is not explained, divided by the rows.
    fn residual(&self, intercept: f64, coefficients: &[f64]) -> Vec<f64> {
        let rows = self.y.len();
        let mut eta = vec![intercept; rows];
        for (x, &value) in self.x.chunks_exact(rows).zip(coefficients) {
            if value != 0.0 {
                for (eta, x) in eta.iter_mut().zip(x) {
                    *eta += value * x;
                }
            }
        }
        let fitted = |eta: f64| {
            if self.binomial {
                1.0 / (1.0 + math::exp(-eta))
            } else {
                eta
            }
        };
        let rest = self.y.iter().zip(&eta);
        rest.map(|(y, &eta)| (y - fitted(eta)) / rows as f64)
            .collect()
    }
}

/// Of a column, centred and divided by its standard deviation (of divisor n); none if it is constant.
fn gradient(x: &[f64], residual: &[f64], sum: f64) -> Option<f64> {
    let rows = x.len() as f64;
    let mean = x.iter().sum::<f64>() / rows;
    let variance = x.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / rows;
    let product: f64 = x.iter().zip(residual).map(|(x, r)| x * r).sum();
    (variance > 0.0).then(|| (product - mean * sum) / variance.sqrt())
}
