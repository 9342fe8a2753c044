//! Why there is no map or no picture of it.

use voxomics_core::ErrorClass;

use crate::input;

/// Why there is no map, or no picture of it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Arrays that do not belong together.
    #[error("{what} has the shape {found:?} where {expected:?} is needed")]
    Shape {
        /// Which.
        what: &'static str,
        /// What was given.
        found: Vec<usize>,
        /// What is needed.
        expected: Vec<usize>,
    },

    /// A map that cannot be resampled.
    #[error("the map cannot be resampled: {0}")]
    Size(input::Error),

    /// A class or feature that the network does not have.
    #[error("{what} {index} is not one of this network's {count}")]
    Index {
        /// Which.
        what: &'static str,
        /// What was given.
        index: usize,
        /// How many there are.
        count: usize,
    },

    /// A value that is not finite.
    #[error("{what} has the value {value} at position {index}: all must be finite")]
    NotFinite {
        /// Of which array.
        what: &'static str,
        /// Where, in C order.
        index: usize,
        /// What it is.
        value: f64,
    },

    /// A number of a score or a style that cannot be.
    #[error("{what} {value} is not {accepted}")]
    Value {
        /// Which.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What would be accepted.
        accepted: &'static str,
    },

    /// A file that is no PNG of ours.
    #[error("no picture of 8-bit red, green and blue: {0}")]
    NoPicture(String),
    /// A picture with too many pixels.
    #[error(
        "a picture of {width} x {height} pixels is too large, {limit} in all are possible: take a smaller scale \
         or fewer pictures"
    )]
    PictureTooLarge {
        /// Its width.
        width: usize,
        /// Its height.
        height: usize,
        /// The most pixels.
        limit: usize,
    },

    /// A contact sheet of nothing.
    #[error("a contact sheet needs one picture and one column at least")]
    EmptySheet,

    /// A picture that could not be written.
    #[error("the picture could not be encoded: {0}")]
    Encoding(String),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Shape { .. }
            | Self::Index { .. }
            | Self::NotFinite { .. }
            | Self::Value { .. }
            | Self::NoPicture(_)
            | Self::EmptySheet => ErrorClass::Input,
            Self::Size(error) => error.class(),
            Self::PictureTooLarge { .. } => ErrorClass::Resource,
            Self::Encoding(_) => ErrorClass::Bug,
        }
    }
}

/// Whether all values of an array are finite.
pub(super) fn finite<T: Copy + Into<f64>>(
    what: &'static str,
    values: impl IntoIterator<Item = T>,
) -> Result<(), Error> {
    for (index, value) in values.into_iter().enumerate() {
        let value = value.into();
        if !value.is_finite() {
            return Err(Error::NotFinite { what, index, value });
        }
    }
    Ok(())
}
