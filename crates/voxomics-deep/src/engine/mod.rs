//! One network, run by whichever backend is there.

pub(crate) mod check;
mod error;
mod head;
mod open;

use std::fmt;

use ndarray::{Array2, Array4, ArrayView2, ArrayView4};

pub use error::Error;
use head::Head;

use crate::backend::{Backend, Chosen};
use crate::layer::Layer;
use crate::network::Network;

/// What a backend does; its arguments have been checked.
pub(crate) trait Run: fmt::Debug + Send + Sync {
    /// The spatial means of the last block, `[images, features]`.
    fn features(&self, images: ArrayView4<'_, f32>) -> Result<Array2<f32>, Error>;

    /// The activation of a layer, `[images, channels, rows, columns]`.
    fn forward(&self, images: ArrayView4<'_, f32>, layer: Layer) -> Result<Array4<f32>, Error>;
}

/// How much of a device's memory one batch may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Bytes, without the weights (45 MB); 512 MiB. A batch has as many images of `h` rows and `w` columns as fit, at least
    /// one, at `4 (3 h w + (3 c + 147) ⌈h/2⌉ ⌈w/2⌉)` bytes each, `c` the channels of the stem: the input, the
    /// stem's output before and after its `ReLU` and once more for the driver, and the 7 x 7 x 3 columns that a convolution
    /// may lay out. 30 images of 224 x 224.
    pub budget: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { budget: 512 << 20 }
    }
}

/// A network on a device.
///
/// Images are `[images, 3, rows, columns]`, normalised as the weights were trained; any size from 1 x 1 pixel. The same bytes
/// come out of the same backend, device and batch; between backends features differ by up to 2e-5.
#[derive(Debug)]
pub struct Engine {
    run: Box<dyn Run>,
    head: Head,
    chosen: Chosen,
}

impl Engine {
    /// Moves the weights to what `backend` stands for.
    ///
    /// # Errors
    ///
    /// [`Error::Network`] where parameters do not fit together, [`Error::NotBuilt`] and [`Error::NoAdapter`] where the backend
    /// is not to be had, those of the device.
    pub fn new(network: &Network, backend: Backend, options: Options) -> Result<Self, Error> {
        check::network(network)?;
        let (run, chosen) = open::open(network, backend, options)?;
        Ok(Self {
            run,
            head: Head::new(network),
            chosen,
        })
    }

    /// What it runs on, and why.
    #[must_use]
    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// The features of the penultimate layer, `[images, 512]`: `f_c = mean(A_c)` of the last block.
    ///
    /// # Errors
    ///
    /// For images that the network cannot take, and those of the device.
    ///
    /// # References
    ///
    /// He K, Zhang X, Ren S, Sun J. Deep residual learning for image recognition. CVPR 2016.
    pub fn features(&self, images: ArrayView4<'_, f32>) -> Result<Array2<f32>, Error> {
        check::images(images)?;
        let features = self.run.features(images)?;
        check::values(&features, Layer::LAST)?;
        Ok(features)
    }

    /// The logits of features, `[images, classes]`, computed in f64 on the CPU whatever the backend.
    ///
    /// # Errors
    ///
    /// [`Error::NoHead`]; [`Error::Shape`] for other than one column per feature.
    #[doc(alias = "fc")]
    pub fn logits(&self, features: ArrayView2<'_, f32>) -> Result<Array2<f32>, Error> {
        self.head.logits(features)
    }

    /// The activation of a layer, `[images, channels, rows, columns]`.
    ///
    /// # Errors
    ///
    /// As [`features`](Self::features); [`Error::NoLayer`].
    pub fn forward(&self, images: ArrayView4<'_, f32>, layer: Layer) -> Result<Array4<f32>, Error> {
        check::layer(layer)?;
        check::images(images)?;
        let activation = self.run.forward(images, layer)?;
        check::values(&activation, layer)?;
        Ok(activation)
    }
}
