//! Which columns can matter, without a look at most of them.
//!
//! A gradient differs from that at an earlier residual by no more than the column's norm times the distance of the residuals.
//! What stays below the threshold by that much needs no pass over its rows.

use super::columns::{Columns, Scaling};
use super::problem::Problem;

/// Of the columns that need a look, above which all get it and the residual becomes the new reference.
const REFRESH: f64 = 0.25;

pub(crate) struct Screen<'a> {
    columns: &'a Columns<'a>,
    scaling: &'a Scaling,
    /// `1/w`, 0 for rows without weight.
    spread: Vec<f64>,
    /// Penalised columns that vary.
    pool: Vec<u32>,
    gradients: Vec<f64>,
    reference: Vec<f64>,
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
            gradients: vec![f64::INFINITY; pool.len()],
            pool,
            reference: vec![0.0; weights.len()],
        }
    }

    /// Columns whose gradients are at least `threshold` times their factor, with these.
    pub(crate) fn at_least(
        &mut self,
        residual: &[f64],
        threshold: impl Fn(usize) -> f64,
    ) -> Vec<(u32, f64)> {
        let reach = self.distance(residual) * (1.0 + 1e-9);
        let may = |at: &usize| {
            let column = self.pool[*at] as usize;
            self.gradients[*at].abs() + reach * self.scaling.norms[column] >= threshold(column)
        };
        let mut open: Vec<usize> = (0..self.pool.len()).filter(may).collect();
        let all = open.len() as f64 > REFRESH * self.pool.len() as f64;
        if all {
            open = (0..self.pool.len()).collect();
            self.reference.copy_from_slice(residual);
        }
        let sum: f64 = residual.iter().sum();
        let which: Vec<u32> = open.iter().map(|&at| self.pool[at]).collect();
        let products = self.columns.dots(&which, residual);
        let mut found = Vec::new();
        for ((&at, &column), product) in open.iter().zip(&which).zip(products) {
            let gradient = self.scaling.gradient(column as usize, product, sum);
            if all {
                self.gradients[at] = gradient;
            }
            if gradient.abs() >= threshold(column as usize) {
                found.push((column, gradient));
            }
        }
        found
    }

    /// Between a residual and the reference, in the norm that fits weighted columns.
    fn distance(&self, residual: &[f64]) -> f64 {
        let rows = residual.iter().zip(&self.reference).zip(&self.spread);
        let squares =
            rows.map(|((r, reference), spread)| (r - reference) * (r - reference) * spread);
        squares.sum::<f64>().sqrt()
    }
}
