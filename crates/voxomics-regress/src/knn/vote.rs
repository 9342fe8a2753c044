//! From neighbours to classes.

use super::metric::distance;
use super::nearest::Near;
use super::{Metric, Weights};

/// Votes for each of `count` classes. With weights they are in units of the nearest neighbour's, so that none is infinite.
pub(super) fn votes(
    near: &[Near],
    of_row: &[usize],
    count: usize,
    by: (Metric, Weights),
) -> Vec<f64> {
    let (metric, weights) = by;
    let nearest = near
        .first()
        .map_or(0.0, |&(span, _)| distance(span, metric));
    let mut votes = vec![0.0; count];
    for &(span, row) in near {
        votes[of_row[row]] += match weights {
            Weights::Uniform => 1.0,
            Weights::Distance if nearest == 0.0 => {
                f64::from(u8::from(distance(span, metric) == 0.0))
            }
            Weights::Distance => nearest / distance(span, metric),
        };
    }
    votes
}

/// The class with most votes, of several the first.
pub(super) fn winner(votes: &[f64]) -> usize {
    let mut best = 0;
    for (class, &count) in votes.iter().enumerate() {
        if count > votes[best] {
            best = class;
        }
    }
    best
}
