//! Filters within the planes of a grid.

use std::ops::Range;

use rayon::prelude::*;
use voxomics_core::vectorised;
use voxomics_volume::Voxel;

use super::coefficients::Coefficients;
use super::grid::Grid;
use super::recursion::{Bundle, LANES, Row};

/// A filter along one axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pass {
    pub(super) axis: usize,
    pub(super) coefficients: Coefficients,
    /// The voxels along the axis that are wanted of it.
    pub(super) kept: Range<usize>,
}

/// Filters every line along the axis of `first` and, if there is one, that of `second`, into the buffer `voxels`.
///
/// Tasks are planes that hold both axes: of x and z if one of them is z, else of x and y. What is between
/// two passes then stays in the cache, and the order of y and z in the result follows the planes.
pub(super) fn run<T: Voxel>(
    source: &Grid<&[T]>,
    first: &Pass,
    second: Option<&Pass>,
    mut voxels: Vec<f32>,
) -> Grid<Vec<f32>> {
    let passes = [Some(first), second].into_iter().flatten();
    let upright = passes.clone().any(|pass| pass.axis == 2);
    let (inner, outer) = if upright { (2, 1) } else { (1, 2) };
    let mut size = source.size;
    for pass in passes {
        size[pass.axis] = pass.kept.len();
    }
    let mut strides = [1; 3];
    strides[inner] = size[0];
    strides[outer] = size[0] * size[inner];

    voxels.resize(size.iter().product(), 0.0);
    let planes = voxels.par_chunks_mut(strides[outer].max(1)).enumerate();
    planes.for_each_init(Default::default, |(bundle, between), (index, result)| {
        let between: &mut Vec<f32> = between;
        let plane = Plane {
            voxels: &source.voxels[index * source.strides[outer]..],
            size: [source.size[0], source.size[inner]],
            row: source.strides[inner],
        };
        let Some(second) = second else {
            return plane.filter(first, bundle, result);
        };
        let size = plane.size_after(first);
        between.resize(size[0] * size[1], 0.0);
        plane.filter(first, bundle, between);
        let plane = Plane {
            voxels: between,
            size,
            row: size[0],
        };
        plane.filter(second, bundle, result);
    });
    Grid {
        voxels,
        size,
        strides,
    }
}

/// Rows along x, `row` apart.
struct Plane<'a, T> {
    voxels: &'a [T],
    size: [usize; 2],
    row: usize,
}

impl<T: Voxel> Plane<'_, T> {
    fn size_after(&self, pass: &Pass) -> [usize; 2] {
        let kept = pass.kept.len();
        if pass.axis == 0 {
            [kept, self.size[1]]
        } else {
            [self.size[0], kept]
        }
    }

    /// Writes the rows of the result one behind the other.
    fn filter(&self, pass: &Pass, bundle: &mut Bundle, result: &mut [f32]) {
        let [row, _] = self.size_after(pass);
        let [len, lines] = if pass.axis == 0 {
            self.size
        } else {
            [self.size[1], self.size[0]]
        };
        for start in (0..lines).step_by(LANES) {
            // The last bundle repeats lines of the one before it, or the last line.
            let start = start.min(lines.saturating_sub(LANES));
            let lanes = lines.min(LANES);
            let samples = bundle.samples(len);
            if pass.axis == 0 {
                let voxels = &self.voxels[start * self.row..];
                transposed(voxels, self.row, lanes, samples);
                let sums = bundle.filter(&pass.coefficients, pass.kept.clone());
                put_transposed(sums, &mut result[start * row..], row, lanes);
            } else {
                let voxels = &self.voxels[start..];
                side_by_side(voxels, self.row, lanes, samples);
                let sums = bundle.filter(&pass.coefficients, pass.kept.clone());
                let rows = result[start..].chunks_mut(row);
                for (row, sums) in rows.zip(sums) {
                    row[..lanes].copy_from_slice(&sums[..lanes]);
                }
            }
        }
    }
}

vectorised! {
    /// Voxels of lines that are neighbours in memory, `row` between those of a line.
    fn side_by_side[T: Voxel](voxels: &[T], row: usize, lanes: usize, samples: &mut [Row]) {
        for (samples, voxels) in samples.iter_mut().zip(voxels.chunks(row)) {
            if let Some(voxels) = voxels.first_chunk::<LANES>() {
                for (sample, voxel) in samples.iter_mut().zip(voxels) {
                    *sample = voxel.to_f64();
                }
            } else {
                for (lane, sample) in samples.iter_mut().enumerate() {
                    *sample = voxels[lane.min(lanes - 1)].to_f64();
                }
            }
        }
    }

    /// Voxels of lines that lie one behind the other, `row` from line to line.
    fn transposed[T: Voxel](voxels: &[T], row: usize, lanes: usize, samples: &mut [Row]) {
        let len = samples.len();
        for lane in 0..LANES {
            let line = &voxels[lane.min(lanes - 1) * row..][..len];
            for (samples, voxel) in samples.iter_mut().zip(line) {
                samples[lane] = voxel.to_f64();
            }
        }
    }

    /// Writes every line, `row` from line to line.
    fn put_transposed(sums: &[[f32; LANES]], result: &mut [f32], row: usize, lanes: usize) {
        for lane in 0..lanes {
            for (result, sums) in result[lane * row..].iter_mut().zip(sums) {
                *result = sums[lane];
            }
        }
    }
}
