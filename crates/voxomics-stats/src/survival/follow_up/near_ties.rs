//! Times equal but for rounding.

use serde::{Deserialize, Serialize};

use super::FollowUp;
use crate::moments::mean_of;

/// What to do with times that differ by no more than rounding.
///
/// Times computed from dates, such as months as days / 30.4375, can differ in the last digit although they mean the same
/// day, and each such pair is then a tie broken by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NearTies {
    /// Neighbouring distinct times not more than 1.49e-8 apart, or 1.49e-8 of the mean of all distinct times, become the
    /// smallest of them: R's survival (`timefix = TRUE`).
    #[default]
    #[doc(alias("timefix", "aeqSurv"))]
    Merge,
    /// Only equal doubles tie: lifelines, Hmisc.
    Keep,
}

impl FollowUp {
    /// R's `aeqSurv`: each run of distinct times of which neighbours are near becomes its first.
    pub(super) fn merge_near_ties(&mut self) {
        const TOLERANCE: f64 = 1.0 / (1u64 << 26) as f64;
        let mut distinct: Vec<f64> = self.exits.iter().map(|exit| exit.time).collect();
        if self.truncated() {
            distinct.extend(self.entries.iter().map(|entry| entry.time));
            distinct.sort_unstable_by(f64::total_cmp);
        }
        distinct.dedup();
        let least = TOLERANCE * mean_of(&distinct).max(1.0);
        let near = |pair: &[f64]| pair[1] - pair[0] <= least;
        if !distinct.windows(2).any(near) {
            return;
        }
        let mut first = distinct[0];
        let next = distinct.windows(2).map(|pair| {
            if !near(pair) {
                first = pair[1];
            }
            first
        });
        let firsts: Vec<f64> = std::iter::once(distinct[0]).chain(next).collect();
        let merged = |place: &mut usize, time: f64| {
            while distinct[*place] < time {
                *place += 1;
            }
            firsts[*place]
        };
        let mut place = 0;
        for exit in &mut self.exits {
            exit.time = merged(&mut place, exit.time);
        }
        let mut place = 0;
        for entry in &mut self.entries {
            entry.time = merged(&mut place, entry.time);
        }
        // Rows that became ties are in the order of their former times: back to the order of rows.
        for ties in self.exits.chunk_by_mut(|a, b| a.time == b.time) {
            ties.sort_by_key(|exit| exit.row);
        }
    }
}
