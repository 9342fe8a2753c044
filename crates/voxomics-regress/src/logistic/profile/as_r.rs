//! Profile intervals as R interpolates them.

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};
use voxomics_stats::ConfidenceLevel;
use voxomics_stats::dist::{chi_squared, normal};

use super::Profile;
use crate::basis::Basis;
use crate::logistic::{Data, Error, Likelihood, Options, named};
use crate::spline::Cubic;

/// An interval of which a limit may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Lower limit.
    pub lower: Option<f64>,
    /// Upper limit.
    pub upper: Option<f64>,
}

/// Profile likelihood intervals as `confint` of R (MASS until 4.4) gives them: the signed root of the profile is computed at
/// steps of a fifth of its limit, a cubic spline is laid through it, and read off at a grid of three times as many points.
///
/// For digits that agree with R's; [`profile_intervals`](super::profile_intervals) is exact. A limit beyond the points is none,
/// R's NA.
///
/// # Errors
///
/// Those of [`fit`](crate::logistic::fit).
#[doc(alias("confint", "profile.glm", "MASS"))]
pub fn profile_as_r(
    x: ArrayView2<'_, f64>,
    y: &[f64],
    options: &Options<'_>,
    level: ConfidenceLevel,
) -> Result<Vec<Option<Limits>>, Error> {
    let data = Data::new(x, y, options)?;
    let kept = Basis::new(&data.columns).kept;
    let mut intervals = vec![None; data.columns.len()];
    let data = data.only(&kept);
    let basis = Basis::new(&data.columns);
    let maximum = Likelihood::new(&data, &basis, false)
        .maximise(&vec![0.0; basis.rank()], basis.rank())
        .map_err(|failure| named(failure, &data, &basis))?;
    let estimates = basis.back(&maximum.point.coordinates);
    let covariance = basis.covariance(&maximum.covariance());
    for (place, &index) in kept.iter().enumerate() {
        let profile = Profile::new(&data, place, maximum.point.value, false)?;
        let error = covariance[place][place].sqrt();
        let (roots, values) = points(&profile, (estimates[place], error), level)?;
        let spline = Cubic::through(&values, &roots);
        let grid = grid(&values);
        let cut = normal::upper_quantile(level.tail());
        let at = |z: f64| read_off(&spline, &grid, z);
        intervals[index] = Some(Limits {
            lower: at(-cut),
            upper: at(cut),
        });
    }
    Ok(intervals)
}

/// Most steps to either side.
const MOST_STEPS: u32 = 9;

/// Signed roots of the profile and where they are taken, ascending.
fn points(
    profile: &Profile,
    (estimate, error): (f64, f64),
    level: ConfidenceLevel,
) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let most = chi_squared::upper_quantile(level.tail() / 2.0, 1.0).sqrt();
    let (mut roots, mut values) = (vec![0.0], vec![estimate]);
    for sign in [-1.0, 1.0] {
        for step in 1..=MOST_STEPS {
            let value = estimate + sign * f64::from(step) * (most / 5.0) * error;
            let root = profile.drop(value)?.max(0.0).sqrt();
            roots.push(sign * root);
            values.push(value);
            if root >= most {
                break;
            }
        }
        // From below the estimate to above it.
        if sign < 0.0 {
            roots.reverse();
            values.reverse();
        }
    }
    Ok((roots, values))
}

/// Three times as many places, evenly.
fn grid(values: &[f64]) -> Vec<f64> {
    let (first, last) = (values[0], values[values.len() - 1]);
    let count = 3 * values.len();
    let step = (last - first) / (count - 1) as f64;
    (0..count).map(|k| first + k as f64 * step).collect()
}

/// Where the spline, drawn as a line through its values on the grid, is `z`.
fn read_off(spline: &Cubic, grid: &[f64], z: f64) -> Option<f64> {
    let heights: Vec<f64> = grid.iter().map(|&value| spline.at(value)).collect();
    let above = heights.iter().position(|&height| height >= z)?;
    if above == 0 {
        return (heights[0] == z).then_some(grid[0]);
    }
    let share = (z - heights[above - 1]) / (heights[above] - heights[above - 1]);
    Some(grid[above - 1] + share * (grid[above] - grid[above - 1]))
}
