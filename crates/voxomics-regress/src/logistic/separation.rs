//! Separated data: along which direction, and what the likelihood tends to.

use voxomics_stats::likelihood::Separation;

use super::data::Data;
use super::error::{Error, Growing};
use super::likelihood::{Failure, Likelihood, Maximum};
use crate::basis::Basis;
use crate::kernel::dot;

/// A direction along which the likelihood never falls.
#[derive(Debug, Clone)]
pub(crate) struct Direction {
    /// In coordinates of the basis.
    pub(crate) coordinates: Vec<f64>,
    /// Rows whose probability tends to their outcome; the others lie on the boundary.
    pub(crate) decided: Vec<bool>,
}

/// Share of the largest margin within which a row is taken to lie on the boundary: a step points along the separating
/// direction to 1e-8 by the time that it is asked.
pub(super) const TOLERANCE: f64 = 1e-6;

/// Whether linear predictors have the right sign in all rows, or are 0: Albert and Anderson's separation.
pub(super) fn along(linear: &[f64], y: &[f64], tolerance: f64) -> Option<(Separation, Vec<bool>)> {
    let most = linear.iter().fold(0.0_f64, |most, eta| most.max(eta.abs()));
    let boundary = tolerance * most;
    let mut decided = Vec::with_capacity(y.len());
    for (&eta, &y) in linear.iter().zip(y) {
        let wrong = (eta < -boundary && y > 0.0) || (eta > boundary && y < 1.0);
        if wrong {
            return None;
        }
        decided.push(eta.abs() > boundary);
    }
    let parted = decided.iter().filter(|&&decided| decided).count();
    match parted {
        0 => None,
        _ if parted == y.len() => Some((Separation::Complete, decided)),
        _ => Some((Separation::QuasiComplete, decided)),
    }
}

/// A coefficient at the supremum of the likelihood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Estimate {
    Finite(f64),
    Growing { up: bool },
    Aliased,
}

/// The least upper bound of the likelihood, reached or not.
#[derive(Debug, Clone)]
pub(super) struct Supremum {
    pub(super) value: f64,
    pub(super) estimates: Vec<Estimate>,
}

/// The supremum over all coefficients: where a direction decides some rows, they have probability 1 in the limit and the
/// rest is fitted without them (Clarkson DB, Jennrich RI. *J R Stat Soc B* 1991;53:417-426).
pub(super) fn supremum(data: &Data) -> Result<Supremum, Error> {
    let basis = Basis::new(&data.columns);
    let likelihood = Likelihood::new(data, &basis, false);
    match likelihood.maximise(&vec![0.0; basis.rank()], basis.rank()) {
        Ok(Maximum { point, .. }) => Ok(Supremum {
            value: point.value,
            estimates: (basis.coefficients(&point.coordinates).into_iter())
                .map(|value| value.map_or(Estimate::Aliased, Estimate::Finite))
                .collect(),
        }),
        Err(Failure::NoConvergence(iterations)) => Err(Error::NoConvergence { iterations }),
        Err(Failure::Separated(_, direction)) => {
            let rest: Vec<usize> = (0..data.y.len())
                .filter(|&row| !direction.decided[row])
                .collect();
            let mut limit = if rest.is_empty() {
                Supremum {
                    value: 0.0,
                    estimates: vec![Estimate::Aliased; data.columns.len()],
                }
            } else {
                supremum(&data.rows(&rest))?
            };
            for Growing { index, up } in growing(data, &basis, &direction) {
                limit.estimates[index] = Estimate::Growing { up };
            }
            Ok(limit)
        }
    }
}

/// Which coefficients a direction moves, by what they do to the linear predictor.
pub(super) fn growing(data: &Data, basis: &Basis, direction: &Direction) -> Vec<Growing> {
    let moved = basis.coefficients(&direction.coordinates);
    let effects: Vec<f64> = (moved.iter().zip(&data.columns))
        .map(|(move_, column)| move_.unwrap_or(0.0) * dot(column, column).sqrt())
        .collect();
    let most = effects.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let grows = |&(_, effect): &(usize, &f64)| effect.abs() > TOLERANCE * most;
    let growing = effects.iter().enumerate().filter(grows);
    growing
        .map(|(index, &effect)| Growing {
            index,
            up: effect > 0.0,
        })
        .collect()
}
