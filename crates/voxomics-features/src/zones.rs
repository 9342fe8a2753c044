//! Connected regions of equal rank.

use std::ops::Range;

use voxomics_core::vectorised;

use crate::grid::{BLOCK, Grid, Rank, WORD, for_each_bit};
use crate::neighbours::Offset;

/// Rank and voxels of every zone: touching voxels of one rank other than 0, connected along `directions`,
/// which lead forward in memory, and their opposites; in the order of their first voxel.
///
/// Union-find with path halving, over the pairs of voxels that [`Pairs`] leaves.
pub(crate) fn zones<T: Rank>(grid: &Grid<T>, directions: &[Offset]) -> Vec<(T, u32)> {
    let mut forest = Forest(vec![0; grid.cells().len()]);
    let mut pairs = Pairs::new(grid, directions);
    for block in grid.blocks() {
        let first = block.start * WORD;
        pairs.for_each(block, |cell, step| {
            forest.join(first + cell, (first + cell).wrapping_add_signed(step));
        });
    }
    forest.zones(grid)
}

/// Pairs of voxels of one rank.
///
/// Of the neighbours of a voxel that come before it, those that touch each other are one zone without it. One of
/// them is enough: for a voxel inside a homogeneous zone that leaves one pair of 13.
struct Pairs<'a, T> {
    grid: &'a Grid<T>,
    neighbours: Vec<Neighbour>,
    /// Of every neighbour and every voxel of a block, whether they have one rank.
    alike: Vec<[u64; BLOCK]>,
    /// The same without pairs that touching neighbours spare.
    kept: Vec<[u64; BLOCK]>,
}

/// A neighbour that comes before a voxel in memory.
struct Neighbour {
    step: isize,
    /// The neighbours that come before it in the list and touch it.
    touching: Vec<usize>,
}

impl<'a, T: Rank> Pairs<'a, T> {
    fn new(grid: &'a Grid<T>, directions: &[Offset]) -> Self {
        let touch = |left: &Offset, right: &Offset| {
            let between: Offset = std::array::from_fn(|axis| left[axis] - right[axis]);
            directions.contains(&between) || directions.contains(&between.map(|step| -step))
        };
        // Those that touch most others first: they spare most pairs.
        let mut order = directions.to_vec();
        order.sort_by_key(|from| {
            std::cmp::Reverse(directions.iter().filter(|to| touch(from, to)).count())
        });
        let neighbours = order.iter().enumerate().map(|(at, direction)| Neighbour {
            step: -grid.step(*direction),
            touching: (0..at)
                .filter(|&other| touch(&order[other], direction))
                .collect(),
        });
        Self {
            grid,
            neighbours: neighbours.collect(),
            alike: vec![[0; BLOCK]; order.len()],
            kept: vec![[0; BLOCK]; order.len()],
        }
    }

    /// Calls `found` with every voxel of a block of words, counted from its first, and the step to its partner.
    fn for_each(&mut self, block: Range<usize>, mut found: impl FnMut(usize, isize)) {
        let words = block.len();
        for (neighbour, alike) in self.neighbours.iter().zip(&mut self.alike) {
            self.grid
                .alike(neighbour.step, block.clone(), &mut alike[..words]);
        }
        for (at, (neighbour, kept)) in self.neighbours.iter().zip(&mut self.kept).enumerate() {
            *kept = self.alike[at];
            spare(kept, &self.alike, &neighbour.touching);
        }
        for word in 0..words {
            for (neighbour, kept) in self.neighbours.iter().zip(&self.kept) {
                for_each_bit([kept[word]], |bit| {
                    found(word * WORD + bit, neighbour.step);
                });
            }
        }
    }
}

vectorised! {
    /// Takes away what `others` of `alike` have.
    fn spare(kept: &mut [u64; BLOCK], alike: &[[u64; BLOCK]], others: &[usize]) {
        let mut left = *kept;
        for &other in others {
            let known = &alike[other];
            for word in 0..BLOCK {
                left[word] &= !known[word];
            }
        }
        *kept = left;
    }
}

/// How far before each voxel its parent lies; a root is its own, and comes first in its zone.
struct Forest(Vec<u32>);

impl Forest {
    fn parent(&self, voxel: usize) -> usize {
        voxel - self.0[voxel] as usize
    }

    fn set_parent(&mut self, voxel: usize, parent: usize) {
        self.0[voxel] = fits(voxel - parent);
    }

    fn root(&mut self, mut voxel: usize) -> usize {
        loop {
            let parent = self.parent(voxel);
            if parent == voxel {
                return voxel;
            }
            let grandparent = self.parent(parent);
            self.set_parent(voxel, grandparent);
            voxel = grandparent;
        }
    }

    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.root(left), self.root(right));
        if left != right {
            self.set_parent(left.max(right), left.min(right));
        }
    }

    /// Counts the voxels of every zone; numbers of zones take the place of parents, which come first.
    fn zones<T: Rank>(self, grid: &Grid<T>) -> Vec<(T, u32)> {
        let Self(mut forest) = self;
        let mut zones = Vec::new();
        let mut inside = [0; BLOCK];
        for block in grid.blocks() {
            let first = block.start * WORD;
            let inside = &mut inside[..block.len()];
            grid.alike(0, block, inside);
            for_each_bit(inside.iter().copied(), |cell| {
                let voxel = first + cell;
                let back = forest[voxel] as usize;
                let zone = if back == 0 {
                    zones.push((grid.cells()[voxel], 0));
                    zones.len() - 1
                } else {
                    forest[voxel - back] as usize
                };
                zones[zone].1 += 1;
                forest[voxel] = fits(zone);
            });
        }
        zones
    }
}

fn fits(number: usize) -> u32 {
    u32::try_from(number).expect("a region of interest has fewer than 2^32 voxels")
}

#[cfg(test)]
mod tests {
    use voxomics_core::Seed;

    use super::zones;
    use crate::grid::Grid;
    use crate::neighbours::Neighbourhood;
    use crate::roi::RoiMask;

    /// Zones filled from a voxel outwards.
    fn filled(ranks: &[u8], size: [usize; 3], flat_axis: Option<usize>) -> Vec<(u8, u32)> {
        let mut left = ranks.to_vec();
        let mut zones = Vec::new();
        let offsets = Neighbourhood::new(vec![1], flat_axis).offsets(size);
        for first in 0..ranks.len() {
            let rank = left[first];
            if rank == 0 {
                continue;
            }
            let (mut open, mut voxels) = (vec![first], 0);
            left[first] = 0;
            while let Some(voxel) = open.pop() {
                voxels += 1;
                let index = [
                    voxel % size[0],
                    voxel / size[0] % size[1],
                    voxel / size[0] / size[1],
                ];
                for offset in &offsets {
                    let next: [isize; 3] =
                        std::array::from_fn(|axis| index[axis].cast_signed() + offset[axis]);
                    if (0..3).any(|axis| !(0..size[axis].cast_signed()).contains(&next[axis])) {
                        continue;
                    }
                    let [x, y, z] = next.map(isize::cast_unsigned);
                    let next = (z * size[1] + y) * size[0] + x;
                    if left[next] == rank {
                        left[next] = 0;
                        open.push(next);
                    }
                }
            }
            zones.push((rank, voxels));
        }
        zones
    }

    #[test]
    fn zones_are_those_that_can_be_filled() {
        let mut stream = Seed(32).stream("zones", 0);
        for case in 0..120 {
            let size = [[9, 8, 7], [70, 5, 3], [1, 9, 9], [6, 1, 1]][case % 4];
            let flat_axis = [None, Some(0), Some(1), Some(2)][case / 4 % 4];
            let kinds = 2 + case % 5;
            let voxels: usize = size.iter().product();
            let ranks: Vec<u8> = (0..voxels)
                .map(|_| stream.below(kinds).to_le_bytes()[0])
                .collect();
            let inside: Vec<u8> = ranks.iter().map(|&rank| u8::from(rank > 0)).collect();
            if inside.iter().all(|&inside| inside == 0) {
                continue;
            }
            let mask = RoiMask::new(size, [1.0; 3], inside).unwrap();
            let mut grid = Grid::<u8>::new(&mask, 1);
            for (line, in_box) in grid.lines_mut() {
                line.copy_from_slice(&ranks[in_box..][..line.len()]);
            }
            let directions = Neighbourhood::new(vec![1], flat_axis).directions(size);
            let want = filled(&ranks, size, flat_axis);
            assert_eq!(zones(&grid, &directions), want, "{size:?} {flat_axis:?}");
        }
    }
}
