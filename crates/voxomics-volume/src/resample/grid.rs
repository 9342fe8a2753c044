//! The grids that images are resampled onto.

use crate::geometry::Error;
use crate::{Geometry, Region};

/// More voxels than any body at any useful spacing has, and as many as memory may hold: 2³¹.
const MOST_VOXELS: usize = 1 << 31;

/// The grid on which `PyRadiomics` resamples the part of an image around a region of a mask.
///
/// It has the mask's direction and the wanted `spacing`; 0 keeps the mask's, and so does an axis along
/// which the region has one voxel only. Its voxels' edges, not their centres, begin where the mask's
/// do. It covers the region and `padding` new voxels on every side, but nothing beyond the mask: with
/// mask spacing `s`, new spacing `r`, `q = s / r` and a region from index `b` of `n` voxels, the new
/// indices are those from `max(⌊(b - 1/2) q - padding⌋, 0)` to
/// `min(⌈(b + n - 1/2) q + padding⌉, ⌈size q⌉ - 1)`.
///
/// The same bits as `PyRadiomics` 3.0.1. The grid of a two-dimensional mask is two-dimensional.
///
/// # Errors
///
/// [`Error::Spacing`] for a spacing that is negative or not finite, [`Error::TooLarge`] for one so small
/// that the grid cannot be, [`Error::EmptyAxis`] for a region outside the mask.
///
/// ```
/// use voxomics_volume::{Geometry, Region, resample};
///
/// let mask = Geometry::axis_aligned([64, 64, 20], [0.75, 0.75, 3.0])?;
/// let grid = resample::grid(&mask, Region::new([16, 24, 4], [8, 8, 5]), [1.0, 1.0, 0.0], 5)?;
/// assert_eq!(grid.size(), [18, 18, 15]);
/// assert_eq!(grid.origin(), [6.125, 12.125, 0.0]);
/// # Ok::<(), voxomics_volume::geometry::Error>(())
/// ```
#[doc(alias("resampleImage", "padDistance", "resampledPixelSpacing"))]
pub fn grid(
    mask: &Geometry,
    region: Region,
    spacing: [f64; 3],
    padding: usize,
) -> Result<Geometry, Error> {
    let old = mask.spacing();
    let new = std::array::from_fn(|axis| match region.size()[axis] {
        1 => old[axis],
        _ => kept_if_zero(spacing[axis], old[axis]),
    });
    checked(new)?;
    let (mut size, mut origin) = ([0; 3], [0.0; 3]);
    for axis in 0..3 {
        let ratio = old[axis] / new[axis];
        let (start, length) = (region.start()[axis] as f64, region.size()[axis] as f64);
        let padding = padding as f64;
        let low = ((start - 0.5) * ratio - padding).floor().max(0.0);
        let high = ((start + length - 0.5) * ratio + padding).ceil();
        let high = high.min((mask.size()[axis] as f64 * ratio).ceil() - 1.0);
        size[axis] = whole(high - low + 1.0);
        origin[axis] = 0.5 * (new[axis] - old[axis]) / old[axis] + low / ratio;
    }
    placed(mask, size, new, mask.continuous_to_physical(origin))
}

/// A grid of another spacing around the same centre, as IBSI 1 has it: `⌈n s / r⌉` voxels along an axis of
/// `n` voxels `s` apart for the new spacing `r`; 0 keeps the spacing.
///
/// # Errors
///
/// [`Error::Spacing`] for a spacing that is negative or not finite, [`Error::TooLarge`] for one so small
/// that the grid cannot be.
///
/// ```
/// use voxomics_volume::{Geometry, resample};
///
/// let image = Geometry::axis_aligned([4, 4, 3], [1.5, 1.5, 3.0])?;
/// let grid = resample::centred_grid(&image, [3.0, 3.0, 1.5])?;
/// assert_eq!((grid.size(), grid.origin()), ([2, 2, 6], [0.75, 0.75, -0.75]));
/// # Ok::<(), voxomics_volume::geometry::Error>(())
/// ```
pub fn centred_grid(image: &Geometry, spacing: [f64; 3]) -> Result<Geometry, Error> {
    let old = image.spacing();
    let new = std::array::from_fn(|axis| kept_if_zero(spacing[axis], old[axis]));
    checked(new)?;
    let voxels = image.size().map(|size| size as f64);
    let size = std::array::from_fn(|axis| whole((voxels[axis] * old[axis] / new[axis]).ceil()));
    let origin = std::array::from_fn(|axis| {
        0.5 * (voxels[axis] - 1.0 - (size[axis] as f64 - 1.0) * new[axis] / old[axis])
    });
    placed(image, size, new, image.continuous_to_physical(origin))
}

/// Whether an image's spacing is so near to the wanted one that `PyRadiomics` does not interpolate:
/// within 10⁻⁸ mm and 10⁻⁵ of the wanted on every axis.
///
/// ```
/// use voxomics_volume::resample::is_same_spacing;
///
/// assert!(is_same_spacing([1.0, 1.0, 3.00002], [1.0, 1.0, 3.0]));
/// assert!(!is_same_spacing([1.0, 1.0, 3.001], [1.0, 1.0, 3.0]));
/// ```
#[must_use]
#[doc(alias = "allclose")]
pub fn is_same_spacing(image: [f64; 3], wanted: [f64; 3]) -> bool {
    (0..3).all(|axis| {
        let tolerance = 1e-8 + 1e-5 * wanted[axis].abs();
        (image[axis] - wanted[axis]).abs() <= tolerance
    })
}

fn kept_if_zero(wanted: f64, old: f64) -> f64 {
    if wanted == 0.0 { old } else { wanted }
}

fn checked(spacing: [f64; 3]) -> Result<(), Error> {
    if spacing.iter().all(|mm| mm.is_finite() && *mm > 0.0) {
        Ok(())
    } else {
        Err(Error::Spacing { spacing })
    }
}

/// A grid with the direction and rank of another.
fn placed(
    like: &Geometry,
    size: [usize; 3],
    spacing: [f64; 3],
    origin: [f64; 3],
) -> Result<Geometry, Error> {
    let voxels = size.into_iter().try_fold(1_usize, usize::checked_mul);
    if voxels.is_none_or(|voxels| voxels > MOST_VOXELS) {
        return Err(Error::TooLarge { size });
    }
    let grid = Geometry::new(size, spacing, origin, like.direction())?;
    if like.rank() == 2 {
        grid.planar()
    } else {
        Ok(grid)
    }
}

/// A number of voxels; what no grid can have becomes the largest number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, as it should"
)]
fn whole(voxels: f64) -> usize {
    voxels as usize
}
