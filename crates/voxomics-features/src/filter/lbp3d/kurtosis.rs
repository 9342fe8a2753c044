//! Excess kurtosis in the arithmetic of `NumPy` and `SciPy` 1.11.

use std::ops::{Add, Div, Mul, Sub};

use voxomics_core::vectorised;

/// Voxels that are worked on side by side.
pub(super) const LANES: usize = 4;

pub(super) type Lanes<T> = [T; LANES];

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

/// `m4 / m2² - 3` of samples, `stride` apart and as many as there are `terms`, for each of [`LANES`] voxels, not
/// corrected for bias; NaN where the variance vanishes beside the mean. `terms` are overwritten.
pub(super) fn excess<T: Real>(
    samples: &[f64],
    stride: usize,
    terms: &mut [Lanes<T>],
) -> Lanes<f64> {
    let size = T::from_f64(terms.len() as f64);
    let mean = |terms: &[Lanes<T>]| pairwise(terms).map(|sum| sum / size);
    columns(samples, stride, terms);
    let first = mean(terms);
    square(terms, first);
    let second = mean(terms);
    let nothing = T::from_f64(0.0);
    square(terms, [nothing; LANES]);
    let fourth = mean(terms);
    [0, 1, 2, 3].map(|lane| {
        let (mean, second, fourth) = (first[lane], second[lane], fourth[lane]);
        let noise = T::RESOLUTION * mean;
        if second <= noise * noise {
            f64::NAN
        } else {
            (fourth / (second * second) - T::from_f64(3.0)).to_f64()
        }
    })
}

/// The sum of terms in `NumPy`'s order: eight interleaved sums, halves apart beyond 128 terms.
fn pairwise<T: Real>(terms: &[Lanes<T>]) -> Lanes<T> {
    if terms.len() > 128 {
        let (left, right) = terms.split_at(terms.len() / 2 / 8 * 8);
        return add(pairwise(left), pairwise(right));
    }
    block(terms)
}

vectorised! {
    /// The first samples of columns, `stride` apart.
    fn columns[T: Real](samples: &[f64], stride: usize, terms: &mut [Lanes<T>]) {
        for (term, samples) in terms.iter_mut().zip(samples.chunks(stride)) {
            let samples: &Lanes<f64> = samples.first_chunk().expect("lines are padded to whole groups");
            for lane in 0..LANES {
                term[lane] = T::from_f64(samples[lane]);
            }
        }
    }

    /// Squares of differences.
    fn square[T: Real](terms: &mut [Lanes<T>], mean: Lanes<T>) {
        for term in terms {
            for (term, mean) in term.iter_mut().zip(mean) {
                *term = (*term - mean) * (*term - mean);
            }
        }
    }

    /// The sum of at most 128 terms.
    fn block[T: Real](terms: &[Lanes<T>]) -> Lanes<T> {
        let (eights, rest) = terms.as_chunks::<8>();
        let mut total = [T::from_f64(0.0); LANES];
        if let Some((first, others)) = eights.split_first() {
            let mut sums = *first;
            for terms in others {
                for (sum, term) in sums.iter_mut().zip(terms) {
                    *sum = add(*sum, *term);
                }
            }
            let [a, b, c, d, e, f, g, h] = sums;
            total = add(add(add(a, b), add(c, d)), add(add(e, f), add(g, h)));
        }
        for term in rest {
            total = add(total, *term);
        }
        total
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "part of vectorised functions")]
fn add<T: Real>(left: Lanes<T>, right: Lanes<T>) -> Lanes<T> {
    let mut sum = left;
    for (sum, right) in sum.iter_mut().zip(right) {
        *sum = *sum + right;
    }
    sum
}
