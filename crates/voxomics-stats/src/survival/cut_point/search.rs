//! Log-rank statistics of all cut-points in one pass.

use super::{Candidate, ContalOQuigley, Options, p_value};
use crate::rank;
use crate::survival::{Error, FollowUp};

/// Event minus Nelson-Aalen hazard of all subjects, by row; they sum to 0.
pub(super) fn log_rank_scores(follow_up: &FollowUp) -> Vec<f64> {
    let mut scores = vec![0.0; follow_up.subjects()];
    let mut at_risk = follow_up.subjects() as f64;
    let mut hazard = 0.0;
    for moment in follow_up.moments() {
        let events = moment.exits.iter().filter(|exit| exit.event).count() as f64;
        hazard += events / at_risk;
        at_risk -= moment.exits.len() as f64;
        for exit in moment.exits {
            let event = if exit.event { 1.0 } else { 0.0 };
            scores[exit.row as usize] = event - hazard;
        }
    }
    scores
}

/// Where cuts can be made.
pub(super) struct Search {
    /// Rows by marker.
    order: Vec<usize>,
    /// How many rows are at or below each cut, ascending, those within the shares.
    cuts: Vec<usize>,
    /// The same of all cuts.
    all_cuts: Vec<usize>,
    mean: f64,
    /// `Σ (a - ā)²/(n (n - 1))`.
    spread: f64,
}

impl Search {
    pub(super) fn new(marker: &[f64], scores: &[f64], options: &Options) -> Result<Self, Error> {
        let n = marker.len() as f64;
        let order = rank::order(marker);
        let ends = order
            .chunk_by(|&a, &b| marker[a] == marker[b])
            .scan(0, |end, ties| {
                *end += ties.len();
                Some(*end)
            });
        let all_cuts: Vec<usize> = ends.filter(|&end| end < marker.len()).collect();
        // maxstat: at least floor(n · share), and one.
        let [least, most] =
            [options.least_share, options.largest_share].map(|share| (n * share).floor().max(1.0));
        let within = |&&cut: &&usize| least <= cut as f64 && cut as f64 <= most;
        let cuts: Vec<usize> = all_cuts.iter().filter(within).copied().collect();
        if cuts.is_empty() {
            return Err(Error::NoCutPoint {
                distinct: all_cuts.len() + 1,
            });
        }
        let mean = scores.iter().sum::<f64>() / n;
        let squares: f64 = scores
            .iter()
            .map(|score| (score - mean) * (score - mean))
            .sum();
        if squares <= 0.0 {
            return Err(Error::NoVariance);
        }
        Ok(Self {
            order,
            cuts,
            all_cuts,
            mean,
            spread: squares / (n * (n - 1.0)),
        })
    }

    /// The standardised statistic of each cut, given the scores by row.
    fn statistics(&self, score: impl Fn(usize) -> f64) -> impl Iterator<Item = (usize, f64)> {
        let n = self.order.len() as f64;
        let mut sum = 0.0;
        let mut done = 0;
        self.cuts.iter().map(move |&cut| {
            for &row in &self.order[done..cut] {
                sum += score(row) - self.mean;
            }
            done = cut;
            let m = cut as f64;
            (cut, -sum / (m * (n - m) * self.spread).sqrt())
        })
    }

    pub(super) fn largest(&self, score: impl Fn(usize) -> f64) -> f64 {
        let statistics = self.statistics(score);
        statistics
            .map(|(_, statistic)| statistic.abs())
            .fold(0.0, f64::max)
    }

    pub(super) fn candidates(&self, marker: &[f64], scores: &[f64]) -> Vec<Candidate> {
        let candidate = |(cut, statistic): (usize, f64)| Candidate {
            cut_point: marker[self.order[cut - 1]],
            at_or_below: cut,
            statistic,
        };
        self.statistics(|row| scores[row]).map(candidate).collect()
    }

    /// Over all cuts; the scores below a cut sum to minus the log-rank numerator of those above.
    pub(super) fn contal_oquigley(
        &self,
        marker: &[f64],
        scores: &[f64],
        events: usize,
    ) -> Option<ContalOQuigley> {
        if events < 2 {
            return None;
        }
        let mut sum = 0.0;
        let mut done = 0;
        let mut best = (0, -1.0);
        for &cut in &self.all_cuts {
            sum += self.order[done..cut]
                .iter()
                .map(|&row| scores[row])
                .sum::<f64>();
            done = cut;
            if sum.abs() > best.1 {
                best = (cut, sum.abs());
            }
        }
        // Variance of exponential order statistics about 1, the limit of which is 1.
        let d = events as f64;
        let mut expected = 0.0;
        let mut squares = 0.0;
        for event in 0..events {
            expected += 1.0 / (d - event as f64);
            squares += (1.0 - expected) * (1.0 - expected);
        }
        let statistic = best.1 / squares.sqrt();
        Some(ContalOQuigley {
            cut_point: marker[self.order[best.0 - 1]],
            statistic,
            p_value: p_value::brownian_bridge(statistic),
        })
    }
}
