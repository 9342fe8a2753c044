//! One lambda, from its first pass to its last: least squares, and weighted problems that follow each other.

use voxomics_core::math;

use super::{Cyclic, PASSES};
use crate::kernel::add_scaled;
use crate::link::logistic;
use crate::net::sequence::Family;

/// Probabilities nearer to 0 or 1 than this count as 0 or 1.
const LEAST_PROBABILITY: f64 = 1e-9;

impl Cyclic<'_> {
    pub(super) fn least_squares(&mut self) -> bool {
        let mut partial = self.started;
        while self.passes < PASSES {
            if partial {
                self.started = true;
                if !self.partial_passes() {
                    return false;
                }
            }
            partial = true;
            if self.full_pass() >= self.threshold {
                continue;
            }
            self.look();
            if !self.admit(self.lasso()) {
                return true;
            }
            partial = false;
        }
        false
    }

    pub(super) fn reweighted(&mut self) -> bool {
        while self.passes < PASSES {
            let before: Vec<(usize, f64)> = self
                .strong
                .iter()
                .map(|(&column, visited)| (column, visited.coefficient))
                .collect();
            let intercept = self.intercept;
            for visited in self.strong.values_mut() {
                let squares = visited.values.iter().zip(&self.curvature);
                visited.square = squares.map(|(x, v)| v * x * x).sum();
            }
            while self.full_pass() >= self.threshold {
                if !self.partial_passes() {
                    return false;
                }
            }
            self.reweight();
            let total: f64 = self.curvature.iter().sum();
            if total <= (1.0 + LEAST_PROBABILITY) * LEAST_PROBABILITY * (1.0 - LEAST_PROBABILITY) {
                return true;
            }
            let moved = |square: f64, by: f64| square * by * by >= self.threshold;
            let mut moves = moved(total, self.intercept - intercept);
            for (column, coefficient) in before {
                let visited = &self.strong[&column];
                moves |= moved(visited.square, visited.coefficient - coefficient);
            }
            if moves {
                continue;
            }
            self.look();
            if !self.admit(self.lasso()) {
                return true;
            }
        }
        false
    }

    /// Residuals and curvatures at the coefficients.
    pub(super) fn reweight(&mut self) {
        let eta = self.eta();
        self.loss.evaluate(&eta, &mut self.residual);
        if self.problem.family == Family::Gaussian {
            return;
        }
        let limit = math::ln(1.0 / LEAST_PROBABILITY - 1.0);
        for (row, &eta) in eta.iter().enumerate() {
            let weight = self.problem.weights[row];
            let (p, q, _) = logistic(eta);
            self.curvature[row] = if eta.abs() > limit {
                0.0
            } else {
                weight * p * q
            };
            if eta.abs() > limit {
                // p as 0 or 1: what is left of the residual is weight times y, or times y - 1.
                let rounded = if eta > 0.0 { q } else { -p };
                self.residual[row] -= weight * rounded;
            }
        }
    }

    pub(super) fn eta(&self) -> Vec<f64> {
        let mut eta = self.problem.offset.clone();
        for eta in &mut eta {
            *eta += self.intercept;
        }
        for column in &self.joined {
            let visited = &self.strong[column];
            add_scaled(&mut eta, visited.coefficient, &visited.values);
        }
        eta
    }
}
