//! From columns to the maximum of their likelihood.

use super::Error;
use super::alias;
use super::cholesky::Cholesky;
use super::cohort::Cohort;
use super::likelihood::{Model, Point};
use super::newton::{self, Maximum};

/// The likelihood of columns that say something, where all coefficients are 0 and at its top.
pub(crate) struct Solution<'a> {
    pub(crate) model: Model<'a>,
    pub(crate) zero: Point,
    pub(crate) top: Point,
    /// The inverse of the information there.
    pub(crate) inverse: Vec<Vec<f64>>,
    pub(crate) iterations: usize,
}

impl<'a> Solution<'a> {
    /// Of some columns.
    pub(crate) fn new(cohort: &'a Cohort, columns: &[usize]) -> Result<Self, Error> {
        let (mut model, zero) = alias::model(cohort, columns)?;
        let maximum = newton::maximise(&mut model, zero.clone(), None)?;
        let Maximum { point, iterations } = maximum;
        let inverse = inverse(&point).ok_or(Error::NoConvergence { iterations })?;
        Ok(Self {
            model,
            zero,
            top: point,
            inverse,
            iterations,
        })
    }
}

fn inverse(point: &Point) -> Option<Vec<Vec<f64>>> {
    let size = point.coefficients.len();
    let factor = Cholesky::new(size, &point.derivatives.information, |_| 0.0).ok()?;
    Some(factor.inverse())
}
