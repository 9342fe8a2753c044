//! Why the engine did not run.

use crate::layer::{Layer, UnknownLayer};

/// What is wrong with a network, an input or an outcome.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Parameters that are not those of the ResNet-18 that this engine runs.
    #[error("{place}: {what} is {got}, a ResNet-18 has {wanted} there")]
    Network {
        /// Which convolution, or the head.
        place: String,
        /// Which of its properties.
        what: &'static str,
        /// What it is.
        got: usize,
        /// What it should be.
        wanted: usize,
    },
    /// A parameter is NaN or infinite.
    #[error(
        "{place}: {what} {index} is {value}: parameters are finite, read the file of weights anew"
    )]
    Parameter {
        /// Which convolution, or the head.
        place: String,
        /// `weight` or `bias`.
        what: &'static str,
        /// Where it stands, from 0.
        index: usize,
        /// What it is.
        value: f32,
    },
    /// No images.
    #[error(
        "no images: the input has {images} of {rows} x {columns}, give at least one of at least 1 x 1"
    )]
    Empty {
        /// Images given.
        images: usize,
        /// Their rows.
        rows: usize,
        /// Their columns.
        columns: usize,
    },
    /// Not three channels.
    #[error("the input has {0} channels: give [images, 3, rows, columns], a grey image thrice")]
    Channels(usize),
    /// An image is too large.
    #[error(
        "images of {rows} x {columns} are too large: at most {most} pixels, crop or resize them"
    )]
    TooLarge {
        /// Rows given.
        rows: usize,
        /// Columns given.
        columns: usize,
        /// The most pixels.
        most: usize,
    },
    /// NaN or infinity in the input.
    #[error(
        "the input is {value} at image {image}, channel {channel}, row {row}, column {column}: give finite numbers"
    )]
    NotFinite {
        /// The first such number.
        value: f32,
        /// Which image, from 0.
        image: usize,
        /// Which channel.
        channel: usize,
        /// Which row.
        row: usize,
        /// Which column.
        column: usize,
    },
    /// What was computed left the range of single precision.
    #[error(
        "a number of image {image} became {value}, beyond single precision: normalise the input as in training"
    )]
    Overflow {
        /// Which image, from 0.
        image: usize,
        /// What it became.
        value: f32,
    },
    /// No such layer.
    #[error(transparent)]
    Layer(#[from] UnknownLayer),
    /// The network ends at the features.
    #[error("this network has no head: load a checkpoint with `fc.weight` to get logits")]
    NoHead,
    /// Features of another network.
    #[error("{got} features a row: the head takes {wanted}")]
    Features {
        /// Columns given.
        got: usize,
        /// Columns that the head takes.
        wanted: usize,
    },
}

impl From<Layer> for Error {
    fn from(layer: Layer) -> Self {
        UnknownLayer(layer.to_string()).into()
    }
}
