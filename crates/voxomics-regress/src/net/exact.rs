//! A path of exact fits: which columns to try at each lambda, and whether any was missed.

use super::Error;
use super::active::Active;
use super::fit::Solver;
use super::loss::Loss;
use super::penalty::{LEAST_ALPHA, Penalty};
use super::problem::Problem;
use super::screen::Screen;

pub(crate) struct Exact<'a> {
    penalty: &'a Penalty,
    active: Active<'a>,
    screen: Screen<'a>,
    /// Columns whose gradients came near to the penalty at the last lambda.
    candidates: Vec<u32>,
}

impl<'a> Exact<'a> {
    pub(crate) fn new(
        problem: &'a Problem<'a>,
        loss: &'a mut dyn Loss,
        tolerance: f64,
    ) -> Result<Self, Error> {
        let penalty = &problem.penalty;
        let mut active = Active::new(problem, loss);
        active.tolerance = tolerance;
        if problem.intercept {
            active.join_intercept();
        }
        active.join_free();
        settled(active.solve(f64::INFINITY, &[]), f64::INFINITY)?;
        let pool: Vec<u32> = (0..problem.columns.count())
            .filter(|&column| problem.scaling.varying[column] && !penalty.is_free(column))
            .filter(|&column| penalty.factor(column).is_finite())
            .filter_map(|column| u32::try_from(column).ok())
            .collect();
        if pool.is_empty() {
            return Err(Error::NoColumns);
        }
        Ok(Self {
            penalty,
            active,
            screen: Screen::new(problem, pool),
            candidates: Vec::new(),
        })
    }

    /// Whether a column that was not tried should be in.
    fn misses(&self, lambda: f64, found: &[(u32, f64)]) -> bool {
        found.iter().any(|&(column, gradient)| {
            let enters =
                self.penalty
                    .enters(lambda, column as usize, gradient, self.active.tolerance);
            enters.is_some()
                && !self.active.holds(column as usize)
                && self.candidates.binary_search(&column).is_err()
        })
    }
}

impl Solver for Exact<'_> {
    fn greatest(&mut self) -> f64 {
        let all = self.screen.at_least(&self.active.residual, |_| 0.0);
        let each = all
            .iter()
            .map(|&(column, gradient)| gradient.abs() / self.penalty.factor(column as usize));
        each.fold(0.0, f64::max) / self.penalty.alpha.max(LEAST_ALPHA)
    }

    fn step(&mut self, lambda: f64, next: Option<f64>) -> Result<f64, Error> {
        // The strong rule, for the lambda that follows: what is below will hardly come in.
        let least = next.map_or(lambda, |next| (2.0 * next - lambda).max(0.5 * next));
        loop {
            settled(self.active.solve(lambda, &self.candidates), lambda)?;
            let threshold = |column| self.penalty.lasso(least, column);
            let found = self.screen.at_least(&self.active.residual, threshold);
            let missed = self.misses(lambda, &found);
            let tried = if missed {
                std::mem::take(&mut self.candidates)
            } else {
                Vec::new()
            };
            self.candidates = found
                .iter()
                .map(|&(column, _)| column)
                .chain(tried)
                .collect();
            self.candidates.sort_unstable();
            self.candidates.dedup();
            if !missed {
                return Ok(self.active.violation(lambda));
            }
        }
    }

    fn intercept(&self) -> f64 {
        self.active.intercept()
    }

    fn coefficients(&self) -> Vec<(usize, f64)> {
        self.active.coefficients()
    }

    fn loss(&mut self) -> f64 {
        self.active.value
    }
}

fn settled(settled: bool, lambda: f64) -> Result<(), Error> {
    if settled {
        Ok(())
    } else {
        Err(Error::NoConvergence { lambda })
    }
}
