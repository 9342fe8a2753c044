//! Columns that say something.

use super::cholesky::{Cholesky, dot};
use super::cohort::Cohort;
use super::likelihood::{Derivatives, Model, Point};
use super::partial::Partial;
use super::{Error, Ties};

/// Share of its sum of squares that a column must keep once those before it are taken off.
const OWN: f64 = 1e-11;
/// Less than this may be rounding, where columns before it nearly depend on each other: then the columns themselves are asked.
const DOUBTFUL: f64 = 1e-5;

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
    let mut kept = Kept {
        places: Vec::new(),
        factor: None,
    };
    for place in 0..columns.len() {
        kept.consider(&all, &zero.derivatives, place);
    }
    let kept = kept.places;
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

/// Places of columns that stay, and the factor of their information.
struct Kept {
    places: Vec<usize>,
    factor: Option<Cholesky>,
}

impl Kept {
    fn consider(&mut self, model: &Model<'_>, derivatives: &Derivatives, place: usize) {
        let mut places = self.places.clone();
        places.push(place);
        let part = derivatives.part(&places);
        let last = self.places.len();
        let least = |at: usize| if at == last { OWN * part.raw[at] } else { 0.0 };
        let Ok(factor) = Cholesky::new(places.len(), &part.information, least) else {
            return;
        };
        let is_doubtful = factor.last_pivot() <= DOUBTFUL * part.raw[last];
        if is_doubtful && self.explains(model, &part, place) {
            return;
        }
        *self = Self {
            places,
            factor: Some(factor),
        };
    }

    /// Whether the combination that the information names leaves nothing of the column itself.
    fn explains(&self, model: &Model<'_>, part: &Derivatives, place: usize) -> bool {
        let Some(factor) = &self.factor else {
            return false;
        };
        let last = self.places.len();
        let products = &part.information[last * (last + 1)..][..last];
        let combination: Vec<f64> = factor.solve(products).iter().map(|share| -share).collect();
        let others: Vec<usize> = self.places.iter().map(|&at| model.columns[at]).collect();
        let own = model.cohort.design.column(model.columns[place]);
        let mut rest = own.to_vec();
        model.cohort.add_linear(&others, &combination, &mut rest);
        dot(&rest, &rest) <= OWN * dot(own, own)
    }
}

/// What rounding errors are measured by, from the likelihood that forms it.
fn breslow_raw(cohort: &Cohort, columns: &[usize]) -> Vec<f64> {
    let mut derivatives = Derivatives::zero(columns.len());
    let mut linear = cohort.linear(&[], &[]);
    Partial::new(cohort, columns).evaluate(&mut linear, &mut derivatives);
    derivatives.raw
}
