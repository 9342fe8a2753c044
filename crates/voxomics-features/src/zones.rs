//! Connected regions of equal rank.

use crate::neighbours::{Neighbourhood, for_each_alike, line_pairs};

/// Rank and voxels of every zone: touching voxels of one rank other than 0, connected along
/// `neighbourhood`, in the order of their first voxel.
///
/// Union-find with path halving over the voxels; time is proportional to voxels times directions.
pub(crate) fn zones(
    size: [usize; 3],
    ranks: &[u16],
    neighbourhood: &Neighbourhood,
) -> Vec<(u16, u32)> {
    let mut forest = Forest::new(ranks.len());
    for direction in neighbourhood.directions(size) {
        for pair in line_pairs(size, direction) {
            let from = &ranks[pair.from..][..pair.len];
            let to = &ranks[pair.to..][..pair.len];
            for_each_alike(from, to, |x| forest.join(pair.from + x, pair.to + x));
        }
    }
    forest.sizes(ranks)
}

/// Voxels with a parent each; a root is its own, and comes first in its zone.
struct Forest(Vec<u32>);

impl Forest {
    fn new(len: usize) -> Self {
        let len = u32::try_from(len).expect("a region of interest has fewer than 2^32 voxels");
        Self((0..len).collect())
    }

    fn root(&mut self, mut voxel: usize) -> usize {
        let Self(parents) = self;
        while parents[voxel] as usize != voxel {
            let grandparent = parents[parents[voxel] as usize];
            parents[voxel] = grandparent;
            voxel = grandparent as usize;
        }
        voxel
    }

    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.root(left), self.root(right));
        if left != right {
            let Self(parents) = self;
            parents[left.max(right)] = parents[left.min(right)];
        }
    }

    fn sizes(mut self, ranks: &[u16]) -> Vec<(u16, u32)> {
        let mut sizes = vec![0; ranks.len()];
        for (voxel, _) in ranks.iter().enumerate().filter(|&(_, &rank)| rank != 0) {
            sizes[self.root(voxel)] += 1;
        }
        let zones = ranks
            .iter()
            .zip(sizes)
            .filter(|&(&rank, size)| rank != 0 && size > 0);
        zones.map(|(&rank, size)| (rank, size)).collect()
    }
}
