//! Samples in the order of `SciPy`'s operations, voxels side by side.

use std::ops::Range;

use super::sampler::{Line, Pencil, Sampler, Samples, contains};
use super::spline::Taps;

/// Neighbouring voxels along x whose samples have the same weights. Most do: the sum of a voxel's index
/// and a corner's offset is rounded alike between two powers of 2.
#[derive(Debug)]
pub(super) struct Run {
    voxels: Range<usize>,
    /// From each voxel.
    taps: Taps,
}

/// The runs of some voxels out of `count`, for a corner at `offset`. Voxels whose samples lie outside
/// are in none.
pub(super) fn runs(voxels: Range<usize>, offset: f64, count: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for x in voxels {
        let position = x as f64 + offset;
        if !contains(count, position) {
            continue;
        }
        let mut taps = Taps::at(position);
        taps.first -= x.cast_signed();
        match runs.last_mut() {
            Some(run) if run.taps == taps && run.voxels.end == x => run.voxels.end += 1,
            _ => runs.push(Run {
                voxels: x..x + 1,
                taps,
            }),
        }
    }
    runs
}

impl Sampler {
    pub(super) fn exact(
        &self,
        pencil: &Pencil,
        line: Line<'_>,
        position: [f64; 2],
        runs: &[Vec<Run>],
        room: &mut [f64],
        samples: &mut Samples<'_>,
    ) {
        let columns = self.columns(pencil, line);
        let width = columns.end.abs_diff(columns.start);
        let weighted = &mut room[..16 * width];
        self.weigh(columns.start, position, weighted, width);
        let [first, _, _] = line.start;
        for corner in &pencil.corners {
            for run in &runs[corner.index] {
                let start = run.voxels.start.max(first);
                let end = run.voxels.end.min(first + line.centres.len());
                if start >= end {
                    continue;
                }
                let samples = samples.of(corner, start - first..end - first);
                let from = (start.cast_signed() + run.taps.first).abs_diff(columns.start);
                for line in weighted.chunks_exact(width) {
                    add(samples, &line[from..], run.taps.weights);
                }
            }
        }
    }

    /// The coefficients of the sixteen lines about a position `[y, z]`, times the weights of both.
    fn weigh(&self, start: isize, [y, z]: [f64; 2], weighted: &mut [f64], width: usize) {
        let [y, z] = [y, z].map(Taps::at);
        let lines = (z.first..).zip(z.weights).flat_map(|(at_z, weight_z)| {
            let lines = (y.first..).zip(y.weights);
            lines.map(move |(at_y, weight_y)| ([start, at_y, at_z], weight_y, weight_z))
        });
        for ((at, weight_y, weight_z), weighted) in lines.zip(weighted.chunks_exact_mut(width)) {
            for (product, value) in weighted.iter_mut().zip(self.spline.line(at, width)) {
                *product = value * weight_z * weight_y;
            }
        }
    }
}

/// Adds four neighbours to each sum, one after the other, each times its weight.
fn add(sums: &mut [f64], line: &[f64], weights: [f64; 4]) {
    let [a, b, c, d] = [0, 1, 2, 3].map(|tap| &line[tap..][..sums.len()]);
    for (index, sum) in sums.iter_mut().enumerate() {
        *sum = *sum
            + a[index] * weights[0]
            + b[index] * weights[1]
            + c[index] * weights[2]
            + d[index] * weights[3];
    }
}
