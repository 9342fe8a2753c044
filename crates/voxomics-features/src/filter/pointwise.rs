//! Filters that look at one voxel at a time.
//!
//! All of them scale by `M`, the largest |x| of the whole image ([`largest_magnitude`]), also outside the
//! region that they are asked for. Where every voxel is 0 there is no scale: all but the square root are NaN then, as in
//! `PyRadiomics`. One NaN in the image makes `M` NaN, and with it the results.

use rayon::prelude::*;
use voxomics_core::{math, reduce};
use voxomics_volume::{AnyVolume, Region, Voxel, for_any};

use super::rows;

/// `(x / √M)²`: never negative, although `PyRadiomics`' manual promises the sign of `x`.
///
/// ```
/// use voxomics_features::filter::pointwise;
/// use voxomics_volume::{Geometry, Region, Volume};
///
/// let geometry = Geometry::axis_aligned([3, 1, 1], [1.0; 3])?;
/// let image = Volume::new(geometry, vec![-4_i16, 2, 0])?.into();
/// let region = Region::whole([3, 1, 1]);
/// assert_eq!(pointwise::square(&image, region, pointwise::largest_magnitude(&image)), [4.0, 1.0, 0.0]);
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
///
/// # Panics
///
/// If the region reaches beyond the image.
#[must_use]
#[doc(alias = "getSquareImage")]
pub fn square(image: &AnyVolume, region: Region, largest: f64) -> Vec<f64> {
    Voxels::all(image, region).square(largest)
}

/// `sign(x) √(|x| M)`.
///
/// # Panics
///
/// If the region reaches beyond the image.
#[must_use]
#[doc(alias = "getSquareRootImage")]
pub fn square_root(image: &AnyVolume, region: Region, largest: f64) -> Vec<f64> {
    Voxels::all(image, region).square_root(largest)
}

/// `sign(x) ln(|x| + 1) M / ln(M + 1)`.
///
/// # Panics
///
/// If the region reaches beyond the image.
#[must_use]
#[doc(alias = "getLogarithmImage")]
pub fn logarithm(image: &AnyVolume, region: Region, largest: f64) -> Vec<f64> {
    Voxels::all(image, region).logarithm(largest)
}

/// `exp(x ln(M) / M)`.
///
/// # Panics
///
/// If the region reaches beyond the image.
#[must_use]
#[doc(alias = "getExponentialImage")]
pub fn exponential(image: &AnyVolume, region: Region, largest: f64) -> Vec<f64> {
    Voxels::all(image, region).exponential(largest)
}

/// The voxels of a region that a filter is to look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voxels<'a> {
    image: &'a AnyVolume,
    region: Region,
    /// 1 for those that count, if not all do.
    inside: Option<&'a [u8]>,
}

impl<'a> Voxels<'a> {
    fn all(image: &'a AnyVolume, region: Region) -> Self {
        Self {
            image,
            region,
            inside: None,
        }
    }

    pub(super) fn inside(image: &'a AnyVolume, region: Region, inside: &'a [u8]) -> Self {
        Self {
            inside: Some(inside),
            ..Self::all(image, region)
        }
    }

    pub(super) fn square(&self, largest: f64) -> Vec<f64> {
        let coefficient = 1.0 / largest.sqrt();
        self.map(|x| {
            let scaled = coefficient * x;
            scaled * scaled
        })
    }

    pub(super) fn square_root(&self, largest: f64) -> Vec<f64> {
        // Zero stays what it is, whatever the scale.
        self.map(|x| {
            if x > 0.0 {
                (x * largest).sqrt()
            } else if x < 0.0 {
                -(-x * largest).sqrt()
            } else {
                x
            }
        })
    }

    pub(super) fn logarithm(&self, largest: f64) -> Vec<f64> {
        // The largest of all logarithms is that of the largest magnitude.
        let coefficient = largest / math::ln(largest + 1.0);
        self.map(|x| {
            let logarithm = math::ln(x.abs() + 1.0).copysign(x);
            logarithm * coefficient
        })
    }

    pub(super) fn exponential(&self, largest: f64) -> Vec<f64> {
        let coefficient = math::ln(largest) / largest;
        self.map(|x| math::exp(coefficient * x))
    }

    /// `value` of the voxels, 0 for those that do not count, line by line from the first to the last that does.
    fn map(&self, value: impl Fn(f64) -> f64 + Sync) -> Vec<f64> {
        rows::assert_fits(self.region, self.image.geometry().size());
        let voxels = self.image.crop_f64(self.region);
        let mut voxels = voxels.expect("the region lies within the image");
        let width = self.region.size()[0].max(1);
        let lines = voxels.par_chunks_mut(width).enumerate();
        lines.for_each(|(line, voxels)| {
            let counting = |x: usize| {
                self.inside
                    .is_none_or(|inside| inside[line * width + x] != 0)
            };
            let first = (0..voxels.len())
                .find(|&x| counting(x))
                .unwrap_or(voxels.len());
            let end = (first..voxels.len())
                .rfind(|&x| counting(x))
                .map_or(first, |last| last + 1);
            voxels[..first].fill(0.0);
            for voxel in &mut voxels[first..end] {
                *voxel = value(*voxel);
            }
            voxels[end..].fill(0.0);
        });
        voxels
    }
}

/// `M`, the largest |x| of an image; NaN if one voxel is.
#[must_use]
pub fn largest_magnitude(image: &AnyVolume) -> f64 {
    for_any!(image, volume => largest_of(volume.voxels()))
}

fn largest_of<T: Voxel>(voxels: &[T]) -> f64 {
    let magnitude = reduce::chunks(
        voxels.len(),
        |range| largest_of_chunk(&voxels[range]),
        // NaN stays, on whichever side it is.
        |left, right| {
            if left >= right || left.is_nan() {
                left
            } else {
                right
            }
        },
    );
    magnitude.unwrap_or(0.0)
}

/// The largest |x| of at least one voxel, from the extremes in the voxels' own type, which has more lanes
/// than doubles.
fn largest_of_chunk<T: Voxel>(voxels: &[T]) -> f64 {
    const LANES: usize = 32;
    let mut low = [voxels[0]; LANES];
    let mut high = low;
    let mut undefined = [false; LANES];
    let blocks = voxels.chunks_exact(LANES);
    let rest = blocks.remainder();
    for block in blocks {
        for lane in 0..LANES {
            low[lane] = smaller(block[lane], low[lane]);
            high[lane] = larger(block[lane], high[lane]);
            undefined[lane] |= block[lane].to_f64().is_nan();
        }
    }
    if undefined.contains(&true) || rest.iter().any(|voxel| voxel.to_f64().is_nan()) {
        return f64::NAN;
    }
    let low = low.into_iter().chain(rest.iter().copied()).reduce(smaller);
    let high = high.into_iter().chain(rest.iter().copied()).reduce(larger);
    let magnitude = |extreme: Option<T>| extreme.map_or(0.0, |voxel| voxel.to_f64().abs());
    larger(magnitude(low), magnitude(high))
}

fn smaller<T: PartialOrd>(a: T, b: T) -> T {
    if a < b { a } else { b }
}

fn larger<T: PartialOrd>(a: T, b: T) -> T {
    if a > b { a } else { b }
}
