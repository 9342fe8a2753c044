//! The pass over the times that sums scores and their covariance.

use voxomics_core::math;

use crate::survival::FollowUp;
use crate::survival::follow_up::{Exit, Moment};
use crate::survival::groups::Groups;

/// State of one group.
#[derive(Debug, Clone)]
struct State {
    at_risk: f64,
    /// Free of all events, before the time.
    free: f64,
    /// Cumulative incidence before the time.
    incidence: f64,
    /// Events of the cause, and of others, at the time.
    own: f64,
    others: f64,
    leaving: f64,
    /// Sums of the variance that are multiplied by the compensators at the end.
    squared: f64,
    crossed: Vec<f64>,
}

/// The pass over the times of one stratum.
pub(super) struct Pass<'a> {
    groups: &'a Groups,
    rho: f64,
    state: Vec<State>,
    /// Pooled cumulative incidence before the time.
    incidence: f64,
    score: Vec<f64>,
    covariance: Vec<f64>,
    /// Cumulated `A dF/(1 - F)`, row by row.
    cumulated: Vec<f64>,
}

/// All groups together at a time.
struct Pooled {
    /// At risk, with those who had other events, by group.
    exposed: Vec<f64>,
    all: f64,
    /// Events of the cause.
    own: f64,
    /// Cumulative incidence after them.
    after: f64,
    /// What they count.
    weight: f64,
}

impl Pooled {
    fn of(state: &[State], incidence: f64, rho: f64) -> Self {
        let exposure = |state: &State| {
            if state.at_risk > 0.0 && state.free > 0.0 {
                state.at_risk / state.free
            } else {
                state.at_risk
            }
        };
        let exposed: Vec<f64> = state.iter().map(exposure).collect();
        let all: f64 = exposed.iter().sum();
        let own: f64 = state.iter().map(|state| state.own).sum();
        Self {
            exposed,
            all,
            own,
            after: incidence + own / all,
            weight: if rho == 0.0 {
                1.0
            } else {
                math::pow(1.0 - incidence, rho)
            },
        }
    }

    /// Gray's `A`: what a hazard of group j moves the score of group i by.
    fn a(&self, i: usize, j: usize) -> f64 {
        let diagonal = if i == j { self.exposed[i] } else { 0.0 };
        self.weight * (diagonal - self.exposed[i] * self.exposed[j] / self.all)
    }
}

/// Share of the variance that several events at one time leave.
fn ties(events: f64, at_risk: f64) -> f64 {
    if events > 1.0 {
        1.0 - (events - 1.0) / (at_risk - 1.0)
    } else {
        1.0
    }
}

impl<'a> Pass<'a> {
    pub(super) fn new(groups: &'a Groups, part: &FollowUp, rho: f64) -> Self {
        let size = groups.len();
        let empty = State {
            at_risk: 0.0,
            free: 1.0,
            incidence: 0.0,
            own: 0.0,
            others: 0.0,
            leaving: 0.0,
            squared: 0.0,
            crossed: vec![0.0; size],
        };
        let mut state = vec![empty; size];
        for exit in part.exits() {
            state[groups.of(exit.row)].at_risk += 1.0;
        }
        Self {
            groups,
            rho,
            state,
            incidence: 0.0,
            score: vec![0.0; size],
            covariance: vec![0.0; size * size],
            cumulated: vec![0.0; size * size],
        }
    }

    pub(super) fn take(&mut self, moment: &Moment<'_>, of_cause: impl Fn(&Exit) -> bool) {
        for exit in moment.exits {
            let state = &mut self.state[self.groups.of(exit.row)];
            state.leaving += 1.0;
            if of_cause(exit) {
                state.own += 1.0;
            } else if exit.event {
                state.others += 1.0;
            }
        }
        if moment.exits.iter().any(|exit| exit.event) {
            self.count();
        }
        for state in &mut self.state {
            state.at_risk -= state.leaving;
            (state.leaving, state.own, state.others) = (0.0, 0.0, 0.0);
        }
    }

    fn count(&mut self) {
        let pooled = Pooled::of(&self.state, self.incidence, self.rho);
        self.cumulate(&pooled);
        self.compare(&pooled);
        for k in 0..self.state.len() {
            if self.state[k].at_risk > 0.0 {
                self.vary(k, &pooled);
            }
        }
        self.incidence = pooled.after;
    }

    fn cumulate(&mut self, pooled: &Pooled) {
        let rate = pooled.own / (pooled.all * (1.0 - self.incidence));
        let size = self.state.len();
        for (i, row) in self.cumulated.chunks_mut(size).enumerate() {
            for (j, entry) in row.iter_mut().enumerate() {
                *entry += pooled.a(i, j) * rate;
            }
        }
    }

    /// Events of the cause against those expected.
    fn compare(&mut self, pooled: &Pooled) {
        let share = |(h, state): (&f64, &State)| h * (1.0 - state.incidence);
        let expecting: f64 = pooled.exposed.iter().zip(&self.state).map(share).sum();
        for ((score, state), &h) in self.score.iter_mut().zip(&self.state).zip(&pooled.exposed) {
            if state.at_risk > 0.0 {
                let expected = pooled.own * h * (1.0 - state.incidence) / expecting;
                *score += pooled.weight * (state.own - expected);
            }
        }
    }

    /// What the events of group k, at risk, add to the variance; its curves move past the time.
    fn vary(&mut self, k: usize, pooled: &Pooled) {
        let size = self.state.len();
        let state = self.state[k].clone();
        let (y, own) = (state.at_risk, pooled.own);
        let free = state.free * (y - state.own - state.others) / y;
        let odds = if free > 0.0 {
            (1.0 - pooled.after) / free
        } else {
            0.0
        };
        if own > 0.0 {
            let ties = ties(own, pooled.all * state.free);
            let variance = ties * state.free * own / (pooled.all * y);
            let z = |i: usize| pooled.a(i, k) - (1.0 - odds) * self.cumulated[i * size + k];
            let z: Vec<f64> = (0..size).map(z).collect();
            self.spread(k, &z, 1.0 - odds, variance);
        }
        if state.others > 0.0 && free > 0.0 {
            let ties = ties(state.others, y);
            let variance = ties * state.free * state.free * state.others / (y * y);
            let z = |i: usize| odds * self.cumulated[i * size + k];
            let z: Vec<f64> = (0..size).map(z).collect();
            self.spread(k, &z, -odds, variance);
        }
        let state = &mut self.state[k];
        state.incidence += state.free * state.own / y;
        state.free = free;
    }

    /// Adds the variance of the events of group k, which move the score by `z + factor · (what is cumulated at the end)`.
    fn spread(&mut self, k: usize, z: &[f64], factor: f64, variance: f64) {
        let size = z.len();
        let state = &mut self.state[k];
        state.squared += factor * factor * variance;
        for i in 0..size {
            state.crossed[i] += z[i] * factor * variance;
            for j in 0..size {
                self.covariance[i * size + j] += z[i] * z[j] * variance;
            }
        }
    }

    pub(super) fn finish(self, score: &mut [f64], covariance: &mut [f64]) {
        let size = self.state.len();
        for i in 0..size {
            score[i] += self.score[i];
            for j in 0..size {
                let mut sum = self.covariance[i * size + j];
                for (k, state) in self.state.iter().enumerate() {
                    let (c_i, c_j) = (self.cumulated[i * size + k], self.cumulated[j * size + k]);
                    sum += c_i * c_j * state.squared;
                    sum += c_i * state.crossed[j] + state.crossed[i] * c_j;
                }
                covariance[i * size + j] += sum;
            }
        }
    }
}
