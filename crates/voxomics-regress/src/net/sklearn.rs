//! scikit-learn's models in terms of these.

use ndarray::ArrayView2;
use voxomics_stats::resample::Fold;

use super::{
    CrossValidation, CvOptions, Error, FoldWeights, Lambdas, Matching, Measure, Options, Response,
    cross_validate,
};

/// How many alphas `LassoCV` tries, and the last in units of the first.
const ALPHAS: usize = 100;
const RATIO: f64 = 1e-3;

/// The LASSO by least squares with the penalty of the smallest cross-validated squared error, as scikit-learn's `LassoCV`.
///
/// A hundred alphas (`lambda` here) from the least that leaves no column in down to a thousandth of it, the same in all folds; each
/// fold is fitted at these very alphas and its mean squared error counts as any other's, however many rows it has. Columns are
/// taken as they are: what standardises them has seen all rows, unless it is fitted within
/// [`nested::evaluate`](crate::nested::evaluate).
/// The chosen fit is number [`best`](CrossValidation::best) of the path, on all rows.
///
/// scikit-learn's folds are contiguous by default: [`contiguous_k_fold`](voxomics_stats::resample::contiguous_k_fold). Its fits end at
/// a duality gap of 1e-4 of the response's squares, these at the optimum.
///
/// On labels of 0 and 1 this is the linear LASSO of many radiomics studies. With columns of mean 0, as after standardising, its intercept
/// is the share of cases.
///
/// ```
/// use ndarray::Array2;
/// use voxomics_regress::net;
/// use voxomics_stats::resample::contiguous_k_fold;
///
/// let x = Array2::from_shape_fn((20, 3), |(row, column)| ((row + 1) * (column + 3) % 7) as f64);
/// let y: Vec<f64> = x.column(1).iter().enumerate().map(|(row, x)| x + (row % 3) as f64).collect();
/// let cv = net::lasso_cv(x.view(), &y, &contiguous_k_fold(20, 5)?)?;
/// let alpha = cv.path.lambdas[cv.best];
/// assert_eq!(cv.path.coefficients[cv.best].of(1).round(), 1.0);
/// # assert!(alpha < cv.path.lambdas[0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`cross_validate`].
#[doc(alias("LassoCV"))]
pub fn lasso_cv(
    x: ArrayView2<'_, f64>,
    y: &[f64],
    folds: &[Fold],
) -> Result<CrossValidation, Error> {
    let options = Options {
        lambdas: Lambdas::Full {
            count: ALPHAS,
            ratio: RATIO,
        },
        standardize: false,
        ..Options::default()
    };
    let cv = CvOptions {
        measure: Measure::SquaredError,
        matching: Matching::Exact,
        fold_weights: FoldWeights::Equal,
        ..CvOptions::default()
    };
    cross_validate(x, &Response::Gaussian(y), &options, folds, &cv)
}

/// The lambda of scikit-learn's `C`: `1 / (n C)`, with `n` the rows or the sum of their weights. An infinite `C` is 0, no penalty.
///
/// `LogisticRegression(C=c, l1_ratio=r)` minimises `C Σ w loss + r ‖β‖₁ + (1 - r)/2 ‖β‖²`, which is [`fit`](super::fit) with
/// `Response::Binomial`, this lambda, `alpha: r` and `standardize: false`. Its default `r` is 0, ridge. The solver `liblinear` penalises the
/// intercept too: give it `intercept: false` and a column of ones. For `LogisticRegressionCV` take [`Matching::Scaled`], since every fold has
/// an `n` of its own, and [`FoldWeights::Equal`].
///
/// ```
/// use ndarray::array;
/// use voxomics_regress::net::{self, Lambdas, Options, Response};
///
/// let x = array![[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]];
/// let options = Options {
///     alpha: 0.0,
///     standardize: false,
///     lambdas: Lambdas::Given(vec![net::lambda_of_c(6.0, 1.0)]),
///     ..Options::default()
/// };
/// let path = net::fit(x.view(), &Response::Binomial(&[0.0, 0.0, 1.0, 0.0, 1.0, 1.0]), &options)?;
/// // LogisticRegression().fit(x, y).coef_
/// assert!((path.coefficients[0].of(0) - 0.767_054).abs() < 1e-6);
/// # Ok::<(), net::Error>(())
/// ```
#[must_use]
#[doc(alias("LogisticRegression"))]
pub fn lambda_of_c(total_weight: f64, c: f64) -> f64 {
    1.0 / (total_weight * c)
}

/// Weights that make cases and controls count the same, `n / (2 n_class)`: scikit-learn's `class_weight="balanced"`.
///
/// They sum to the number of rows. Where there is one class only, each of its rows has ½.
///
/// ```
/// use voxomics_regress::net::balanced_weights;
///
/// assert_eq!(balanced_weights(&[true, false, false, false]), [2.0, 2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0]);
/// ```
#[must_use]
#[doc(alias("compute_class_weight", "class_weight"))]
pub fn balanced_weights(labels: &[bool]) -> Vec<f64> {
    let rows = labels.len();
    let cases = labels.iter().filter(|&&case| case).count();
    let weight = |case: &bool| {
        let own = if *case { cases } else { rows - cases };
        rows as f64 / (2 * own) as f64
    };
    labels.iter().map(weight).collect()
}
