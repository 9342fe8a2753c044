//! Filters along one axis.

use std::array;
use std::ops::{AddAssign, Mul};

use rayon::prelude::*;
use voxomics_core::vectorised;

use super::band::Band;
use super::span::Span;

/// Samples that are summed at once: both filters' sums fit the registers of any x86-64.
const LANES: usize = 8;

/// The precision of a decomposition.
pub(super) trait Real:
    Copy + Default + Send + Sync + AddAssign + Mul<Output = Self>
{
}

impl Real for f32 {}
impl Real for f64 {}

/// The samples `to` of what `K` filters make of `band` along `axis`.
///
/// Sample `o` is the sum of `taps[j] · x[o + F/2 - j]` over the `F` taps, on the circle.
pub(super) fn split<T: Real, const K: usize>(
    band: &Band<T>,
    axis: usize,
    taps: &[[T; K]],
    to: Span,
) -> [Band<T>; K] {
    let from = band.spans[axis];
    let filter = Filter::new(taps, from, to);
    let mut spans = band.spans;
    spans[axis] = to;
    let [nx, ny, nz] = spans.map(|span| span.len);
    let mut sums = array::from_fn(|_| vec![T::default(); nx * ny * nz]);
    if axis == 0 {
        let sums = pieces(&mut sums, nx).into_par_iter();
        let lines = sums.zip(band.values.par_chunks(from.len));
        lines.for_each_init(Scratch::default, |scratch, (sums, line)| {
            filter.sum_line(line, scratch, sums);
        });
    } else {
        // Rows, or planes, are summed as a whole.
        let row = if axis == 1 { nx } else { nx * ny };
        let sums = pieces(&mut sums, row).into_par_iter().enumerate();
        sums.for_each_init(Vec::new, |terms, (index, sums)| {
            let line = index / to.len * from.len;
            let place = |sample: usize| (line + filter.sources[sample]) * row;
            filter.list_terms(index % to.len, place, terms);
            weighted_sums(&band.values, terms, sums);
        });
    }
    sums.map(|values| Band { spans, values })
}

/// Filters of a line of input for a line of output.
struct Filter<'a, T, const K: usize> {
    taps: &'a [[T; K]],
    to: Span,
    /// Where the samples lie in the input that the output depends on, first to last.
    sources: Vec<usize>,
}

/// Buffers of a task.
#[derive(Default)]
struct Scratch<T, const K: usize> {
    samples: Vec<T>,
    terms: Vec<(usize, [T; K])>,
}

impl<'a, T: Real, const K: usize> Filter<'a, T, K> {
    fn new(taps: &'a [[T; K]], from: Span, to: Span) -> Self {
        // As many turns more as keep the first position from being negative.
        let first = to.start + taps.len() * to.period + 1 - taps.len() / 2;
        let positions = first..first + to.len + taps.len() - 1;
        let sources = positions.map(|position| from.index_of(position)).collect();
        Self { taps, to, sources }
    }

    /// How far the filter for sample `index` reaches over the right end of the circle, if it does.
    fn at_right_edge(&self, index: usize) -> Option<usize> {
        let newest = self.to.wrapped(self.to.start + index) + self.taps.len() / 2;
        newest.checked_sub(self.to.period)
    }

    /// The terms of sample `index` in `PyWavelets`' order: where a sample begins, and its taps.
    ///
    /// That is the order of taps, but where the filter reaches over the right end, what it finds there
    /// comes first, from the end on.
    fn list_terms(
        &self,
        index: usize,
        place: impl Fn(usize) -> usize,
        terms: &mut Vec<(usize, [T; K])>,
    ) {
        let last = self.taps.len() - 1;
        let term = |tap: usize| (place(index + last - tap), self.taps[tap]);
        let beyond = self.at_right_edge(index).map_or(0, |over| over + 1);
        terms.clear();
        terms.extend((0..beyond).rev().chain(beyond..=last).map(term));
    }

    /// Along x: the same samples, shifted, are the rows.
    fn sum_line(&self, line: &[T], scratch: &mut Scratch<T, K>, mut sums: [&mut [T]; K]) {
        let Scratch { samples, terms } = scratch;
        samples.clear();
        samples.extend(self.sources.iter().map(|&source| line[source]));
        let last = self.taps.len() - 1;
        terms.clear();
        terms.extend((0..=last).map(|tap| (last - tap, self.taps[tap])));
        weighted_sums(samples, terms, sums.each_mut().map(|sums| &mut **sums));
        for index in (0..self.to.len).filter(|&index| self.at_right_edge(index).is_some()) {
            self.list_terms(index, |sample| sample, terms);
            let sum = sums.each_mut().map(|sums| &mut sums[index..=index]);
            weighted_sums(samples, terms, sum);
        }
    }
}

/// Pieces of `len` of every buffer, side by side.
fn pieces<T, const K: usize>(buffers: &mut [Vec<T>; K], len: usize) -> Vec<[&mut [T]; K]> {
    let count = buffers[0].len() / len.max(1);
    let mut chunks = buffers
        .each_mut()
        .map(|buffer| buffer.chunks_mut(len.max(1)));
    let piece = |_| {
        chunks
            .each_mut()
            .map(|chunks| chunks.next().expect("buffers have the same length"))
    };
    (0..count).map(piece).collect()
}

vectorised! {
    /// The sums of rows, weighted, in the order of the terms: where in `samples` a row begins, and its weights.
    fn weighted_sums[T: Real, const K: usize](
        samples: &[T],
        terms: &[(usize, [T; K])],
        sums: [&mut [T]; K],
    ) {
        let mut sums = sums;
        let len = sums[0].len();
        if len < LANES {
            for start in 0..len {
                weighted_block::<T, K, 1>(samples, terms, start, &mut sums);
            }
            return;
        }
        for start in (0..len).step_by(LANES) {
            // The last block overlaps the one before it.
            let start = start.min(len - LANES);
            weighted_block::<T, K, LANES>(samples, terms, start, &mut sums);
        }
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "part of a vectorised function")]
fn weighted_block<T: Real, const K: usize, const L: usize>(
    samples: &[T],
    terms: &[(usize, [T; K])],
    start: usize,
    sums: &mut [&mut [T]; K],
) {
    let mut totals = [[T::default(); L]; K];
    for &(row, weights) in terms {
        let row = &samples[row + start..][..L];
        for (totals, weight) in totals.iter_mut().zip(weights) {
            for (total, &sample) in totals.iter_mut().zip(row) {
                *total += weight * sample;
            }
        }
    }
    for (sums, totals) in sums.iter_mut().zip(totals) {
        sums[start..start + L].copy_from_slice(&totals);
    }
}
