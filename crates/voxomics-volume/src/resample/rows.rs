//! A volume made row by row.

use rayon::prelude::*;

use crate::{Geometry, Volume, Voxel};

/// What can compute the values of any row along x.
pub(super) trait Rows: Sync {
    /// The values of the row at `y`, `z`.
    fn row(&self, y: usize, z: usize, values: &mut [f64]);
}

/// A volume on a grid from the values of its rows.
pub(super) fn filled<T: Voxel>(
    geometry: &Geometry,
    rows: &dyn Rows,
    voxel: impl Fn(f64) -> T + Sync,
) -> Volume<T> {
    let [nx, ny, _] = geometry.size();
    let mut voxels = vec![T::default(); geometry.voxels()];
    let fill = |values: &mut Vec<f64>, (row, voxels): (usize, &mut [T])| {
        rows.row(row % ny, row / ny, values);
        for (to, &value) in voxels.iter_mut().zip(values.iter()) {
            *to = voxel(value);
        }
    };
    voxels
        .par_chunks_mut(nx)
        .enumerate()
        .for_each_init(|| vec![0.0; nx], fill);
    Volume::assembled(*geometry, voxels)
}
