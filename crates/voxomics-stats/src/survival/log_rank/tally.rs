//! The pass over the times that counts observed and expected events.

use voxomics_core::math;

use super::{Comparison, Group, Weights};
use crate::survival::follow_up::Exit;
use crate::survival::groups::Groups;
use crate::survival::{Error, FollowUp};

pub(super) struct Tally<'a> {
    groups: &'a Groups,
    strata: &'a Groups,
    weights: Weights,
    state: Vec<Stratum>,
    observed: Vec<f64>,
    expected: Vec<f64>,
    difference: Vec<f64>,
    /// Lower triangle.
    covariance: Vec<Vec<f64>>,
}

/// Who is at risk in one stratum, by group.
#[derive(Clone)]
struct Stratum {
    at_risk: Vec<f64>,
    /// Its shares of all at risk.
    shares: Vec<f64>,
    all_at_risk: f64,
    /// Events at the time that is being counted.
    events: Vec<f64>,
    all_events: f64,
    /// Who leaves at that time, with or without event.
    leaving: Vec<f64>,
    /// Kaplan-Meier curve before this time, or its variant `Π (1 - d/(n + 1))`, whichever the weights ask for.
    survival: f64,
}

impl<'a> Tally<'a> {
    pub(super) fn new(
        groups: &'a Groups,
        strata: &'a Groups,
        weights: Weights,
        truncated: bool,
    ) -> Self {
        let zeros = vec![0.0; groups.len()];
        let empty = Stratum {
            at_risk: zeros.clone(),
            shares: zeros.clone(),
            all_at_risk: 0.0,
            events: zeros.clone(),
            all_events: 0.0,
            leaving: zeros.clone(),
            survival: 1.0,
        };
        let mut state = vec![empty; strata.len()];
        if !truncated {
            for (&group, &stratum) in groups.of_row.iter().zip(&strata.of_row) {
                state[stratum as usize].enter(group as usize);
            }
        }
        Self {
            groups,
            strata,
            weights,
            state,
            observed: zeros.clone(),
            expected: zeros.clone(),
            difference: zeros.clone(),
            covariance: vec![zeros; groups.len()],
        }
    }

    pub(super) fn of(mut self, follow_up: &FollowUp) -> Result<Comparison, Error> {
        for moment in follow_up.moments() {
            for entry in moment.entrants {
                self.state[self.strata.of(entry.row)].enter(self.groups.of(entry.row));
            }
            for exit in moment.exits {
                self.state[self.strata.of(exit.row)].leave(self.groups.of(exit.row), exit.event);
            }
            for &Exit { row, .. } in moment.exits {
                let stratum = self.strata.of(row);
                if self.state[stratum].all_events > 0.0 {
                    self.count_events(moment.time, stratum)?;
                }
                self.state[stratum].take_leave(self.groups.of(row));
            }
        }
        Ok(self.finish())
    }

    fn count_events(&mut self, time: f64, stratum: usize) -> Result<(), Error> {
        let stratum = &mut self.state[stratum];
        let (n, d) = (stratum.all_at_risk, stratum.all_events);
        let weight = stratum.weight(self.weights);
        if !weight.is_finite() {
            return Err(Error::Weight { time });
        }
        // Nobody else at risk: no variance, where the formula divides 0 by 0.
        let spread = if n > 1.0 {
            weight * weight * d * (n - d) / (n - 1.0)
        } else {
            0.0
        };
        for (share, n_g) in stratum.shares.iter_mut().zip(&stratum.at_risk) {
            *share = n_g / n;
        }
        for (g, &share) in stratum.shares.iter().enumerate() {
            let expected = d * share;
            self.observed[g] += weight * stratum.events[g];
            self.expected[g] += weight * expected;
            self.difference[g] += weight * (stratum.events[g] - expected);
            let scaled = spread * share;
            let row = &mut self.covariance[g];
            for (entry, other) in row.iter_mut().zip(&stratum.shares[..g]) {
                *entry -= scaled * other;
            }
            row[g] += scaled * (1.0 - share);
        }
        stratum.events.fill(0.0);
        stratum.all_events = 0.0;
        Ok(())
    }

    fn finish(mut self) -> Comparison {
        for g in 0..self.covariance.len() {
            let (above, rest) = self.covariance.split_at_mut(g);
            for (above, &entry) in above.iter_mut().zip(&rest[0]) {
                above[g] = entry;
            }
        }
        let sizes = self.groups.sizes();
        let group = |(place, &group): (usize, &u32)| Group {
            group,
            subjects: sizes[place] as usize,
            observed: self.observed[place],
            expected: self.expected[place],
            difference: self.difference[place],
        };
        Comparison {
            groups: self.groups.labels.iter().enumerate().map(group).collect(),
            covariance: self.covariance,
            weights: self.weights,
        }
    }
}

impl Stratum {
    fn enter(&mut self, group: usize) {
        self.at_risk[group] += 1.0;
        self.all_at_risk += 1.0;
    }

    fn leave(&mut self, group: usize, event: bool) {
        self.leaving[group] += 1.0;
        if event {
            self.events[group] += 1.0;
            self.all_events += 1.0;
        }
    }

    /// Who of this group leaves is no longer at risk.
    fn take_leave(&mut self, group: usize) {
        let leaving = std::mem::take(&mut self.leaving[group]);
        self.at_risk[group] -= leaving;
        self.all_at_risk -= leaving;
    }

    /// What the events at this time count; the curve that tells moves past it.
    fn weight(&mut self, weights: Weights) -> f64 {
        let (n, d) = (self.all_at_risk, self.all_events);
        match weights {
            Weights::FlemingHarrington { p: 0.0, q: 0.0 } => 1.0,
            Weights::FlemingHarrington { p, q } => {
                let before = self.survival;
                self.survival *= (n - d) / n;
                power(before, p) * power(1.0 - before, q)
            }
            Weights::GehanWilcoxon => n,
            Weights::TaroneWare => n.sqrt(),
            Weights::PetoPeto => {
                self.survival *= 1.0 - d / (n + 1.0);
                self.survival
            }
        }
    }
}

/// `base^exponent`, 1 for exponent 0 without computing it.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent == 0.0 {
        1.0
    } else {
        math::pow(base, exponent)
    }
}
