//! Where a profile crosses its critical value.

use argmin::core::{CostFunction, Executor};
use argmin::solver::brent::BrentRoot;
use voxomics_stats::Interval;

use super::Profile;
use crate::logistic::Error;

/// Both limits, from a finite estimate in between.
pub(crate) fn around(profile: &Profile, estimate: f64, critical: f64) -> Result<Interval, Error> {
    let step = 1.0 / profile.spread;
    Ok(Interval {
        lower: outwards(profile, (estimate, -step), critical)?,
        upper: outwards(profile, (estimate, step), critical)?,
    })
}

/// The one finite limit of a coefficient that grows without end, from below if it grows upwards.
pub(super) fn one_sided(profile: &Profile, up: bool, critical: f64) -> Result<Interval, Error> {
    let step = if up { -1.0 } else { 1.0 } / profile.spread;
    let limit = if profile.drop(0.0)? > critical {
        // 0 is out already: back towards where the likelihood is higher, and outwards from there.
        let inside = inwards(profile, -step, critical)?;
        outwards(profile, (inside, step), critical)?
    } else {
        outwards(profile, (0.0, step), critical)?
    };
    Ok(if up {
        Interval {
            lower: limit,
            upper: f64::INFINITY,
        }
    } else {
        Interval {
            lower: f64::NEG_INFINITY,
            upper: limit,
        }
    })
}

/// Steps that double this often are longer than any that data could need.
const MOST_DOUBLINGS: usize = 50;

/// The crossing beyond `from`, where the profile is below `critical`; infinite if it stays below.
fn outwards(profile: &Profile, (from, step): (f64, f64), critical: f64) -> Result<f64, Error> {
    let (mut inside, mut step) = (from, step);
    for _ in 0..MOST_DOUBLINGS {
        let outside = inside + step;
        if profile.drop(outside)? > critical {
            return root(profile, (inside, outside), critical);
        }
        inside = outside;
        step *= 2.0;
    }
    Ok(step.signum() * f64::INFINITY)
}

/// A point, from 0 on, where the profile is below `critical`.
fn inwards(profile: &Profile, step: f64, critical: f64) -> Result<f64, Error> {
    let (mut here, mut step) = (0.0, step);
    for _ in 0..MOST_DOUBLINGS {
        here += step;
        if profile.drop(here)? <= critical {
            return Ok(here);
        }
        step *= 2.0;
    }
    Err(Error::NoConvergence {
        iterations: MOST_DOUBLINGS,
    })
}

struct Excess<'a>(&'a Profile, f64);

impl CostFunction for Excess<'_> {
    type Param = f64;
    type Output = f64;

    fn cost(&self, b: &f64) -> Result<f64, argmin::core::Error> {
        Ok(self.0.drop(*b)? - self.1)
    }
}

/// The crossing between two points, by Brent's method.
fn root(profile: &Profile, (inside, outside): (f64, f64), critical: f64) -> Result<f64, Error> {
    let tolerance = 1e-13 * inside.abs().max(outside.abs());
    let (low, high) = (inside.min(outside), inside.max(outside));
    let failed = || Error::NoConvergence { iterations: 100 };
    Executor::new(
        Excess(profile, critical),
        BrentRoot::new(low, high, tolerance),
    )
    .configure(|state| state.param(inside).max_iters(100))
    .run()
    .map_err(|_| failed())?
    .state()
    .best_param
    .ok_or_else(failed)
}
