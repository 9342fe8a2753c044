//! Newton's method for the log partial likelihood, which is concave.

use super::Error;
use super::cholesky::{Cholesky, dot};
use super::likelihood::{Model, Point};
use super::monotone::{self, Direction};

/// The squared Newton decrement, twice the rise still to be had, at which one more step leaves nothing that doubles hold; and
/// that at which the step itself is not seen in the derivatives. For events of weight 1.
const CONVERGED: f64 = 1e-13;
const SETTLED: f64 = 1e-22;
const MOST_ITERATIONS: usize = 100;
/// Newton has long converged by then; where there is no maximum a step only gains a factor of e, and points along the direction
/// without end with an error that falls by as much: 2e-9 after 20.
const SUSPICIOUS: usize = 20;
const ALONG: f64 = 1e-6;

/// The top.
#[derive(Debug, Clone)]
pub(crate) struct Maximum {
    pub(crate) point: Point,
    pub(crate) iterations: usize,
}

/// The maximum found from a point, one of the coefficients perhaps fixed.
pub(crate) fn maximise(
    model: &mut Model<'_>,
    start: Point,
    fixed: Option<usize>,
) -> Result<Maximum, Error> {
    let free: Vec<usize> = (0..start.coefficients.len())
        .filter(|&at| Some(at) != fixed)
        .collect();
    let unit = model.cohort.mean_weight();
    let mut point = start;
    for iterations in 1..=MOST_ITERATIONS {
        let step = Step::new(&point, &free);
        let Some(Step { step, decrement }) = step else {
            return Err(failure(model, &point, None, iterations));
        };
        if decrement <= SETTLED * unit {
            point.value += decrement / 2.0;
            point.coefficients = moved(&point.coefficients, &step, 1.0);
            return Ok(Maximum { point, iterations });
        }
        if decrement <= CONVERGED * unit {
            let next = model.at(moved(&point.coefficients, &step, 1.0));
            let point = next.ok_or(Error::NoConvergence { iterations })?;
            return Ok(Maximum { point, iterations });
        }
        if iterations > SUSPICIOUS {
            let found = monotone::along(model, &point.coefficients, 0.0)
                .or_else(|| monotone::along(model, &step, ALONG));
            if let Some(direction) = found {
                return Err(direction.into());
            }
        }
        point = match climb(model, &point, &step) {
            Some(point) => point,
            None => return Err(failure(model, &point, Some(&step), iterations)),
        };
    }
    let iterations = MOST_ITERATIONS;
    Err(Error::NoConvergence { iterations })
}

struct Step {
    step: Vec<f64>,
    decrement: f64,
}

impl Step {
    /// `None` where the information is singular.
    fn new(point: &Point, free: &[usize]) -> Option<Self> {
        let part = point.derivatives.part(free);
        let factor = Cholesky::new(free.len(), &part.information, |_| 0.0).ok()?;
        let solved = factor.solve(&part.gradient);
        let decrement = dot(&solved, &part.gradient);
        let mut step = vec![0.0; point.coefficients.len()];
        for (&at, solved) in free.iter().zip(solved) {
            step[at] = solved;
        }
        decrement.is_finite().then_some(Self { step, decrement })
    }
}

/// Why there is no way on.
fn failure(model: &Model<'_>, point: &Point, step: Option<&[f64]>, iterations: usize) -> Error {
    let found = monotone::along(model, &point.coefficients, ALONG)
        .or_else(|| step.and_then(|step| monotone::along(model, step, ALONG)));
    found.map_or(Error::NoConvergence { iterations }, Direction::into)
}

/// The first of the step, its half, its quarter, ... that does not lower the value by more than rounding does.
fn climb(model: &mut Model<'_>, point: &Point, step: &[f64]) -> Option<Point> {
    let mut share = 1.0;
    for _ in 0..40 {
        let there = model.at(moved(&point.coefficients, step, share));
        let higher = there.filter(|there| there.value >= point.value - 1e-9 * point.value.abs());
        if higher.is_some() {
            return higher;
        }
        share /= 2.0;
    }
    None
}

fn moved(here: &[f64], step: &[f64], share: f64) -> Vec<f64> {
    here.iter().zip(step).map(|(h, s)| h + share * s).collect()
}
