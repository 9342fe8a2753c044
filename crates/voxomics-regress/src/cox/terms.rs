//! What the partial likelihood sums over.

use super::Ties;
use super::order::{Group, Order};

/// For each group a term with Breslow's ties, or one for each of its events with Efron's:
/// `weight · log(Σ at risk - gone · Σ of its deaths)`.
///
/// Exact ties have Breslow's: their own are made elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// Where those of each group end.
    pub(crate) ends: Vec<u32>,
    pub(crate) weights: Vec<f64>,
    pub(crate) gone: Vec<f64>,
}

impl Terms {
    pub(crate) fn new(order: &Order, weights: Option<&[f64]>, ties: Ties) -> Self {
        let mut terms = Self {
            ends: Vec::with_capacity(order.groups.len()),
            weights: Vec::with_capacity(order.groups.len()),
            gone: Vec::with_capacity(order.groups.len()),
        };
        for group in &order.groups {
            terms.push(*group, weights, ties);
        }
        terms
    }

    fn push(&mut self, group: Group, weights: Option<&[f64]>, ties: Ties) {
        let deaths = group.deaths();
        let count = deaths.len() as f64;
        let total = weights.map_or(count, |weights| weights[deaths.clone()].iter().sum());
        if ties == Ties::Efron && deaths.len() > 1 {
            let earlier = 0..deaths.len();
            self.gone
                .extend(earlier.map(|earlier| earlier as f64 / count));
            self.weights.resize(self.gone.len(), total / count);
        } else {
            self.gone.push(0.0);
            self.weights.push(total);
        }
        self.ends.push(self.gone.len() as u32);
    }

    pub(crate) fn len(&self) -> usize {
        self.gone.len()
    }

    pub(crate) fn of(&self, group: usize) -> std::ops::Range<usize> {
        let start = group.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[group] as usize
    }
}
