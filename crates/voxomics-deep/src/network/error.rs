//! Why a state dict is no ResNet-18.

use std::fmt;

use voxomics_core::ErrorClass;

/// Problems that a message spells out; the others are counted.
const SPELT_OUT: usize = 3;

/// A state dict does not fit a ResNet-18.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Error {
    /// Every tensor that does not fit; at least one.
    pub problems: Vec<Problem>,
    /// The network that the names and shapes speak for, where they do: `a ResNet-34`.
    pub looks_like: Option<String>,
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        ErrorClass::Input
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the weights do not fit a ResNet-18: ")?;
        for (index, problem) in self.problems.iter().take(SPELT_OUT).enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(formatter, "{separator}{problem}")?;
        }
        if self.problems.len() > SPELT_OUT {
            write!(formatter, "; and {} more", self.problems.len() - SPELT_OUT)?;
        }
        if let Some(network) = &self.looks_like {
            write!(formatter, ". They look like those of {network}")?;
        }
        formatter.write_str(": give the state dict of torchvision.models.resnet18")
    }
}

/// One tensor that does not fit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// It is not there.
    Missing {
        /// Its name.
        key: String,
        /// The shape that it should have.
        shape: Vec<usize>,
    },
    /// A ResNet-18 has no such tensor.
    Unexpected {
        /// Its name.
        key: String,
        /// Its shape.
        shape: Vec<usize>,
    },
    /// Its shape is another.
    Shape {
        /// Its name.
        key: String,
        /// Its shape.
        found: Vec<usize>,
        /// The shape that it should have.
        wanted: Vec<usize>,
    },
    /// It holds no floating numbers.
    Element {
        /// Its name.
        key: String,
        /// Its shape.
        shape: Vec<usize>,
        /// The type of its elements.
        element: String,
    },
    /// It has not as many values as its shape says.
    Length {
        /// Its name.
        key: String,
        /// Its shape.
        shape: Vec<usize>,
        /// Values that are there.
        values: usize,
    },
    /// A value is NaN or infinite.
    NotFinite {
        /// Its name.
        key: String,
        /// The index of the first such value.
        at: Vec<usize>,
        /// The value.
        value: f32,
    },
    /// A variance is negative.
    NegativeVariance {
        /// Its name.
        key: String,
        /// The first such channel.
        channel: usize,
        /// The value.
        value: f32,
    },
    /// With its batch norm folded in, a value exceeds `f32`.
    Overflow {
        /// The name of the convolution's weights.
        key: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { key, shape } => write!(formatter, "`{key}` {shape:?} is missing"),
            Self::Unexpected { key, shape } => {
                write!(formatter, "`{key}` {shape:?} is one too many")
            }
            Self::Shape { key, found, wanted } => {
                write!(formatter, "`{key}` is {found:?} and should be {wanted:?}")
            }
            Self::Element {
                key,
                shape,
                element,
            } => {
                write!(
                    formatter,
                    "`{key}` {shape:?} holds {element} and should hold floating numbers"
                )
            }
            Self::Length { key, shape, values } => {
                write!(formatter, "`{key}` is {shape:?} and has {values} values")
            }
            Self::NotFinite { key, at, value } => write!(formatter, "`{key}` is {value} at {at:?}"),
            Self::NegativeVariance {
                key,
                channel,
                value,
            } => {
                write!(
                    formatter,
                    "`{key}` is {value} at channel {channel}, and no variance is negative"
                )
            }
            Self::Overflow { key } => {
                write!(
                    formatter,
                    "`{key}` exceeds f32 once its batch norm is folded in"
                )
            }
        }
    }
}
