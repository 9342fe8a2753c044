//! Coordinate descent that visits columns in glmnet's order and stops where glmnet stops.
//!
//! A full pass goes through the strong columns in their order; one that changes for the first time joins a list that keeps the
//! order of joining over the whole path. Partial passes go through that list until no coefficient moves by more than the
//! threshold, then comes another full pass, and a point ends with a full pass in which nothing moves. Then columns that are not
//! strong are looked at, and if one should be in, it starts again. Least squares begin a point with partial passes, a logistic
//! model begins each weighted problem with a full one.

mod pass;
mod point;
mod strong;

use std::collections::BTreeMap;

use super::Error;
use super::columns::Columns;
use super::loss::Loss;
use super::penalty::LEAST_ALPHA;
use super::problem::Problem;
use super::run::{At, Solver};
use super::sequence::Family;
use crate::kernel::dot;

/// Passes after which glmnet gives up.
const PASSES: usize = 10_000_000;
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
