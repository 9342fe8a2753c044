//! One logistic model for each of thousands of columns.

mod kernel;

use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use voxomics_stats::dist::{chi_squared, normal};
use voxomics_stats::likelihood::Separation;

use super::Error;
use kernel::{Rows, Sums};

/// The model of one column beside an intercept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Univariate {
    /// Log odds ratio for a unit of the column.
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Two-sided p value of `coefficient / standard_error`.
    pub p_wald: f64,
    /// Twice the log likelihood ratio to the intercept alone.
    pub likelihood_ratio: f64,
    /// p value of that, with one degree of freedom.
    pub p_value: f64,
}

/// Why a column has no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum NoModel {
    /// It does not vary.
    #[error("the column is constant")]
    Constant,
    /// A threshold parts cases from controls: the coefficient grows without end.
    #[error("{0} separation: a threshold parts cases from controls")]
    Separated(#[serde(with = "separation_name")] Separation),
    /// Cases and controls overlap by so little that the coefficient leaves what doubles hold.
    #[error("no maximum found: cases and controls are all but parted by a threshold")]
    NoConvergence,
}

mod separation_name {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use voxomics_stats::likelihood::Separation;

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde calls"
    )]
    pub(super) fn serialize<S: Serializer>(kind: &Separation, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(kind)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Separation, D::Error> {
        match String::deserialize(from)?.as_str() {
            "complete" => Ok(Separation::Complete),
            "quasi-complete" => Ok(Separation::QuasiComplete),
            other => Err(D::Error::custom(format!(
                "`{other}` is no kind of separation"
            ))),
        }
    }
}

/// Fits `logit P(case) = β₀ + β₁ x` to each column of `x` by maximum likelihood, to the last digits.
///
/// The univariate screening of thousands of features: [`fit`](super::fit) of a column, without what is not needed. Some 4 µs a
/// column of 121 rows, on all threads of the ambient pool, with the same bytes on any number. Column-major matrices are read in
/// place. p values are for [`voxomics_stats::adjust`].
///
/// ```
/// use ndarray::array;
/// use voxomics_regress::logistic::screen;
///
/// let x = array![[1.0, 7.0], [2.0, 7.0], [3.0, 7.0], [4.0, 7.0], [5.0, 7.0], [6.0, 7.0]];
/// let models = screen(x.view(), &[false, false, true, false, true, true])?;
/// assert!((models[0].unwrap().coefficient - 1.2140).abs() < 5e-5);
/// assert!(models[1].is_err(), "a constant explains nothing");
/// # Ok::<(), voxomics_regress::logistic::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Value`] for a value that is not finite, [`Error::Length`], [`Error::OneClass`].
pub fn screen(
    x: ArrayView2<'_, f64>,
    cases: &[bool],
) -> Result<Vec<Result<Univariate, NoModel>>, Error> {
    if cases.len() != x.nrows() {
        return Err(Error::Length {
            what: "cases",
            found: cases.len(),
            expected: x.nrows(),
        });
    }
    if cases.iter().all(|&case| case) || !cases.contains(&true) {
        return Err(Error::OneClass);
    }
    let rows = Rows::new(cases);
    (0..x.ncols())
        .into_par_iter()
        .with_min_len(16)
        .map_init(Vec::<f64>::new, |buffer, column| {
            buffer.clear();
            buffer.extend(x.column(column));
            if let Some(row) = buffer.iter().position(|value| !value.is_finite()) {
                let value = buffer[row];
                return Err(Error::Value { row, column, value });
            }
            Ok(one(&rows, cases, buffer))
        })
        .collect()
}

/// Twice the rise still to be had after which one step more leaves nothing that doubles hold.
const CONVERGED: f64 = 1e-13;
const MOST_ITERATIONS: usize = 60;

/// The model of one column, which is standardised in place.
fn one(rows: &Rows, cases: &[bool], column: &mut Vec<f64>) -> Result<Univariate, NoModel> {
    if let Some(kind) = parted(cases, column)? {
        return Err(NoModel::Separated(kind));
    }
    let scale = standardise(column);
    column.resize(rows.padded(), 0.0);
    let (mut intercept, mut slope) = rows.guess(column);
    let mut here = rows.sums(column, intercept, slope);
    for _ in 0..MOST_ITERATIONS {
        let (a, b) = here.step();
        let decrement = a * here.residual + b * here.residual_x;
        let mut share = 1.0;
        loop {
            let there = rows.sums(column, intercept + share * a, slope + share * b);
            if there.log_likelihood >= here.log_likelihood - 1e-9 * here.log_likelihood.abs()
                || share < 1e-12
            {
                intercept += share * a;
                slope += share * b;
                here = there;
                break;
            }
            share /= 2.0;
        }
        if decrement < CONVERGED {
            return Ok(described(rows, (slope, scale), &here));
        }
    }
    // NaN, of an information that underflowed, ends here too.
    Err(NoModel::NoConvergence)
}

fn described(rows: &Rows, (slope, scale): (f64, f64), at: &Sums) -> Univariate {
    let standard_error = (at.curvature / at.determinant()).sqrt();
    let likelihood_ratio = (2.0 * (at.log_likelihood - rows.null)).max(0.0);
    Univariate {
        coefficient: slope / scale,
        standard_error: standard_error / scale,
        p_wald: normal::two_sided(slope / standard_error),
        likelihood_ratio,
        p_value: chi_squared::upper(likelihood_ratio, 1.0),
    }
}

/// Whether a threshold parts the classes: exact, for one column.
fn parted(cases: &[bool], column: &[f64]) -> Result<Option<Separation>, NoModel> {
    let reach = |class: bool| {
        let own = cases.iter().zip(column).filter(|&(&case, _)| case == class);
        own.fold(
            (f64::INFINITY, f64::NEG_INFINITY),
            |(least, most), (_, &x)| (least.min(x), most.max(x)),
        )
    };
    let (cases, controls) = (reach(true), reach(false));
    if cases.0.min(controls.0) == cases.1.max(controls.1) {
        return Err(NoModel::Constant);
    }
    let gap = (cases.0 - controls.1).max(controls.0 - cases.1);
    Ok(match gap {
        _ if gap > 0.0 => Some(Separation::Complete),
        0.0 => Some(Separation::QuasiComplete),
        _ => None,
    })
}

/// Centres a column and divides it by its standard deviation, which is returned.
fn standardise(column: &mut [f64]) -> f64 {
    // By the largest first, whose square may leave the doubles.
    let largest = column.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let count = column.len() as f64;
    let mean = column.iter().map(|x| x / largest).sum::<f64>() / count;
    let mut squares = 0.0;
    for x in column.iter_mut() {
        *x = *x / largest - mean;
        squares += *x * *x;
    }
    let deviation = (squares / count).sqrt();
    for x in column.iter_mut() {
        *x /= deviation;
    }
    deviation * largest
}
