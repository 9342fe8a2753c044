//! Coefficients of the cubic B-spline that runs through every voxel of an image.
//!
//! A recursive filter along x, then y, then z (Unser, Aldroubi and Eden 1993), in ITK's order of
//! operations. Each pass needs whole lines, but a later one only those that the region asks for.

use rayon::prelude::*;

use super::source::Source;
use crate::{AnyVolume, Region, Volume, Voxel, for_any};

/// The pole, `√3 - 2`.
const POLE: f64 = -0.267_949_192_431_122_8;

/// Voxels after which the pole's power is below 10⁻¹⁰: longer lines start with a sum over so many.
const HORIZON: usize = 18;

/// Lines along x that are filtered together.
const LINES: usize = 16;

/// The coefficients of a region, in the order y, z, x.
pub(super) fn coefficients(image: &AnyVolume, region: Region) -> Source {
    let along_xy = for_any!(image, volume => filtered_in_plane(volume, region));
    let nz = image.geometry().size()[2];
    let ([bx, by, bz], first) = (region.size(), region.start()[2]);
    let mut values = vec![0.0; region.voxels()];
    let filter_column = |lines: &mut Vec<f64>, (y, values): (usize, &mut [f64])| {
        for (z, line) in lines.chunks_exact_mut(bx).enumerate() {
            line.copy_from_slice(&along_xy[(z * by + y) * bx..][..bx]);
        }
        filter(lines, bx);
        values.copy_from_slice(&lines[first * bx..][..bz * bx]);
    };
    values
        .par_chunks_exact_mut(bz * bx)
        .enumerate()
        .for_each_init(|| vec![0.0; nz * bx], filter_column);
    Source::strided(values, region, [1, bz * bx, bx])
}

/// The image filtered along x and y: every slice, of which the region's part is kept.
fn filtered_in_plane<T: Voxel>(volume: &Volume<T>, region: Region) -> Vec<f64> {
    let [nx, ny, nz] = volume.geometry().size();
    let [bx, by, _] = region.size();
    let [x, y, _] = region.start();
    let mut kept = vec![0.0; bx * by * nz];
    let buffers = || (vec![0.0; nx * LINES], vec![0.0; bx * ny]);
    kept.par_chunks_exact_mut(bx * by)
        .zip(volume.voxels().par_chunks_exact(nx * ny))
        .for_each_init(buffers, |(lines, plane), (kept, slice)| {
            let groups = slice.chunks(nx * LINES).zip(plane.chunks_mut(bx * LINES));
            for (voxels, filtered) in groups {
                filter_lines(voxels, lines, nx);
                for (line, filtered) in filtered.chunks_exact_mut(bx).enumerate() {
                    for (to, from) in filtered
                        .iter_mut()
                        .zip(lines[x * LINES..].chunks_exact(LINES))
                    {
                        *to = from[line];
                    }
                }
            }
            filter(plane, bx);
            kept.copy_from_slice(&plane[y * bx..][..by * bx]);
        });
    kept
}

/// Up to [`LINES`] lines of `length` voxels, filtered and side by side.
fn filter_lines<T: Voxel>(voxels: &[T], lines: &mut [f64], length: usize) {
    for (line, voxels) in voxels.chunks_exact(length).enumerate() {
        for (to, voxel) in lines.chunks_exact_mut(LINES).zip(voxels) {
            to[line] = voxel.to_f64();
        }
    }
    filter(lines, LINES);
}

/// Filters lines that lie side by side, `width` of them: sample after sample of all.
fn filter(samples: &mut [f64], width: usize) {
    let length = samples.len() / width;
    if length == 1 {
        return;
    }
    let gain = (1.0 - POLE) * (1.0 - 1.0 / POLE);
    for sample in samples.iter_mut() {
        *sample *= gain;
    }
    start(samples, width);
    for k in 1..length {
        let (before, here) = neighbours(samples, width, k);
        for (here, before) in here.iter_mut().zip(before) {
            *here += POLE * *before;
        }
    }
    let (before, last) = neighbours(samples, width, length - 1);
    for (last, before) in last.iter_mut().zip(before) {
        *last = (POLE / (POLE * POLE - 1.0)) * (POLE * *before + *last);
    }
    for k in (1..length).rev() {
        let (here, after) = neighbours(samples, width, k);
        for (here, after) in here.iter_mut().zip(after) {
            *here = POLE * (*after - *here);
        }
    }
}

/// Samples `k - 1` and `k` of all lines.
fn neighbours(samples: &mut [f64], width: usize, k: usize) -> (&mut [f64], &mut [f64]) {
    samples[(k - 1) * width..(k + 1) * width].split_at_mut(width)
}

/// The first sample of the causal pass: the sum over the mirrored past.
fn start(samples: &mut [f64], width: usize) {
    let length = samples.len() / width;
    let (first, rest) = samples.split_at_mut(width);
    let mut add = |weight: f64, k: usize| {
        let sample = &rest[(k - 1) * width..][..width];
        for (first, sample) in first.iter_mut().zip(sample) {
            *first += weight * sample;
        }
    };
    let mut power = POLE;
    if length > HORIZON {
        for k in 1..HORIZON {
            add(power, k);
            power *= POLE;
        }
        return;
    }
    let mut back = voxomics_core::math::pow(POLE, (length - 1) as f64);
    add(back, length - 1);
    back = back * (back * (1.0 / POLE)); // ITK's order
    for k in 1..length - 1 {
        add(power + back, k);
        power *= POLE;
        back *= 1.0 / POLE;
    }
    for first in first {
        *first /= 1.0 - power * power;
    }
}
