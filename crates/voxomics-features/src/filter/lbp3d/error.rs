//! Why there is no pattern.

use voxomics_core::ErrorClass;
use voxomics_volume::volume;

/// Why there is no pattern.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The region is not part of the image.
    #[error(transparent)]
    Region(#[from] volume::Error),

    /// Which voxels are inside was given for another number of voxels.
    #[error("{found} voxels are marked as inside or outside, but the region has {expected}")]
    Inside {
        /// Voxels of the region.
        expected: usize,
        /// Marks given.
        found: usize,
    },

    /// The sphere has no radius, or too large a one.
    #[error("lbp3DIcosphereRadius is {radius}: give a number above 0 up to {most}, in voxels")]
    Radius {
        /// What was given.
        radius: f64,
        /// The largest that is possible.
        most: f64,
    },

    /// The corners have no angles: `arccos(z / radius)` is undefined.
    #[error(
        "lbp3DIcosphereRadius is {radius}, but with lbp3DIcosphereSubdivision {subdivision} the sphere \
         reaches up to {height}: give at least that, or subdivide"
    )]
    Height {
        /// What was given.
        radius: f64,
        /// What was given.
        subdivision: usize,
        /// The largest z of a corner.
        height: f64,
    },

    /// The sphere has too many corners.
    #[error("lbp3DIcosphereSubdivision is {subdivision}: give a whole number from 0 to {most}")]
    Subdivision {
        /// What was given.
        subdivision: usize,
        /// The largest that is possible.
        most: usize,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        ErrorClass::Input
    }
}
