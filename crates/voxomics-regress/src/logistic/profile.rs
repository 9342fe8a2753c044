//! Profile likelihood: how far one coefficient may go, the others following it.

mod as_r;
mod search;

pub use as_r::{Limits, profile_as_r};
pub(crate) use search::around;

use std::cell::RefCell;

use ndarray::ArrayView2;
use voxomics_stats::dist::chi_squared;
use voxomics_stats::{ConfidenceLevel, Interval};

use super::separation::{self, Estimate};
use super::{Data, Error, Failure, Likelihood, Options, named};
use crate::basis::Basis;

/// Profile likelihood intervals: all `b` with `2 [l(β̂) - max l(β | βⱼ = b)] <= χ²₁` at the level; none for aliased columns.
///
/// Exact roots, which R's `confint` replaces by a spline through a few points of the profile ([`profile_as_r`]) and so misses
/// by 1e-5 to 1e-3. Under separation the likelihood's supremum stands for its maximum: the interval of a coefficient that
/// grows without end has one infinite end, and those of the others are what they tend to. Each limit takes some ten fits.
///
/// ```
/// use ndarray::array;
/// use voxomics_regress::logistic::{self, Options};
/// use voxomics_stats::ConfidenceLevel;
///
/// // No control has x = 1: the coefficient has no upper limit, and glm no answer.
/// let x = array![[1.0], [1.0], [1.0], [0.0], [0.0], [0.0], [0.0], [0.0]];
/// let y = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
/// let intervals = logistic::profile_intervals(x.view(), &y, &Options::default(), ConfidenceLevel::P95)?;
/// let slope = intervals[1].unwrap();
/// assert!(slope.lower > 0.0 && slope.upper == f64::INFINITY);
/// # Ok::<(), logistic::Error>(())
/// ```
///
/// # Errors
///
/// Those of [`fit`](super::fit) but for separation.
///
/// # References
///
/// Venzon DJ, Moolgavkar SH. *Appl Stat* 1988;37:87-94.
#[doc(alias("confint", "profile.glm"))]
pub fn profile_intervals(
    x: ArrayView2<'_, f64>,
    y: &[f64],
    options: &Options<'_>,
    level: ConfidenceLevel,
) -> Result<Vec<Option<Interval>>, Error> {
    let data = Data::new(x, y, options)?;
    let kept = Basis::new(&data.columns).kept;
    let mut intervals = vec![None; data.columns.len()];
    let data = data.only(&kept);
    let limit = separation::supremum(&data)?;
    let critical = chi_squared::quantile(level.get(), 1.0);
    for (place, &index) in kept.iter().enumerate() {
        let profile = Profile::new(&data, place, limit.value, false)?;
        intervals[index] = Some(match limit.estimates[place] {
            Estimate::Finite(estimate) => around(&profile, estimate, critical)?,
            Estimate::Growing { up } => search::one_sided(&profile, up, critical)?,
            Estimate::Aliased => Interval {
                lower: f64::NEG_INFINITY,
                upper: f64::INFINITY,
            },
        });
    }
    Ok(intervals)
}

/// The likelihood as a function of one coefficient.
#[derive(Debug)]
pub(crate) struct Profile {
    /// With the column in question as the last.
    data: Data,
    basis: Basis,
    penalised: bool,
    top: f64,
    /// Standard deviation of the column, by which steps are measured where there is no standard error.
    pub(super) spread: f64,
    /// Where the next search begins.
    start: RefCell<Vec<f64>>,
}

impl Profile {
    /// The profile of column `place` of columns none of which is aliased; `top` is the likelihood's maximum.
    pub(crate) fn new(data: &Data, place: usize, top: f64, penalised: bool) -> Result<Self, Error> {
        let data = data.with_last(place);
        let basis = Basis::new(&data.columns);
        if basis.rank() < data.columns.len() {
            return Err(Error::NoConvergence { iterations: 0 });
        }
        let column = &data.columns[basis.rank() - 1];
        Ok(Self {
            spread: spread(column),
            start: RefCell::new(vec![0.0; basis.rank()]),
            data,
            basis,
            penalised,
            top,
        })
    }

    /// `2 [l(β̂) - max l(β | βⱼ = b)]`.
    pub(crate) fn drop(&self, b: f64) -> Result<f64, Error> {
        let mut start = self.start.borrow_mut();
        if let Some(last) = start.last_mut() {
            *last = b * self.basis.last_scale();
        }
        let likelihood = Likelihood::new(&self.data, &self.basis, self.penalised);
        let value = match likelihood.maximise(&start, self.basis.rank() - 1) {
            Ok(maximum) => {
                start.clone_from(&maximum.point.coordinates);
                maximum.point.value
            }
            Err(Failure::Separated(..)) => {
                let last = self.data.columns.len() - 1;
                separation::supremum(&self.data.fixed(last, b))?.value
            }
            Err(failure) => return Err(named(failure, &self.data, &self.basis)),
        };
        Ok(2.0 * (self.top - value))
    }
}

/// Standard deviation, or the size of a column that is constant.
fn spread(column: &[f64]) -> f64 {
    let count = column.len() as f64;
    let mean = column.iter().sum::<f64>() / count;
    let variance = column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
    if variance > 1e-20 * mean * mean {
        variance.sqrt()
    } else {
        mean.abs()
    }
}
