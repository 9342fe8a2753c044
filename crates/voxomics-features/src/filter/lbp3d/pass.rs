//! From the samples about a line of voxels to their images.

use rayon::prelude::*;
use voxomics_core::vectorised;
use voxomics_volume::Region;

use super::harmonics::{Harmonics, ROWS};
use super::kurtosis::{self, LANES, Real};
use super::sampler::{Line, Sampler, Samples};

/// Voxels whose patterns are added up side by side, a multiple of [`LANES`].
const GROUP: usize = 8;

/// What all lines share.
#[derive(Debug)]
pub(super) struct Pass {
    pub(super) sampler: Sampler,
    pub(super) harmonics: Harmonics,
    /// How many samples a voxel has.
    pub(super) corners: usize,
    /// Whether the kurtosis is computed in `f32`.
    pub(super) single: bool,
}

/// What a line needs to write to, kept from line to line.
#[derive(Debug)]
struct Room {
    lines: Vec<f64>,
    /// Of each corner, `stride` values.
    samples: Vec<f64>,
    /// Central voxels, `stride` of them.
    centres: Vec<f64>,
    /// Of each harmonic, `stride` values.
    sums: Vec<f64>,
    stride: usize,
}

impl Pass {
    /// The images of every line of the region, line after line.
    pub(super) fn values(
        &self,
        region: Region,
        centres: &[f64],
        inside: &[u8],
        images: usize,
    ) -> Vec<f64> {
        let [width, height, _] = region.size();
        let [x, y, z] = region.start();
        let mut values = vec![0.0; centres.len() * images];
        let lines = values.par_chunks_exact_mut(width * images);
        let voxels = centres
            .par_chunks_exact(width)
            .zip(inside.par_chunks_exact(width));
        lines.zip(voxels).enumerate().for_each_init(
            || self.room(width),
            |room, (line, (values, (centres, inside)))| {
                let start = [x, y + line % height, z + line / height];
                self.line(Line { start, centres }, inside, values, room);
            },
        );
        values
    }

    fn room(&self, width: usize) -> Room {
        let stride = width.next_multiple_of(GROUP);
        Room {
            lines: vec![0.0; self.sampler.room(width)],
            samples: vec![0.0; stride * self.corners],
            centres: vec![0.0; stride],
            sums: vec![0.0; stride * ROWS * self.harmonics.weights().len()],
            stride,
        }
    }

    /// The images of one line, one after the other in `values`; between the outermost voxels of the
    /// region of interest all are computed, which keeps the loops whole.
    fn line(&self, line: Line<'_>, inside: &[u8], values: &mut [f64], room: &mut Room) {
        let Some(first) = inside.iter().position(|&inside| inside != 0) else {
            return;
        };
        let end = inside
            .iter()
            .rposition(|&inside| inside != 0)
            .map_or(first, |last| last + 1);
        let [x, y, z] = line.start;
        let part = Line {
            start: [x + first, y, z],
            centres: &line.centres[first..end],
        };
        let samples = Samples {
            values: &mut room.samples,
            stride: room.stride,
        };
        self.sampler.sample(part, &mut room.lines, samples);
        self.project(part.centres, room);
        let kurtosis = values.len() - inside.len();
        let (levels, kurtosis) = values.split_at_mut(kurtosis);
        for (level, values) in levels.chunks_exact_mut(inside.len()).enumerate() {
            self.lengths(room, level, &mut values[first..end]);
        }
        self.kurtosis(room, &mut kurtosis[first..end]);
        for values in values.chunks_exact_mut(inside.len()) {
            for (value, _) in values
                .iter_mut()
                .zip(inside)
                .filter(|&(_, &inside)| inside == 0)
            {
                *value = 0.0;
            }
        }
    }

    /// Sums, for each harmonic, over the samples that are at least the centre.
    fn project(&self, centres: &[f64], room: &mut Room) {
        room.centres[..centres.len()].copy_from_slice(centres);
        let centres = &room.centres[..centres.len().next_multiple_of(GROUP)];
        let sums = room.sums.chunks_exact_mut(ROWS * room.stride);
        for (sums, weights) in sums.zip(self.harmonics.weights()) {
            add_patterns(sums, &room.samples, centres, weights);
        }
    }

    /// The root of the sum of the squares of a level's sums.
    fn lengths(&self, room: &Room, level: usize, values: &mut [f64]) {
        let sums = &room.sums[level * level * room.stride..];
        if level == 0 {
            for (value, count) in values.iter_mut().zip(sums) {
                *value = self.harmonics.constant(*count);
            }
            return;
        }
        for sums in sums.chunks_exact(room.stride).take(2 * level + 1) {
            add_squares(values, sums);
        }
        for value in values {
            *value = value.sqrt();
        }
    }

    fn kurtosis(&self, room: &Room, values: &mut [f64]) {
        if self.single {
            self.kurtosis_in::<f32>(room, values);
        } else {
            self.kurtosis_in::<f64>(room, values);
        }
    }

    fn kurtosis_in<T: Real>(&self, room: &Room, values: &mut [f64]) {
        let mut terms = vec![[T::from_f64(0.0); LANES]; self.corners];
        for (values, first) in values.chunks_mut(LANES).zip((0..).step_by(LANES)) {
            let kurtosis = kurtosis::excess(&room.samples[first..], room.stride, &mut terms);
            values.copy_from_slice(&kurtosis[..values.len()]);
        }
    }
}

vectorised! {
    /// [`ROWS`] sums, one behind the other as `samples` are: of the weights of the corners whose sample is at least
    /// the central voxel.
    fn add_patterns(sums: &mut [f64], samples: &[f64], centres: &[f64], weights: &[[f64; ROWS]]) {
        let stride = sums.len() / ROWS;
        for (centres, start) in centres.as_chunks::<GROUP>().0.iter().zip((0..).step_by(GROUP)) {
            let mut totals = [[0.0; GROUP]; ROWS];
            for (samples, weights) in samples.chunks_exact(stride).zip(weights) {
                let samples: &[f64; GROUP] = samples[start..].first_chunk().expect("padded");
                let mut pattern = [0.0; GROUP];
                for lane in 0..GROUP {
                    pattern[lane] = if samples[lane] >= centres[lane] { 1.0 } else { 0.0 };
                }
                for row in 0..ROWS {
                    for lane in 0..GROUP {
                        totals[row][lane] += weights[row] * pattern[lane];
                    }
                }
            }
            for (sums, totals) in sums.chunks_exact_mut(stride).zip(&totals) {
                sums[start..start + GROUP].copy_from_slice(totals);
            }
        }
    }

    fn add_squares(sums: &mut [f64], terms: &[f64]) {
        for (sum, term) in sums.iter_mut().zip(terms) {
            *sum += term * term;
        }
    }
}
