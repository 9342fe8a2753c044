//! Columns that say something.

use super::cholesky::Cholesky;
use super::cohort::Cohort;
use super::likelihood::{Model, Point};
use super::partial::Partial;
use super::{Error, Ties};

/// Share of its sum of squares that a column must keep once those before it are taken off.
const OWN: f64 = 1e-11;

/// Those of some columns that are no combinations of the ones before them within the risk sets; the likelihood of these, and the
/// point where all coefficients are 0.
pub(crate) fn model<'a>(
    cohort: &'a Cohort,
    columns: &[usize],
) -> Result<(Model<'a>, Point), Error> {
    let mut all = Model::new(cohort, columns.to_vec());
    let mut zero = all.at_zero()?;
    if cohort.ties == Ties::Exact {
        zero.derivatives.raw = breslow_raw(cohort, &all.columns);
    }
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    loop {
        let part = zero.derivatives.part(&kept);
        match Cholesky::new(kept.len(), &part.information, |at| OWN * part.raw[at]) {
            Err(dependent) => kept.remove(dependent),
            Ok(_) => break,
        };
    }
    if kept.len() == columns.len() {
        return Ok((all, zero));
    }
    let zero = Point {
        coefficients: vec![0.0; kept.len()],
        derivatives: zero.derivatives.part(&kept),
        ..zero
    };
    let columns = kept.into_iter().map(|at| columns[at]).collect();
    Ok((Model::new(cohort, columns), zero))
}

/// What rounding errors are measured by, from the likelihood that forms it.
fn breslow_raw(cohort: &Cohort, columns: &[usize]) -> Vec<f64> {
    let mut derivatives = super::likelihood::Derivatives::zero(columns.len());
    let mut linear = cohort.linear(&[], &[]);
    Partial::new(cohort, columns).evaluate(&mut linear, &mut derivatives);
    derivatives.raw
}
