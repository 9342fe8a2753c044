//! Efron's and Breslow's partial likelihood with its derivatives.

use std::array;
use std::borrow::Cow;

use super::cohort::Cohort;
use super::likelihood::Derivatives;
use super::order::Order;
use super::risk::Risk;
use super::terms::Terms;
use crate::kernel;

/// The likelihood of some columns, with the memory that it needs.
///
/// With m the mean of z among those at risk, H the cumulative hazard over a row's time at risk and `v = w e^η H`, the gradient
/// is `Σ z (w·event - v)` and the information `Σ v z zᵀ - Σ weight·m mᵀ`: two products of whole matrices instead of a sum of
/// squares for each risk set, so that the running sums are only those of `w e^η` and `w e^η z`.
pub(crate) struct Partial<'a> {
    pub(crate) cohort: &'a Cohort,
    pub(crate) columns: Vec<u32>,
    pub(crate) risk: Risk,
    /// m of each term, one column after the other.
    pub(crate) means: Vec<f64>,
    /// H of each place, events spared what Efron spares them.
    pub(crate) exposure: Vec<f64>,
    work: Vec<f64>,
}

impl<'a> Partial<'a> {
    pub(crate) fn new(cohort: &'a Cohort, columns: &[usize]) -> Self {
        let (rows, terms) = (cohort.rows(), cohort.terms.len());
        Self {
            cohort,
            columns: columns.iter().map(|&column| column as u32).collect(),
            risk: Risk::new(cohort),
            means: vec![0.0; terms * columns.len()],
            exposure: vec![0.0; rows],
            work: vec![0.0; rows.max(terms)],
        }
    }

    pub(crate) fn evaluate(
        &mut self,
        linear: &mut [f64],
        derivatives: &mut Derivatives,
    ) -> Option<f64> {
        let value = self.risk.update(self.cohort, linear)?;
        self.set_means();
        self.set_exposure(None);
        self.set_gradient(&mut derivatives.gradient);
        self.set_information(None, derivatives);
        Some(value)
    }

    /// Means of the columns among those at risk, four at a time: each running sum waits for its last addition.
    pub(crate) fn set_means(&mut self) {
        let count = self.cohort.terms.len();
        let hazards = self.risk.hazards.as_slice();
        for (columns, means) in self.columns.chunks(4).zip(self.means.chunks_mut(4 * count)) {
            let of = |at: usize| self.cohort.design.column(columns[at] as usize);
            let at = (&self.cohort.order, hazards);
            match columns.len() {
                1 => sum_products(at, array::from_fn::<_, 1, _>(of), (means, count)),
                2 => sum_products(at, array::from_fn::<_, 2, _>(of), (means, count)),
                3 => sum_products(at, array::from_fn::<_, 3, _>(of), (means, count)),
                _ => sum_products(at, array::from_fn::<_, 4, _>(of), (means, count)),
            }
            for (at, means) in means.chunks_mut(count).enumerate() {
                self.risk.divide(&self.cohort.terms, of(at), means);
            }
        }
    }

    /// Cumulative hazards, each group's part times a factor.
    pub(crate) fn set_exposure(&mut self, factors: Option<&[f64]>) {
        let increments = &mut self.work[..self.risk.increments.len()];
        increments.copy_from_slice(&self.risk.increments);
        if let Some(factors) = factors {
            kernel::scale(increments, factors);
        }
        let order = &self.cohort.order;
        order.over_exposure(increments, &mut self.exposure);
        for tied in &self.cohort.terms.tied {
            let factor = factors.map_or(1.0, |factors| factors[tied.group]);
            let spared = self.risk.spared[tied.group] * factor;
            for exposure in &mut self.exposure[tied.deaths.clone()] {
                *exposure -= spared;
            }
        }
    }

    fn set_gradient(&mut self, gradient: &mut [f64]) {
        let design = &self.cohort.design;
        let residuals = &mut self.work[..design.rows];
        let pairs = self.risk.hazards.iter().zip(&self.exposure);
        let pairs = pairs.zip(&self.cohort.deaths);
        for (residual, ((hazard, exposure), death)) in residuals.iter_mut().zip(pairs) {
            *residual = death - hazard * exposure;
        }
        kernel::dots(
            &design.values,
            design.rows,
            &self.columns,
            residuals,
            gradient,
        );
    }

    /// The information, the part of each group times a factor; exposures must be of the same factors.
    pub(crate) fn set_information(
        &mut self,
        factors: Option<&[f64]>,
        derivatives: &mut Derivatives,
    ) {
        let (design, terms) = (&self.cohort.design, &self.cohort.terms);
        let size = self.columns.len();
        for at in 0..size {
            let own = design.column(self.columns[at] as usize);
            let hazards = self.risk.hazards.iter().zip(&self.exposure);
            let products = &mut self.work[..design.rows];
            for (product, (x, (hazard, exposure))) in
                products.iter_mut().zip(own.iter().zip(hazards))
            {
                *product = x * (hazard * exposure);
            }
            let sums = &mut derivatives.information[at * size..][..=at];
            kernel::dots(
                &design.values,
                design.rows,
                &self.columns[..=at],
                products,
                sums,
            );
            derivatives.raw[at] = sums[at];
        }
        let weighted = |factors| Cow::Owned(terms.weighted(factors));
        let weights = factors.map_or(Cow::Borrowed(&*terms.weights), weighted);
        let places: Vec<u32> = (0..size as u32).collect();
        let mut sums = vec![0.0; size];
        for at in 0..size {
            let own = &self.means[at * terms.len()..][..terms.len()];
            let products = &mut self.work[..terms.len()];
            for (product, (mean, weight)) in products.iter_mut().zip(own.iter().zip(&*weights)) {
                *product = mean * weight;
            }
            kernel::dots(
                &self.means,
                terms.len(),
                &places[..=at],
                products,
                &mut sums[..=at],
            );
            let row = &mut derivatives.information[at * size..][..=at];
            row.iter_mut()
                .zip(&sums)
                .for_each(|(entry, sum)| *entry -= sum);
        }
    }
}

/// Sums of hazard times column over those at risk, for groups, at the beginning of each column's chunk.
fn sum_products<const N: usize>(
    (order, hazards): (&Order, &[f64]),
    columns: [&[f64]; N],
    (sums, chunk): (&mut [f64], usize),
) {
    let groups = order.groups.len();
    let mut chunks = sums.chunks_mut(chunk);
    let out: [&mut [f64]; N] = array::from_fn(|_| match chunks.next() {
        Some(chunk) => &mut chunk[..groups],
        None => &mut [],
    });
    let value = |place: usize| array::from_fn(|n| hazards[place] * columns[n][place]);
    order.sum_at_risk(value, out);
}

impl Risk {
    /// From sums of hazard times column over those at risk to means, one for each term.
    fn divide(&self, terms: &Terms, column: &[f64], means: &mut [f64]) {
        for tied in &terms.tied {
            let places = tied.deaths.clone();
            let products = places.map(|place| self.hazards[place] * column[place]);
            let dying: f64 = products.sum();
            for term in tied.others.clone() {
                let rest = means[tied.group] - terms.gone[term] * dying;
                means[term] = rest * self.inverse[term];
            }
        }
        let groups = self.sums.len();
        kernel::scale(&mut means[..groups], &self.inverse[..groups]);
    }
}
