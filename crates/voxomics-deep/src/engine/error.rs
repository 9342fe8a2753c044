//! What can go wrong while a network runs.

use voxomics_core::ErrorClass;

use crate::backend::Backend;
use crate::layer::Layer;

/// Why a network does not run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The second axis of the images.
    #[error(
        "the images have {0} channels, but the network takes 3: repeat a grey image three times"
    )]
    Channels(usize),
    /// The first axis.
    #[error("there are no images: at least one is needed")]
    NoImages,
    /// The last two axes.
    #[error("the images have {rows} rows and {columns} columns: at least one of each is needed")]
    NoPixels {
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
    },
    /// More pixels than the CPU takes.
    #[error(
        "images of {rows} rows and {columns} columns are too large: {most} pixels at most, crop or resize them"
    )]
    TooLarge {
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
        /// The most pixels.
        most: usize,
    },
    /// A pixel is NaN or infinite.
    #[error(
        "image {image} has the value {value} in channel {channel}, row {row}, column {column} (counted from 0): only finite values are taken"
    )]
    NotFinite {
        /// What stands there.
        value: f32,
        /// Which image.
        image: usize,
        /// Which channel.
        channel: usize,
        /// Which row.
        row: usize,
        /// Which column.
        column: usize,
    },
    /// A block that the network does not have.
    #[error("the network has no {0}: expected `stem`, `maxpool` or `layer1.0` to `layer4.1`")]
    NoLayer(Layer),
    /// The stem lies before the max pool.
    #[error("gradients are given at `maxpool` and behind it, not at `{0}`")]
    NoGradient(Layer),
    /// Slopes of another shape than the features.
    #[error(
        "{what} have the shape {got:?}, but {want:?} is needed: a row per image, a column per feature"
    )]
    Shape {
        /// Which argument.
        what: &'static str,
        /// Its shape.
        got: [usize; 2],
        /// The network's.
        want: [usize; 2],
    },
    /// A slope or a feature is NaN or infinite.
    #[error(
        "{what} have the value {value} in row {row}, column {column} (counted from 0): only finite values are taken"
    )]
    NotFiniteEntry {
        /// Which argument.
        what: &'static str,
        /// What stands there.
        value: f64,
        /// Which row.
        row: usize,
        /// Which column.
        column: usize,
    },
    /// The checkpoint had no `fc.weight` and `fc.bias`.
    #[error("the network has no linear head, hence no logits: its features can be had")]
    NoHead,
    /// Parameters that are not those of a ResNet-18.
    #[error("{place}: {what} is {got}, a ResNet-18 has {wanted} there")]
    Network {
        /// Which convolution, or the head, as torchvision names it.
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
    /// Finite images, but values beyond what an `f32` (in gradients, an `f64`) holds.
    #[error(
        "a value of image {image} at {layer} left the range of its numbers: are the pixels normalised, and the weights those of a trained network?"
    )]
    Overflow {
        /// Which image.
        image: usize,
        /// Where.
        layer: Layer,
    },
    /// A logit beyond what an `f32` holds.
    #[error(
        "the logit of class {class} of image {image} left the range of its numbers: are the features those of this network?"
    )]
    Logit {
        /// Which image.
        image: usize,
        /// Which class.
        class: usize,
    },
    /// This binary was built without it.
    #[error("the backend `{backend}` is not in this build: build with the feature `{feature}`")]
    NotBuilt {
        /// What was asked for.
        backend: Backend,
        /// What to build with.
        feature: &'static str,
    },
    /// wgpu found nothing to run on.
    #[error(
        "no adapter for the backend `wgpu` ({why}): install the GPU's driver with Vulkan (a software adapter: `mesa-vulkan-drivers`), or take the backend `cpu`"
    )]
    NoAdapter {
        /// What wgpu said.
        why: String,
    },
    /// The device has no room for a batch.
    #[error(
        "{device} is out of memory ({why}): lower the budget for a batch, or take smaller images"
    )]
    OutOfMemory {
        /// The adapter.
        device: String,
        /// What its driver said.
        why: String,
    },
    /// The driver took the device away: a reset, a timeout, a GPU that was unplugged.
    #[error(
        "{device} was lost ({why}): start again, since a lost device does not come back within a process, or take the backend `cpu`"
    )]
    Lost {
        /// The adapter.
        device: String,
        /// What its driver said.
        why: String,
    },
    /// Anything else that Burn or the driver refused.
    #[error("{device} failed ({why}): take the backend `cpu`, and report this")]
    Failed {
        /// The adapter.
        device: String,
        /// What was said.
        why: String,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Channels(_)
            | Self::NoImages
            | Self::NoPixels { .. }
            | Self::NotFinite { .. }
            | Self::NotFiniteEntry { .. }
            | Self::NoLayer(_)
            | Self::Shape { .. }
            | Self::NoHead
            | Self::Network { .. }
            | Self::Parameter { .. }
            | Self::Overflow { .. }
            | Self::Logit { .. } => ErrorClass::Input,
            Self::NoGradient(_) | Self::NotBuilt { .. } | Self::NoAdapter { .. } => {
                ErrorClass::Unsupported
            }
            Self::TooLarge { .. } | Self::OutOfMemory { .. } | Self::Lost { .. } => {
                ErrorClass::Resource
            }
            Self::Failed { .. } => ErrorClass::Bug,
        }
    }
}
