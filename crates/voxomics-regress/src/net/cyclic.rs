//! Coordinate descent that visits columns in glmnet's order and stops where glmnet stops.
//!
//! A full pass goes through the strong columns in their order; one that changes for the first time joins a list that keeps the
//! order of joining over the whole path. Partial passes go through that list until no coefficient moves by more than the
//! threshold, then comes another full pass, and a point ends with a full pass in which nothing moves. Then columns that are not
//! strong are looked at, and if one should be in, it starts again. Least squares begin a point with partial passes, a logistic
//! model begins each weighted problem with a full one.

use std::collections::BTreeMap;

use voxomics_core::math;

use super::Error;
use super::columns::Columns;
use super::fit::{At, Solver};
use super::loss::Loss;
use super::penalty::LEAST_ALPHA;
use super::problem::Problem;
use super::sequence::Family;
use crate::kernel::{add_scaled, dot};
use crate::link::logistic;

/// Passes after which glmnet gives up.
const PASSES: usize = 10_000_000;
/// Probabilities nearer to 0 or 1 than this count as 0 or 1.
const LEAST_PROBABILITY: f64 = 1e-9;
/// With fewer columns glmnet's least squares have no strong ones: all are visited.
const FEW_COLUMNS: usize = 500;

/// A column that is visited.
#[derive(Debug, Clone)]
struct Visited {
    values: Vec<f64>,
    /// Its weighted mean square.
    square: f64,
    coefficient: f64,
    has_joined: bool,
}

/// A path in progress.
pub(crate) struct Cyclic<'a> {
    problem: &'a Problem<'a>,
    columns: &'a Columns<'a>,
    loss: &'a mut dyn Loss,
    strong: BTreeMap<usize, Visited>,
    /// Columns that have had a coefficient, in the order in which they came.
    joined: Vec<usize>,
    /// Absolute gradients of the columns that are not strong, when they were last looked at.
    gradients: Vec<f64>,
    intercept: f64,
    residual: Vec<f64>,
    /// Curvature of each row.
    curvature: Vec<f64>,
    /// Least movement that counts.
    threshold: f64,
    lambda: f64,
    /// The lambda before, for the strong rule; 0 at the beginning.
    before: f64,
    passes: usize,
    /// Whether there have been partial passes.
    started: bool,
}

impl<'a> Cyclic<'a> {
    /// `null` is the loss without coefficients.
    pub(crate) fn new(
        problem: &'a Problem<'a>,
        loss: &'a mut dyn Loss,
        intercept: f64,
        null: f64,
        threshold: f64,
    ) -> Self {
        let columns = &problem.columns;
        let rows = columns.rows();
        let is_gaussian = problem.family == Family::Gaussian;
        let mut new = Self {
            problem,
            columns,
            loss,
            strong: BTreeMap::new(),
            joined: Vec::new(),
            gradients: vec![0.0; columns.count()],
            intercept,
            residual: vec![0.0; rows],
            curvature: problem.weights.clone(),
            threshold: if is_gaussian {
                threshold
            } else {
                threshold * null
            },
            lambda: f64::INFINITY,
            before: 0.0,
            passes: 0,
            started: false,
        };
        new.reweight();
        new.look();
        for column in 0..columns.count() {
            if is_gaussian && columns.count() < FEW_COLUMNS && new.counts(column) {
                new.make_strong(column);
            }
        }
        new
    }

    fn counts(&self, column: usize) -> bool {
        self.problem.scaling.varying[column] && self.problem.penalty.factor(column).is_finite()
    }

    fn make_strong(&mut self, column: usize) {
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
    fn look(&mut self) {
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
    fn admit(&mut self, least: f64) -> bool {
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

    /// Fits the next lambda; whether it came to an end.
    fn solve(&mut self, lambda: f64) -> bool {
        let alpha = self.problem.penalty.alpha;
        let strong = if lambda.is_finite() {
            alpha * (2.0 * lambda - self.before)
        } else {
            f64::INFINITY
        };
        self.lambda = lambda;
        self.admit(strong);
        let settled = match self.problem.family {
            Family::Gaussian => self.least_squares(),
            _ => self.reweighted(),
        };
        self.before = if lambda.is_finite() { lambda } else { 0.0 };
        settled
    }

    fn lasso(&self) -> f64 {
        if self.lambda.is_finite() {
            self.lambda * self.problem.penalty.alpha
        } else {
            f64::INFINITY
        }
    }

    fn least_squares(&mut self) -> bool {
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

    fn reweighted(&mut self) -> bool {
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
    fn reweight(&mut self) {
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

    fn eta(&self) -> Vec<f64> {
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

    /// The largest gradient of what is in, in lambdas times alpha.
    fn violation(&self) -> f64 {
        let penalty = &self.problem.penalty;
        let ridge = penalty.ridge(self.lambda);
        let each = self
            .strong
            .iter()
            .filter(|(_, visited)| visited.coefficient != 0.0)
            .map(|(&column, visited)| {
                let lasso = penalty.lasso(self.lambda, column) * visited.coefficient.signum();
                let quadratic = ridge * penalty.factor(column) * visited.coefficient;
                (dot(&visited.values, &self.residual) - lasso - quadratic).abs()
            });
        each.fold(0.0, f64::max) / penalty.scale(self.lambda)
    }

    fn full_pass(&mut self) -> f64 {
        let columns: Vec<usize> = self.strong.keys().copied().collect();
        self.pass(&columns)
    }

    fn partial_passes(&mut self) -> bool {
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

impl Solver for Cyclic<'_> {
    /// The least lambda at which no penalised column is in, from gradients at none.
    fn greatest(&mut self) -> f64 {
        let penalty = &self.problem.penalty;
        let each = (0..self.columns.count())
            .filter(|&column| self.counts(column) && !penalty.is_free(column));
        let gradient = |column: usize| match self.strong.get(&column) {
            Some(visited) => dot(&visited.values, &self.residual).abs(),
            None => self.gradients[column],
        };
        let largest = each
            .map(|column| gradient(column) / penalty.factor(column))
            .fold(0.0, f64::max);
        self.before = largest / penalty.alpha.max(LEAST_ALPHA);
        self.before
    }

    fn step(&mut self, At { lambda, .. }: At) -> Result<f64, Error> {
        if self.solve(lambda) {
            Ok(self.violation())
        } else {
            Err(Error::NoConvergence { lambda })
        }
    }

    fn intercept(&self) -> f64 {
        self.intercept
    }

    fn coefficients(&self) -> Vec<(usize, f64)> {
        let all = self
            .strong
            .iter()
            .map(|(&column, visited)| (column, visited.coefficient));
        all.filter(|&(_, value)| value != 0.0).collect()
    }

    fn loss(&mut self) -> f64 {
        let eta = self.eta();
        self.loss.evaluate(&eta, &mut vec![0.0; eta.len()])
    }
}
