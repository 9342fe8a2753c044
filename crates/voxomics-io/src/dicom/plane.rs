//! Where the pixels of a frame lie in space.

use super::tags;
use crate::error::{Fault, Kind};

/// Cosines with six digits are off by less; ITK takes them as they are, and so does this crate.
const ROUNDING: f64 = 4e-6;

/// Where a frame's pixels lie in space, LPS and mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plane {
    /// Centre of the first pixel.
    pub(super) position: [f64; 3],
    /// Direction from a pixel to the next of its row.
    pub(super) along_row: [f64; 3],
    /// Direction from a pixel to the one below it.
    pub(super) along_column: [f64; 3],
    /// From a pixel to the next of its row, and to the one below.
    pub(super) spacing: [f64; 2],
}

impl Plane {
    /// Axes of length one at right angles, and spacings that can be.
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let bad = |message: String| Err(Fault::new(Kind::BadGeometry, message));
        if self.spacing.iter().any(|&mm| mm <= 0.0) {
            let [x, y] = self.spacing;
            return bad(format!(
                "{} of {y} and {x} mm cannot be",
                tags::name(tags::PIXEL_SPACING)
            ));
        }
        let [row, column] = [self.along_row, self.along_column];
        let are_long = [row, column]
            .iter()
            .all(|axis| (dot(axis, axis).sqrt() - 1.0).abs() <= 1e-3);
        if !are_long || dot(&row, &column).abs() >= 1e-3 {
            let name = tags::name(tags::IMAGE_ORIENTATION_PATIENT);
            return bad(format!(
                "{name}: {row:?} and {column:?} are no axes at right angles"
            ));
        }
        Ok(self.straightened())
    }

    /// With axes of length one at right angles, where they are off by more than the digits that are written down.
    fn straightened(self) -> Self {
        let [row, column] = [self.along_row, self.along_column];
        let errors = [
            dot(&row, &row) - 1.0,
            dot(&column, &column) - 1.0,
            dot(&row, &column),
        ];
        if errors.iter().all(|error| error.abs() <= ROUNDING) {
            return self;
        }
        let unit = |axis: [f64; 3]| {
            let length = dot(&axis, &axis).sqrt();
            axis.map(|entry| entry / length)
        };
        let along_row = unit(row);
        let overlap = dot(&along_row, &column);
        let along_column = unit(std::array::from_fn(|axis| {
            column[axis] - overlap * along_row[axis]
        }));
        Self {
            along_row,
            along_column,
            ..self
        }
    }

    /// The direction in which slices follow each other, of length one.
    pub(super) fn normal(&self) -> [f64; 3] {
        let [a, b] = [self.along_row, self.along_column];
        let cross = [
            a[1] * b[2] - a[2] * b[1],
            a[2] * b[0] - a[0] * b[2],
            a[0] * b[1] - a[1] * b[0],
        ];
        let length = dot(&cross, &cross).sqrt();
        // No negative zeros, which would look odd in a header.
        cross.map(|entry| entry / length + 0.0)
    }

    /// Whether frames of these planes can make one volume.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let near =
            |a: &[f64], b: &[f64], by: f64| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= by);
        near(&self.along_row, &other.along_row, 1e-4)
            && near(&self.along_column, &other.along_column, 1e-4)
            && near(
                &self.spacing,
                &other.spacing,
                1e-4 * self.spacing[0].min(self.spacing[1]),
            )
    }
}

pub(super) fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
