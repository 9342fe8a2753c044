//! Lines of voxels along x, the unit that pointwise filters and gradients work on.

use std::ops::Range;

use rayon::prelude::*;
use voxomics_volume::{Region, Volume, Voxel};

/// The voxels of a region, x fastest, written by `fill` line by line, which is told `[y, z]` of the
/// line in the grid of `size`.
///
/// # Panics
///
/// If the region reaches beyond the grid.
pub(super) fn fill<R: Clone + Default + Send>(
    size: [usize; 3],
    region: Region,
    fill: impl Fn([usize; 2], &mut [R]) + Sync,
) -> Vec<R> {
    assert_fits(region, size);
    let [nx, ny, _] = region.size();
    let [_, y0, z0] = region.start();
    let mut values = vec![R::default(); region.voxels()];
    let lines = values.par_chunks_mut(nx.max(1)).enumerate();
    lines.for_each(|(index, line)| fill([y0 + index % ny, z0 + index / ny], line));
    values
}

/// The voxels of the line at `[y, z]` whose x lie in `range`.
pub(super) fn line<T: Voxel>(volume: &Volume<T>, range: Range<usize>, [y, z]: [usize; 2]) -> &[T] {
    let [nx, ny, _] = volume.geometry().size();
    let start = (z * ny + y) * nx;
    &volume.voxels()[start + range.start..start + range.end]
}

/// Panics unless the region lies within a grid of `size`.
pub(super) fn assert_fits(region: Region, size: [usize; 3]) {
    assert!(
        region.fits(size),
        "{region:?} reaches beyond an image of size {size:?}"
    );
}

/// Rounded to single precision.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding is what is wanted"
)]
pub(in crate::filter) fn narrow(value: f64) -> f32 {
    value as f32
}
