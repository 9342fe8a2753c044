//! The path, one lambda after the other.

use ndarray::ArrayView2;

use super::active::Active;
use super::loss::Loss;
use super::penalty::LEAST_ALPHA;
use super::problem::Problem;
use super::screen::Screen;
use super::sequence;
use super::{Coefficients, Error, Lambdas, Options, Path, Response};

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
/// Each fit is exact: gradients of what is in are 0, and those of what is out within the penalty, to `tolerance` lambdas
/// ([`Path::residuals`] says how far each is off). glmnet stops when coefficients move little, and is up to some percent away
/// by default; at `thresh = 1e-20` it comes to the same coefficients. Columns that equal one that is in stay out.
///
/// Time: the columns that can matter are found from bounds, so that about a third of the lambdas needs a pass over the
/// matrix; the rest is Newton's method on the coefficients that are in, `rows·k² + k³` operations each for `k` of them. Ridge
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
    let mut fit = Fit::new(&problem, loss.as_mut(), options)?;
    fit.run(options)?;
    Ok(fit.path)
}

struct Fit<'a> {
    problem: &'a Problem<'a>,
    active: Active<'a>,
    screen: Screen<'a>,
    /// Columns whose gradients came near to the penalty at the last lambda.
    candidates: Vec<u32>,
    null: f64,
    path: Path,
}

impl<'a> Fit<'a> {
    fn new(
        problem: &'a Problem<'a>,
        loss: &'a mut dyn Loss,
        options: &Options,
    ) -> Result<Self, Error> {
        let Problem {
            columns,
            scaling,
            penalty,
            ..
        } = problem;
        let mut active = Active::new(columns, scaling, penalty, loss, problem.offset.clone());
        active.tolerance = options.tolerance;
        if problem.intercept {
            active.join_intercept();
        }
        settled(active.solve(f64::INFINITY, &[]), f64::INFINITY)?;
        let null = active.value - problem.saturated;
        active.join_free();
        settled(active.solve(f64::INFINITY, &[]), f64::INFINITY)?;
        let pool = (0..columns.count()).filter(|&column| {
            scaling.varying[column]
                && !penalty.is_free(column)
                && penalty.factor(column).is_finite()
        });
        let pool: Vec<u32> = pool
            .filter_map(|column| u32::try_from(column).ok())
            .collect();
        if pool.is_empty() {
            return Err(Error::NoColumns);
        }
        let screen = Screen::new(columns, scaling, &problem.weights, pool);
        let path = Path {
            lambdas: Vec::new(),
            intercepts: Vec::new(),
            coefficients: Vec::new(),
            deviance_ratios: Vec::new(),
            null_deviance: 2.0 * problem.total * problem.scale * problem.scale * null,
            residuals: Vec::new(),
        };
        Ok(Self {
            problem,
            active,
            screen,
            candidates: Vec::new(),
            null,
            path,
        })
    }

    fn run(&mut self, options: &Options) -> Result<(), Error> {
        let penalty = &self.problem.penalty;
        let (lambdas, ends_early) = self.lambdas(&options.lambdas)?;
        for (at, &lambda) in lambdas.iter().enumerate() {
            if at == 0 && ends_early {
                // The first stands for infinity: with less than a pure LASSO its own fit is not empty.
                self.record(lambda, 0.0);
                continue;
            }
            self.step(lambda, lambdas.get(at + 1).copied())?;
            let nonzero = self
                .path
                .coefficients
                .last()
                .map_or(0, |last| last.columns.len());
            let full = options.most_nonzero.is_some_and(|most| nonzero > most);
            let done = self
                .problem
                .family
                .is_done(&self.path.deviance_ratios, penalty.has_zero_bounds());
            if ends_early && at + 1 >= sequence::AT_LEAST && (full || done) {
                break;
            }
        }
        Ok(())
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
                if !(ratio > 0.0 && ratio < 1.0) {
                    return Err(Error::OutOfRange {
                        what: "ratio of lambdas",
                        value: ratio,
                        range: "between 0 and 1",
                    });
                }
                Ok((
                    sequence::falling(self.problem.family, self.greatest(), count, ratio),
                    true,
                ))
            }
        }
    }

    /// The least lambda at which no penalised column is in.
    fn greatest(&mut self) -> f64 {
        let penalty = &self.problem.penalty;
        let all = self.screen.at_least(&self.active.residual, |_| 0.0);
        let each = all
            .iter()
            .map(|&(column, gradient)| gradient.abs() / penalty.factor(column as usize));
        each.fold(0.0, f64::max) / penalty.alpha.max(LEAST_ALPHA)
    }

    fn step(&mut self, lambda: f64, next: Option<f64>) -> Result<(), Error> {
        let penalty = &self.problem.penalty;
        // The strong rule, for the lambda that follows: what is below will hardly come in.
        let least = next.map_or(lambda, |next| (2.0 * next - lambda).max(0.5 * next));
        loop {
            settled(self.active.solve(lambda, &self.candidates), lambda)?;
            let found = self
                .screen
                .at_least(&self.active.residual, |column| penalty.lasso(least, column));
            let tolerance = self.active.tolerance;
            let missed = found.iter().any(|&(column, gradient)| {
                penalty
                    .enters(lambda, column as usize, gradient, tolerance)
                    .is_some()
                    && !self.active.holds(column as usize)
                    && !self.candidates.contains(&column)
            });
            let earlier = std::mem::replace(
                &mut self.candidates,
                found.iter().map(|&(column, _)| column).collect(),
            );
            if !missed {
                break;
            }
            self.candidates.extend(earlier);
            self.candidates.sort_unstable();
            self.candidates.dedup();
        }
        self.record(lambda, self.active.violation(lambda));
        Ok(())
    }

    /// The fit as it stands, on the scale of the data.
    fn record(&mut self, lambda: f64, residual: f64) {
        let Problem {
            scaling,
            scale,
            centre,
            ..
        } = self.problem;
        let mut coefficients = Coefficients::default();
        let mut intercept = self.active.intercept() * scale + centre;
        for (column, value) in self.active.coefficients() {
            let value = value * scale / scaling.scales[column];
            intercept -= scaling.centres[column] * value;
            coefficients.columns.push(column);
            coefficients.values.push(value);
        }
        let has_intercept = self.problem.intercept || self.problem.centred;
        let left = (self.active.value - self.problem.saturated) / self.null;
        self.path.lambdas.push(lambda * scale);
        self.path
            .intercepts
            .push(if has_intercept { intercept } else { 0.0 });
        self.path.coefficients.push(coefficients);
        self.path.deviance_ratios.push(1.0 - left);
        self.path.residuals.push(residual);
    }
}

fn settled(settled: bool, lambda: f64) -> Result<(), Error> {
    if settled {
        Ok(())
    } else {
        Err(Error::NoConvergence { lambda })
    }
}
