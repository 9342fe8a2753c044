//! Why maps cannot be made.

use voxomics_core::ErrorClass;

use crate::discretise;
use crate::glcm::MOST_LEVELS;

/// Why maps cannot be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Intensities that belong to no grey level.
    #[error(transparent)]
    Discretise(#[from] discretise::Error),

    /// No step between neighbours fits into the crop.
    #[error(
        "{class}: no two voxels of a box of {size:?} are neighbours at distances {distances:?}{}: choose smaller \
         distances, or leave {class} out",
        if *flat { " within a plane" } else { "" }
    )]
    NoNeighbours {
        /// The feature class.
        class: &'static str,
        /// Size of the crop, `[x, y, z]`.
        size: [usize; 3],
        /// Distances asked for, in voxels.
        distances: Vec<usize>,
        /// Whether `force2D` is on.
        flat: bool,
    },

    /// A kernel with more voxels than can be told apart.
    #[error(
        "kernelRadius {radius} makes kernels of {voxels} voxels in this region, and at most {} are possible: \
         choose a smaller one",
        u16::MAX
    )]
    KernelTooLarge {
        /// The radius asked for.
        radius: usize,
        /// Voxels of a kernel.
        voxels: usize,
    },

    /// More grey levels in a kernel than a co-occurrence matrix can have.
    #[error(
        "kernels have up to {levels} grey levels, and glcm works with {MOST_LEVELS} at most: choose a larger \
         binWidth, a binCount or a smaller kernelRadius, or leave glcm out"
    )]
    TooManyForGlcm {
        /// Grey levels that a kernel can have.
        levels: usize,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Discretise(error) => error.class(),
            Self::NoNeighbours { .. } => ErrorClass::Input,
            Self::KernelTooLarge { .. } | Self::TooManyForGlcm { .. } => ErrorClass::Resource,
        }
    }
}
