//! The recursion over a bundle of lines at once.

use std::ops::Range;

use voxomics_core::vectorised;

use super::coefficients::{Coefficients, Direction};
use crate::filter::rows::narrow;

/// Lines of a bundle: enough that a step need not wait for the one before.
pub(super) const LANES: usize = 16;

/// A voxel of every line.
pub(super) type Row = [f64; LANES];

/// Rows on either side of a bundle that stand for what lies beyond its ends.
const BORDER: usize = 4;

/// Lines side by side: voxel by voxel, all lines.
#[derive(Debug, Default)]
pub(super) struct Bundle {
    samples: Vec<Row>,
    results: Vec<Row>,
    sums: Vec<[f32; LANES]>,
}

impl Bundle {
    /// Where lines of `len` voxels are to be written.
    pub(super) fn samples(&mut self, len: usize) -> &mut [Row] {
        self.samples.resize(len + 2 * BORDER, [0.0; LANES]);
        &mut self.samples[BORDER..BORDER + len]
    }

    /// The filtered voxels of `kept`.
    pub(super) fn filter(
        &mut self,
        coefficients: &Coefficients,
        kept: Range<usize>,
    ) -> &[[f32; LANES]] {
        let Self {
            samples,
            results,
            sums,
        } = self;
        let len = samples.len() - 2 * BORDER;
        let (first, last) = (samples[BORDER], samples[BORDER + len - 1]);
        samples[..BORDER].fill(first);
        samples[BORDER + len..].fill(last);
        results.resize(samples.len(), [0.0; LANES]);
        results[..BORDER].fill(first);
        forward(&coefficients.forward, samples, results, kept.end);
        results[BORDER + len..].fill(last);
        sums.resize(kept.len(), [0.0; LANES]);
        backward(&coefficients.backward, samples, results, kept, sums);
        sums
    }
}

vectorised! {
    /// Writes the results of the first `end` voxels.
    fn forward(direction: &Direction, samples: &[Row], results: &mut [Row], end: usize) {
        for index in 0..end {
            let at = index + BORDER;
            let weights = direction.weights(index);
            let [x4, x3, x2, x1] = four(&samples[at - 3..]);
            let (before, results) = results.split_at_mut(at);
            let [y4, y3, y2, y1] = four(&before[at - 4..]);
            for (line, result) in results[0].iter_mut().enumerate() {
                *result = weights.result([x1, x2, x3, x4], [y1, y2, y3, y4], line);
            }
        }
    }

    /// Adds what comes from behind to the results of the voxels of `kept`.
    ///
    /// A result forward has been used up when that backward takes its place.
    fn backward(
        direction: &Direction,
        samples: &[Row],
        results: &mut [Row],
        kept: Range<usize>,
        sums: &mut [[f32; LANES]],
    ) {
        let len = samples.len() - 2 * BORDER;
        let mut beyond = [0.0; LANES];
        for index in (kept.start..len).rev() {
            let at = index + BORDER;
            let weights = direction.weights(len - 1 - index);
            // The sample at `index` itself belongs to the other direction.
            let [x1, x2, x3, x4] = four(&samples[at + 1..]);
            let (results, behind) = results.split_at_mut(at + 1);
            let [y1, y2, y3, y4] = four(behind);
            let sum = if index < kept.end { &mut sums[index - kept.start] } else { &mut beyond };
            for ((line, result), sum) in results[at].iter_mut().enumerate().zip(sum) {
                let forward = *result;
                *result = weights.result([x1, x2, x3, x4], [y1, y2, y3, y4], line);
                *sum = narrow(forward + *result);
            }
        }
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "part of a vectorised function")]
fn four(rows: &[Row]) -> &[Row; 4] {
    rows.first_chunk().expect("a border on either side")
}

/// Weights of samples and of results, nearest first.
struct Weights([f64; 4], [f64; 4]);

impl Direction {
    /// Weights at step `step`, counted from the lines' border; what lies beyond it has a weight of its own.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "part of a vectorised function")]
    fn weights(&self, step: usize) -> Weights {
        let mut results = self.results;
        if step < BORDER {
            results = [0, 1, 2, 3].map(|back| {
                if back < step {
                    self.results[back]
                } else {
                    self.border[back]
                }
            });
        }
        Weights(self.samples, results)
    }
}

impl Weights {
    /// The result of a line, from its samples and from results, nearest first.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "part of a vectorised function")]
    fn result(&self, [x1, x2, x3, x4]: [&Row; 4], [y1, y2, y3, y4]: [&Row; 4], line: usize) -> f64 {
        let Self([n1, n2, n3, n4], [d1, d2, d3, d4]) = self;
        let moving = x1[line] * n1 + x2[line] * n2 + x3[line] * n3 + x4[line] * n4;
        let recursive = y1[line] * d1 + y2[line] * d2 + y3[line] * d3 + y4[line] * d4;
        moving - recursive
    }
}
