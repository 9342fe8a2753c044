//! Excess kurtosis in the arithmetic of `NumPy` and `SciPy` 1.11.

use std::ops::{Add, Div, Mul, Sub};

/// Voxels that are worked on side by side.
pub(super) const LANES: usize = 4;

type Lanes<T> = [T; LANES];

/// `f32` or `f64`: `SciPy` computes in the image's type, or in `f64` if that is an integer.
pub(super) trait Real:
    Copy
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
{
    /// `numpy.finfo(type).resolution`.
    const RESOLUTION: Self;

    fn from_f64(value: f64) -> Self;

    fn to_f64(self) -> f64;
}

impl Real for f64 {
    const RESOLUTION: Self = 1e-15;

    fn from_f64(value: f64) -> Self {
        value
    }

    fn to_f64(self) -> f64 {
        self
    }
}

impl Real for f32 {
    const RESOLUTION: Self = 1e-6;

    #[expect(clippy::cast_possible_truncation, reason = "rounds, as NumPy does")]
    fn from_f64(value: f64) -> Self {
        value as Self
    }

    fn to_f64(self) -> f64 {
        self.into()
    }
}

/// `m4 / m2² - 3` of `count` samples for each of [`LANES`] voxels, not corrected for bias; NaN where
/// the variance vanishes beside the mean.
pub(super) fn excess<T: Real>(count: usize, sample: impl Fn(usize) -> Lanes<f64>) -> Lanes<f64> {
    let sample = |index| sample(index).map(T::from_f64);
    let size = T::from_f64(count as f64);
    let mean = pairwise(0, count, &sample).map(|sum| sum / size);
    let squared = |index| {
        let sample = sample(index);
        each(|lane| (sample[lane] - mean[lane]) * (sample[lane] - mean[lane]))
    };
    let second = pairwise(0, count, &squared).map(|sum| sum / size);
    let fourth = |index| squared(index).map(|square| square * square);
    let fourth = pairwise(0, count, &fourth).map(|sum| sum / size);
    each(|lane| {
        let (mean, second, fourth) = (mean[lane], second[lane], fourth[lane]);
        let noise = T::RESOLUTION * mean;
        if second <= noise * noise {
            f64::NAN
        } else {
            (fourth / (second * second) - T::from_f64(3.0)).to_f64()
        }
    })
}

/// Sum of `count` values from `start` on, in `NumPy`'s order: eight interleaved sums, halves apart
/// beyond 128 values.
fn pairwise<T: Real>(start: usize, count: usize, value: &impl Fn(usize) -> Lanes<T>) -> Lanes<T> {
    if count > 128 {
        let half = count / 2 / 8 * 8;
        let (left, right) = (
            pairwise(start, half, value),
            pairwise(start + half, count - half, value),
        );
        return add(left, right);
    }
    let eights = if count < 8 { 0 } else { count / 8 * 8 };
    let mut total = [T::from_f64(0.0); LANES];
    if eights > 0 {
        let mut sums: [Lanes<T>; 8] = std::array::from_fn(|index| value(start + index));
        for index in (8..eights).step_by(8) {
            for (part, sum) in sums.iter_mut().enumerate() {
                *sum = add(*sum, value(start + index + part));
            }
        }
        let [a, b, c, d, e, f, g, h] = sums;
        total = add(add(add(a, b), add(c, d)), add(add(e, f), add(g, h)));
    }
    (eights..count).fold(total, |total, index| add(total, value(start + index)))
}

fn add<T: Real>(left: Lanes<T>, right: Lanes<T>) -> Lanes<T> {
    each(|lane| left[lane] + right[lane])
}

fn each<T>(value: impl FnMut(usize) -> T) -> Lanes<T> {
    std::array::from_fn(value)
}
