//! From samples to patterns, line by line.

use super::plane::Plane;
use crate::params::LbpMethod;

/// What the lines of a region have in common.
#[derive(Debug)]
pub(super) struct Circle<'a> {
    pub(super) plane: &'a Plane,
    /// Offsets `[row, column]` of the samples.
    pub(super) points: &'a [[f64; 2]],
}

/// What a line needs to write to, kept from line to line.
#[derive(Debug)]
pub(super) struct Room {
    columns: Vec<f64>,
    samples: Vec<f64>,
    sums: Vec<f64>,
    bits: Vec<u32>,
    previous: Vec<u32>,
    changes: Vec<u32>,
}

impl Room {
    pub(super) fn new(width: usize) -> Self {
        Self {
            columns: vec![0.0; width],
            samples: vec![0.0; width],
            sums: vec![0.0; width],
            bits: vec![0; width],
            previous: vec![0; width],
            changes: vec![0; width],
        }
    }
}

impl Circle<'_> {
    /// Writes the pattern at each voxel of a line of the region.
    pub(super) fn patterns(
        &self,
        line: [usize; 2],
        method: LbpMethod,
        room: &mut Room,
        values: &mut [f64],
    ) {
        self.plane.columns(line, &mut room.columns);
        values.fill(0.0);
        match method {
            LbpMethod::Default => self.number(line, room, values),
            LbpMethod::Ror => {
                self.number(line, room, values);
                for value in values {
                    *value = least_rotation(*value, self.points.len());
                }
            }
            LbpMethod::Uniform => self.uniform(line, room, values),
            LbpMethod::Var => self.variance(line, room, values),
        }
    }

    fn number(&self, line: [usize; 2], room: &mut Room, values: &mut [f64]) {
        let mut weight = 1.0;
        for &point in self.points {
            self.compare(line, point, room);
            for (value, &bit) in values.iter_mut().zip(&room.bits) {
                *value += if bit == 0 { 0.0 } else { weight };
            }
            weight *= 2.0;
        }
    }

    /// The last sample is not compared with the first: scikit-image forgets that they touch.
    fn uniform(&self, line: [usize; 2], room: &mut Room, values: &mut [f64]) {
        room.changes.fill(0);
        for (index, &point) in self.points.iter().enumerate() {
            std::mem::swap(&mut room.bits, &mut room.previous);
            self.compare(line, point, room);
            for (value, &bit) in values.iter_mut().zip(&room.bits) {
                *value += if bit == 0 { 0.0 } else { 1.0 };
            }
            if index > 0 {
                let bits = room.bits.iter().zip(&room.previous);
                for (changes, (bit, previous)) in room.changes.iter_mut().zip(bits) {
                    *changes += bit ^ previous;
                }
            }
        }
        let other = (self.points.len() + 1) as f64;
        for (value, &changes) in values.iter_mut().zip(&room.changes) {
            *value = if changes > 2 { other } else { *value };
        }
    }

    fn variance(&self, line: [usize; 2], room: &mut Room, values: &mut [f64]) {
        room.sums.fill(0.0);
        for &point in self.points {
            self.plane
                .sample(line, point, &room.columns, &mut room.samples);
            let sums = values.iter_mut().zip(&mut room.sums);
            for ((squares, sum), sample) in sums.zip(&room.samples) {
                *sum += sample;
                *squares += sample * sample;
            }
        }
        let count = self.points.len() as f64;
        for (value, sum) in values.iter_mut().zip(&room.sums) {
            let variance = (*value - sum * sum / count) / count;
            *value = if variance == 0.0 { f64::NAN } else { variance };
        }
    }

    /// Whether the sample is at least the centre.
    fn compare(&self, line: [usize; 2], point: [f64; 2], room: &mut Room) {
        self.plane
            .sample(line, point, &room.columns, &mut room.samples);
        let samples = room.samples.iter().zip(self.plane.line(line, 0.0, 0.0));
        for (bit, (sample, centre)) in room.bits.iter_mut().zip(samples) {
            *bit = u32::from(sample - centre >= 0.0);
        }
    }
}

/// The smallest number that rotating the lowest `count` bits of a pattern gives.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a pattern has 31 bits at most"
)]
fn least_rotation(pattern: f64, count: usize) -> f64 {
    let pattern = pattern as u32;
    let rotations = (0..count).scan(pattern, |rotated, _| {
        *rotated = (*rotated >> 1) | ((*rotated & 1) << (count - 1));
        Some(*rotated)
    });
    f64::from(rotations.min().unwrap_or(pattern))
}
