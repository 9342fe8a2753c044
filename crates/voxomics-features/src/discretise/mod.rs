//! Grey levels: intensities put into bins.
//!
//! `PyRadiomics` finds bin edges in floating point, and texture depends on which side of an edge a
//! voxel falls. So the same operations are done here in the same order, down to numpy's `arange` and
//! `linspace`, and not the textbook formula `⌊x / w⌋ - ⌊min / w⌋ + 1`, which differs for up to 43 % of
//! minima that are multiples of a width such as 0.1.

mod edges;
mod levels;

use voxomics_core::ErrorClass;

pub use self::levels::Levels;
pub(crate) use self::levels::{Ranks, for_ranks, histogram};

/// Why intensities cannot be put into bins.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No voxel inside.
    #[error("the region of interest is empty: there is nothing to discretise")]
    Empty,

    /// A bin width that is no width.
    #[error("bin width {0} is not a positive number")]
    BinWidth(f64),

    /// Intensities below the first bin.
    #[error(
        "intensities go down to {minimum}, below the binOrigin {origin}: resegment from there, or lower it"
    )]
    BelowOrigin {
        /// Smallest intensity.
        minimum: f64,
        /// Where the first bin begins.
        origin: f64,
    },

    /// A bin count of zero.
    #[error("bin count 0 leaves no grey level: ask for at least one")]
    BinCount,

    /// NaN or an infinity.
    #[error("the region of interest holds {0}, which belongs to no bin")]
    NonFinite(f64),

    /// More grey levels than a texture matrix can have.
    #[error(
        "intensities from {minimum} to {maximum} make {levels} grey levels, and textures can have {}: \
         choose a larger binWidth or a binCount",
        Levels::MAX
    )]
    TooManyLevels {
        /// Smallest intensity.
        minimum: f64,
        /// Largest intensity.
        maximum: f64,
        /// Levels that they would make.
        levels: u64,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Empty
            | Self::BinWidth(_)
            | Self::BelowOrigin { .. }
            | Self::BinCount
            | Self::NonFinite(_)
            | Self::TooManyLevels { .. } => ErrorClass::Input,
        }
    }
}

/// How intensities are put into bins.
///
/// ```
/// use voxomics_features::discretise::Binning;
///
/// assert_eq!(Binning::default(), Binning::Width(25.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Binning {
    /// Bins of a width `w`, anchored at a multiple of `w`: `binWidth`.
    Width(f64),
    /// Bins of a width, the first from an intensity on which the region must not fall below: IBSI's fixed
    /// bin size; `binOrigin`.
    WidthFrom {
        /// Where the first bin begins.
        origin: f64,
        /// The width.
        width: f64,
    },
    /// A number of equal bins between the smallest and the largest intensity: `binCount`.
    Count(usize),
}

impl Default for Binning {
    fn default() -> Self {
        Self::Width(25.0)
    }
}
