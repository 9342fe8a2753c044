//! The distribution of the censorings, and what it adds to the variance of what is weighted by it.

use std::cmp::Ordering;

use crate::moments::mean_of;
use crate::survival::follow_up::Moment;
use crate::survival::{Error, FollowUp};

/// How ties enter the influence of the censoring distribution.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Ties {
    /// Together: all who leave at a time are at risk of its censorings.
    Together,
    /// One after the other in the order of rows, except that a censoring is felt from the first of its ties on.
    InOrder,
}

/// The curve of the censorings before each exit.
pub(super) struct Censoring<'a> {
    follow_up: &'a FollowUp,
    /// `G(T-)` for each exit, ascending.
    before: Vec<f64>,
    /// `G(T)` for each exit.
    after: Vec<f64>,
}

impl<'a> Censoring<'a> {
    pub(super) fn new(follow_up: &'a FollowUp) -> Result<Self, Error> {
        if follow_up.truncated() {
            return Err(Error::LeftTruncation);
        }
        let all = follow_up.subjects();
        let (mut before, mut after) = (Vec::with_capacity(all), Vec::with_capacity(all));
        let mut uncensored = 1.0;
        for Moment { exits, .. } in follow_up.moments() {
            before.resize(before.len() + exits.len(), uncensored);
            let events = exits.iter().filter(|exit| exit.event).count();
            let exposed = (all - after.len() - events) as f64;
            let censored = (exits.len() - events) as f64;
            if censored > 0.0 {
                uncensored *= (exposed - censored) / exposed;
            }
            after.resize(after.len() + exits.len(), uncensored);
        }
        Ok(Self {
            follow_up,
            before,
            after,
        })
    }

    /// `1/G(T-)` of the exit at a place.
    pub(super) fn case_weight(&self, place: usize) -> f64 {
        1.0 / self.before[place]
    }

    /// `1/G(t)`, given how many exits are up to t.
    pub(super) fn control_weight(&self, gone: usize) -> f64 {
        gone.checked_sub(1)
            .map_or(1.0, |last| 1.0 / self.after[last])
    }

    /// Influence of each subject's censoring time, by place among the exits, on `Σ c_j/G(T_j-) + c/G(t)`, the terms given as
    /// weighted: those of the cases by place, and the controls' as a sum; t is after `gone` exits. Times the number of
    /// subjects.
    ///
    /// `Σ_j c_j ∫ dM_i(u)/H(u)` over `u < T_j` (for the controls `u <= t`), with `M_i` the martingale of the censoring and H
    /// the share at risk. O(n): the terms beyond u are summed once, from the last.
    pub(super) fn influence(
        &self,
        cases: &[f64],
        controls: f64,
        gone: usize,
        ties: Ties,
    ) -> Vec<f64> {
        let exits = self.follow_up.exits();
        let all = exits.len();
        let mut influence = Vec::with_capacity(all);
        // Terms whose integral goes beyond the first k exits, that is, of cases from the k-th on, and the controls.
        let mut beyond = vec![0.0; all + 1];
        for place in (0..gone).rev() {
            beyond[place] = beyond[place + 1] + cases[place];
        }
        for sum in &mut beyond[..gone] {
            *sum += controls;
        }
        let mut compensator = 0.0;
        let mut start = 0;
        for tied in exits.chunk_by(|a, b| a.time == b.time) {
            let end = start + tied.len();
            match ties {
                Ties::Together => {
                    let n = (all - start) as f64;
                    let felt = felt(&beyond, end, gone, controls);
                    let censored = tied.iter().filter(|exit| !exit.event).count() as f64;
                    compensator += censored / n * felt / n;
                    for exit in tied {
                        let jump = if exit.event { 0.0 } else { felt / n };
                        influence.push((jump - compensator) * all as f64);
                    }
                }
                Ties::InOrder => {
                    let first = beyond[start] / (all - start) as f64;
                    for (place, exit) in (start..).zip(tied) {
                        let n = (all - place) as f64;
                        if !exit.event {
                            compensator += beyond[place] / n / n;
                        }
                        let jump = if exit.event { 0.0 } else { first };
                        influence.push((jump - compensator) * all as f64);
                    }
                }
            }
            start = end;
        }
        influence
    }
}

/// What feels a censoring at a time whose exits end at `end`: cases after it, and controls if it is not after t.
fn felt(beyond: &[f64], end: usize, gone: usize, controls: f64) -> f64 {
    match end.cmp(&gone) {
        Ordering::Less => beyond[end],
        Ordering::Equal => controls,
        Ordering::Greater => 0.0,
    }
}

/// Standard deviation of influences, divided by the root of their number; none for one.
pub(super) fn standard_error(influence: &[f64]) -> Option<f64> {
    let n = influence.len() as f64;
    let mean = mean_of(influence);
    let squares: f64 = influence
        .iter()
        .map(|value| (value - mean) * (value - mean))
        .sum();
    (n > 1.0).then(|| (squares / (n - 1.0) / n).sqrt())
}
