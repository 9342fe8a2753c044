//! Counting co-occurrences.

use voxomics_core::math;

use crate::discretise::Levels;
use crate::grid::{Grid, Rank};
use crate::neighbours::Offset;
use crate::weighting::Norm;

/// How often each pair of ranks occurs at one offset.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    /// Row by row, with a row and a column for "outside the mask" in front.
    pairs: Vec<u32>,
    levels: usize,
    symmetrical: bool,
}

/// Tables that pairs are counted in by turns.
const TABLES: usize = 2;

impl Counts {
    /// Counts the pairs that `offset` joins, of `levels` ranks; the grid's margin is as wide as the offset is long.
    ///
    /// Row and column 0 take the pairs with a voxel outside, so that none is asked for.
    pub(super) fn new<T: Rank>(
        grid: &Grid<T>,
        levels: usize,
        offset: Offset,
        symmetrical: bool,
    ) -> Self {
        let width = levels + 1;
        let step = grid.step(offset);
        // Equal pairs come one behind the other, and each would wait for the count before it: hence several tables.
        let mut tables = [(); TABLES].map(|()| vec![0; width * width]);
        for line in grid.lines() {
            let at = |from: T, to: T| Into::<usize>::into(from) * width + Into::<usize>::into(to);
            let (from, last_from) = grid.cells()[line.clone()].as_chunks::<TABLES>();
            let (to, last_to) = grid.beside(&line, step).as_chunks::<TABLES>();
            for (from, to) in from.iter().zip(to) {
                for (pairs, (&from, &to)) in tables.iter_mut().zip(from.iter().zip(to)) {
                    pairs[at(from, to)] += 1;
                }
            }
            for (&from, &to) in last_from.iter().zip(last_to) {
                tables[0][at(from, to)] += 1;
            }
        }
        let [mut pairs, others @ ..] = tables;
        for others in others {
            for (pairs, others) in pairs.iter_mut().zip(others) {
                *pairs += others;
            }
        }
        Self {
            pairs,
            levels,
            symmetrical,
        }
    }

    /// The counts among voxels inside the mask, row by row.
    fn inside(&self) -> impl Iterator<Item = f64> {
        let width = self.levels + 1;
        (1..width).flat_map(move |row| {
            (1..width).map(move |column| {
                let count = f64::from(self.pairs[row * width + column]);
                if self.symmetrical {
                    count + f64::from(self.pairs[column * width + row])
                } else {
                    count
                }
            })
        })
    }

    /// Each count as a share of all; `None` if there is none.
    pub(super) fn shares(&self) -> Option<Vec<f64>> {
        let counts: Vec<f64> = self.inside().collect();
        normalised(counts)
    }
}

/// `Σ exp(-d²) counts` over the directions, as shares; empty without a pair.
pub(super) fn weighted<T: Rank>(
    grid: &Grid<T>,
    levels: &Levels,
    directions: &[Offset],
    norm: Norm,
    symmetrical: bool,
) -> Vec<f64> {
    let n = levels.grey().len();
    let mut sum = vec![0.0; n * n];
    for &direction in directions {
        let length = norm.length(direction, levels.spacing());
        let weight = length.map_or(1.0, |mm| math::exp(-(mm * mm)));
        let counts = Counts::new(grid, n, direction, symmetrical);
        for (sum, count) in sum.iter_mut().zip(counts.inside()) {
            *sum += weight * count;
        }
    }
    normalised(sum).unwrap_or_default()
}

fn normalised(mut counts: Vec<f64>) -> Option<Vec<f64>> {
    let total: f64 = counts.iter().sum();
    for count in &mut counts {
        *count /= total;
    }
    (total > 0.0).then_some(counts)
}
