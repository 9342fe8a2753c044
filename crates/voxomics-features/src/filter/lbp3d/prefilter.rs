//! From voxels to the coefficients of the cubic spline through them, with `SciPy`'s bits.

use std::ops::Range;

use rayon::prelude::*;
use voxomics_core::math;
use voxomics_volume::Voxel;

/// √3 - 2, rounded once.
const POLE: f64 = -0.267_949_192_431_122_7;

/// How far away a voxel still counts. Its weight falls by √3 - 2 from voxel to voxel: to 6e-58, where
/// no bit of a sum shows it and even alone it is less than the least `f32`.
const REACH: usize = 100;

/// The same for integers: to 3e-28, where it does not show either, and alone is rounded to 0.
const REACH_OF_WHOLE: usize = 48;

/// One axis of a box of coefficients.
struct Axis {
    /// The voxels that count for it.
    read: Range<usize>,
    /// Which of those its coefficients belong to.
    kept: Vec<usize>,
}

impl Axis {
    /// From `start` up to but without `end`, on an axis of `count` voxels that continues mirrored about
    /// its ends.
    fn new(count: usize, start: isize, end: isize, reach: usize) -> Self {
        let kept: Vec<usize> = (start..end).map(|index| mirrored(index, count)).collect();
        let first = kept
            .iter()
            .min()
            .map_or(0, |first| first.saturating_sub(reach));
        let last = kept
            .iter()
            .max()
            .map_or(0, |last| (last + 1 + reach).min(count));
        Self {
            read: first..last,
            kept: kept.into_iter().map(|index| index - first).collect(),
        }
    }
}

/// `index` reflected at the first and the last of `count` voxels until it is one of them.
fn mirrored(index: isize, count: usize) -> usize {
    let period = 2 * (count - 1);
    if period == 0 {
        return 0;
    }
    let index = index.unsigned_abs() % period;
    index.min(period - index)
}

/// The coefficients of a box, `[x, y, z]` from `start` up to but without `end`, x fastest.
///
/// The filter runs along z, y and x in turn, which is `SciPy`'s order. What the box does not need is left
/// out as soon as it can be: planes after the first pass, lines after the second.
pub(super) fn coefficients<T: Voxel>(
    voxels: &[T],
    grid: [usize; 3],
    start: [isize; 3],
    end: [isize; 3],
) -> Vec<f64> {
    let reach = if T::TYPE.is_float() {
        REACH
    } else {
        REACH_OF_WHOLE
    };
    let axes = [0, 1, 2].map(|axis| Axis::new(grid[axis], start[axis], end[axis], reach));
    let lines = along_z(voxels, grid, &axes);
    along_y_and_x(&lines, &axes)
}

/// The first pass: all lines that count for the planes of the box, `[y][z][x]`, so that those of a y
/// are one piece.
fn along_z<T: Voxel>(voxels: &[T], grid: [usize; 3], [x, y, z]: &[Axis; 3]) -> Vec<f64> {
    let width = x.read.len();
    let mut filtered = vec![0.0; y.read.len() * z.kept.len() * width];
    let pieces = filtered.par_chunks_exact_mut(z.kept.len() * width);
    pieces.zip(y.read.clone()).for_each_init(
        || vec![0.0; z.read.len() * width],
        |lines, (kept, y)| {
            for (line, z) in lines.chunks_exact_mut(width).zip(z.read.clone()) {
                let voxels = &voxels[(z * grid[1] + y) * grid[0]..][x.read.clone()];
                for (value, voxel) in line.iter_mut().zip(voxels) {
                    *value = voxel.to_f64();
                }
            }
            filter(lines, width);
            for (line, &z) in kept.chunks_exact_mut(width).zip(&z.kept) {
                line.copy_from_slice(&lines[z * width..][..width]);
            }
        },
    );
    filtered
}

/// The other passes, plane by plane.
fn along_y_and_x(along_z: &[f64], [x, y, z]: &[Axis; 3]) -> Vec<f64> {
    let (width, rows, planes) = (x.read.len(), y.kept.len(), z.kept.len());
    let mut coefficients = vec![0.0; x.kept.len() * rows * planes];
    let pieces = coefficients.par_chunks_exact_mut(x.kept.len() * rows);
    pieces.enumerate().for_each_init(
        || (vec![0.0; width * y.read.len()], vec![0.0; width * rows]),
        |(lines, columns), (z, kept)| {
            for (y, line) in lines.chunks_exact_mut(width).enumerate() {
                line.copy_from_slice(&along_z[(y * planes + z) * width..][..width]);
            }
            filter(lines, width);
            for (row, &y) in y.kept.iter().enumerate() {
                let line = &lines[y * width..][..width];
                for (value, from) in columns[row..].iter_mut().step_by(rows).zip(line) {
                    *value = *from;
                }
            }
            filter(columns, rows);
            for (row, line) in kept.chunks_exact_mut(x.kept.len()).enumerate() {
                for (value, &x) in line.iter_mut().zip(&x.kept) {
                    *value = columns[x * rows + row];
                }
            }
        },
    );
    coefficients
}

/// Turns samples into coefficients along the slow axis of lines of `width` values.
fn filter(lines: &mut [f64], width: usize) {
    let count = lines.len() / width;
    if count < 2 {
        return;
    }
    let gain = (1.0 - POLE) * (1.0 - 1.0 / POLE);
    for value in &mut *lines {
        *value *= gain;
    }
    start_forward(lines, width);
    for line in 1..count {
        let (before, line) = split(lines, width, line);
        for (value, before) in line.iter_mut().zip(before) {
            *value += POLE * *before;
        }
    }
    let (before, last) = split(lines, width, count - 1);
    for (value, before) in last.iter_mut().zip(before) {
        *value = (POLE * *before + *value) * POLE / (POLE * POLE - 1.0);
    }
    for line in (1..count).rev() {
        let (line, after) = split(lines, width, line);
        for (value, after) in line.iter_mut().zip(after) {
            *value = POLE * (*after - *value);
        }
    }
}

/// A line and the one before it, that first.
fn split(lines: &mut [f64], width: usize, line: usize) -> (&mut [f64], &mut [f64]) {
    let pair = &mut lines[(line - 1) * width..][..2 * width];
    pair.split_at_mut(width)
}

/// The first line of the forward recursion: the sum over the mirrored, endless signal.
fn start_forward(lines: &mut [f64], width: usize) {
    let count = lines.len() / width;
    let around = math::pow(POLE, (count - 1) as f64);
    let (first, others) = lines.split_at_mut(width);
    let other = |line: usize| &others[(line - 1) * width..][..width];
    for (sum, last) in first.iter_mut().zip(other(count - 1)) {
        *sum += around * last;
    }
    let mut power = POLE;
    for line in 1..(count - 1).min(REACH) {
        let pairs = other(line).iter().zip(other(count - 1 - line));
        for (sum, (value, opposite)) in first.iter_mut().zip(pairs) {
            *sum += power * (value + around * opposite);
        }
        power *= POLE;
    }
    for sum in first {
        *sum /= 1.0 - around * around;
    }
}
