//! Efron's and Breslow's partial likelihood with its derivatives.

use std::array;

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
        linear: &[f64],
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
        let (order, terms) = (&self.cohort.order, &self.cohort.terms);
        let mut rest = self.means.as_mut_slice();
        for columns in self.columns.chunks(4) {
            let of = |at: usize| self.cohort.design.column(columns[at] as usize);
            let block;
            (block, rest) = rest.split_at_mut(columns.len() * terms.len());
            let at = (order, terms, &self.risk);
            match columns.len() {
                1 => means(at, array::from_fn::<_, 1, _>(of), block),
                2 => means(at, array::from_fn::<_, 2, _>(of), block),
                3 => means(at, array::from_fn::<_, 3, _>(of), block),
                _ => means(at, array::from_fn::<_, 4, _>(of), block),
            }
        }
    }

    /// Cumulative hazards, each group's part times a factor.
    pub(crate) fn set_exposure(&mut self, factors: Option<&[f64]>) {
        let (order, terms) = (&self.cohort.order, &self.cohort.terms);
        let scaled: Vec<f64>;
        let increments = match factors {
            None => &self.risk.increments,
            Some(factors) => {
                let pairs = self.risk.increments.iter().zip(factors);
                scaled = pairs
                    .map(|(increment, factor)| increment * factor)
                    .collect();
                &scaled
            }
        };
        order.over_exposure(increments, &mut self.exposure);
        for (at, group) in order.groups.iter().enumerate() {
            if terms.of(at).len() > 1 {
                let spared = self.risk.spared[at] * factors.map_or(1.0, |factors| factors[at]);
                for place in group.deaths() {
                    self.exposure[place] -= spared;
                }
            }
        }
    }

    fn set_gradient(&mut self, gradient: &mut [f64]) {
        let design = &self.cohort.design;
        let residuals = &mut self.work[..design.rows];
        let pairs = self.risk.hazards.iter().zip(&self.exposure);
        for (residual, (hazard, exposure)) in residuals.iter_mut().zip(pairs) {
            *residual = -(hazard * exposure);
        }
        for group in &self.cohort.order.groups {
            for place in group.deaths() {
                residuals[place] += self.cohort.weight(place);
            }
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
        let weights = weights(terms, factors);
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

/// Weights of the terms, those of each group times a factor.
pub(crate) fn weights<'a>(
    terms: &'a Terms,
    factors: Option<&[f64]>,
) -> std::borrow::Cow<'a, [f64]> {
    let mut weights = std::borrow::Cow::Borrowed(terms.weights.as_slice());
    if let Some(factors) = factors {
        let weights = weights.to_mut();
        for (group, factor) in factors.iter().enumerate() {
            weights[terms.of(group)]
                .iter_mut()
                .for_each(|weight| *weight *= factor);
        }
    }
    weights
}

/// The mean of some columns for each term, given what holds for all of them.
fn means<const N: usize>(
    (order, terms, risk): (&Order, &Terms, &Risk),
    columns: [&[f64]; N],
    means: &mut [f64],
) {
    let count = terms.len();
    let value = |place: usize| {
        let hazard = risk.hazards[place];
        array::from_fn(|n| hazard * columns[n][place])
    };
    order.at_risk(value, |group, sums: [f64; N]| {
        let all = terms.of(group);
        if all.len() == 1 {
            for n in 0..N {
                means[n * count + all.start] = sums[n] * risk.inverse[all.start];
            }
            return;
        }
        let mut dying = [0.0; N];
        for place in order.groups[group].deaths() {
            let value: [f64; N] = value(place);
            (0..N).for_each(|n| dying[n] += value[n]);
        }
        for term in all {
            for n in 0..N {
                let rest = sums[n] - terms.gone[term] * dying[n];
                means[n * count + term] = rest * risk.inverse[term];
            }
        }
    });
}
