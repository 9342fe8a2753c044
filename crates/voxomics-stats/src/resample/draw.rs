//! How rows are drawn.

use std::collections::BTreeMap;

use voxomics_core::{Seed, Stream};

use super::Error;

/// How the rows of a resample come from those of the data.
#[derive(Debug, Clone, Copy)]
pub(super) enum How {
    WithReplacement,
    Permuted,
}

impl How {
    /// Draws from stream `at` of the seed, within strata, the row that stands in the place of each.
    pub(super) fn draw(self, strata: &[Vec<usize>], (seed, at): (Seed, u64), drawn: &mut [usize]) {
        match self {
            Self::WithReplacement => {
                let mut stream = seed.stream("bootstrap", at);
                for members in strata {
                    for &row in members {
                        drawn[row] = members[stream.below(members.len())];
                    }
                }
            }
            Self::Permuted => {
                let mut stream = seed.stream("permutation", at);
                for members in strata {
                    let mut shuffled = members.clone();
                    shuffle(&mut shuffled, &mut stream);
                    for (&row, other) in members.iter().zip(shuffled) {
                        drawn[row] = other;
                    }
                }
            }
        }
    }
}

/// Every row.
pub(super) fn all(rows: usize) -> Result<Vec<usize>, Error> {
    room("rows", rows)?;
    Ok((0..rows).collect())
}

/// Refuses more row numbers than there is memory for, before the first of them is written.
pub(super) fn room(what: &'static str, count: usize) -> Result<(), Error> {
    Vec::<usize>::new()
        .try_reserve_exact(count)
        .map_err(|source| Error::OutOfMemory {
            what,
            count,
            source,
        })
}

/// The rows of each stratum, strata ascending.
pub(super) fn members<S: Ord>(strata: &[S]) -> Vec<Vec<usize>> {
    let mut members = BTreeMap::<&S, Vec<usize>>::new();
    for (row, stratum) in strata.iter().enumerate() {
        members.entry(stratum).or_default().push(row);
    }
    members.into_values().collect()
}

/// Random order, every one equally likely (Fisher and Yates, from the last place down).
pub(super) fn shuffle(rows: &mut [usize], stream: &mut Stream) {
    for last in (1..rows.len()).rev() {
        rows.swap(last, stream.below(last + 1));
    }
}
