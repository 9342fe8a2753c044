use voxomics_core::ErrorClass;

use crate::{frame, knn, logistic};

/// Why a model cannot be kept, read or applied.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The table does not have what the model needs.
    #[error(transparent)]
    Frame(#[from] frame::Error),
    /// A file of another kind, or of a later version of this crate.
    #[error("format `{format}`, version {version}: version 1 of `voxomics-model` can be read")]
    Version {
        /// What it says it is.
        format: String,
        /// Its version.
        version: u32,
    },
    /// Coefficients for other columns than the recipe makes.
    #[error("{coefficients} coefficients for {columns} columns and {intercept}: each needs one")]
    Coefficients {
        /// How many there are.
        coefficients: usize,
        /// How many columns the formula makes.
        columns: usize,
        /// `an intercept` or `no intercept`.
        intercept: &'static str,
    },
    /// Codes for other variables than the formula names.
    #[error("the codes are not those of the variables of `{0}`: fit the model anew")]
    Recipe(String),
    /// Scales for other columns than the model has.
    #[error("a model of {columns} columns with centres or scales for {scales}")]
    Scales {
        /// Columns.
        columns: usize,
        /// Centres or scales.
        scales: usize,
    },
    /// An update of a model that is not logistic.
    #[error(
        "the model's link is not the logit: intercept and slope can be updated for a logistic model only"
    )]
    NotLogistic,
    /// The update could not be fitted.
    #[error(transparent)]
    Logistic(#[from] logistic::Error),
    /// The neighbours could not be found.
    #[error(transparent)]
    Neighbours(#[from] knn::Error),
}

impl Error {
    /// What can be done about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Frame(error) => error.class(),
            Self::Logistic(error) => error.class(),
            _ => ErrorClass::Input,
        }
    }
}

impl From<voxomics_table::Problem> for Error {
    fn from(problem: voxomics_table::Problem) -> Self {
        Self::Frame(problem.into())
    }
}
