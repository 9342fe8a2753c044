//! A path of exact fits: which columns to try at each lambda, and whether any was missed.

use super::Error;
use super::active::Active;
use super::columns::Columns;
use super::loss::Loss;
use super::penalty::{LEAST_ALPHA, Penalty};
use super::problem::Problem;
use super::run::{At, Solver};
use super::screen::{Open, Screen};

pub(crate) struct Exact<'a> {
    columns: &'a Columns<'a>,
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
            columns: &problem.columns,
            penalty,
            active,
            screen: Screen::new(problem, pool),
            candidates: Vec::new(),
        })
    }

    /// Fits a lambda with the columns that are tried; which columns need a look.
    pub(crate) fn look(&mut self, at: At) -> Result<Open, Error> {
        settled(self.active.solve(at.lambda, &self.candidates), at.lambda)?;
        let penalty = self.penalty;
        let threshold = |column| penalty.lasso(at.least(), column);
        Ok(self.screen.open(&self.active.residual, threshold))
    }

    pub(crate) fn widen(&self, open: Open) -> Open {
        self.screen.widen(open)
    }

    pub(crate) fn residual(&self) -> &[f64] {
        &self.active.residual
    }

    /// How far from optimal the fit is, in lambdas times alpha, from `Σ x·r` of each open column; none if a column was missed
    /// and it must be fitted again.
    pub(crate) fn judge(&mut self, at: At, open: Open, products: &[f64]) -> Option<f64> {
        let penalty = self.penalty;
        let threshold = |column| penalty.lasso(at.least(), column);
        let residual = &self.active.residual;
        let found = self.screen.settle(residual, open, products, threshold);
        let missed = self.misses(at.lambda, &found);
        let tried = if missed {
            std::mem::take(&mut self.candidates)
        } else {
            Vec::new()
        };
        let found = found.iter().map(|&(column, _)| column);
        self.candidates = found.chain(tried).collect();
        self.candidates.sort_unstable();
        self.candidates.dedup();
        (!missed).then(|| self.active.violation(at.lambda))
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

    fn step(&mut self, at: At) -> Result<f64, Error> {
        loop {
            let open = self.look(at)?;
            let products = self.columns.dots(&open.which, &self.active.residual);
            if let Some(violation) = self.judge(at, open, &products) {
                return Ok(violation);
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
