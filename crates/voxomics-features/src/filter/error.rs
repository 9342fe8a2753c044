//! Why a filter has no image.

use voxomics_core::ErrorClass;
use voxomics_volume::volume;

/// Why a filter has no image.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An image that is not a number somewhere, though the filter scales by the largest of all voxels.
    #[error("{image}: the largest intensity of the image is {largest}: repair the image")]
    NotFinite {
        /// The image that is not made.
        image: &'static str,
        /// The largest intensity.
        largest: f64,
    },

    /// An image of zeros only, by which the filter would divide.
    #[error("{image}: every voxel of the image is 0: leave this image type out")]
    Zero {
        /// The image that is not made.
        image: &'static str,
    },

    /// Patterns in planes that cannot be.
    #[error(transparent)]
    Lbp2d(#[from] super::lbp2d::Error),

    /// Patterns on spheres that cannot be.
    #[error(transparent)]
    Lbp3d(#[from] super::lbp3d::Error),

    /// A region that reaches beyond the image.
    #[error(transparent)]
    Volume(#[from] volume::Error),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::NotFinite { .. } | Self::Zero { .. } => ErrorClass::Input,
            Self::Lbp2d(error) => error.class(),
            Self::Lbp3d(error) => error.class(),
            Self::Volume(error) => error.class(),
        }
    }
}
