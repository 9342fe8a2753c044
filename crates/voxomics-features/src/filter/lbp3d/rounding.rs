//! Samples that are rounded to the image's type.

use std::ops::Range;

use voxomics_core::vectorised;
use voxomics_volume::VoxelType;

use super::sampler::{Line, Pencil, Sampler, Samples, contains};

/// How samples take the type of the image, and how well they must be known.
///
/// As in `SciPy`, integers are rounded to nearest, ties away from zero, and saturate. Sums in whatever
/// order is fast come out the same unless they lie within `slack` of where rounding turns over; those
/// few are computed again in `SciPy`'s order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rounding {
    target: Target,
    slack: f64,
}

#[derive(Debug, Clone, Copy)]
enum Target {
    /// An integer with these ends.
    Whole {
        least: f64,
        most: f64,
    },
    Single,
}

impl Rounding {
    /// For an image whose largest spline coefficient is known. Nothing is rounded to `f64`.
    pub(super) fn new(voxel_type: VoxelType, largest: f64, grid: [usize; 3]) -> Option<Self> {
        let whole = |least: f64, most: f64| Target::Whole { least, most };
        let target = match voxel_type {
            VoxelType::U8 => whole(u8::MIN.into(), u8::MAX.into()),
            VoxelType::I8 => whole(i8::MIN.into(), i8::MAX.into()),
            VoxelType::U16 => whole(u16::MIN.into(), u16::MAX.into()),
            VoxelType::I16 => whole(i16::MIN.into(), i16::MAX.into()),
            VoxelType::U32 => whole(u32::MIN.into(), u32::MAX.into()),
            VoxelType::I32 => whole(i32::MIN.into(), i32::MAX.into()),
            VoxelType::U64 => whole(0.0, u64::MAX as f64),
            VoxelType::I64 => whole(i64::MIN as f64, i64::MAX as f64),
            VoxelType::F32 => Target::Single,
            VoxelType::F64 => return None,
        };
        // 64 products of four factors, summed in either order, and three rounded positions, where
        // the slope is below twice the largest coefficient.
        let longest = grid.iter().max().map_or(0, |&longest| longest);
        let slack = largest * (256.0 + 8.0 * longest as f64) * f64::EPSILON;
        Some(Self { target, slack })
    }

    /// One sample that is known to the bit.
    fn round(self, sample: f64) -> f64 {
        match self.target {
            Target::Whole { least, most } => {
                let away = if sample > 0.0 { 0.5 } else { -0.5 };
                // No integer is -0.
                (sample + away).clamp(least, most).trunc() + 0.0
            }
            Target::Single => single(sample),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rounding is the purpose")]
fn single(sample: f64) -> f64 {
    f64::from(sample as f32)
}

vectorised! {
    /// Rounds samples that are known up to the slack; NaN takes the place of those that it leaves open. Whether
    /// there are none.
    fn settle(rounding: Rounding, samples: &mut [f64]) -> bool {
        let mut all = true;
        match rounding.target {
            Target::Whole { least, most } => {
                // Sums in [2^52, 2^53) are whole.
                const SHIFT: f64 = 6_755_399_441_055_744.0;
                // Larger ones, and infinity, are open at any rate.
                let settled = 0.5 - rounding.slack;
                for sample in samples {
                    let nearest = *sample + SHIFT - SHIFT;
                    let clear = (*sample - nearest).abs() < settled;
                    let raised = if nearest < least { least } else { nearest };
                    let rounded = if raised > most { most } else { raised };
                    *sample = if clear { rounded } else { f64::NAN };
                    all &= clear;
                }
            }
            Target::Single => {
                for sample in samples {
                    let low = single(*sample - rounding.slack);
                    let high = single(*sample + rounding.slack);
                    let same = low.to_bits() == high.to_bits();
                    *sample = if same { low } else { f64::NAN };
                    all &= same;
                }
            }
        }
        all
    }
}

impl Sampler {
    pub(super) fn rounded(
        &self,
        pencil: &Pencil,
        line: Line<'_>,
        [y, z]: [f64; 2],
        rounding: Rounding,
        room: &mut [f64],
        samples: &mut Samples<'_>,
    ) {
        let columns = self.columns(pencil, line);
        let sums = &mut room[..columns.end.abs_diff(columns.start)];
        self.blend(pencil, line, columns.start, sums);
        for corner in &pencil.corners {
            let valid = self.valid(line, corner.offset);
            if valid.is_empty() {
                continue;
            }
            let first = line.start[0] + valid.start;
            let taps = (first.cast_signed() + corner.x.first).abs_diff(columns.start);
            let samples = samples.of(corner, valid);
            interpolate(samples, &sums[taps..], corner.x.weights);
            if settle(rounding, samples) {
                continue;
            }
            for (sample, x) in samples.iter_mut().zip(first..) {
                if sample.is_nan() {
                    let position = [x as f64 + corner.offset, y, z];
                    *sample = rounding.round(self.spline.value(position));
                }
            }
        }
    }

    /// Sums over y and z of the lines about a corner.
    fn blend(&self, pencil: &Pencil, line: Line<'_>, start: isize, sums: &mut [f64]) {
        let [_, y, z] = line.start.map(usize::cast_signed);
        let at = [start, y + pencil.y.first, z + pencil.z.first];
        let lines = self.spline.lines(at, sums.len());
        add_up(sums, lines, pencil.y.weights, pencil.z.weights);
    }

    /// The voxels of a line whose sample lies in the grid.
    fn valid(&self, line: Line<'_>, offset: f64) -> Range<usize> {
        let within = |x: &usize| contains(self.grid[0], (line.start[0] + x) as f64 + offset);
        let count = line.centres.len();
        match (0..count).find(within) {
            Some(first) => first..(first..count).rfind(within).map_or(first, |last| last + 1),
            None => 0..0,
        }
    }
}

vectorised! {
    /// Sums of the values of lines at four `y` and four `z`.
    fn add_up(sums: &mut [f64], lines: [[&[f64]; 4]; 4], y: [f64; 4], z: [f64; 4]) {
        for (tap, (lines, z)) in lines.iter().zip(z).enumerate() {
            let weights = [y[0] * z, y[1] * z, y[2] * z, y[3] * z];
            let [a, b, c, d] = *lines;
            let values = a.iter().zip(b).zip(c.iter().zip(d));
            for (sum, ((a, b), (c, d))) in sums.iter_mut().zip(values) {
                let term = dot([*a, *b, *c, *d], weights);
                *sum = if tap == 0 { term } else { *sum + term };
            }
        }
    }

    /// Sums of four values of a line side by side.
    fn interpolate(samples: &mut [f64], line: &[f64], weights: [f64; 4]) {
        let four = line[..samples.len() + 3].windows(4);
        for (sample, four) in samples.iter_mut().zip(four) {
            *sample = dot([four[0], four[1], four[2], four[3]], weights);
        }
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "part of vectorised functions")]
fn dot(values: [f64; 4], weights: [f64; 4]) -> f64 {
    values[0] * weights[0]
        + values[1] * weights[1]
        + values[2] * weights[2]
        + values[3] * weights[3]
}
