//! Laplacian of Gaussian by recursive filters, as ITK's `LaplacianRecursiveGaussianImageFilter`.
//!
//! A second derivative along each axis in turn, smoothed along the other axes, all of them divided by the
//! square of the spacing and added. Every pass along an axis computes in doubles and is stored as `f32`, and
//! so is the sum: the bits depend on it.

mod coefficients;
mod grid;
mod pass;
mod recursion;

use voxomics_core::ErrorClass;
use voxomics_volume::{AnyVolume, Geometry, Region, for_any};

use self::coefficients::{Coefficients, Order};
use self::grid::Grid;
use self::pass::Pass;
use super::rows;

/// Fewest voxels along an axis.
const FEWEST: usize = 4;

/// Why an image has no Laplacian of Gaussian. `PyRadiomics` warns and goes on without that image.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Misfit {
    /// Too few voxels for any width.
    #[error(
        "size {size:?} is too small for a Laplacian of Gaussian: every axis needs 4 voxels or more"
    )]
    FewVoxels {
        /// Size of the image; one voxel along z if it has two dimensions.
        size: [usize; 3],
    },

    /// Too small for this width.
    #[error(
        "size {size:?} is too small for a Laplacian of Gaussian of {sigma} mm at a spacing of {spacing:?} mm: \
         every axis needs sigma / spacing, rounded up, and one voxel more"
    )]
    WideSigma {
        /// Standard deviation, mm.
        sigma: f64,
        /// Size of the image.
        size: [usize; 3],
        /// Spacing of the image, mm.
        spacing: [f64; 3],
    },

    /// A width that is none.
    #[error("sigma {sigma} mm is not positive")]
    Sigma {
        /// Standard deviation, mm.
        sigma: f64,
    },
}

impl Misfit {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        ErrorClass::Input
    }
}

/// Whether an image of this grid is large enough for `PyRadiomics` to filter it with `sigma` mm: at least
/// 4 voxels and at least `ceil(sigma / spacing) + 1` along every axis that the image has.
///
/// ```
/// use voxomics_features::filter::laplacian;
/// use voxomics_volume::Geometry;
///
/// let geometry = Geometry::axis_aligned([64, 64, 8], [1.0, 1.0, 3.0])?;
/// assert!(laplacian::fits(&geometry, 21.0).is_ok());
/// assert!(laplacian::fits(&geometry, 21.5).is_err());
/// # Ok::<(), voxomics_volume::geometry::Error>(())
/// ```
///
/// # Errors
///
/// A [`Misfit`] that says what is too small. [`Misfit::FewVoxels`] holds for every `sigma`.
pub fn fits(geometry: &Geometry, sigma: f64) -> Result<(), Misfit> {
    let (size, spacing) = (geometry.size(), geometry.spacing());
    let axes = 0..geometry.rank();
    if axes.clone().any(|axis| size[axis] < FEWEST) {
        return Err(Misfit::FewVoxels { size });
    }
    if sigma.is_nan() || sigma <= 0.0 {
        return Err(Misfit::Sigma { sigma });
    }
    let fits = |axis: usize| size[axis] as f64 >= (sigma / spacing[axis]).ceil() + 1.0;
    if axes.clone().all(fits) {
        Ok(())
    } else {
        Err(Misfit::WideSigma {
            sigma,
            size,
            spacing,
        })
    }
}

/// The Laplacian of the image smoothed with a Gaussian of `sigma` mm, times `sigma²`, in a region.
///
/// Two-dimensional images have two axes. Outside, the image goes on with its outermost voxels. The filter
/// is exact in that every voxel of the image counts, however far away; lines are filtered only as far as
/// the region needs.
///
/// Reference: Deriche, "Recursively implementing the Gaussian and its derivatives" (1993); constants of
/// Farnebäck and Westin (2006).
///
/// ```
/// use voxomics_features::filter::laplacian;
/// use voxomics_volume::{Geometry, Region, Volume};
///
/// // A ball that is brighter than its surroundings.
/// let geometry = Geometry::axis_aligned([21; 3], [1.0; 3])?;
/// let image = Volume::from_fn(geometry, |at| {
///     let squared: usize = at.iter().map(|index| index.abs_diff(10).pow(2)).sum();
///     if squared < 16 { 100_i16 } else { 0 }
/// });
/// let centre = Region::new([10; 3], [1; 3]);
/// let response = laplacian::laplacian_of_gaussian(&image.into(), centre, 2.0);
/// assert!((response[0] + 86.4).abs() < 5.0); // of a ball without voxels: -86.4
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
///
/// # Panics
///
/// If the region reaches beyond the image.
#[must_use]
#[doc(alias("getLoGImage", "LaplacianRecursiveGaussian"))]
pub fn laplacian_of_gaussian(image: &AnyVolume, region: Region, sigma: f64) -> Vec<f32> {
    let geometry = image.geometry();
    rows::assert_fits(region, geometry.size());
    let mut total = vec![0.0_f32; region.voxels()];
    // Fresh memory costs as much as a pass: what one axis used serves the next.
    let mut spare = Vec::new();
    for axis in 0..geometry.rank() {
        let derivative = second_derivative(image, region, sigma, axis, &mut spare);
        let spacing = geometry.spacing()[axis];
        derivative.add_to(&mut total, 1.0 / (spacing * spacing));
        spare.push(derivative.voxels);
    }
    total
}

/// Along one axis, smoothed along the others; in `spare` buffers if there are any, and what is left goes back.
fn second_derivative(
    image: &AnyVolume,
    region: Region,
    sigma: f64,
    axis: usize,
    spare: &mut Vec<Vec<f32>>,
) -> Grid<Vec<f32>> {
    let geometry = image.geometry();
    let pass = |axis: usize, order| Pass {
        axis,
        coefficients: Coefficients::new(sigma, geometry.spacing()[axis], order),
        kept: region.start()[axis]..region.end()[axis],
    };
    let others = (0..geometry.rank()).filter(|&other| other != axis);
    let mut smoothings = others.map(|other| pass(other, Order::Smoothing));
    let (first, second) = (pass(axis, Order::SecondDerivative), smoothings.next());
    let room = spare.pop().unwrap_or_default();
    let grid = for_any!(image, volume => {
        pass::run(&Grid::of(volume), &first, second.as_ref(), room)
    });
    let Some(third) = smoothings.next() else {
        return grid;
    };
    let room = spare.pop().unwrap_or_default();
    let smoothed = pass::run(&grid.view(), &third, None, room);
    spare.push(grid.voxels);
    smoothed
}
