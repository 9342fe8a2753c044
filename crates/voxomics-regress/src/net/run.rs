//! The path, one lambda after the other.

use super::problem::Problem;
use super::sequence;
use super::{Coefficients, Error, Lambdas, Options, Path};

/// More than a path has use for.
const MOST_LAMBDAS: usize = 100_000;

/// A place on a path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub(crate) lambda: f64,
    pub(crate) next: Option<f64>,
}

impl At {
    /// The strong rule, for the lambda that follows: columns of smaller gradients will hardly come in.
    pub(crate) fn least(self) -> f64 {
        let strong = |next: f64| (2.0 * next - self.lambda).max(0.5 * next);
        self.next.map_or(self.lambda, strong)
    }
}

/// What goes from one lambda to the next.
pub(crate) trait Solver {
    /// The least lambda at which no penalised column is in.
    fn greatest(&mut self) -> f64;

    /// Fits a lambda; how far from optimal the fit is, in lambdas times alpha.
    fn step(&mut self, at: At) -> Result<f64, Error>;

    fn intercept(&self) -> f64;

    /// Columns and coefficients other than 0, on the scale of the fit, by column.
    fn coefficients(&self) -> Vec<(usize, f64)>;

    fn loss(&mut self) -> f64;
}

/// A path in the making.
pub(crate) struct Run<'a, S> {
    problem: &'a Problem<'a>,
    pub(crate) solver: S,
    null: f64,
    lambdas: Vec<f64>,
    ends_early: bool,
    most_nonzero: Option<usize>,
    path: Path,
}

impl<'a, S: Solver> Run<'a, S> {
    /// `null` is the loss without coefficients.
    pub(crate) fn new(
        problem: &'a Problem<'a>,
        solver: S,
        null: f64,
        options: &Options,
    ) -> Result<Self, Error> {
        let path = Path {
            lambdas: Vec::new(),
            intercepts: Vec::new(),
            coefficients: Vec::new(),
            deviance_ratios: Vec::new(),
            null_deviance: 2.0 * problem.total * problem.scale * problem.scale * null,
            residuals: Vec::new(),
        };
        let mut new = Self {
            problem,
            solver,
            null,
            lambdas: Vec::new(),
            ends_early: false,
            most_nonzero: options.most_nonzero,
            path,
        };
        (new.lambdas, new.ends_early) = new.lambdas(&options.lambdas)?;
        if let (Some(&first), true) = (new.lambdas.first(), new.ends_early) {
            // The first stands for infinity: with less than a pure LASSO its own fit is not empty.
            new.record(first, 0.0);
        }
        Ok(new)
    }

    pub(crate) fn finish(mut self) -> Result<Path, Error> {
        while let Some(at) = self.next() {
            let residual = self.solver.step(at)?;
            self.record(at.lambda, residual);
        }
        Ok(self.path)
    }

    pub(crate) fn into_path(self) -> Path {
        self.path
    }

    /// Where the path goes on.
    pub(crate) fn next(&self) -> Option<At> {
        let at = self.path.lambdas.len();
        if self.ends_early && at >= sequence::AT_LEAST && self.is_done() {
            return None;
        }
        let lambda = *self.lambdas.get(at)?;
        let next = self.lambdas.get(at + 1).copied();
        Some(At { lambda, next })
    }

    fn is_done(&self) -> bool {
        let last = self.path.coefficients.last();
        let nonzero = last.map_or(0, |last| last.columns.len());
        let stands_still = self.problem.penalty.has_zero_bounds();
        let ratios = &self.path.deviance_ratios;
        self.most_nonzero.is_some_and(|most| nonzero > most)
            || self.problem.family.is_done(ratios, stands_still)
    }

    /// On the scale of the fit, and whether they may end early.
    fn lambdas(&mut self, wanted: &Lambdas) -> Result<(Vec<f64>, bool), Error> {
        match wanted {
            Lambdas::Given(given) => {
                if let Some(&value) = given
                    .iter()
                    .find(|value| !(**value >= 0.0 && value.is_finite()))
                {
                    return Err(Error::OutOfRange {
                        what: "lambdas",
                        value,
                        range: "finite and at least 0",
                    });
                }
                let mut lambdas: Vec<f64> = given
                    .iter()
                    .map(|lambda| lambda / self.problem.scale)
                    .collect();
                lambdas.sort_by(|a, b| b.total_cmp(a));
                Ok((lambdas, false))
            }
            &Lambdas::Sequence { count, ratio } => {
                let (rows, columns) = (self.problem.columns.rows(), self.problem.columns.count());
                let ratio = ratio.unwrap_or(if rows < columns { 0.01 } else { 1e-4 });
                Ok((self.sequence(count, ratio)?, true))
            }
            &Lambdas::Full { count, ratio } => Ok((self.sequence(count, ratio)?, false)),
        }
    }

    fn sequence(&mut self, count: usize, ratio: f64) -> Result<Vec<f64>, Error> {
        if !(1..=MOST_LAMBDAS).contains(&count) {
            return Err(Error::OutOfRange {
                what: "count of lambdas",
                value: count as f64,
                range: "from 1 to 100,000",
            });
        }
        if !(ratio > 0.0 && ratio < 1.0) {
            return Err(Error::OutOfRange {
                what: "ratio of lambdas",
                value: ratio,
                range: "between 0 and 1",
            });
        }
        let greatest = self.solver.greatest();
        Ok(sequence::falling(
            self.problem.family,
            greatest,
            count,
            ratio,
        ))
    }

    /// The fit as it stands, on the scale of the data.
    pub(crate) fn record(&mut self, lambda: f64, residual: f64) {
        let Problem {
            scaling,
            scale,
            centre,
            ..
        } = self.problem;
        let mut coefficients = Coefficients::default();
        let mut intercept = self.solver.intercept() * scale + centre;
        for (column, value) in self.solver.coefficients() {
            let value = value * scale / scaling.scales[column];
            intercept -= scaling.centres[column] * value;
            coefficients.columns.push(column);
            coefficients.values.push(value);
        }
        let has_intercept = self.problem.intercept || self.problem.centred;
        let left = (self.solver.loss() - self.problem.saturated) / self.null;
        self.path.lambdas.push(lambda * scale);
        self.path
            .intercepts
            .push(if has_intercept { intercept } else { 0.0 });
        self.path.coefficients.push(coefficients);
        self.path.deviance_ratios.push(1.0 - left);
        self.path.residuals.push(residual);
    }
}
