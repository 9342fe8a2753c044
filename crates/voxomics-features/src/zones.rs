//! Connected regions of equal rank.

use crate::grid::{Grid, Rank, for_each_bit};
use crate::neighbours::Offset;

/// Rank and voxels of every zone: touching voxels of one rank other than 0, connected along `directions`,
/// which lead forward in memory, and their opposites; in the order of their first voxel.
///
/// Union-find with path halving. Runs along x are joined as they come; of the pairs between two lines only
/// the first of each pair of runs counts, so that a homogeneous region costs little more.
pub(crate) fn zones<T: Rank>(grid: &Grid<T>, directions: &[Offset]) -> Vec<(T, u32)> {
    const ALONG: Offset = [1, 0, 0];
    let mut forest = Forest(vec![0; grid.cells().len()]);
    let has_runs = directions.contains(&ALONG);
    let steps = directions.iter().filter(|&&direction| direction != ALONG);
    let steps: Vec<isize> = steps.map(|&direction| -grid.step(direction)).collect();
    let (mut runs, mut pairs) = (Vec::new(), Vec::new());
    for line in grid.lines() {
        if has_runs {
            grid.alike(&line, -1, &mut runs);
            for_each_bit(runs.iter().copied(), |x| forest.follow(line.start + x));
        }
        for &step in &steps {
            grid.alike(&line, step, &mut pairs);
            if has_runs {
                keep_firsts(&mut pairs, &runs);
            }
            for_each_bit(pairs.iter().copied(), |x| {
                let voxel = line.start + x;
                forest.join(voxel, voxel.wrapping_add_signed(step));
            });
        }
    }
    forest.zones(grid)
}

/// Leaves out pairs of voxels whose predecessors along x, of the same runs, are a pair too.
fn keep_firsts(pairs: &mut [u64], runs: &[u64]) {
    let mut carry = 0;
    for (pairs, runs) in pairs.iter_mut().zip(runs) {
        let before = *pairs << 1 | carry;
        carry = *pairs >> 63;
        *pairs &= !(before & runs);
    }
}

/// How far before each voxel its parent lies; a root is its own, and comes first in its zone.
struct Forest(Vec<u32>);

impl Forest {
    /// Makes a voxel, still its own, a child of the one before it or of that one's parent.
    fn follow(&mut self, voxel: usize) {
        let Self(back) = self;
        back[voxel] = back[voxel - 1] + 1;
    }

    fn parent(&self, voxel: usize) -> usize {
        voxel - self.0[voxel] as usize
    }

    fn set_parent(&mut self, voxel: usize, parent: usize) {
        let back = u32::try_from(voxel - parent);
        self.0[voxel] = back.expect("a region of interest has fewer than 2^32 voxels");
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

    fn zones<T: Rank>(mut self, grid: &Grid<T>) -> Vec<(T, u32)> {
        let mut sizes = vec![0_u32; grid.cells().len()];
        let cells = grid.cells();
        let inside = || {
            grid.lines()
                .flatten()
                .filter(|&voxel| cells[voxel] != T::default())
        };
        for voxel in inside() {
            // Parents come first, and have their roots as parents by now.
            let root = self.parent(self.parent(voxel));
            self.set_parent(voxel, root);
            sizes[root] += 1;
        }
        let roots = inside().filter(|&voxel| sizes[voxel] > 0);
        roots.map(|voxel| (cells[voxel], sizes[voxel])).collect()
    }
}
