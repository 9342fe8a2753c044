//! The one error that a caller of several modules needs.

use voxomics_core::ErrorClass;

use crate::{geometry, mask, volume};

/// Any error of this crate; each operation's own lies beside it.
///
/// ```
/// use voxomics_core::ErrorClass;
/// use voxomics_volume::{Error, Geometry};
///
/// let error = Error::from(Geometry::axis_aligned([2, 2, 2], [1.0, 0.0, 1.0]).unwrap_err());
/// assert_eq!(error.class(), ErrorClass::Input);
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// From [`geometry`].
    #[error(transparent)]
    Geometry(#[from] geometry::Error),
    /// From [`volume`].
    #[error(transparent)]
    Volume(#[from] volume::Error),
    /// From [`mask`].
    #[error(transparent)]
    Mask(#[from] mask::Error),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Geometry(error) => error.class(),
            Self::Volume(error) => error.class(),
            Self::Mask(error) => error.class(),
        }
    }
}
