//! Filters within the planes of a grid.

use std::array;
use std::ops::Range;

use rayon::prelude::*;
use voxomics_volume::Voxel;

use super::coefficients::Coefficients;
use super::grid::Grid;
use super::recursion;

/// A filter along one axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pass {
    pub(super) axis: usize,
    pub(super) coefficients: Coefficients,
    /// The voxels along the axis that are wanted of it.
    pub(super) kept: Range<usize>,
}

/// Filters every line along the axis of `first` and, if there is one, that of `second`.
///
/// Tasks are planes that hold both axes: of x and z if one of them is z, else of x and y. What is between
/// two passes then stays in the cache, and the order of y and z in the result follows the planes.
pub(super) fn run<T: Voxel>(
    source: &Grid<&[T]>,
    first: &Pass,
    second: Option<&Pass>,
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

    let mut voxels = vec![0.0; size.iter().product()];
    let planes = voxels.par_chunks_mut(strides[outer].max(1)).enumerate();
    planes.for_each_init(Vec::new, |between, (index, result)| {
        let plane = Plane {
            voxels: &source.voxels[index * source.strides[outer]..],
            size: [source.size[0], source.size[inner]],
            row: source.strides[inner],
        };
        let Some(second) = second else {
            return plane.filter(first, result);
        };
        let size = plane.size_after(first);
        between.resize(size[0] * size[1], 0.0);
        plane.filter(first, between);
        let plane = Plane {
            voxels: between,
            size,
            row: size[0],
        };
        plane.filter(second, result);
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
    fn filter(&self, pass: &Pass, result: &mut [f32]) {
        let [row, _] = self.size_after(pass);
        if pass.axis == 0 {
            // A bundle of lines is as many stretches of memory: few, so that they stay in the cache.
            let strides = Strides {
                from: [1, self.row],
                to: [1, row],
            };
            self.filter_bundles::<16>(pass, strides, self.size, result);
        } else {
            let strides = Strides {
                from: [self.row, 1],
                to: [row, 1],
            };
            self.filter_bundles::<32>(pass, strides, [self.size[1], self.size[0]], result);
        }
    }

    /// Filters `W` lines side by side, again and again, of `lines` lines of `len` voxels.
    fn filter_bundles<const W: usize>(
        &self,
        pass: &Pass,
        Strides { from, to }: Strides,
        [len, lines]: [usize; 2],
        result: &mut [f32],
    ) {
        let mut scratch: Vec<[f64; W]> = Vec::with_capacity(pass.kept.len());
        for start in (0..lines).step_by(W) {
            // The last bundle overlaps the one before it, or repeats the last line.
            let start = start.min(lines.saturating_sub(W));
            let bundle: Bundle<'_, T, W> = Bundle {
                lines: array::from_fn(|lane| (start + lane).min(lines - 1) - start),
                is_adjacent: from[1] == 1 && lines >= W,
                voxels: &self.voxels[start * from[1]..],
                from,
                to,
            };
            recursion::filter(
                len,
                pass,
                &bundle,
                &mut scratch,
                &mut result[start * to[1]..],
            );
        }
    }
}

/// `W` lines side by side.
pub(super) struct Bundle<'a, T, const W: usize> {
    voxels: &'a [T],
    /// Lines, counted from the first.
    lines: [usize; W],
    /// Whether the voxels of neighbouring lines are neighbours in memory.
    is_adjacent: bool,
    from: [usize; 2],
    to: [usize; 2],
}

impl<T: Voxel, const W: usize> Bundle<'_, T, W> {
    /// The voxels at an index.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "part of a vectorised function")]
    pub(super) fn load(&self, index: usize, samples: &mut [f64; W]) {
        let voxels = &self.voxels[index * self.from[0]..];
        if self.is_adjacent {
            for (sample, voxel) in samples.iter_mut().zip(&voxels[..W]) {
                *sample = voxel.to_f64();
            }
        } else {
            for (sample, line) in samples.iter_mut().zip(self.lines) {
                *sample = voxels[line * self.from[1]].to_f64();
            }
        }
    }

    /// Writes the sums at an index.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "part of a vectorised function")]
    pub(super) fn store(&self, index: usize, sums: &[f32; W], result: &mut [f32]) {
        let result = &mut result[index * self.to[0]..];
        if self.is_adjacent {
            result[..W].copy_from_slice(sums);
        } else {
            for (line, sum) in self.lines.into_iter().zip(sums) {
                result[line * self.to[1]] = *sum;
            }
        }
    }
}

/// Distances between the voxels of a line and between lines, before and after a pass.
struct Strides {
    from: [usize; 2],
    to: [usize; 2],
}
