//! Which columns can matter, without a look at most of them.
//!
//! A gradient is linear in the residual, so that of a combination of residuals whose gradients are known is known too, and any other
//! differs from it by no more than the column's norm times the distance of the two residuals. What stays below the threshold by that
//! much needs no pass over its rows. A path's residuals change little and nearly in one direction from one lambda to the
//! next: a few known ones go a long way.

use super::columns::{Columns, Scaling};
use super::problem::Problem;

/// Of the columns that need a look, above which all get it and the residual becomes known.
const REFRESH: f64 = 0.1;
/// Residuals that are held.
const KNOWN: usize = 6;

pub(crate) struct Screen<'a> {
    columns: &'a Columns<'a>,
    scaling: &'a Scaling,
    /// `1/w`, 0 for rows without weight: residuals are compared in the norm that fits weighted columns.
    spread: Vec<f64>,
    /// Penalised columns that vary.
    pool: Vec<u32>,
    /// Orthonormal in that norm.
    known: Vec<Known>,
}

/// A combination of residuals, and the gradients of the pool there.
struct Known {
    residual: Vec<f64>,
    gradients: Vec<f64>,
}

impl<'a> Screen<'a> {
    pub(crate) fn new(problem: &'a Problem<'a>, pool: Vec<u32>) -> Self {
        let Problem {
            columns,
            scaling,
            weights,
            ..
        } = problem;
        let invert = |&weight: &f64| if weight > 0.0 { 1.0 / weight } else { 0.0 };
        Self {
            columns,
            scaling,
            spread: weights.iter().map(invert).collect(),
            pool,
            known: Vec::new(),
        }
    }

    /// Columns whose gradients are at least `threshold`, with these.
    pub(crate) fn at_least(
        &mut self,
        residual: &[f64],
        threshold: impl Fn(usize) -> f64,
    ) -> Vec<(u32, f64)> {
        let (rest, shares) = self.project(residual);
        // Both of these hold the rounding of the sums.
        let reach =
            self.product(&rest, &rest).sqrt() + 1e-12 * self.product(residual, residual).sqrt();
        let expected = self.combine(&shares);
        let may = |at: &usize| {
            let column = self.pool[*at] as usize;
            expected[*at].abs() + reach * self.scaling.norms[column] >= threshold(column)
        };
        let mut open: Vec<usize> = (0..self.pool.len()).filter(may).collect();
        let all = open.len() as f64 > REFRESH * self.pool.len() as f64;
        if all {
            open = (0..self.pool.len()).collect();
        }
        let which: Vec<u32> = open.iter().map(|&at| self.pool[at]).collect();
        let sum: f64 = residual.iter().sum();
        let products = self.columns.dots(&which, residual);
        let gradients = which.iter().zip(products);
        let gradients: Vec<f64> = gradients
            .map(|(&column, product)| self.scaling.gradient(column as usize, product, sum))
            .collect();
        if all {
            self.learn(residual, rest, &expected, &gradients);
        }
        let found = which.into_iter().zip(gradients);
        found
            .filter(|&(column, gradient)| gradient.abs() >= threshold(column as usize))
            .collect()
    }

    fn product(&self, a: &[f64], b: &[f64]) -> f64 {
        let rows = a.iter().zip(b).zip(&self.spread);
        rows.map(|((a, b), spread)| a * b * spread).sum()
    }

    /// What of a residual is not known, and the shares of the known ones.
    fn project(&self, residual: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut rest = residual.to_vec();
        let mut shares = vec![0.0; self.known.len()];
        // Once more for what rounding has left.
        for _ in 0..2 {
            for (share, known) in shares.iter_mut().zip(&self.known) {
                let part = self.product(&rest, &known.residual);
                *share += part;
                for (rest, known) in rest.iter_mut().zip(&known.residual) {
                    *rest -= part * known;
                }
            }
        }
        (rest, shares)
    }

    /// Gradients of a combination of known residuals.
    fn combine(&self, shares: &[f64]) -> Vec<f64> {
        let mut gradients = vec![0.0; self.pool.len()];
        for (&share, known) in shares.iter().zip(&self.known) {
            crate::kernel::add_scaled(&mut gradients, share, &known.gradients);
        }
        gradients
    }

    /// Adds a residual with its gradients, or begins with it anew.
    fn learn(&mut self, residual: &[f64], mut rest: Vec<f64>, expected: &[f64], gradients: &[f64]) {
        let mut gradients = gradients.to_vec();
        if self.known.len() == KNOWN {
            self.known.clear();
            rest = residual.to_vec();
        } else {
            for (gradient, expected) in gradients.iter_mut().zip(expected) {
                *gradient -= expected;
            }
        }
        let length = self.product(&rest, &rest).sqrt();
        if length > 0.0 {
            let scale = |value: &mut f64| *value /= length;
            rest.iter_mut().for_each(scale);
            gradients.iter_mut().for_each(scale);
            self.known.push(Known {
                residual: rest,
                gradients,
            });
        }
    }
}
