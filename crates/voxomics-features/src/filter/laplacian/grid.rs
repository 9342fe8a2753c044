//! Voxels with x fastest, and y and z in either order.

use voxomics_volume::{Volume, Voxel};

use crate::filter::rows::narrow;

/// Voxels, in a buffer `V`, whose neighbours along each axis lie `strides` apart; along x that is 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid<V> {
    pub(super) voxels: V,
    pub(super) size: [usize; 3],
    pub(super) strides: [usize; 3],
}

impl<'a, T: Voxel> Grid<&'a [T]> {
    pub(super) fn of(volume: &'a Volume<T>) -> Self {
        let size = volume.geometry().size();
        Self {
            voxels: volume.voxels(),
            size,
            strides: [1, size[0], size[0] * size[1]],
        }
    }
}

impl Grid<Vec<f32>> {
    pub(super) fn view(&self) -> Grid<&[f32]> {
        Grid {
            voxels: &self.voxels,
            size: self.size,
            strides: self.strides,
        }
    }

    /// Adds `factor` times every voxel to `total`, which lies x fastest, then y, then z.
    pub(super) fn add_to(&self, total: &mut [f32], factor: f64) {
        let [nx, ny, _] = self.size;
        for (index, line) in total.chunks_mut(nx.max(1)).enumerate() {
            let start = index % ny * self.strides[1] + index / ny * self.strides[2];
            for (total, &voxel) in line.iter_mut().zip(&self.voxels[start..]) {
                *total = narrow(f64::from(*total) + f64::from(voxel) * factor);
            }
        }
    }
}
