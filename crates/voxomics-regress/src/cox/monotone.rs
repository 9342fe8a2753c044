//! Likelihoods that rise without end.

use std::collections::BinaryHeap;

use super::cohort::Cohort;
use super::likelihood::Model;
use super::order::Stratum;
use super::{Error, Ties};

/// Columns that take part in a direction by less than this share of the most are not named.
const TAKES_PART: f64 = 1e-4;

/// A combination of columns along which every event comes to the largest value at risk (with exact ties: events at one time
/// to the largest values).
pub(crate) struct Direction {
    columns: Vec<usize>,
    shares: Vec<f64>,
}

impl From<Direction> for Error {
    fn from(direction: Direction) -> Self {
        Self::Monotone {
            columns: direction.columns,
            direction: direction.shares,
        }
    }
}

/// Whether the likelihood never falls along coefficients, but for a share `tolerance` of the largest gain.
pub(crate) fn along(model: &Model<'_>, coefficients: &[f64], tolerance: f64) -> Option<Direction> {
    let cohort = model.cohort;
    let mut linear = vec![0.0; cohort.rows()];
    cohort.add_linear(&model.columns, coefficients, &mut linear);
    let leads = Leads::of(cohort, &linear);
    if !(leads.most > 0.0 && leads.least >= -tolerance * leads.most) {
        return None;
    }
    Some(direction(model, coefficients))
}

/// Named by its columns.
pub(crate) fn direction(model: &Model<'_>, coefficients: &[f64]) -> Direction {
    // Scaled columns reach to 1: a coefficient is the largest effect.
    let largest = |values: &[f64]| values.iter().fold(0.0_f64, |most, c| most.max(c.abs()));
    let least = TAKES_PART * largest(coefficients);
    let takes_part = (model.columns.iter().zip(coefficients)).filter(|(_, c)| c.abs() > least);
    let (columns, unscaled): (Vec<usize>, Vec<f64>) = takes_part
        .map(|(&column, coefficient)| (column, coefficient / model.cohort.design.scales[column]))
        .unzip();
    let most = largest(&unscaled);
    let shares = unscaled
        .iter()
        .map(|coefficient| coefficient / most)
        .collect();
    Direction { columns, shares }
}

/// By how much a linear predictor of an event exceeds that of another row at risk: of its rival at least, of anybody at most.
struct Leads {
    least: f64,
    most: f64,
}

impl Leads {
    fn of(cohort: &Cohort, linear: &[f64]) -> Self {
        let mut leads = Self {
            least: f64::INFINITY,
            most: 0.0,
        };
        for stratum in &cohort.order.strata {
            let (mut highest, mut lowest) = (Extreme::default(), Extreme::default());
            for group in stratum.groups.clone().rev() {
                let deaths = cohort.order.groups[group].deaths();
                for place in cohort.order.groups[group].rows() {
                    // Exact ties: events at one time are no rivals, and join afterwards.
                    if cohort.ties != Ties::Exact || !deaths.contains(&place) {
                        highest.push(cohort, (stratum, group, place), linear[place]);
                    }
                    lowest.push(cohort, (stratum, group, place), -linear[place]);
                }
                let (high, low) = (highest.at(group), -lowest.at(group));
                for place in deaths.clone() {
                    leads.least = leads.least.min(linear[place] - high);
                    leads.most = leads.most.max(linear[place] - low);
                }
                if cohort.ties == Ties::Exact {
                    for place in deaths {
                        highest.push(cohort, (stratum, group, place), linear[place]);
                    }
                }
            }
        }
        leads
    }
}

/// The largest value among those at risk, from the last group to the first; rows that were not yet at risk are dropped when
/// they come out on top.
#[derive(Default)]
struct Extreme(BinaryHeap<Entry>);

#[derive(PartialEq)]
struct Entry {
    value: f64,
    first: usize,
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value
            .total_cmp(&other.value)
            .then(self.first.cmp(&other.first))
    }
}

impl Extreme {
    fn push(&mut self, cohort: &Cohort, at: (&Stratum, usize, usize), value: f64) {
        let (stratum, group, place) = at;
        let first = cohort.order.exposure(stratum, place, group).start;
        // Without late entry only the largest can matter.
        let dominated = |top: &Entry| top.value >= value && top.first <= first;
        if !self.0.peek().is_some_and(dominated) {
            self.0.push(Entry { value, first });
        }
    }

    fn at(&mut self, group: usize) -> f64 {
        while self.0.peek().is_some_and(|top| top.first > group) {
            self.0.pop();
        }
        self.0.peek().map_or(f64::NEG_INFINITY, |top| top.value)
    }
}
