//! Local binary pattern in planes: the image type `lbp-2D`.
//!
//! About every voxel the plane is sampled at points of a circle; which samples are at least the central
//! voxel is a pattern of zeros and ones.
//!
//! Reference: T. Ojala, M. Pietikäinen, T. Mäenpää (2002), "Multiresolution gray-scale and rotation
//! invariant texture classification with local binary patterns", IEEE TPAMI 24(7): 971-987, with the
//! arithmetic of scikit-image 0.22.

use std::f64::consts::PI;

use rayon::prelude::*;
use voxomics_core::{ErrorClass, math};
use voxomics_volume::{AnyVolume, Region, VoxelType, volume};

use crate::params::LbpMethod;

mod methods;
mod plane;
mod stored;

use methods::{Circle, Room};
use plane::Plane;
use stored::stored;

/// The most samples whose pattern is a number: scikit-image keeps it in 32 bits with a sign.
const MOST_BITS: usize = 31;
/// The most samples of the other methods, for want of a reason to go further.
const MOST_SAMPLES: usize = 65_536;

/// What pattern to compute. The defaults are `PyRadiomics`'.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// `lbp2DRadius`, 1: of the circle, in voxels whatever the spacing.
    pub radius: f64,
    /// `lbp2DSamples`, 8: points on the circle.
    pub samples: usize,
    /// `lbp2DMethod`, `uniform`.
    pub method: LbpMethod,
    /// The axis across the planes, 0 = x; 2.
    pub axis: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            radius: 1.0,
            samples: 8,
            method: LbpMethod::Uniform,
            axis: 2,
        }
    }
}

/// Why there is no pattern.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The region is not part of the image.
    #[error(transparent)]
    Region(#[from] volume::Error),

    /// The circle has no radius.
    #[error("lbp2DRadius is {radius}: give a number above 0, in voxels")]
    Radius {
        /// What was given.
        radius: f64,
    },

    /// No pattern has that many samples.
    #[error("lbp2DSamples is {samples}: give a whole number from 1 to {most} for this lbp2DMethod")]
    Samples {
        /// What was given.
        samples: usize,
        /// The most that are possible.
        most: usize,
    },

    /// No axis has that number.
    #[error("the axis across the planes is {axis}: give 0, 1 or 2 for x, y or z")]
    Axis {
        /// What was given.
        axis: usize,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        ErrorClass::Input
    }
}

/// The pattern at every voxel of `region`, x fastest.
///
/// | method    | value                                                                            |
/// |-----------|----------------------------------------------------------------------------------|
/// | `default` | the pattern as a binary number, first sample lowest                              |
/// | `ror`     | the smallest of the numbers that its rotations make                              |
/// | `uniform` | how many ones, if they change at most twice along the samples, else `samples + 1` |
/// | `var`     | variance of the samples; NaN if it is 0                                          |
///
/// Samples are interpolated linearly along rows and columns; outside the plane the image is 0. The
/// value takes the image's type, as in `PyRadiomics`: in an integer image large ones wrap, and NaN
/// becomes 0, in 32 or 64 bits the least value with a sign and half the range without.
///
/// # Errors
///
/// [`Error`] if the region reaches beyond the image or the options make no circle.
///
/// ```
/// use voxomics_features::filter::lbp2d::{Options, local_binary_pattern};
/// use voxomics_features::params::LbpMethod;
/// use voxomics_volume::{AnyVolume, Geometry, Region, Volume};
///
/// let geometry = Geometry::axis_aligned([3, 3, 1], [1.0; 3])?;
/// let plane = Volume::new(geometry, vec![0_u8, 9, 0, 0, 5, 7, 0, 0, 0])?;
/// let options = Options {
///     samples: 4, // right, up, left, down
///     method: LbpMethod::Default,
///     ..Options::default()
/// };
/// let centre = Region::new([1, 1, 0], [1, 1, 1]);
/// assert_eq!(local_binary_pattern(&AnyVolume::from(plane), centre, &options)?, [3.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "getLBP2DImage")]
pub fn local_binary_pattern(
    image: &AnyVolume,
    region: Region,
    options: &Options,
) -> Result<Vec<f64>, Error> {
    check(options)?;
    let mut values = image.crop_f64(region)?;
    if values.is_empty() {
        return Ok(values);
    }
    let circle = Circle {
        plane: &Plane::new(image, region, options),
        points: &points(options),
    };
    let voxel_type = match image.geometry().rank() {
        3 => image.voxel_type(),
        _ => VoxelType::F64,
    };
    let [width, height, _] = region.size();
    values.par_chunks_mut(width).enumerate().for_each_init(
        || Room::new(width),
        |room, (line, values)| {
            circle.patterns([line % height, line / height], options.method, room, values);
            for value in values {
                *value = stored(*value, voxel_type);
            }
        },
    );
    Ok(values)
}

/// Offsets `[row, column]` of the samples, rounded to five decimals as in scikit-image.
fn points(options: &Options) -> Vec<[f64; 2]> {
    let rounded = |offset: f64| (offset * 1e5).round_ties_even() / 1e5;
    let point = |sample: usize| {
        let angle = 2.0 * PI * sample as f64 / options.samples as f64;
        let (row, column) = (
            -options.radius * math::sin(angle),
            options.radius * math::cos(angle),
        );
        [rounded(row), rounded(column)]
    };
    (0..options.samples).map(point).collect()
}

fn check(options: &Options) -> Result<(), Error> {
    let &Options {
        radius,
        samples,
        axis,
        ..
    } = options;
    let most = match options.method {
        LbpMethod::Default | LbpMethod::Ror => MOST_BITS,
        LbpMethod::Uniform | LbpMethod::Var => MOST_SAMPLES,
    };
    if axis > 2 {
        Err(Error::Axis { axis })
    } else if !(radius > 0.0 && radius.is_finite()) {
        Err(Error::Radius { radius })
    } else if samples == 0 || samples > most {
        Err(Error::Samples { samples, most })
    } else {
        Ok(())
    }
}
