//! The partial likelihood and its derivatives.

use super::Ties;
use crate::likelihood::newton::Derivatives;
use crate::survival::FollowUp;
use crate::survival::follow_up::Moment;

/// The likelihood of the columns given, with what it needs of memory.
pub(super) struct Partial<'a> {
    follow_up: &'a FollowUp,
    columns: &'a [Vec<f64>],
    ties: Ties,
}

/// Sums over a set of subjects of `w`, `w x` and `w x xᵀ` (lower triangle).
#[derive(Clone)]
pub(super) struct Sums {
    pub(super) weight: f64,
    pub(super) first: Vec<f64>,
    pub(super) second: Vec<f64>,
}

impl Sums {
    pub(super) fn new(size: usize) -> Self {
        Self {
            weight: 0.0,
            first: vec![0.0; size],
            second: vec![0.0; size * size],
        }
    }

    pub(super) fn add(&mut self, weight: f64, columns: &[Vec<f64>], row: usize) {
        let size = columns.len();
        self.weight += weight;
        for i in 0..size {
            let weighted = weight * columns[i][row];
            self.first[i] += weighted;
            for (j, column) in columns[..=i].iter().enumerate() {
                self.second[i * size + j] += weighted * column[row];
            }
        }
    }

    /// All weights times a factor.
    fn scale(&mut self, factor: f64) {
        self.weight *= factor;
        for sum in self.first.iter_mut().chain(&mut self.second) {
            *sum *= factor;
        }
    }

    pub(super) fn clear(&mut self) {
        self.weight = 0.0;
        self.first.fill(0.0);
        self.second.fill(0.0);
    }
}

impl<'a> Partial<'a> {
    pub(super) fn new(follow_up: &'a FollowUp, columns: &'a [Vec<f64>], ties: Ties) -> Self {
        Self {
            follow_up,
            columns,
            ties,
        }
    }

    pub(super) fn columns(&self) -> &[Vec<f64>] {
        self.columns
    }

    fn predictors(&self, coefficients: &[f64]) -> Vec<f64> {
        let mut linear = vec![0.0; self.follow_up.subjects()];
        for (column, beta) in self.columns.iter().zip(coefficients) {
            for (eta, x) in linear.iter_mut().zip(column) {
                *eta += beta * x;
            }
        }
        linear
    }

    /// From the last time to the first, so that risk sets grow.
    pub(super) fn evaluate(&self, coefficients: &[f64], derivatives: &mut Derivatives) -> f64 {
        let linear = self.predictors(coefficients);
        derivatives.gradient.fill(0.0);
        derivatives.information.fill(0.0);
        let size = self.columns.len();
        let (mut at_risk, mut dying) = (Sums::new(size), Sums::new(size));
        let moments: Vec<Moment<'_>> = self.follow_up.moments().collect();
        let mut value = 0.0;
        let mut entries = self.follow_up.entries();
        // A factor of all hazards at risk cancels: the largest among them counts 1, so that no sum leaves the doubles.
        let mut largest = self.first_unit(&linear);
        for moment in moments.iter().rev() {
            let come = entries.partition_point(|entry| entry.time < moment.time);
            for entry in &entries[come..] {
                let row = entry.row as usize;
                at_risk.add(-libm::exp(linear[row] - largest), self.columns, row);
            }
            entries = &entries[..come];
            let etas = moment.exits.iter().map(|exit| linear[exit.row as usize]);
            let unit = etas.fold(largest, f64::max);
            if unit > largest {
                at_risk.scale(libm::exp(largest - unit));
                largest = unit;
            }
            dying.clear();
            let mut events = 0;
            for exit in moment.exits {
                let row = exit.row as usize;
                let hazard = libm::exp(linear[row] - largest);
                at_risk.add(hazard, self.columns, row);
                if exit.event {
                    events += 1;
                    dying.add(hazard, self.columns, row);
                    value += linear[row] - largest;
                    for (gradient, column) in derivatives.gradient.iter_mut().zip(self.columns) {
                        *gradient += column[row];
                    }
                }
            }
            for earlier in 0..events {
                let gone = match self.ties {
                    Ties::Efron => f64::from(earlier) / f64::from(events),
                    Ties::Breslow => 0.0,
                };
                value -= Self::risk_set(&at_risk, &dying, gone, derivatives);
            }
        }
        value
    }

    /// The linear predictor whose hazard counts 1 at first: the smallest, or the largest where subjects leave the growing
    /// risk sets again, which must take off what they added.
    fn first_unit(&self, linear: &[f64]) -> f64 {
        let etas = linear.iter().copied();
        if self.follow_up.truncated() {
            etas.fold(f64::NEG_INFINITY, f64::max)
        } else {
            etas.fold(f64::INFINITY, f64::min)
        }
    }

    /// Takes one event's risk set, of whose dying a share is gone, from the derivatives; gives its log sum of hazards.
    fn risk_set(at_risk: &Sums, dying: &Sums, gone: f64, derivatives: &mut Derivatives) -> f64 {
        let size = at_risk.first.len();
        let sum = at_risk.weight - gone * dying.weight;
        let mean = |i: usize| (at_risk.first[i] - gone * dying.first[i]) / sum;
        for i in 0..size {
            derivatives.gradient[i] -= mean(i);
            for j in 0..=i {
                let at = i * size + j;
                let second = (at_risk.second[at] - gone * dying.second[at]) / sum;
                derivatives.information[at] += second - mean(i) * mean(j);
            }
        }
        libm::log(sum)
    }

    /// By how much the linear predictor of an event exceeds the largest of another one at risk, at least, and by how much it
    /// exceeds the smallest, at most.
    pub(super) fn leads(&self, direction: &[f64]) -> (f64, f64) {
        let linear = self.predictors(direction);
        let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
        if self.follow_up.truncated() {
            // Risk sets that shrink and grow have no running extremes; such data are left to the iteration limit.
            return (f64::NEG_INFINITY, 0.0);
        }
        let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
        let moments: Vec<Moment<'_>> = self.follow_up.moments().collect();
        for moment in moments.iter().rev() {
            for exit in moment.exits {
                let eta = linear[exit.row as usize];
                lowest = lowest.min(eta);
                highest = highest.max(eta);
            }
            for exit in moment.exits.iter().filter(|exit| exit.event) {
                let eta = linear[exit.row as usize];
                least = least.min(eta - highest);
                most = most.max(eta - lowest);
            }
        }
        (least, most)
    }
}
