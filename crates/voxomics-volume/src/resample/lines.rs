//! Where the voxels of one grid lie in another.

use crate::{Geometry, Region};

/// Continuous indices in the grid `from` of the voxels of the grid `onto`, a line along x at a time.
pub(super) struct Lines {
    from: Geometry,
    onto: Geometry,
    to_index: [[f64; 3]; 3],
}

/// The continuous index of the first voxel of a line, and the way to the one past its last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    first: [f64; 3],
    span: [f64; 3],
    voxels: f64,
}

impl Line {
    /// The continuous index of voxel `x`; ITK interpolates it between the ends of the line.
    pub(super) fn at(&self, x: usize) -> [f64; 3] {
        let share = x as f64 / self.voxels;
        std::array::from_fn(|axis| self.first[axis] + share * self.span[axis])
    }
}

impl Lines {
    pub(super) fn new(from: &Geometry, onto: &Geometry) -> Self {
        Self {
            from: *from,
            onto: *onto,
            to_index: from.physical_to_index(),
        }
    }

    /// The grid that indices count in.
    pub(super) fn from(&self) -> &Geometry {
        &self.from
    }

    /// The grid whose voxels are looked for.
    pub(super) fn onto(&self) -> &Geometry {
        &self.onto
    }

    pub(super) fn line(&self, y: usize, z: usize) -> Line {
        let voxels = self.onto.size()[0];
        let [first, last] = [0, voxels].map(|x| self.index([x, y, z]));
        Line {
            first,
            span: std::array::from_fn(|axis| last[axis] - first[axis]),
            voxels: voxels as f64,
        }
    }

    fn index(&self, voxel: [usize; 3]) -> [f64; 3] {
        let point = self.onto.to_physical(voxel.map(|index| index as f64));
        let origin = self.from.origin();
        let offset: [f64; 3] = std::array::from_fn(|axis| point[axis] - origin[axis]);
        self.to_index
            .map(|[x, y, z]| x * offset[0] + y * offset[1] + z * offset[2])
    }

    /// Whether an index along an axis depends, to the last bit, on the voxel's place along that axis
    /// alone: grids whose axes are the same coordinate axes.
    pub(super) fn are_parallel(&self) -> bool {
        let to_physical = self.onto.index_to_physical();
        let apart = |row: usize, axis: usize| {
            (0..3).all(|k| self.to_index[row][k] == 0.0 || to_physical[k][axis] == 0.0)
        };
        (0..3).all(|row| (0..3).all(|axis| row == axis || apart(row, axis)))
    }

    /// The part of the grid `from` that the voxels of `onto` which lie inside come within `margin`
    /// voxels of.
    pub(super) fn region(&self, margin: usize) -> Region {
        let [nx, ny, nz] = self.onto.size();
        let mut span = [[f64::INFINITY; 3], [f64::NEG_INFINITY; 3]];
        for corner in 0..8 {
            let end = |axis: usize, last: usize| if corner >> axis & 1 == 1 { last } else { 0 };
            let index = self.index([end(0, nx), end(1, ny - 1), end(2, nz - 1)]);
            for axis in 0..3 {
                span[0][axis] = span[0][axis].min(index[axis]);
                span[1][axis] = span[1][axis].max(index[axis]);
            }
        }
        let (size, margin) = (self.from.size(), margin as f64);
        let start = std::array::from_fn(|axis| voxel(span[0][axis] - margin, size[axis]));
        let last: [usize; 3] =
            std::array::from_fn(|axis| voxel(span[1][axis] + margin, size[axis]));
        Region::new(
            start,
            std::array::from_fn(|axis| last[axis].max(start[axis]) - start[axis] + 1),
        )
    }
}

/// The voxel of a line of `size` at an index or, beyond its ends, nearest to it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, as it should"
)]
fn voxel(index: f64, size: usize) -> usize {
    (index.floor() as usize).min(size - 1)
}
