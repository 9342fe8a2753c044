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

/// What an engine may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Of Burn's backends, `wgpu` and `flex`, alone: bytes of the device for one batch, without the weights (45 MB); 512 MiB.
    /// The own kernels take what a few images need, however many there are. A batch has as many images of `h` rows and `w` columns as fit, at least
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
/// Images are `[images, 3, rows, columns]`, normalised as the weights were trained; any size from 1 x 1 pixel, on the CPU up to
/// 4,096 x 4,096 pixels. The same bytes come out of the same backend, device and batch, on [`Backend::Cpu`] out of any batch,
/// number of threads and processor; between backends features differ by up to 2e-5.
///
/// ```
/// use ndarray::Array4;
/// use voxomics_deep::backend::Backend;
/// use voxomics_deep::engine::{Engine, Options};
/// use voxomics_deep::network::Network;
/// use voxomics_deep::weights::hash_made;
///
/// let network = Network::from_state_dict(&hash_made("an example", 2, 3))?; // a small one: 16 features
/// let engine = Engine::new(&network, Backend::Cpu, Options::default())?;
/// let features = engine.features(Array4::zeros((2, 3, 64, 64)).view())?;
/// assert_eq!(features.dim(), (2, 16));
/// assert_eq!(features.row(0), features.row(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "resnet18")]
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
    /// [`Error::Network`] and [`Error::Parameter`] for what is no ResNet-18 of whatever width, [`Error::NotBuilt`] and [`Error::NoAdapter`] where the backend
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
        self.check(images)?;
        let features = self.run.features(images)?;
        check::values(&features, Layer::LAST)?;
        Ok(features)
    }

    /// The logits of features, `[images, classes]`, computed in f64 on the CPU whatever the backend.
    ///
    /// # Errors
    ///
    /// [`Error::NoHead`]; [`Error::Shape`] for other than one column per feature; [`Error::NotFiniteEntry`], [`Error::Logit`].
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
        self.check(images)?;
        let activation = self.run.forward(images, layer)?;
        check::values(&activation, layer)?;
        Ok(activation)
    }

    fn check(&self, images: ArrayView4<'_, f32>) -> Result<(), Error> {
        // A GPU says itself what is too large for it.
        let most = match self.chosen.backend {
            Backend::Wgpu => usize::MAX,
            _ => check::PIXELS,
        };
        check::images(images, most)
    }
}
