use voxomics_core::ErrorClass;
use voxomics_table::Problem;

use crate::OtherFile;

/// Why columns cannot be scaled.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A feature of the scaler is not in the table.
    #[error("the table of features{0}")]
    Table(#[from] Problem),
    /// A column without values, or with too few for the divisor.
    #[error("feature `{feature}` has {values} value(s), and needs {needed}: leave it out")]
    NoValues {
        /// The column.
        feature: String,
        /// How many it has.
        values: usize,
        /// How many are needed.
        needed: usize,
    },
    /// An infinite value.
    #[error(
        "feature `{feature}` is {value} in row `{row}`: make it missing, or leave the feature out"
    )]
    Infinite {
        /// The column.
        feature: String,
        /// The row's name.
        row: String,
        /// The value.
        value: f64,
    },
    /// A value so large that its scale, or what it becomes, is no number.
    #[error(
        "feature `{feature}` leaves the range of doubles in {place}: rescale it, or leave it out"
    )]
    Overflow {
        /// The column.
        feature: String,
        /// A row, or all rows.
        place: String,
    },
    /// An option out of its range.
    #[error("{option} is {value}: {wanted}")]
    Option {
        /// The option.
        option: &'static str,
        /// Its value.
        value: f64,
        /// What is accepted.
        wanted: &'static str,
    },
    /// A file of another kind, or of a later version of this crate.
    #[error(transparent)]
    Version(OtherFile),
    /// A file that was changed by hand.
    #[error("the scaler has {maps} whole maps for {features} features: fit it anew")]
    Broken {
        /// Maps that can be used.
        maps: usize,
        /// Features.
        features: usize,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Table(_)
            | Self::NoValues { .. }
            | Self::Infinite { .. }
            | Self::Overflow { .. }
            | Self::Option { .. }
            | Self::Broken { .. } => ErrorClass::Input,
            Self::Version(_) => ErrorClass::Unsupported,
        }
    }
}
