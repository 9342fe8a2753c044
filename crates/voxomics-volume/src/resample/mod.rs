//! Images and masks on another grid, as ITK's `ResampleImageFilter` puts them there.
//!
//! | I want ...                                             | Use               |
//! |--------------------------------------------------------|-------------------|
//! | the grid on which `PyRadiomics` resamples a region     | [`grid`]          |
//! | a grid around the same centre, as IBSI 1 has it        | [`centred_grid`]  |
//! | to know whether resampling would change the spacing    | [`is_same_spacing`] |
//! | an image on another grid                               | [`image`]         |
//! | a mask on another grid, by the nearest voxel           | [`nearest`]       |
//! | a mask on another grid, by interpolating one label     | [`mask_linear`]   |
//!
//! A voxel of the new grid whose centre has the continuous index `c` in the old one is inside if
//! `-1/2 ≤ c < size - 1/2` on every axis, and 0 otherwise. As in ITK, `c` is computed for both ends of
//! every line along x and interpolated between them: ties (a centre exactly between two voxels, common
//! with whole ratios of spacings) and the truncation of integers are decided by its last bit. All
//! values are `f64` until they are written.
//!
//! ```
//! use voxomics_volume::resample::{self, Interpolator};
//! use voxomics_volume::{AnyVolume, Geometry, Region, Volume};
//!
//! let geometry = Geometry::axis_aligned([4, 1, 1], [2.0, 1.0, 1.0])?;
//! let image = AnyVolume::from(Volume::new(geometry, vec![0_i16, 10, 20, 30])?);
//! let roi = Region::new([1, 0, 0], [2, 1, 1]);
//! let fine = resample::grid(&geometry, roi, [1.0, 0.0, 0.0], 0)?;
//! let image = resample::image(&image, &fine, Interpolator::Linear);
//! assert_eq!(image.to_f64(), [2.0, 7.0, 12.0, 17.0, 22.0]);
//! # Ok::<(), voxomics_volume::Error>(())
//! ```

mod grid;
mod interpolator;
mod kernel;
mod lines;
mod rows;
mod sampler;
mod source;
mod spline;
mod taps;

pub use grid::{centred_grid, grid, is_same_spacing};
pub use interpolator::Interpolator;

use crate::{AnyVolume, Geometry, Mask, Volume, Voxel, for_any};
use kernel::{Gaussian, LabelGaussian, Linear, Nearest, Sinc, Spline, Window};
use lines::Lines;
use rows::{Rows, filled};
use sampler::{Kernel, Sampler};
use source::Source;

/// `image` on the grid of `onto`, in its own voxel type.
///
/// Integers are cut off toward zero, not rounded, and saturate; `f32` is rounded once. So a B-spline
/// through integers may give 99 where every voxel is 100, which is what ITK and `PyRadiomics` do.
///
/// The same bits as ITK 5.3 and SimpleITK 2.3.1, with two exceptions in the last bit: the windowed sincs
/// and the Gaussians take their sines and exponentials from `libm`.
#[must_use]
#[doc(alias("ResampleImageFilter", "resampleImage"))]
pub fn image(image: &AnyVolume, onto: &Geometry, interpolator: Interpolator) -> AnyVolume {
    fn like<T: Voxel>(_: &Volume<T>, onto: &Geometry, rows: &dyn Rows) -> Volume<T> {
        filled(onto, rows, T::from_f64)
    }
    let rows = interpolated(image, onto, interpolator);
    for_any!(image, volume => like(volume, onto, &*rows).into())
}

/// `mask` on the grid of `onto`, each voxel taking the label of the nearest voxel, or 0 outside the
/// mask's grid.
///
/// A voxel centre at continuous index `c` takes voxel `⌊c + 1/2⌋` of each axis.
///
/// ```
/// use voxomics_volume::{AnyVolume, Geometry, Mask, Volume, resample};
///
/// let coarse = Geometry::axis_aligned([2, 1, 1], [2.0, 1.0, 1.0])?;
/// let mask = Mask::new(AnyVolume::from(Volume::new(coarse, vec![0_u8, 1])?))?;
/// let fine = Geometry::axis_aligned([4, 1, 1], [1.0; 3])?;
/// let mask = resample::nearest(&mask, &fine);
/// assert_eq!(mask.into_volume().to_f64(), [0.0, 1.0, 1.0, 0.0]);
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
#[must_use]
#[doc(alias("ResampleImageFilter", "correctMask"))]
pub fn nearest(mask: &Mask, onto: &Geometry) -> Mask {
    let lines = Lines::new(mask.geometry(), onto);
    let region = lines.region(Nearest::MARGIN);
    let source = Source::new(mask.labels_f64(region), region);
    let rows = Sampler::new(Nearest, lines, source);
    Mask::from_labels(filled(onto, &rows, u32::from_f64))
}

/// One label of a mask on the grid of `onto`: inside is where the linear interpolation of 1 in and 0
/// outside the label reaches `threshold`.
///
/// IBSI 1's way for regions of interest, with threshold 0.5. `PyRadiomics` has [`nearest`] only.
///
/// ```
/// use voxomics_volume::{AnyVolume, Geometry, Mask, Volume, resample};
///
/// let coarse = Geometry::axis_aligned([3, 1, 1], [2.0, 1.0, 1.0])?;
/// let mask = Mask::new(AnyVolume::from(Volume::new(coarse, vec![0_u8, 7, 0])?))?;
/// let fine = Geometry::axis_aligned([5, 1, 1], [1.0; 3])?;
/// let mask = resample::mask_linear(&mask, 7, &fine, 0.5);
/// assert_eq!(mask.into_volume().to_f64(), [0.0, 7.0, 7.0, 7.0, 0.0]);
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
#[must_use]
pub fn mask_linear(mask: &Mask, label: u32, onto: &Geometry, threshold: f64) -> Mask {
    let lines = Lines::new(mask.geometry(), onto);
    let region = lines.region(Linear::MARGIN);
    let source = Source::new(mask.indicator(label, region), region);
    let rows = Sampler::new(Linear, lines, source);
    let labelled = |share: f64| if share >= threshold { label } else { 0 };
    Mask::from_labels(filled(onto, &rows, labelled))
}

/// The rows of `image` on the grid of `onto`.
fn interpolated(image: &AnyVolume, onto: &Geometry, interpolator: Interpolator) -> Box<dyn Rows> {
    use Interpolator as I;
    let from = image.geometry();
    match interpolator {
        I::NearestNeighbor => cropped(Nearest, image, onto),
        I::Linear => cropped(Linear, image, onto),
        I::BSpline => {
            let lines = Lines::new(from, onto);
            let source = spline::coefficients(image, lines.region(Spline::MARGIN));
            Box::new(Sampler::new(Spline, lines, source))
        }
        I::Gaussian => cropped(Gaussian::of(from), image, onto),
        I::LabelGaussian => cropped(LabelGaussian::of(from), image, onto),
        I::HammingWindowedSinc => cropped(Sinc(Window::Hamming), image, onto),
        I::CosineWindowedSinc => cropped(Sinc(Window::Cosine), image, onto),
        I::WelchWindowedSinc => cropped(Sinc(Window::Welch), image, onto),
        I::LanczosWindowedSinc => cropped(Sinc(Window::Lanczos), image, onto),
        I::BlackmanWindowedSinc => cropped(Sinc(Window::Blackman), image, onto),
    }
}

/// Rows made of the image itself, of the part that the grid needs.
fn cropped<K: Kernel<N> + 'static, const N: usize>(
    kernel: K,
    image: &AnyVolume,
    onto: &Geometry,
) -> Box<dyn Rows> {
    let lines = Lines::new(image.geometry(), onto);
    let region = lines.region(K::MARGIN);
    let values = for_any!(image, volume => volume.map_region(region, Voxel::to_f64));
    Box::new(Sampler::new(kernel, lines, Source::new(values, region)))
}

#[cfg(test)]
mod tests {
    use super::nearest;
    use crate::{Geometry, Mask, Volume};

    #[test]
    fn onto_its_own_grid_nothing_changes() {
        let direction = [[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, -1.0]];
        let geometry =
            Geometry::new([5, 4, 3], [0.7, 1.3, 2.9], [-11.0, 3.5, 80.25], direction).unwrap();
        let labels = Volume::from_fn(geometry, |[x, y, z]| {
            [0_u8, 1, 2, 3, 4][(x * 7 + y * 3 + z) % 5]
        });
        let mask = Mask::new(labels.into()).unwrap();
        assert_eq!(nearest(&mask, &geometry), mask);
    }

    #[test]
    fn outside_is_background() {
        let geometry = Geometry::axis_aligned([2, 2, 2], [1.0; 3]).unwrap();
        let mask = Mask::new(Volume::from_fn(geometry, |_| 3_u8).into()).unwrap();
        let far = Geometry::new([2, 2, 2], [1.0; 3], [50.0, 0.0, 0.0], geometry.direction());
        assert!(nearest(&mask, &far.unwrap()).labels().is_empty());
    }
}
