//! Columns that are visited: those whose gradients come near to the penalty.

use super::{Cyclic, Visited};

impl Cyclic<'_> {
    pub(super) fn counts(&self, column: usize) -> bool {
        self.problem.scaling.varying[column] && self.problem.penalty.factor(column).is_finite()
    }

    pub(super) fn make_strong(&mut self, column: usize) {
        let values = self
            .problem
            .scaling
            .apply(column, self.columns.column(column));
        let norm = self.problem.scaling.norms[column];
        let visited = Visited {
            values,
            square: norm * norm,
            coefficient: 0.0,
            has_joined: false,
        };
        self.strong.insert(column, visited);
    }

    /// Gradients of the columns that are not strong.
    pub(super) fn look(&mut self) {
        let which: Vec<u32> = (0..self.columns.count())
            .filter(|column| self.counts(*column) && !self.strong.contains_key(column))
            .filter_map(|column| u32::try_from(column).ok())
            .collect();
        let sum: f64 = self.residual.iter().sum();
        let products = self.columns.dots(&which, &self.residual);
        for (&column, product) in which.iter().zip(products) {
            let column = column as usize;
            self.gradients[column] = self.problem.scaling.gradient(column, product, sum).abs();
        }
    }

    /// Makes columns strong whose gradients exceed this penalty; whether there were any.
    pub(super) fn admit(&mut self, least: f64) -> bool {
        let penalty = &self.problem.penalty;
        let admitted: Vec<usize> = (0..self.columns.count())
            .filter(|&column| self.counts(column) && !self.strong.contains_key(&column))
            .filter(|&column| {
                let factor = penalty.factor(column);
                // Infinite times 0 is what is not penalised at all.
                let limit = if factor == 0.0 { 0.0 } else { least * factor };
                self.gradients[column] > limit
            })
            .collect();
        for &column in &admitted {
            self.make_strong(column);
        }
        !admitted.is_empty()
    }
}
