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

/// What needs a pass over its rows.
pub(crate) struct Open {
    pub(crate) which: Vec<u32>,
    /// Whether these are all.
    pub(crate) all: bool,
    /// What of the residual is not known.
    rest: Vec<f64>,
    /// Gradients of the rest of it.
    expected: Vec<f64>,
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
        let open = self.open(residual, &threshold);
        let products = self.columns.dots(&open.which, residual);
        self.settle(residual, open, &products, threshold)
    }

    /// Columns whose gradients may be at least `threshold`.
    pub(crate) fn open(&self, residual: &[f64], threshold: impl Fn(usize) -> f64) -> Open {
        let (rest, shares) = self.project(residual);
        // Both of these hold the rounding of the sums.
        let reach =
            self.product(&rest, &rest).sqrt() + 1e-12 * self.product(residual, residual).sqrt();
        let expected = self.combine(&shares);
        let may = |&(at, &column): &(usize, &u32)| {
            let column = column as usize;
            expected[at].abs() + reach * self.scaling.norms[column] >= threshold(column)
        };
        let pool = self.pool.iter().enumerate();
        let which: Vec<u32> = pool.filter(may).map(|(_, &column)| column).collect();
        let all = which.len() as f64 > REFRESH * self.pool.len() as f64;
        let open = Open {
            which,
            all,
            rest,
            expected,
        };
        if all { self.widen(open) } else { open }
    }

    /// All columns, so that the residual becomes known.
    pub(crate) fn widen(&self, open: Open) -> Open {
        Open {
            which: self.pool.clone(),
            all: true,
            ..open
        }
    }

    /// Those whose gradients are at least `threshold`, from `Σ x·r` of each open column.
    pub(crate) fn settle(
        &mut self,
        residual: &[f64],
        open: Open,
        products: &[f64],
        threshold: impl Fn(usize) -> f64,
    ) -> Vec<(u32, f64)> {
        let sum: f64 = residual.iter().sum();
        let gradients = open.which.iter().zip(products);
        let gradients: Vec<f64> = gradients
            .map(|(&column, &product)| self.scaling.gradient(column as usize, product, sum))
            .collect();
        if open.all {
            self.learn(residual, open.rest, &open.expected, &gradients);
        }
        let found = open.which.into_iter().zip(gradients);
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
