//! Counting co-occurrences.

use voxomics_core::math;

use super::shares::{Entry, Shares};
use crate::discretise::Levels;
use crate::grid::{Grid, Rank};
use crate::neighbours::Offset;
use crate::weighting::Norm;

/// Tables that pairs are counted in by turns.
const TABLES: usize = 2;

/// Entries of a table that cost nothing to speak of.
const FEW: usize = 1 << 13;

/// How often voxels `offset` apart have each pair of levels; `levels` are present.
pub(super) fn counts<T: Rank>(
    grid: &Grid<T>,
    levels: usize,
    offset: Offset,
    symmetrical: bool,
) -> Shares {
    let step = grid.step(offset);
    let width = levels + 1;
    let voxels: usize = grid.lines().map(|line| line.len()).sum();
    // A table is worth its zeros where it has not many more entries than there are pairs.
    let entries = if width * width <= FEW.max(2 * voxels) {
        from_table(&table(grid, width, step), width, symmetrical)
    } else {
        from_list(list(grid, step, symmetrical))
    };
    Shares {
        levels,
        entries,
        is_symmetric: symmetrical,
    }
}

/// Counts by both ranks, 0 among them, so that pairs with a voxel outside need no question.
fn table<T: Rank>(grid: &Grid<T>, width: usize, step: isize) -> Vec<u32> {
    // Equal pairs come one behind the other, and each would wait for the count before it: hence several tables.
    let mut tables = [(); TABLES].map(|()| vec![0; width * width]);
    let at = |from: T, to: T| Into::<usize>::into(from) * width + Into::<usize>::into(to);
    for line in grid.lines() {
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
    pairs
}

/// The entries of a table for levels from 0.
fn from_table(pairs: &[u32], width: usize, symmetrical: bool) -> Vec<Entry> {
    let mut entries = Vec::new();
    for row in 1..width {
        for column in 1..width {
            let mut count = f64::from(pairs[row * width + column]);
            if symmetrical {
                count += f64::from(pairs[column * width + row]);
            }
            if count > 0.0 {
                entries.push(Entry {
                    row: row - 1,
                    column: column - 1,
                    share: count,
                });
            }
        }
    }
    entries
}

/// Every pair of levels from 0, in any order.
fn list<T: Rank>(grid: &Grid<T>, step: isize, symmetrical: bool) -> Vec<[u16; 2]> {
    let mut pairs = Vec::new();
    for line in grid.lines() {
        let beside = grid.beside(&line, step);
        for (&from, &to) in grid.cells()[line].iter().zip(beside) {
            if from == T::default() || to == T::default() {
                continue;
            }
            let [from, to] = [from, to].map(|rank| Into::<u16>::into(rank) - 1);
            pairs.push([from, to]);
            if symmetrical {
                pairs.push([to, from]);
            }
        }
    }
    pairs
}

/// The entries of a list.
fn from_list(mut pairs: Vec<[u16; 2]>) -> Vec<Entry> {
    pairs.sort_unstable();
    let equal = pairs.chunk_by(|left, right| left == right);
    let entries = equal.map(|pairs| Entry {
        row: pairs[0][0].into(),
        column: pairs[0][1].into(),
        share: pairs.len() as f64,
    });
    entries.collect()
}

/// The sum of the counts of all directions with weights `exp(-d²)`.
pub(super) fn weighted<T: Rank>(
    grid: &Grid<T>,
    levels: &Levels,
    directions: &[Offset],
    norm: Norm,
    symmetrical: bool,
) -> Shares {
    let present = levels.grey().len();
    let mut terms = Vec::new();
    for &direction in directions {
        let length = norm.length(direction, levels.spacing());
        let weight = length.map_or(1.0, |mm| math::exp(-(mm * mm)));
        let counts = counts(grid, present, direction, symmetrical).entries;
        terms.extend(counts.into_iter().map(|entry| Entry {
            share: weight * entry.share,
            ..entry
        }));
    }
    // Stable, so that directions are added in their order.
    terms.sort_by_key(|entry| (entry.row, entry.column));
    let equal = terms.chunk_by(|left, right| (left.row, left.column) == (right.row, right.column));
    let entries = equal.map(|terms| Entry {
        share: terms.iter().map(|term| term.share).sum(),
        ..terms[0]
    });
    Shares {
        levels: present,
        entries: entries.collect(),
        is_symmetric: symmetrical,
    }
}

#[cfg(test)]
mod tests {
    use voxomics_core::Seed;

    use super::{from_list, from_table, list, table};
    use crate::discretise::{Binning, Levels, for_ranks};
    use crate::roi::{Roi, RoiMask};

    #[test]
    fn lists_and_tables_count_the_same_pairs() {
        let mut stream = Seed(21).stream("glcm", 0);
        let size = [9, 8, 7];
        let voxels: usize = size.iter().product();
        // Few levels in bytes, many in two bytes each.
        for levels in [5, 400] {
            let inside = (0..voxels).map(|_| u8::from(stream.below(4) > 0)).collect();
            let values = (0..voxels).map(|_| stream.below(levels) as f64).collect();
            let mask = RoiMask::new(size, [1.0; 3], inside).unwrap();
            let roi = Roi::new(mask, values).unwrap();
            let levels = Levels::new(&roi, Binning::Width(1.0)).unwrap();
            for symmetrical in [true, false] {
                for_ranks!(levels.grid(), grid => {
                    let (width, step) = (levels.grey().len() + 1, grid.step([-1, 1, 1]));
                    let want = from_table(&table(grid, width, step), width, symmetrical);
                    assert_eq!(from_list(list(grid, step, symmetrical)), want);
                    assert!(want.len() > 10);
                });
            }
        }
    }
}
