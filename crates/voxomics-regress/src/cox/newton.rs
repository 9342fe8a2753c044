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

/// A variance that has grown by as much on the way is that of a likelihood which doubles cannot tell from one without end.
const FLAT: f64 = 1e10;

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
    let at_start = Step::new(&start, &free).map(|step| step.factor.inverse());
    let mut point = start;
    for iterations in 1..=MOST_ITERATIONS {
        let step = Step::new(&point, &free);
        let Some(Step {
            by: step,
            decrement,
            factor,
        }) = step
        else {
            return Err(failure(model, &point, None, iterations));
        };
        if iterations > SUSPICIOUS {
            let found = monotone::along(model, &point.coefficients, 0.0)
                .or_else(|| monotone::along(model, &step, ALONG))
                .or_else(|| flat(model, &free, (at_start.as_deref()?, &factor.inverse())));
            if let Some(direction) = found {
                return Err(direction.into());
            }
        }
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
        point = match climb(model, &point, &step) {
            // Hazards as far apart as doubles reach, and the likelihood still rises.
            Climb::Cut(_) if iterations > SUSPICIOUS => {
                return Err(monotone::direction(model, &step).into());
            }
            Climb::Higher(point) | Climb::Cut(point) => point,
            Climb::Nowhere => return Err(failure(model, &point, Some(&step), iterations)),
        };
    }
    let iterations = MOST_ITERATIONS;
    Err(Error::NoConvergence { iterations })
}

struct Step {
    by: Vec<f64>,
    decrement: f64,
    factor: Cholesky,
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
        decrement.is_finite().then_some(Self {
            by: step,
            decrement,
            factor,
        })
    }
}

/// The direction of a free coefficient whose variance has grown beyond measure.
fn flat(
    model: &Model<'_>,
    free: &[usize],
    (before, now): (&[Vec<f64>], &[Vec<f64>]),
) -> Option<Direction> {
    let at = (0..free.len()).find(|&at| now[at][at] > FLAT * before[at][at])?;
    let mut direction = vec![0.0; model.columns.len()];
    for (&place, share) in free.iter().zip(&now[at]) {
        direction[place] = *share;
    }
    Some(monotone::direction(model, &direction))
}

/// Why there is no way on.
fn failure(model: &Model<'_>, point: &Point, step: Option<&[f64]>, iterations: usize) -> Error {
    let found = monotone::along(model, &point.coefficients, ALONG)
        .or_else(|| step.and_then(|step| monotone::along(model, step, ALONG)));
    found.map_or(Error::NoConvergence { iterations }, Direction::into)
}

/// Where a step leads.
enum Climb {
    Higher(Point),
    /// To a part of it only: the whole left the doubles.
    Cut(Point),
    Nowhere,
}

/// The first of the step, its half, its quarter, ... that does not lower the value by more than rounding does.
fn climb(model: &mut Model<'_>, point: &Point, step: &[f64]) -> Climb {
    let (mut share, mut is_cut) = (1.0, false);
    for _ in 0..40 {
        match model.at(moved(&point.coefficients, step, share)) {
            None => is_cut = true,
            Some(there) if there.value >= point.value - 1e-9 * point.value.abs() => {
                return if is_cut {
                    Climb::Cut(there)
                } else {
                    Climb::Higher(there)
                };
            }
            Some(_) => {}
        }
        share /= 2.0;
    }
    Climb::Nowhere
}

fn moved(here: &[f64], step: &[f64], share: f64) -> Vec<f64> {
    here.iter().zip(step).map(|(h, s)| h + share * s).collect()
}
