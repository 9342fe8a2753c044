//! Image types: what filters make of an image.
//!
//! Filters see the whole preprocessed image, as in `PyRadiomics`, and return what is asked for: the box
//! of the region of interest. Values and their precision are `PyRadiomics`' to the last bit, since a
//! voxel on the edge of a bin changes every texture.
//!
//! ```
//! use voxomics_features::filter;
//! use voxomics_features::params::Params;
//! use voxomics_volume::{AnyVolume, Geometry, Region, Volume};
//!
//! let geometry = Geometry::axis_aligned([6, 6, 6], [1.0; 3])?;
//! let image = AnyVolume::from(Volume::from_fn(geometry, |[x, y, z]| (x * y + z) as i16));
//! let params = Params::from_yaml("imageType: {Wavelet: {wavelet: haar}}")?;
//!
//! let region = Region::new([1, 1, 1], [4, 4, 4]);
//! let images = filter::images(&params.image_types()[0], &image, region, &[1; 64])?;
//! assert_eq!(images.made[0].name, "wavelet-LLH");
//! assert_eq!(images.made.len(), 8);
//! assert_eq!(images.made[0].values.len(), 64);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod gradient;
pub mod laplacian;
pub mod lbp2d;
pub mod lbp3d;
pub mod pointwise;
pub mod wavelet;

mod error;
mod rows;

use voxomics_volume::{AnyVolume, Region, volume};

use crate::params::{Filter, ImageType, Settings, Sigma};
use crate::roi::Precision;

use self::pointwise::Voxels;
use self::wavelet::{Decomposition, Wavelet};
pub use error::Error;

/// An image within a region, x fastest.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// What starts the names of its features, such as `wavelet-LLH`.
    pub name: String,
    /// The intensities.
    pub values: Vec<f64>,
    /// The precision that they were computed in.
    pub precision: Precision,
}

/// The images that an image type gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Images {
    /// In `PyRadiomics`' order.
    pub made: Vec<Image>,
    /// What the image is too small for.
    pub skipped: Vec<Skipped>,
}

/// An image that `PyRadiomics` leaves out, with a warning.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Skipped {
    /// The Laplacian of Gaussian of an image that is too small for it.
    #[error("LoG left out: {0}")]
    LoG(#[from] laplacian::Misfit),

    /// Spheres in a plane.
    #[error("LBP3D needs a three-dimensional image: left out for this one")]
    Lbp3dOfPlane,
}

/// The images of an image type, within `region` of `image`; `inside` marks the voxels of the region of
/// interest there with 1, outside of which `LBP3D` and the pointwise filters compute nothing.
///
/// # Errors
///
/// [`Error`] where intensities leave a filter undefined, or the region reaches beyond the image.
pub fn images(
    image_type: &ImageType,
    image: &AnyVolume,
    region: Region,
    inside: &[u8],
) -> Result<Images, Error> {
    let size = image.geometry().size();
    if !region.fits(size) {
        return Err(volume::Error::Outside { region, size }.into());
    }
    let rank = image.geometry().rank();
    let values = match &image_type.filter {
        Filter::LoG { sigma } => return Ok(laplacians(image_type, image, region, sigma)),
        Filter::Lbp3d { .. } if rank < 3 => {
            return Ok(Images {
                made: Vec::new(),
                skipped: vec![Skipped::Lbp3dOfPlane],
            });
        }
        &Filter::Lbp3d {
            levels,
            radius,
            subdivision,
        } => {
            let options = lbp3d::Options {
                levels,
                radius,
                subdivision,
            };
            let patterns = lbp3d::local_binary_pattern(image, region, inside, &options)?;
            spheres(patterns, image_type.settings.extensions.flat_kurtosis)
        }
        filter => filtered(filter, &image_type.settings, image, region, inside)?,
    };
    Ok(Images {
        made: values.named(image_type.image_names_in(rank)),
        skipped: Vec::new(),
    })
}

/// The images of a filter that needs nothing but the image.
fn filtered(
    filter: &Filter,
    settings: &Settings,
    image: &AnyVolume,
    region: Region,
    inside: &[u8],
) -> Result<Values, Error> {
    Ok(match filter {
        Filter::Square => scaled("square", Voxels::square, image, region, inside)?,
        Filter::SquareRoot => scaled("squareroot", Voxels::square_root, image, region, inside)?,
        Filter::Logarithm => scaled("logarithm", Voxels::logarithm, image, region, inside)?,
        Filter::Exponential => scaled("exponential", Voxels::exponential, image, region, inside)?,
        Filter::Gradient { use_spacing } => {
            Values::F32(vec![gradient::magnitude(image, region, *use_spacing)])
        }
        Filter::Wavelet {
            wavelet,
            start_level,
            levels,
        } => {
            let options = wavelet::Options {
                wavelet: Wavelet::named(wavelet).expect("the parameters were checked"),
                start_level: *start_level,
                levels: *levels,
                flat_axis: settings.in_dimensions(image.geometry().rank()).flat_axis,
            };
            match wavelet::decompose(image, region, &options) {
                Decomposition::F32(images) => Values::F32(images),
                Decomposition::F64(images) => Values::F64(images),
            }
        }
        &Filter::Lbp2d {
            radius,
            samples,
            method,
            axis,
        } => {
            let is_plane = image.geometry().rank() == 2;
            let options = lbp2d::Options {
                radius,
                samples,
                method,
                axis: if is_plane { 2 } else { axis },
            };
            let values = lbp2d::local_binary_pattern(image, region, &options)?;
            // Patterns of a volume have its type.
            match image {
                AnyVolume::F32(volume) if volume.geometry().rank() == 3 => {
                    Values::F32(vec![values.into_iter().map(rows::narrow).collect()])
                }
                _ => Values::F64(vec![values]),
            }
        }
        Filter::Original | Filter::LoG { .. } | Filter::Lbp3d { .. } => original(image, region)?,
    })
}

/// The images of every level, and of kurtosis, which is `flat` where it is not defined.
fn spheres(patterns: lbp3d::Patterns, flat: Option<f64>) -> Values {
    let mut kurtosis = patterns.kurtosis;
    if let Some(flat) = flat {
        let undefined = kurtosis.iter_mut().filter(|value| value.is_nan());
        undefined.for_each(|value| *value = flat);
    }
    let mut values = patterns.levels;
    values.push(kurtosis);
    Values::F64(values)
}

/// A pointwise filter. All divide by the largest magnitude of the image, and all but the square root are
/// undefined where it is 0.
fn scaled<'a>(
    name: &'static str,
    filter: fn(&Voxels<'a>, f64) -> Vec<f64>,
    image: &'a AnyVolume,
    region: Region,
    inside: &'a [u8],
) -> Result<Values, Error> {
    let largest = pointwise::largest_magnitude(image);
    if !largest.is_finite() {
        return Err(Error::NotFinite {
            image: name,
            largest,
        });
    }
    if largest == 0.0 && name != "squareroot" {
        return Err(Error::Zero { image: name });
    }
    let voxels = Voxels::inside(image, region, inside);
    Ok(Values::F64(vec![filter(&voxels, largest)]))
}

/// Images in the precision that they were computed in.
enum Values {
    F32(Vec<Vec<f32>>),
    F64(Vec<Vec<f64>>),
}

impl Values {
    fn named(self, names: Vec<String>) -> Vec<Image> {
        let (images, precision) = match self {
            Self::F32(images) => (images.into_iter().map(doubles).collect(), Precision::Single),
            Self::F64(images) => (images, Precision::Double),
        };
        let named = names.into_iter().zip(images);
        let image = |(name, values)| Image {
            name,
            values,
            precision,
        };
        named.map(image).collect()
    }
}

fn doubles(values: Vec<f32>) -> Vec<f64> {
    values.into_iter().map(f64::from).collect()
}

fn original(image: &AnyVolume, region: Region) -> Result<Values, Error> {
    Ok(match image {
        AnyVolume::F32(volume) => Values::F32(vec![volume.crop(region)?.into_voxels()]),
        _ => Values::F64(vec![image.crop_f64(region)?]),
    })
}

/// An image for each width that the image is large enough for.
fn laplacians(
    image_type: &ImageType,
    image: &AnyVolume,
    region: Region,
    sigmas: &[Sigma],
) -> Images {
    let mut images = Images::default();
    for (sigma, name) in sigmas.iter().zip(image_type.image_names()) {
        match laplacian::fits(image.geometry(), sigma.mm) {
            Ok(()) => {
                let values = laplacian::laplacian_of_gaussian(image, region, sigma.mm);
                images
                    .made
                    .extend(Values::F32(vec![values]).named(vec![name]));
            }
            Err(misfit) => {
                images.skipped.push(misfit.clone().into());
                // Too small for every width: once is enough.
                if matches!(misfit, laplacian::Misfit::FewVoxels { .. }) {
                    break;
                }
            }
        }
    }
    images
}
