//! The cubic spline through an image, with `SciPy`'s bits.

use voxomics_volume::{AnyVolume, for_any};

use super::prefilter;

/// Coefficients of the spline on a box of the grid, which may reach a little beyond it: they
/// continue mirrored about the outermost voxels.
#[derive(Debug)]
pub(super) struct Spline {
    start: [isize; 3],
    size: [usize; 3],
    coefficients: Vec<f64>,
    largest: f64,
}

/// Four neighbours along an axis and their weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Taps {
    pub(super) first: isize,
    pub(super) weights: [f64; 4],
}

impl Taps {
    /// For a position in voxels; the last weight is what the others leave of 1.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped far outside any grid"
    )]
    pub(super) fn at(position: f64) -> Self {
        let floor = position.floor();
        let y = position - floor;
        let z = 1.0 - y;
        let first = z * z * z / 6.0;
        let second = (y * y * (y - 2.0) * 3.0 + 4.0) / 6.0;
        let third = (z * z * (z - 2.0) * 3.0 + 4.0) / 6.0;
        Self {
            first: floor.clamp(-1e12, 1e12) as isize - 1,
            weights: [first, second, third, 1.0 - first - second - third],
        }
    }
}

impl Spline {
    /// From `start` up to but without `end`, both `[x, y, z]`.
    pub(super) fn new(image: &AnyVolume, start: [isize; 3], end: [isize; 3]) -> Self {
        let grid = image.geometry().size();
        let coefficients = for_any!(image, volume => {
            prefilter::coefficients(volume.voxels(), grid, start, end)
        });
        let largest = coefficients
            .iter()
            .fold(0.0, |largest: f64, value| largest.max(value.abs()));
        Self {
            start,
            size: std::array::from_fn(|axis| end[axis].abs_diff(start[axis])),
            coefficients,
            largest,
        }
    }

    /// The largest coefficient, regardless of sign.
    pub(super) fn largest(&self) -> f64 {
        self.largest
    }

    /// First and one past the last index along x.
    pub(super) fn columns(&self) -> [isize; 2] {
        [self.start[0], self.start[0] + self.size[0].cast_signed()]
    }

    /// The coefficients from `x` on, `count` of them, of one line.
    pub(super) fn line(&self, at: [isize; 3], count: usize) -> &[f64] {
        &self.coefficients[self.place(at)..][..count]
    }

    /// The same of the lines at `y` up to `y + 3` at each `z` up to `z + 3`.
    pub(super) fn lines(&self, at: [isize; 3], count: usize) -> [[&[f64]; 4]; 4] {
        let first = self.place(at);
        let [row, plane] = [self.size[0], self.size[0] * self.size[1]];
        let line = |y: usize, z: usize| &self.coefficients[first + y * row + z * plane..][..count];
        let plane = |z: usize| [line(0, z), line(1, z), line(2, z), line(3, z)];
        [plane(0), plane(1), plane(2), plane(3)]
    }

    fn place(&self, [x, y, z]: [isize; 3]) -> usize {
        let [first_x, first_y, first_z] = self.start;
        let (x, y, z) = (
            x.abs_diff(first_x),
            y.abs_diff(first_y),
            z.abs_diff(first_z),
        );
        (z * self.size[1] + y) * self.size[0] + x
    }

    /// The value at a position `[x, y, z]` within the grid, with the operations of `SciPy`'s
    /// `map_coordinates` in their order.
    pub(super) fn value(&self, position: [f64; 3]) -> f64 {
        let [x, y, z] = position.map(Taps::at);
        let mut sum = 0.0;
        for (at_z, weight_z) in (z.first..).zip(z.weights) {
            for (at_y, weight_y) in (y.first..).zip(y.weights) {
                let line = self.line([x.first, at_y, at_z], 4);
                for (value, weight_x) in line.iter().zip(x.weights) {
                    sum += value * weight_z * weight_y * weight_x;
                }
            }
        }
        sum
    }
}
