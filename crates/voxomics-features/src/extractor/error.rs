//! Why features could not be extracted.

use voxomics_core::ErrorClass;
use voxomics_volume::geometry;

use crate::{discretise, filter, glcm, roi, shape2d, voxel};

/// Why features of an image and its mask could not be extracted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Image and mask lie on different grids, but overlap.
    #[error(
        "{0}; if the mask was drawn on this image, resample it (`--resample-mask`, setting correctMask), or \
         raise the setting geometryTolerance if the difference is rounding"
    )]
    Geometry(geometry::Error),

    /// Image and mask have no place in common.
    #[error("image and mask do not overlap in space: they belong to different scans ({0})")]
    NoOverlap(geometry::Error),

    /// The region reaches beyond the image, so that a resampled mask would lose a part of it.
    #[error(
        "label {label} reaches beyond the image: voxels {low:?} to {high:?} of a grid of {size:?}; crop the \
         mask, or use the image that it was drawn on"
    )]
    BeyondImage {
        /// The label.
        label: u32,
        /// Lowest corner in the image's index space.
        low: [f64; 3],
        /// Highest corner.
        high: [f64; 3],
        /// Size of the image.
        size: [usize; 3],
    },

    /// Nothing, or everything, is segmented.
    #[error("no region in this mask: every voxel is {0}")]
    NoRegion(u32),

    /// The label is not in the mask.
    #[error("label {label} is not in this mask, which has {}", list(present))]
    NoLabel {
        /// The label asked for.
        label: u32,
        /// The labels that are there.
        present: Vec<u32>,
    },

    /// So many labels that the file is rather an image.
    #[error(
        "this mask has {0} different values, and a mask has 255 labels at most: is it an image given as the \
         mask?"
    )]
    NotAMask(usize),

    /// The same file given twice.
    #[error("image and mask are equal in every voxel: the image was given as its own mask")]
    ImageIsMask,

    /// A single voxel.
    #[error("label {0} is a single voxel: features need at least two")]
    OneVoxel(u32),

    /// Extent in too few dimensions.
    #[error(
        "label {label} spans more than one voxel along {found} axes only, and minimumROIDimensions asks for \
         {minimum}"
    )]
    TooFewDimensions {
        /// The label.
        label: u32,
        /// Axes along which it spans more than one voxel.
        found: usize,
        /// What is asked for.
        minimum: usize,
    },

    /// Too few voxels.
    #[error("label {label} has {voxels} voxels, and minimumROISize asks for more than {minimum}")]
    TooSmall {
        /// The label.
        label: u32,
        /// Its voxels.
        voxels: usize,
        /// What is asked for.
        minimum: usize,
    },

    /// NaN or an infinity inside the region.
    #[error("{}", non_finite(*label, *bad, *voxels, *value, *index))]
    NonFinite {
        /// The label.
        label: u32,
        /// Voxels inside that are not finite.
        bad: usize,
        /// Voxels inside.
        voxels: usize,
        /// The first such value.
        value: f64,
        /// Where it is in the preprocessed image, `[x, y, z]`: cropped and resampled as the settings say.
        index: [usize; 3],
    },

    /// A label that an image type asks for and the region's box does not hold.
    #[error(
        "label {asked}, which an image type asks for, has no voxel in the box of label {label}{}: leave it \
         out of the image type",
        if *resegmented { " after resegmentation" } else { "" }
    )]
    NoOtherLabel {
        /// The label of the case.
        label: u32,
        /// The label of the image type.
        asked: u32,
        /// Whether the region was resegmented, which leaves no other label.
        resegmented: bool,
    },

    /// An image without a mean or a spread.
    #[error(
        "normalize: the image has mean {mean} and standard deviation {deviation}: it must be finite and vary"
    )]
    NotNormalizable {
        /// Mean of all voxels.
        mean: f64,
        /// Standard deviation of all voxels.
        deviation: f64,
    },

    /// A spacing for an image of another number of dimensions.
    #[error("resampledPixelSpacing has {given} numbers, and the image has {rank} dimensions")]
    SpacingDimensions {
        /// Numbers given.
        given: usize,
        /// Dimensions of the image.
        rank: usize,
    },

    /// A spacing that makes no grid.
    #[error("resampledPixelSpacing makes a grid that cannot be: {0}")]
    ResampledGrid(geometry::Error),

    /// A label without a voxel on the new grid.
    #[error(
        "label {label} has {voxels} voxels, and none after resampling the mask to {spacing:?} mm: choose a \
         smaller resampledPixelSpacing"
    )]
    LostInResampling {
        /// The label.
        label: u32,
        /// Voxels that it had.
        voxels: usize,
        /// Spacing of the new grid, mm.
        spacing: [f64; 3],
    },

    /// Thresholds that leave nothing.
    #[error(
        "resegmentation keeps {kept} of the {voxels} voxels of label {label}, those from {} to {}: widen \
         resegmentRange or outlierSigma",
        thresholds[0], thresholds[1]
    )]
    ResegmentedAway {
        /// The label.
        label: u32,
        /// Voxels before.
        voxels: usize,
        /// Voxels after.
        kept: usize,
        /// Lowest and highest intensity that stay.
        thresholds: [f64; 2],
    },

    /// Intensities that a filter cannot work with.
    #[error(transparent)]
    Filter(#[from] filter::Error),

    /// A filter's image that is not a number inside the region.
    #[error(
        "{image}: {bad} of {voxels} voxels inside label {label} are {value}: leave this image type out{}",
        if image == "lbp-3D-k" { ", or set flatKurtosis, of the section voxomics" } else { "" }
    )]
    Undefined {
        /// The image.
        image: String,
        /// The label.
        label: u32,
        /// Voxels inside that are not finite.
        bad: usize,
        /// Voxels inside.
        voxels: usize,
        /// The first such value.
        value: f64,
    },

    /// `shape2D` of a region in several slices.
    #[error("label {label}: {source}; leave shape2D out, or draw one slice")]
    Shape2d {
        /// The label.
        label: u32,
        /// What is wrong with it.
        source: shape2d::Error,
    },

    /// Intensities that belong to no grey level.
    #[error(transparent)]
    Discretise(#[from] discretise::Error),

    /// No step between neighbours fits into the region's box.
    #[error(
        "{class} of label {label}: no two voxels of a box of {size:?} are neighbours at distances \
         {distances:?}{}: choose smaller distances, or leave {class} out",
        if *flat { " within a plane" } else { "" }
    )]
    NoNeighbours {
        /// The feature class.
        class: &'static str,
        /// The label.
        label: u32,
        /// Size of its box, `[x, y, z]`.
        size: [usize; 3],
        /// Distances asked for, in voxels.
        distances: Vec<usize>,
        /// Whether `force2D` is on.
        flat: bool,
    },

    /// More grey levels than a co-occurrence matrix can have.
    #[error(
        "{image}: label {label} has {levels} grey levels, and glcm works with {} at most: choose a larger \
         binWidth or a binCount, or leave glcm out",
        glcm::MOST_LEVELS
    )]
    TooManyForGlcm {
        /// The image.
        image: String,
        /// The label.
        label: u32,
        /// Grey levels present.
        levels: usize,
    },

    /// Maps that cannot be made.
    #[error(transparent)]
    Voxel(#[from] voxel::Error),

    /// A region that cannot be cut out of its image.
    #[error(transparent)]
    Roi(#[from] roi::Error),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Geometry(_)
            | Self::NoOverlap(_)
            | Self::BeyondImage { .. }
            | Self::NoRegion(_)
            | Self::NoLabel { .. }
            | Self::NotAMask(_)
            | Self::ImageIsMask
            | Self::OneVoxel(_)
            | Self::TooFewDimensions { .. }
            | Self::TooSmall { .. }
            | Self::NonFinite { .. }
            | Self::NoOtherLabel { .. }
            | Self::NotNormalizable { .. }
            | Self::SpacingDimensions { .. }
            | Self::LostInResampling { .. }
            | Self::ResegmentedAway { .. }
            | Self::Undefined { .. }
            | Self::Shape2d { .. }
            | Self::NoNeighbours { .. } => ErrorClass::Input,
            Self::ResampledGrid(error) => error.class(),
            Self::Filter(error) => error.class(),
            Self::Discretise(error) => error.class(),
            Self::Voxel(error) => error.class(),
            Self::TooManyForGlcm { .. } => ErrorClass::Resource,
            Self::Roi(error) => error.class(),
        }
    }
}

fn list(labels: &[u32]) -> String {
    let labels: Vec<String> = labels.iter().map(u32::to_string).collect();
    labels.join(", ")
}

fn non_finite(label: u32, bad: usize, voxels: usize, value: f64, index: [usize; 3]) -> String {
    if bad == voxels {
        return format!("the image has no finite voxel inside label {label}");
    }
    format!(
        "{bad} of {voxels} voxels inside label {label} are not finite, the first {value} at {index:?}: \
         repair the image or leave them out of the mask"
    )
}
