//! The path, one lambda after the other.

use ndarray::ArrayView2;

use super::active::Active;
use super::cyclic::Cyclic;
use super::exact::Exact;
use super::loss::Loss;
use super::problem::Problem;
use super::sequence::{self, Family};
use super::{Coefficients, Convergence, Error, Lambdas, Options, Path, Response};

/// Fits an elastic net for each lambda of a path.
///
/// `x` has a row for each subject and a column for each variable. What is minimised over the intercept `β₀` and the
/// coefficients `β` is glmnet's objective,
///
/// `loss(β₀ + offset + xβ) + λ Σ fⱼ [α |β̃ⱼ| + (1 - α)/2 β̃ⱼ²]`
///
/// with weights `w` divided by their sum, and the loss `½ Σ w (y - η)²`, `-Σ w [y η - log(1 + e^η)]` or minus Cox's partial log
/// likelihood (ties as Breslow) per unit of weight. `β̃ⱼ` is the coefficient of the column divided by its standard deviation
/// (of divisor n); in least squares `y` is divided by its own first, so that the quadratic part of the penalty is in those
/// units. The factors `f` are scaled to sum to the number of columns.
///
/// Each fit is exact: gradients of what is in are 0, and those of what is out within the penalty, to the `tolerance` of
/// [`Convergence::Exact`], in lambdas ([`Path::residuals`] says how far each is off). glmnet stops when coefficients move little, and is up to some percent away
/// by default; at `thresh = 1e-20` it comes to the same coefficients. Columns that equal one that is in stay out.
///
/// Time: the columns that can matter are found from bounds, so that most lambdas need no pass over a wide matrix; the rest is Newton's method on the coefficients that are in, `rows·k² + k³` operations each for `k` of them. Ridge
/// regression has all columns in and costs `columns³`. Memory: the columns that were in once, centred, beside the matrix.
///
/// ```
/// use ndarray::array;
/// use voxomics_regress::net::{self, Lambdas, Options, Response};
///
/// let x = array![[1.0, 5.0], [2.0, 3.0], [3.0, 4.0], [4.0, 1.0], [5.0, 2.0], [6.0, 6.0]];
/// let relapse = [0.0, 0.0, 1.0, 0.0, 1.0, 1.0];
/// let options = Options { lambdas: Lambdas::Given(vec![0.1]), ..Options::default() };
/// let path = net::fit(x.view(), &Response::Binomial(&relapse), &options)?;
/// assert_eq!(path.coefficients[0].columns, [0, 1]);
/// assert!(path.residuals[0] < 1e-9);
/// # Ok::<(), net::Error>(())
/// ```
///
/// # Errors
///
/// Lengths that do not fit, numbers out of their range or not finite; [`Error::ConstantResponse`], [`Error::NoEvents`],
/// [`Error::NoColumns`] where there is nothing to fit; [`Error::NoConvergence`] where no finite solution exists, as with lambda
/// 0 and classes that can be told apart.
///
/// # References
///
/// Friedman J, Hastie T, Tibshirani R. *J Stat Softw* 2010;33(1):1-22. Simon N, Friedman J, Hastie T, Tibshirani R. *J Stat
/// Softw* 2011;39(5):1-13. Tibshirani R et al. *J R Stat Soc B* 2012;74:245-66 (strong rules).
#[doc(alias("glmnet", "lasso", "elastic net", "ElasticNet"))]
pub fn fit(
    x: ArrayView2<'_, f64>,
    response: &Response<'_>,
    options: &Options,
) -> Result<Path, Error> {
    let (problem, mut loss) = Problem::new(x, response, options)?;
    let (null, intercept) = null(&problem, loss.as_mut())?;
    match options.convergence {
        Convergence::Exact { tolerance } => {
            let exact = Exact::new(&problem, loss.as_mut(), tolerance)?;
            Run::new(&problem, exact, null, options)?.finish()
        }
        Convergence::Glmnet { .. } if problem.family == Family::Cox => Err(Error::NoCoxReplay),
        Convergence::Glmnet { threshold } => {
            let mut cyclic = Cyclic::new(&problem, loss.as_mut(), intercept, null, threshold);
            cyclic.step(At {
                lambda: f64::INFINITY,
                next: None,
            })?;
            Run::new(&problem, cyclic, null, options)?.finish()
        }
    }
}

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

/// The loss with no column in, above that of the saturated model, and the intercept there.
pub(crate) fn null(problem: &Problem<'_>, loss: &mut dyn Loss) -> Result<(f64, f64), Error> {
    let mut active = Active::new(problem, loss);
    if problem.intercept {
        active.join_intercept();
    }
    if !active.solve(f64::INFINITY, &[]) {
        return Err(Error::NoConvergence {
            lambda: f64::INFINITY,
        });
    }
    Ok((active.value - problem.saturated, active.intercept()))
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
