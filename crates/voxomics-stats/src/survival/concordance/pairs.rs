//! Counting of pairs, for each subject by the subjects that it meets.

use super::{Convention, Counts};
use crate::fenwick::Fenwick;
use crate::radix;
use crate::survival::FollowUp;
use crate::survival::follow_up::{Entry, Exit, Moment};

/// Weighted pairs that contain each subject.
pub(super) struct Pairs {
    /// Dense rank of each row's marker.
    rank: Vec<usize>,
    ranks: usize,
    /// Comparable pairs of each row.
    comparable: Vec<f64>,
    /// Concordant ones among them, ties half.
    credit: Vec<f64>,
}

impl Pairs {
    pub(super) fn new(marker: &[f64]) -> Self {
        let sorted = radix::sorted(marker);
        let mut rank = vec![0; marker.len()];
        let mut ranks = 0;
        for ties in sorted.chunk_by(|a, b| a.0 == b.0) {
            for &(_, row) in ties {
                rank[row as usize] = ranks;
            }
            ranks += 1;
        }
        Self {
            rank,
            ranks,
            comparable: vec![0.0; marker.len()],
            credit: vec![0.0; marker.len()],
        }
    }

    /// Counts the pairs of a stratum; `weights` by distinct time.
    pub(super) fn count(
        &mut self,
        follow_up: &FollowUp,
        weights: &[f64],
        convention: Convention,
    ) -> Counts {
        let moments: Vec<Moment<'_>> = follow_up.moments().collect();
        let mut counts = self.of_the_earlier(follow_up, &moments, (weights, convention));
        self.of_the_later(&moments, weights, convention);
        for (moment, weight) in moments.iter().zip(weights) {
            let (unequal, equal) = self.tied_events(moment);
            counts.tied_time += weight * unequal;
            counts.tied_both += weight * equal;
        }
        counts
    }

    /// `Σ (a_i - C n_i)²`.
    pub(super) fn influence(&self, index: f64) -> f64 {
        let parts = self.credit.iter().zip(&self.comparable);
        parts
            .map(|(credit, comparable)| {
                let part = credit - index * comparable;
                part * part
            })
            .sum()
    }

    /// Each event against those at risk after it: from the last time to the first, who is met is in the tree.
    fn of_the_earlier(
        &mut self,
        follow_up: &FollowUp,
        moments: &[Moment<'_>],
        (weights, convention): (&[f64], Convention),
    ) -> Counts {
        let mut counts = Counts::default();
        let mut later = Fenwick::new(self.ranks);
        let mut entries = follow_up.entries();
        for (moment, &weight) in moments.iter().zip(weights).rev() {
            let come = entries.partition_point(|entry| entry.time < moment.time);
            for &Entry { row, .. } in &entries[come..] {
                later.add(self.rank[row as usize], -1.0);
            }
            entries = &entries[..come];
            let censored = moment.exits.iter().filter(|exit| !exit.event);
            let insert = |later: &mut Fenwick, exit: &Exit| {
                later.add(self.rank[exit.row as usize], 1.0);
            };
            if convention == Convention::Survival {
                censored.clone().for_each(|exit| insert(&mut later, exit));
            }
            for exit in moment.exits.iter().filter(|exit| exit.event) {
                let row = exit.row as usize;
                let lower = weight * later.below(self.rank[row]);
                let equal = weight * later.at(self.rank[row]);
                let all = weight * later.total();
                counts.concordant += lower;
                counts.tied_marker += equal;
                counts.discordant += weight
                    * (later.total() - later.below(self.rank[row]) - later.at(self.rank[row]));
                self.comparable[row] += all;
                self.credit[row] += lower + equal / 2.0;
            }
            if convention == Convention::SurvC1 {
                censored.for_each(|exit| insert(&mut later, exit));
            }
            let events = moment.exits.iter().filter(|exit| exit.event);
            events.for_each(|exit| insert(&mut later, exit));
        }
        counts
    }

    /// Each subject against the events while it was at risk: from the first time to the last, weights of events are in the
    /// tree; what was there when the subject came is taken off.
    fn of_the_later(&mut self, moments: &[Moment<'_>], weights: &[f64], convention: Convention) {
        let mut earlier = Fenwick::new(self.ranks);
        for (moment, &weight) in moments.iter().zip(weights) {
            for entry in moment.entrants {
                self.meet(&earlier, entry.row, -1.0);
            }
            let (before, after): (Vec<&Exit>, Vec<&Exit>) = moment
                .exits
                .iter()
                .partition(|exit| exit.event || convention == Convention::SurvC1);
            for exit in &before {
                self.meet(&earlier, exit.row, 1.0);
            }
            if weight > 0.0 {
                for exit in before.iter().filter(|exit| exit.event) {
                    earlier.add(self.rank[exit.row as usize], weight);
                }
            }
            for exit in after {
                self.meet(&earlier, exit.row, 1.0);
            }
        }
    }

    /// Counts the pairs of a row with all events in the tree.
    fn meet(&mut self, earlier: &Fenwick, row: u32, sign: f64) {
        let row = row as usize;
        let equal = earlier.at(self.rank[row]);
        let higher = earlier.total() - earlier.below(self.rank[row]) - equal;
        self.comparable[row] += sign * earlier.total();
        self.credit[row] += sign * (higher + equal / 2.0);
    }

    /// Pairs of events at one time, with unequal and with equal markers.
    fn tied_events(&self, moment: &Moment<'_>) -> (f64, f64) {
        let events = moment.exits.iter().filter(|exit| exit.event);
        let mut ranks: Vec<usize> = events.map(|exit| self.rank[exit.row as usize]).collect();
        if ranks.len() < 2 {
            return (0.0, 0.0);
        }
        ranks.sort_unstable();
        let pairs = |count: usize| count as f64 * (count as f64 - 1.0) / 2.0;
        let equal = ranks
            .chunk_by(|a, b| a == b)
            .map(|ties| pairs(ties.len()))
            .sum();
        (pairs(ranks.len()) - equal, equal)
    }
}
