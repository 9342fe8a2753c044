//! Newton's method for concave log likelihoods.

use super::cholesky::Cholesky;
use super::{Error, Separation};

/// A log likelihood with its first two derivatives.
pub(crate) trait Likelihood {
    /// How many coefficients it has.
    fn size(&self) -> usize;

    /// Its value at `coefficients`; the gradient and the lower triangle of the information (minus the second derivatives,
    /// row by row) go to `derivatives`.
    fn at(&mut self, coefficients: &[f64], derivatives: &mut Derivatives) -> f64;

    /// Whether the likelihood never falls on the way along `direction`; quasi-complete where it does by no more than a share
    /// `tolerance` of the largest gain.
    fn separated_by(&self, direction: &[f64], tolerance: f64) -> Option<Separation>;
}

#[derive(Debug, Clone)]
pub(crate) struct Derivatives {
    pub(crate) gradient: Vec<f64>,
    pub(crate) information: Vec<f64>,
}

impl Derivatives {
    /// All 0, for so many coefficients.
    pub(crate) fn zero(size: usize) -> Self {
        Self {
            gradient: vec![0.0; size],
            information: vec![0.0; size * size],
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Maximum {
    pub(crate) coefficients: Vec<f64>,
    pub(crate) log_likelihood: f64,
    pub(crate) information: Cholesky,
    pub(crate) iterations: usize,
}

/// A column whose part of its own is below this share of its square norm is a combination of others; scaled columns.
const COLLINEAR: f64 = 1e-11;
/// The squared Newton decrement, twice the rise still to be had, at which one more step leaves nothing that doubles hold.
const CONVERGED: f64 = 1e-13;
const MOST_ITERATIONS: usize = 100;
/// Newton has long converged by then; under separation a step only gains a factor of e, and points along the separating
/// direction with an error that falls by as much: 2e-9 after 20.
const SUSPICIOUS: usize = 20;
const SEPARATING: f64 = 1e-6;

/// The maximum near `start`, found from there.
pub(crate) fn maximise(
    likelihood: &mut impl Likelihood,
    start: Vec<f64>,
) -> Result<Maximum, Error> {
    let size = likelihood.size();
    let mut derivatives = Derivatives::zero(size);
    let mut here = start;
    let mut value = likelihood.at(&here, &mut derivatives);
    for iteration in 1..=MOST_ITERATIONS {
        // Only the first matrix tells of collinear columns: under separation later ones are singular by themselves.
        let tolerance = if iteration == 1 { COLLINEAR } else { 0.0 };
        let factor = Cholesky::new(size, &derivatives.information, tolerance)
            .map_err(|column| failure(likelihood, &here, &derivatives, (column, iteration)))?;
        let mut step = derivatives.gradient.clone();
        factor.solve(&mut step);
        let decrement: f64 = step
            .iter()
            .zip(&derivatives.gradient)
            .map(|(s, g)| s * g)
            .sum();
        if decrement <= CONVERGED {
            let coefficients = moved(&here, &step, 1.0);
            let log_likelihood = likelihood.at(&coefficients, &mut derivatives);
            // A factor that was good one tiny step before is good enough where rounding spoils this one.
            let information = Cholesky::new(size, &derivatives.information, 0.0).unwrap_or(factor);
            return Ok(Maximum {
                coefficients,
                log_likelihood,
                information,
                iterations: iteration,
            });
        }
        let separated = likelihood.separated_by(&here, 0.0).or_else(|| {
            (iteration > SUSPICIOUS)
                .then(|| likelihood.separated_by(&step, SEPARATING))
                .flatten()
        });
        if let Some(kind) = separated {
            return Err(Error::Separated { kind });
        }
        (here, value) = climb(likelihood, &here, &step, value, &mut derivatives).ok_or(
            Error::NoConvergence {
                iterations: iteration,
            },
        )?;
    }
    Err(Error::NoConvergence {
        iterations: MOST_ITERATIONS,
    })
}

/// Why a matrix was singular.
fn failure(
    likelihood: &impl Likelihood,
    here: &[f64],
    derivatives: &Derivatives,
    (column, iteration): (usize, usize),
) -> Error {
    let diagonal = derivatives.information[column * likelihood.size() + column];
    match likelihood.separated_by(here, SEPARATING) {
        Some(kind) => Error::Separated { kind },
        None if iteration == 1 && diagonal > 0.0 => Error::Collinear { column },
        None => Error::NoConvergence {
            iterations: iteration,
        },
    }
}

/// The first of the step, its half, its quarter, ... that does not lower the value by more than rounding does.
fn climb(
    likelihood: &mut impl Likelihood,
    here: &[f64],
    step: &[f64],
    value: f64,
    derivatives: &mut Derivatives,
) -> Option<(Vec<f64>, f64)> {
    let mut share = 1.0;
    for _ in 0..40 {
        let there = moved(here, step, share);
        let reached = likelihood.at(&there, derivatives);
        if reached.is_finite() && reached >= value - 1e-9 * value.abs() {
            return Some((there, reached));
        }
        share /= 2.0;
    }
    None
}

fn moved(here: &[f64], step: &[f64], share: f64) -> Vec<f64> {
    here.iter().zip(step).map(|(h, s)| h + share * s).collect()
}
