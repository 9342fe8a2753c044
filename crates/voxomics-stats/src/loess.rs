//! Local regression, evaluated where it is asked for.

mod least_squares;

use serde::{Deserialize, Serialize};

use crate::names::names;
use crate::{input, rank};

/// Why a curve could not be fitted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// A span that is no share, or a share of too few points.
    #[error(
        "span {span} of {points} points: it must be at most 1 and hold {least} points at least"
    )]
    Span {
        /// What was given.
        span: f64,
        /// How many points there are.
        points: usize,
        /// Coefficients of the local polynomial.
        least: usize,
    },
    /// All points of a window have one `x`.
    #[error("all points around {0} are ties: a larger span is needed, or another method")]
    Ties(f64),
    /// Numbers so large that their sums leave the doubles.
    #[error("the curve at {0} leaves the range of doubles: scale x and y down")]
    Overflow(f64),
}

/// The polynomial fitted in each window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Degree {
    /// A line.
    Linear,
    /// A parabola, R's default.
    #[default]
    Quadratic,
}

names!(Degree, "degree": Quadratic = "quadratic", Linear = "linear");

/// How to smooth; write the rest as `..Options::default()`. The defaults are R's, but for the surface.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Share of the points in each local fit, 0.75.
    pub span: f64,
    /// Degree of the local polynomials, 2.
    pub degree: Degree,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            span: 0.75,
            degree: Degree::Quadratic,
        }
    }
}

/// Local regression of `y` on `x` at each of `at`.
///
/// The polynomial at a point is fitted to the `⌊span·n⌋` nearest of the `n` points, weighted by `(1 - (d/h)³)³` with `d` the
/// distance and `h` the largest of them. Where a window has too few distinct `x`, the solution is that of least norm, as
/// R's. This is R's `loess(y ~ x, surface = "direct")`. R's default, `surface = "interpolate"`, evaluates the fit at the
/// vertices of a tree only and blends cubics between them: it differs by up to 5 percentage points of risk in steep parts of
/// a curve, and is not offered. Least squares without robustness iterations (`family = "gaussian"`).
///
/// Each point costs `span·n` steps: half a second for 10,000 of 10,000, for which [`lowess`](crate::lowess) is the answer.
///
/// ```
/// use voxomics_stats::loess::{self, Options};
///
/// let x: Vec<f64> = (0..20).map(f64::from).collect();
/// let y: Vec<f64> = x.iter().map(|x| x * x).collect();
/// let curve = loess::fit(&x, &y, &[4.5], &Options::default())?;
/// assert!((curve[0] - 20.25).abs() < 1e-12);
/// # Ok::<(), loess::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for empty or unequal input and values that are not finite; [`Error::Span`]; [`Error::Ties`] where all
/// points of a window are equal; [`Error::Overflow`] for numbers whose sums leave the doubles.
///
/// # References
///
/// Cleveland WS, Devlin SJ. *J Am Stat Assoc* 1988;83:596-610. Cleveland WS, Grosse E. *Stat Comput* 1991;1:47-62.
pub fn fit(x: &[f64], y: &[f64], at: &[f64], options: &Options) -> Result<Vec<f64>, Error> {
    input::finite("x", x, 1)?;
    input::finite("y", y, 1)?;
    input::same_length(("x", x.len()), ("y", y.len()))?;
    input::finite("at", at, 0)?;
    let neighbours = neighbours(x.len(), options)?;
    let order = rank::order(x);
    let sorted = |values: &[f64]| order.iter().map(|&i| values[i]).collect::<Vec<f64>>();
    let (x, y) = (sorted(x), sorted(y));
    let mut curve = vec![0.0; at.len()];
    let asked = rank::order(at);
    // Ties are common where curves are asked for at predicted risks: one fit for each value.
    for ties in asked.chunk_by(|&a, &b| at[a] == at[b]) {
        let value = local(&x, &y, at[ties[0]], neighbours, options.degree)?;
        for &index in ties {
            curve[index] = value;
        }
    }
    Ok(curve)
}

fn neighbours(points: usize, options: &Options) -> Result<usize, Error> {
    let &Options { span, degree } = options;
    let least = coefficients(degree);
    // The summand is the reference's.
    let count = (points as f64 * span + 1e-5).floor();
    if !(span > 0.0 && span <= 1.0 && count >= least as f64) {
        return Err(Error::Span {
            span,
            points,
            least,
        });
    }
    Ok((count as usize).min(points))
}

fn coefficients(degree: Degree) -> usize {
    match degree {
        Degree::Linear => 2,
        Degree::Quadratic => 3,
    }
}

/// The polynomial of the nearest points, at `at`.
fn local(x: &[f64], y: &[f64], at: f64, neighbours: usize, degree: Degree) -> Result<f64, Error> {
    let left = nearest(x, at, neighbours);
    let window = left..left + neighbours;
    let width = (at - x[left]).abs().max((x[window.end - 1] - at).abs());
    if width == 0.0 {
        return Err(Error::Ties(at));
    }
    let rows = (x[window.clone()].iter().zip(&y[window])).filter_map(|(&x, &y)| {
        let distance = (x - at) / width;
        let weight = tricube(distance.abs());
        (weight > 0.0).then(|| {
            let root = weight.sqrt();
            [root, root * distance, root * distance * distance, root * y]
        })
    });
    let value = least_squares::intercept(rows.collect(), coefficients(degree));
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Error::Overflow(at))
    }
}

fn tricube(r: f64) -> f64 {
    if r >= 0.999 {
        0.0
    } else if r <= 0.001 {
        1.0
    } else {
        let c = 1.0 - r * r * r;
        c * c * c
    }
}

/// Where the run of the `count` values nearest to `at` begins.
fn nearest(x: &[f64], at: f64, count: usize) -> usize {
    let (mut low, mut high) = (0, x.len() - count);
    while low < high {
        let middle = usize::midpoint(low, high);
        if at - x[middle] > x[middle + count] - at {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
