//! Local binary patterns on spheres: the image types `lbp-3D-m1`, `lbp-3D-m2`, ... and `lbp-3D-k`.
//!
//! About every voxel the image is sampled at the corners of a refined icosahedron, by a cubic spline.
//! Which samples are at least the central voxel is a pattern of zeros and ones; its part in the
//! spherical harmonics of each degree gives one image, the kurtosis of the samples another.
//!
//! Reference: J. Banerjee et al. (2013), "3D LBP-based rotationally invariant region description",
//! ACCV 2012 Workshops, LNCS 7728, as `PyRadiomics` understands it: voxels are taken for cubes, the
//! sphere's z lies along the image's x, and the angles are swapped in the harmonics.

use voxomics_volume::{AnyVolume, Region, VoxelType};

mod error;
mod exact;
mod harmonics;
mod kurtosis;
mod pass;
mod prefilter;
mod rounding;
mod sampler;
mod sphere;
mod spline;
#[cfg(test)]
mod tests;

pub use error::Error;

use harmonics::Harmonics;
use pass::Pass;
use sampler::Sampler;

/// The largest radius, far beyond any image.
const MOST_RADIUS: f64 = 1e6;

/// What patterns to compute. The defaults are `PyRadiomics`'.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// `lbp3DLevels`, 2: how many degrees of spherical harmonics, from 0 on.
    pub levels: usize,
    /// `lbp3DIcosphereRadius`, 1, voxels. Without subdivision the samples stay at radius 1.
    pub radius: f64,
    /// `lbp3DIcosphereSubdivision`, 1: how often the icosahedron's faces are cut in four. 0 to 5 give
    /// 12, 42, 162, 642, 2,562 and 10,242 samples.
    pub subdivision: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            levels: 2,
            radius: 1.0,
            subdivision: 1,
        }
    }
}

/// The images, each for the region asked for, x fastest.
#[derive(Debug, Clone, PartialEq)]
pub struct Patterns {
    /// `lbp-3D-m1` and so on: the length of the pattern's part in the harmonics of degree 0, 1, ...;
    /// 0 outside the region of interest.
    pub levels: Vec<Vec<f64>>,
    /// `lbp-3D-k`: excess kurtosis of the samples; NaN where their variance vanishes beside their
    /// mean, 0 outside the region of interest.
    pub kurtosis: Vec<f64>,
    /// Whether the kurtosis was computed in `f32`: so `SciPy` does for `float32` images.
    pub single: bool,
}

/// Patterns about the voxels of `region` for which `inside`, x fastest, is not 0.
///
/// # Errors
///
/// [`Error`] if the region reaches beyond the image, `inside` does not fit it, or the options make no
/// sphere.
///
/// ```
/// use voxomics_features::filter::lbp3d::{Options, local_binary_pattern};
/// use voxomics_volume::{AnyVolume, Geometry, Region, Volume};
///
/// let geometry = Geometry::axis_aligned([7, 7, 7], [1.0; 3])?;
/// let peak = Volume::from_fn(geometry, |voxel| if voxel == [3; 3] { 100_i16 } else { 0 });
/// let region = Region::new([3, 3, 3], [1, 1, 1]);
/// let patterns = local_binary_pattern(&AnyVolume::from(peak), region, &[1], &Options::default())?;
/// // Nothing about a peak is as high.
/// assert_eq!(patterns.levels, [[0.0], [0.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "getLBP3DImage")]
pub fn local_binary_pattern(
    image: &AnyVolume,
    region: Region,
    inside: &[u8],
    options: &Options,
) -> Result<Patterns, Error> {
    let centres = image.crop_f64(region)?;
    if inside.len() != centres.len() {
        return Err(Error::Inside {
            expected: centres.len(),
            found: inside.len(),
        });
    }
    let corners = corners(options)?;
    let single = image.voxel_type() == VoxelType::F32;
    if centres.is_empty() {
        return Ok(Patterns {
            levels: vec![Vec::new(); options.levels],
            kurtosis: Vec::new(),
            single,
        });
    }
    let pass = Pass {
        sampler: Sampler::new(image, region, &corners),
        harmonics: Harmonics::new(&corners, options.radius, options.levels),
        corners: corners.len(),
        single,
    };
    let images = options.levels + 1;
    let values = pass.values(region, &centres, inside, images);
    let part = |image: usize| -> Vec<f64> {
        let lines = values.chunks_exact(region.size()[0]);
        let lines: Vec<&[f64]> = lines.skip(image).step_by(images).collect();
        lines.concat()
    };
    Ok(Patterns {
        levels: (0..options.levels).map(part).collect(),
        kurtosis: part(options.levels),
        single,
    })
}

/// Where the samples lie, or why nowhere.
fn corners(options: &Options) -> Result<Vec<[f64; 3]>, Error> {
    let &Options {
        radius,
        subdivision,
        ..
    } = options;
    if !(radius > 0.0 && radius <= MOST_RADIUS) {
        return Err(Error::Radius {
            radius,
            most: MOST_RADIUS,
        });
    }
    if subdivision > sphere::MOST_REFINED {
        return Err(Error::Subdivision {
            subdivision,
            most: sphere::MOST_REFINED,
        });
    }
    let corners = sphere::icosphere(subdivision, radius);
    let height = corners
        .iter()
        .fold(0.0, |height: f64, &[_, _, z]| height.max(z.abs()));
    if height / radius > 1.0 {
        return Err(Error::Height {
            radius,
            subdivision,
            height,
        });
    }
    Ok(corners)
}
