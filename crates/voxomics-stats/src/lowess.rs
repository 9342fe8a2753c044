//! Cleveland's robust locally weighted regression.

mod local;
mod smoother;

use serde::{Deserialize, Serialize};

use crate::names::names;
use crate::{input, rank};

pub(crate) use smoother::Smoother;

/// Why a curve could not be fitted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// A span that is no share.
    #[error("span {0} is not above 0 and at most 1: it is the share of points in each local fit")]
    Span(f64),
    /// A distance that is none.
    #[error("delta {0} is not a distance of 0 or more")]
    Delta(f64),
    /// Numbers so large that their sums or differences leave the doubles.
    #[error("{0} too large to smooth: scale them down")]
    Overflow(&'static str),
}

/// How to smooth; write the rest as `..Options::default()`. The defaults are R's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Share of the points in each local fit, 2/3; R's `f`, statsmodels' `frac`.
    pub span: f64,
    /// Robustness iterations, 3; for labels of 0 and 1 it must be 0, or rare cases count as outliers. R's `iter`,
    /// statsmodels' `it`.
    pub iterations: usize,
    /// Points closer than this to the last one fitted are interpolated; `None` is 1 % of the range of `x`. statsmodels has 0.
    pub delta: Option<f64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            span: 2.0 / 3.0,
            iterations: 3,
            delta: None,
        }
    }
}

/// A smooth curve at the points it was fitted to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Ascending, with every tie.
    pub x: Vec<f64>,
    /// The curve there.
    pub y: Vec<f64>,
}

/// What stands for several points at one `x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Ties {
    /// Their mean, R's default.
    #[default]
    Mean,
    /// The first of them, as `rms::calibrate` has it.
    First,
}

names!(Ties, "ties": Mean = "mean", First = "first");

impl Curve {
    /// The curve at `x`, linear between its points; `None` outside of them, or where all points have one `x` (R: an error).
    #[must_use]
    #[doc(alias = "approx")]
    pub fn at(&self, x: f64, ties: Ties) -> Option<f64> {
        interpolate(&self.x, &self.y, x, ties)
    }
}

/// [`Curve::at`] of borrowed points.
pub(crate) fn interpolate(xs: &[f64], ys: &[f64], x: f64, ties: Ties) -> Option<f64> {
    let points = xs.len().min(ys.len());
    let (xs, ys) = (&xs[..points], &ys[..points]);
    let (&first, &last) = (xs.first()?, xs.last()?);
    if !(first <= x && x <= last) || first == last {
        return None;
    }
    // The run of points at the value that point `at` has.
    let value = |x: f64| {
        let from = xs.partition_point(|&other| other < x);
        let to = xs.partition_point(|&other| other <= x);
        let run = ys.get(from..to)?;
        match ties {
            Ties::First => run.first().copied(),
            Ties::Mean if run.is_empty() => None,
            Ties::Mean => Some(run.iter().sum::<f64>() / run.len() as f64),
        }
    };
    let right = xs.partition_point(|&other| other < x);
    let above = *xs.get(right)?;
    if above == x {
        return value(x);
    }
    let below = *xs.get(right.checked_sub(1)?)?;
    let (low, high) = (value(below)?, value(above)?);
    Some(low + (high - low) * ((x - below) / (above - below)))
}

/// The lowess curve of `y` on `x`.
///
/// At each `x` a line is fitted to the nearest `max(2, ⌊span·n⌋)` points, weighted by `(1 - (d/h)³)³` with `d` the distance
/// and `h` the largest of them; then, `iterations` times over, points are weighted besides by `(1 - (r/6m)²)²` with `r` the
/// residual and `m` the median of `|r|`. This is Cleveland's program, R's `lowess`, with its rules for ties and near points;
/// statsmodels' `lowess` treats ties in another way. One sort, then `span·n` steps for each point fitted: with the default
/// `delta`, of which there are some 100 at most.
///
/// ```
/// use voxomics_stats::lowess::{self, Options, Ties};
///
/// let x = [1.0, 2.0, 3.0, 4.0, 5.0];
/// let curve = lowess::fit(&x, &[2.0, 4.0, 6.0, 8.0, 10.0], &Options::default())?;
/// assert!((curve.at(2.5, Ties::Mean).unwrap() - 5.0).abs() < 1e-12);
/// # Ok::<(), lowess::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for empty or unequal input and values that are not finite; [`Error::Span`] and [`Error::Delta`] for options
/// out of range; [`Error::Overflow`] for numbers whose sums or differences leave the doubles.
///
/// # References
///
/// Cleveland WS. *J Am Stat Assoc* 1979;74:829-836; *Am Stat* 1981;35:54.
pub fn fit(x: &[f64], y: &[f64], options: &Options) -> Result<Curve, Error> {
    input::finite("x", x, 1)?;
    input::finite("y", y, 1)?;
    input::same_length(("x", x.len()), ("y", y.len()))?;
    let order = rank::order(x);
    let sorted = |values: &[f64]| order.iter().map(|&i| values[i]).collect::<Vec<f64>>();
    let (x, y) = (sorted(x), sorted(y));
    let mut smoother = Smoother::default();
    let smooth = smoother.smooth(&x, &y, options)?.to_vec();
    Ok(Curve { x, y: smooth })
}
