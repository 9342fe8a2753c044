//! Why an image and its mask make no input.

use voxomics_core::ErrorClass;
use voxomics_volume::{geometry, volume};

use super::Axis;

/// Why an image and its mask make no input.
///
/// ```
/// use ndarray::Array2;
/// use voxomics_deep::input::{Error, Plane, Recipe, grey};
///
/// let nothing = Plane::new(Array2::zeros((4, 4)), Array2::from_elem((4, 4), false))?;
/// assert_eq!(grey(&nothing, &Recipe::default()).unwrap_err(), Error::EmptyMask);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value of the recipe that cannot be.
    #[error("{what} {value} of the recipe is not {accepted}")]
    Recipe {
        /// Which.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What would be accepted.
        accepted: &'static str,
    },

    /// Image and mask lie on different grids.
    #[error("{0}; resample the mask onto the image first")]
    Geometry(geometry::Error),

    /// A slice outside of its volume.
    #[error(transparent)]
    Volume(#[from] volume::Error),

    /// The label is not in the mask.
    #[error("label {label} is not in this mask, which has the labels {present:?}")]
    NoLabel {
        /// The label asked for.
        label: u32,
        /// The labels that are there.
        present: Vec<u32>,
    },

    /// A slice whose mask has no pixel.
    #[error("the mask of the slice is empty: the box and the intensities need a region")]
    EmptyMask,

    /// A slice and its mask of different sizes, or without pixels.
    #[error(
        "{what} has {found:?} rows and columns where {expected:?} are needed, at least one of each"
    )]
    Shape {
        /// Which.
        what: &'static str,
        /// What was given.
        found: [usize; 2],
        /// What is needed.
        expected: [usize; 2],
    },

    /// An image that cannot be resampled, or not to this size.
    #[error("{what} of {found:?} rows and columns is not possible: take from 1 to {limit} of both")]
    Size {
        /// Which.
        what: &'static str,
        /// What was given.
        found: [usize; 2],
        /// The most.
        limit: usize,
    },

    /// A pixel that is no number.
    #[error(
        "pixel {row}, {column} of the slice is {value}: replace what is not finite in the image"
    )]
    NotFinite {
        /// Its row.
        row: usize,
        /// Its column.
        column: usize,
        /// What it is.
        value: f64,
    },

    /// A slice of a volume that makes no input.
    #[error("{axis} slice {index}: {error}")]
    Slice {
        /// Across which axis.
        axis: Axis,
        /// Which.
        index: usize,
        /// Why.
        error: Box<Error>,
    },

    /// A feature that is no number.
    #[error("feature {feature} of image {image} is {value}: features are finite")]
    Feature {
        /// Its row.
        image: usize,
        /// Its column.
        feature: usize,
        /// What it is.
        value: f32,
    },

    /// Intensities too far apart for doubles.
    #[error("intensities from {low:e} to {high:e} are too far apart for a double: scale the image")]
    Range {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
    },

    /// A box larger than any network's input has use for.
    #[error(
        "the box around the region would have {pixels} pixels along one side and {limit} are possible: take a \
         smaller margin"
    )]
    BoxTooLarge {
        /// Pixels of its longer side.
        pixels: f64,
        /// The most.
        limit: i64,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Geometry(error) => error.class(),
            Self::Volume(error) => error.class(),
            Self::Slice { error, .. } => error.class(),
            Self::Feature { .. } => ErrorClass::Bug,
            Self::Recipe { .. }
            | Self::NoLabel { .. }
            | Self::EmptyMask
            | Self::Shape { .. }
            | Self::Size { .. }
            | Self::NotFinite { .. }
            | Self::Range { .. } => ErrorClass::Input,
            Self::BoxTooLarge { .. } => ErrorClass::Resource,
        }
    }
}
