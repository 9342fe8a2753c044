//! From an image and its mask to features.

mod case;
mod checks;
mod classes;
mod error;
mod interpolate;
mod maps;

mod normalize;
mod preprocess;
mod resegment;
mod textures;

use voxomics_volume::{AnyVolume, Mask};

use crate::diagnostics::Diagnostics;
use crate::filter;
use crate::params::Params;

pub use case::Case;
pub use error::Error;
pub use maps::{Map, Mapped};

/// Extracts what [`Params`] ask for.
///
/// ```
/// use voxomics_features::{Extractor, params::Params};
/// use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};
///
/// let geometry = Geometry::axis_aligned([8, 8, 8], [1.0, 1.0, 2.0])?;
/// let image = Volume::from_fn(geometry, |[x, y, z]| (x * y + 9 * z) as i16);
/// let mask = Volume::from_fn(geometry, |index| u8::from(index.iter().all(|i| (2..6).contains(i))));
///
/// let extractor = Extractor::new(Params::default());
/// let extraction = extractor.extract(&AnyVolume::from(image), &Mask::new(mask.into())?)?;
/// assert_eq!(extraction.get("original_shape_VoxelVolume"), Some(128.0));
/// assert_eq!(extraction.features().len(), 107);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[doc(alias = "RadiomicsFeatureExtractor")]
pub struct Extractor {
    params: Params,
}

impl Extractor {
    /// An extractor for these parameters.
    #[must_use]
    pub fn new(params: Params) -> Self {
        Self { params }
    }

    /// What it extracts.
    #[must_use]
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// Extracts the label that the parameters name, 1 unless they say otherwise.
    ///
    /// # Errors
    ///
    /// As [`Case::extract`].
    #[doc(alias = "execute")]
    pub fn extract(&self, image: &AnyVolume, mask: &Mask) -> Result<Extraction, Error> {
        self.case(image, mask).extract(self.params.settings().label)
    }

    /// An image and its mask, of which several labels are to be extracted: what the labels share is done
    /// once.
    #[must_use]
    pub fn case<'a>(&'a self, image: &'a AnyVolume, mask: &'a Mask) -> Case<'a> {
        Case::new(self, image, mask)
    }
}

/// What an extraction found.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    diagnostics: Diagnostics,
    features: Vec<(String, f64)>,
    warnings: Vec<Warning>,
}

impl Extraction {
    /// The `diagnostics_*` block; empty if `additionalInfo` is off.
    #[must_use]
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// Every feature, in `PyRadiomics`' order; NaN where `PyRadiomics` has NaN.
    #[must_use]
    pub fn features(&self) -> &[(String, f64)] {
        &self.features
    }

    /// The value of a feature by its full name, such as `original_glcm_Contrast`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f64> {
        let found = self.features.iter().find(|(known, _)| known == name);
        found.map(|&(_, value)| value)
    }

    /// What a user should know about this case; [`Params::warnings`] has what concerns the parameters.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

/// What a user should know about an extraction that succeeded.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Warning {
    /// The mask lay on another grid and was resampled, because the parameters allow it.
    #[error("mask resampled to the image's grid by nearest neighbour: {mismatch}")]
    MaskCorrected {
        /// What differed.
        mismatch: String,
    },

    /// Three-dimensional shape of a two-dimensional image.
    #[error("shape needs a three-dimensional image: left out for this one")]
    ShapeOfPlane,

    /// `shape2D` is enabled, and `PyRadiomics` leaves it out for regions like this.
    #[error(
        "shape2D left out: PyRadiomics computes it only where the region spans more than one voxel along \
         image axis {axis}, and here it spans one"
    )]
    Shape2dSkipped {
        /// `force2Ddimension`, taken as an image axis, 0 = x.
        axis: usize,
    },

    /// An image that a filter leaves out, because the image is too small for it.
    #[error(transparent)]
    Skipped(filter::Skipped),

    /// The covariance of the voxels has an eigenvalue that rounding made negative.
    #[error("the region is flat: a negative eigenvalue of its shape was taken as 0")]
    FlatShape,
}
