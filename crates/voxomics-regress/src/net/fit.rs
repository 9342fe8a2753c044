//! A fit, from its arguments to its path.

use ndarray::ArrayView2;

use super::active::Active;
use super::cyclic::Cyclic;
use super::exact::Exact;
use super::loss::Loss;
use super::problem::Problem;
use super::run::{At, Run, Solver};
use super::sequence::Family;
use super::{Convergence, Error, Options, Path, Response};

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
