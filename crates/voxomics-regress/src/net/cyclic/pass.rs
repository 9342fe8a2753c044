//! Passes through columns, each to its best value with the others as they are.

use super::{Cyclic, PASSES};
use crate::kernel::dot;

impl Cyclic<'_> {
    pub(super) fn full_pass(&mut self) -> f64 {
        let columns: Vec<usize> = self.strong.keys().copied().collect();
        self.pass(&columns)
    }

    pub(super) fn partial_passes(&mut self) -> bool {
        while self.passes < PASSES {
            let columns = self.joined.clone();
            if self.pass(&columns) < self.threshold {
                return true;
            }
        }
        false
    }

    /// Updates columns one after the other and then the intercept; the largest movement.
    fn pass(&mut self, columns: &[usize]) -> f64 {
        self.passes += 1;
        let mut largest = 0.0_f64;
        for &column in columns {
            largest = largest.max(self.update(column));
        }
        if self.problem.intercept {
            let total: f64 = self.curvature.iter().sum();
            let step = self.residual.iter().sum::<f64>() / total;
            self.intercept += step;
            for (residual, curvature) in self.residual.iter_mut().zip(&self.curvature) {
                *residual -= step * curvature;
            }
            largest = largest.max(total * step * step);
        }
        largest
    }

    /// The best value of one coefficient, the others as they are.
    fn update(&mut self, column: usize) -> f64 {
        let penalty = &self.problem.penalty;
        let (lower, upper) = penalty.bounds(column, self.problem.scaling.scales[column]);
        let lasso = if penalty.is_free(column) {
            0.0
        } else {
            self.lasso() * penalty.factor(column)
        };
        let ridge = penalty.ridge(self.lambda) * penalty.factor(column);
        let Some(visited) = self.strong.get_mut(&column) else {
            return 0.0;
        };
        let before = visited.coefficient;
        let pull = dot(&visited.values, &self.residual) + before * visited.square;
        let beyond = pull.abs() - lasso;
        visited.coefficient = if beyond > 0.0 {
            (beyond.copysign(pull) / (visited.square + ridge)).clamp(lower, upper)
        } else {
            0.0
        };
        let step = visited.coefficient - before;
        if step == 0.0 {
            return 0.0;
        }
        if !visited.has_joined {
            visited.has_joined = true;
            self.joined.push(column);
        }
        for ((residual, curvature), x) in self
            .residual
            .iter_mut()
            .zip(&self.curvature)
            .zip(&visited.values)
        {
            *residual -= step * curvature * x;
        }
        visited.square * step * step
    }
}
