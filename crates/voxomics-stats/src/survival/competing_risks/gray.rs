//! Gray's test of equal cumulative incidences.

use voxomics_core::math;

use super::CompetingRisks;
use crate::survival::follow_up::{Exit, Moment};
use crate::survival::groups::Groups;
use crate::survival::log_rank::ChiSquared;
use crate::survival::{Error, FollowUp};

/// More groups than this are refused: each time costs their number cubed.
const MOST_GROUPS: usize = 100;

/// How [`gray_test`] tests.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GrayOptions<'a> {
    /// Events count `(1 - F(t-))^rho`; 0 by default.
    pub rho: f64,
    /// A label for each subject; only subjects of one stratum are compared.
    pub strata: Option<&'a [u32]>,
}

/// Gray's test that groups have one cumulative incidence of a `cause`.
///
/// Compares the hazards of the subdistribution, in which who had another event stays at risk. cmprsk's `cuminc(...)$Tests`;
/// one degree of freedom less than groups.
///
/// # Errors
///
/// [`Error::Input`] unless there is a label (and stratum) for each subject, [`Error::OneGroup`], [`Error::TooManyGroups`],
/// [`Error::NoEvents`] of the cause, [`Error::NoVariance`], [`Error::Weight`] for a rho that is not finite.
///
/// # References
///
/// Gray RJ. *Ann Stat* 1988;16:1141-1154.
///
/// # Example
///
/// ```
/// use voxomics_stats::survival::competing_risks::{CompetingRisks, GrayOptions, gray_test};
///
/// let risks = CompetingRisks::new(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[1, 1, 2, 0, 2, 1])?;
/// let test = gray_test(&risks, 1, &[0, 0, 0, 1, 1, 1], &GrayOptions::default())?;
/// assert_eq!(test.degrees_of_freedom, 1);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
#[doc(alias = "cuminc")]
pub fn gray_test(
    risks: &CompetingRisks,
    cause: u32,
    groups: &[u32],
    options: &GrayOptions<'_>,
) -> Result<ChiSquared, Error> {
    let rows = risks.follow_up.subjects();
    let groups = Groups::new("groups", groups, rows)?;
    match groups.labels[..] {
        [group] => return Err(Error::OneGroup { group, rows }),
        ref labels if labels.len() > MOST_GROUPS => {
            return Err(Error::TooManyGroups {
                groups: labels.len(),
                most: MOST_GROUPS,
            });
        }
        _ => {}
    }
    let strata = match options.strata {
        None => Groups::one(rows),
        Some(strata) => Groups::new("strata", strata, rows)?,
    };
    if cause == 0 || !risks.causes.contains(&cause) {
        return Err(Error::NoEvents);
    }
    if !options.rho.is_finite() {
        return Err(Error::Weight { time: 0.0 });
    }
    let size = groups.len();
    let mut score = vec![0.0; size];
    let mut covariance = vec![0.0; size * size];
    for part in risks.follow_up.split(&strata) {
        let mut pass = Pass::new(&groups, &part, options.rho);
        for moment in part.moments() {
            pass.take(&moment, |exit| risks.cause(exit.row) == cause);
        }
        pass.finish(&mut score, &mut covariance);
    }
    // The last group is determined by the others.
    let kept = size - 1;
    let rows = covariance.chunks(size).take(kept);
    let covariance: Vec<f64> = rows.flat_map(|row| row[..kept].to_vec()).collect();
    ChiSquared::of(&score[..kept], &covariance).ok_or(Error::NoVariance)
}

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
struct Pass<'a> {
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

impl<'a> Pass<'a> {
    fn new(groups: &'a Groups, part: &FollowUp, rho: f64) -> Self {
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

    fn take(&mut self, moment: &Moment<'_>, of_cause: impl Fn(&Exit) -> bool) {
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
        let size = self.state.len();
        let exposure = |state: &State| {
            if state.at_risk > 0.0 && state.free > 0.0 {
                state.at_risk / state.free
            } else {
                state.at_risk
            }
        };
        let exposed: Vec<f64> = self.state.iter().map(exposure).collect();
        let all: f64 = exposed.iter().sum();
        let own: f64 = self.state.iter().map(|state| state.own).sum();
        let after = self.incidence + own / all;
        let weight = if self.rho == 0.0 {
            1.0
        } else {
            math::pow(1.0 - self.incidence, self.rho)
        };
        let share = |(h, state): (&f64, &State)| h * (1.0 - state.incidence);
        let expecting: f64 = exposed.iter().zip(&self.state).map(share).sum();
        let a = |i: usize, j: usize| {
            let diagonal = if i == j { exposed[i] } else { 0.0 };
            weight * (diagonal - exposed[i] * exposed[j] / all)
        };
        let rate = own / (all * (1.0 - self.incidence));
        for (i, row) in self.cumulated.chunks_mut(size).enumerate() {
            for (j, entry) in row.iter_mut().enumerate() {
                *entry += a(i, j) * rate;
            }
        }
        for ((score, state), &h) in self.score.iter_mut().zip(&self.state).zip(&exposed) {
            if state.at_risk > 0.0 {
                let expected = own * h * (1.0 - state.incidence) / expecting;
                *score += weight * (state.own - expected);
            }
        }
        for k in 0..size {
            let state = self.state[k].clone();
            if state.at_risk == 0.0 {
                continue;
            }
            let y = state.at_risk;
            let free = state.free * (y - state.own - state.others) / y;
            let odds = if free > 0.0 {
                (1.0 - after) / free
            } else {
                0.0
            };
            if own > 0.0 {
                let ties = if own > 1.0 {
                    1.0 - (own - 1.0) / (all * state.free - 1.0)
                } else {
                    1.0
                };
                let variance = ties * state.free * own / (all * y);
                let z = |i: usize| a(i, k) - (1.0 - odds) * self.cumulated[i * size + k];
                let z: Vec<f64> = (0..size).map(z).collect();
                self.spread(k, &z, 1.0 - odds, variance);
            }
            if state.others > 0.0 && free > 0.0 {
                let ties = if state.others > 1.0 {
                    1.0 - (state.others - 1.0) / (y - 1.0)
                } else {
                    1.0
                };
                let variance = ties * state.free * state.free * state.others / (y * y);
                let z = |i: usize| odds * self.cumulated[i * size + k];
                let z: Vec<f64> = (0..size).map(z).collect();
                self.spread(k, &z, -odds, variance);
            }
            let state = &mut self.state[k];
            state.incidence += state.free * state.own / y;
            state.free = free;
        }
        self.incidence = after;
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

    fn finish(self, score: &mut [f64], covariance: &mut [f64]) {
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
