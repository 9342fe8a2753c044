//! The recursion over a bundle of lines at once.

use std::array;

use voxomics_core::vectorised;
use voxomics_volume::Voxel;

use super::coefficients::Direction;
use super::pass::{Bundle, Pass};
use crate::filter::rows::narrow;

/// The last four rows of samples or results: step `i` is at `i % 4`.
type Ring<const W: usize> = [[f64; W]; 4];

vectorised! {
    /// Filters a bundle of lines of `len` samples, and writes the results that are kept, counted from the first
    /// kept, last first.
    ///
    /// The recursion forward stops behind what is kept and that backward before it.
    pub(super) fn filter[T: Voxel, const W: usize](
        len: usize,
        pass: &Pass,
        bundle: &Bundle<'_, T, W>,
        forward: &mut Vec<[f64; W]>,
        result: &mut [f32],
    ) {
        let Pass { coefficients, kept, .. } = pass;
        forward.clear();
        let mut border = [0.0; W];
        bundle.load(0, &mut border);
        let (mut samples, mut results) = ([border; 4], [border; 4]);
        for index in 0..kept.end {
            bundle.load(index, &mut samples[index % 4]);
            coefficients.forward.step(&samples, index, &mut results, index);
            if index >= kept.start {
                forward.push(results[index % 4]);
            }
        }

        bundle.load(len - 1, &mut border);
        (samples, results) = ([border; 4], [border; 4]);
        for index in (kept.start..len).rev() {
            let step = len - 1 - index;
            // The sample at `index` itself belongs to the other direction.
            let newest = step.wrapping_sub(1);
            coefficients.backward.step(&samples, newest, &mut results, step);
            bundle.load(index, &mut samples[step % 4]);
            if index < kept.end {
                let kept = index - kept.start;
                let mut sums = [0.0; W];
                for line in 0..W {
                    sums[line] = narrow(forward[kept][line] + results[step % 4][line]);
                }
                bundle.store(kept, &sums, result);
            }
        }
    }
}

impl Direction {
    /// Puts the results of step `step`, counted from the lines' border, where those four steps before
    /// were; `newest` is the step of the newest sample that counts. Rings hold the border's sample in
    /// place of what lies beyond it.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "part of a vectorised function")]
    fn step<const W: usize>(
        &self,
        samples: &Ring<W>,
        newest: usize,
        results: &mut Ring<W>,
        step: usize,
    ) {
        let [n1, n2, n3, n4] = self.samples;
        let [x1, x2, x3, x4] = array::from_fn(|back| &samples[newest.wrapping_sub(back) % 4]);
        let [d1, d2, d3, d4] = array::from_fn(|back| {
            if back < step {
                self.results[back]
            } else {
                self.border[back]
            }
        });
        let places = array::from_fn(|back| step.wrapping_sub(back) % 4);
        let [result, y1, y2, y3] = results
            .get_disjoint_mut(places)
            .expect("four consecutive steps have four places");
        for line in 0..W {
            let moving = x1[line] * n1 + x2[line] * n2 + x3[line] * n3 + x4[line] * n4;
            let oldest = result[line];
            let recursive = y1[line] * d1 + y2[line] * d2 + y3[line] * d3 + oldest * d4;
            result[line] = moving - recursive;
        }
    }
}
