//! What the partial likelihood sums over.

use std::iter;
use std::ops::Range;

use super::Ties;
use super::order::{Group, Order};

/// Terms `weight · log(Σ at risk - gone · Σ of the group's deaths)`.
///
/// The first are one for each group, with nobody gone. With Efron's ties those of the other events of each group follow, so
/// that where ties are few nearly all is done in loops over groups. Exact ties have Breslow's terms: their own are made elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    groups: usize,
    pub(crate) weights: Vec<f64>,
    pub(crate) gone: Vec<f64>,
    /// Groups of more than one term.
    pub(crate) tied: Vec<Tied>,
}

/// A group of more than one term.
#[derive(Debug, Clone)]
pub(crate) struct Tied {
    pub(crate) group: usize,
    /// Its deaths' places.
    pub(crate) deaths: Range<usize>,
    /// Its terms after the first.
    pub(crate) others: Range<usize>,
}

impl Terms {
    pub(crate) fn new(order: &Order, weights: Option<&[f64]>, ties: Ties) -> Self {
        let groups = order.groups.len();
        let total = |group: &Group| match weights {
            None => group.deaths().len() as f64,
            Some(weights) => weights[group.deaths()].iter().sum(),
        };
        let mut terms = Self {
            groups,
            weights: order.groups.iter().map(total).collect(),
            gone: vec![0.0; groups],
            tied: Vec::new(),
        };
        if ties == Ties::Efron {
            for (group, rows) in order.groups.iter().enumerate() {
                terms.split(group, rows.deaths());
            }
        }
        terms
    }

    /// Into one for each event.
    fn split(&mut self, group: usize, deaths: Range<usize>) {
        let count = deaths.len();
        if count == 1 {
            return;
        }
        let start = self.len();
        let share = |earlier: usize| earlier as f64 / count as f64;
        self.gone.extend((1..count).map(share));
        self.weights[group] /= count as f64;
        self.weights.resize(self.gone.len(), self.weights[group]);
        self.tied.push(Tied {
            group,
            deaths,
            others: start..self.gone.len(),
        });
    }

    pub(crate) fn len(&self) -> usize {
        self.gone.len()
    }

    /// For each group its terms.
    pub(crate) fn by_group(
        &self,
    ) -> impl Iterator<Item = iter::Chain<iter::Once<usize>, Range<usize>>> {
        let mut tied = self.tied.iter().peekable();
        (0..self.groups).map(move |group| {
            let others = tied.next_if(|tied| tied.group == group);
            iter::once(group).chain(others.map_or(0..0, |tied| tied.others.clone()))
        })
    }

    /// Weights, those of each group times a factor.
    pub(crate) fn weighted(&self, factors: &[f64]) -> Vec<f64> {
        let mut weights = self.weights.clone();
        weights
            .iter_mut()
            .zip(factors)
            .for_each(|(weight, factor)| *weight *= factor);
        for tied in &self.tied {
            let weight = weights[tied.group];
            weights[tied.others.clone()].fill(weight);
        }
        weights
    }
}
