//! From an image and its mask to features, and back to the places that they come from.

use ndarray::{Array1, ArrayView1, Axis};
use voxomics_core::ErrorClass;
use voxomics_volume::{AnyVolume, Mask};

use crate::backend::Backend;
use crate::cam::{self, ActivationMap, Score, Valued};
use crate::engine::{self, Engine, Options};
use crate::gradient::{blocks_before, gradients};
use crate::input::{self, Prepared, Recipe, prepare};
use crate::layer::Layer;
use crate::network::Network;

/// Why there are no features, or no map.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Image, mask or recipe.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// The network or its device.
    #[error(transparent)]
    Engine(#[from] engine::Error),
    /// The map.
    #[error(transparent)]
    Map(#[from] cam::Error),
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Input(error) => error.class(),
            Self::Engine(error) => error.class(),
            Self::Map(error) => error.class(),
        }
    }
}

/// A network on a device, and the recipe by which images become its input. One serves any number of images, from any thread.
#[derive(Debug)]
pub struct Extractor {
    network: Network,
    engine: Engine,
    recipe: Recipe,
}

/// Features of one region.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Extraction {
    /// One value for each feature, pooled over the slices that the recipe asks for.
    pub features: Array1<f32>,
    /// What the network saw, and where it lies in the image.
    pub prepared: Prepared,
}

/// The map of one slice.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Explained {
    /// The score; of the largest logit, that of its class.
    pub score: Score,
    /// Its value at the slice's own features.
    pub value: f64,
    /// The map on the grid of the layer.
    pub map: ActivationMap,
}

impl Extractor {
    /// The network on what `backend` stands for.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] for a recipe with a number that cannot be, [`Error::Engine`] for a backend that is not to be had.
    pub fn new(network: Network, backend: Backend, recipe: Recipe) -> Result<Self, Error> {
        Self::with_options(network, backend, Options::default(), recipe)
    }

    /// The same with options of the engine.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_options(
        network: Network,
        backend: Backend,
        options: Options,
        recipe: Recipe,
    ) -> Result<Self, Error> {
        recipe.check()?;
        let engine = Engine::new(&network, backend, options)?;
        Ok(Self {
            network,
            engine,
            recipe,
        })
    }

    /// What it runs on.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// How images become its input.
    #[must_use]
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// How many features it has.
    #[must_use]
    pub fn width(&self) -> usize {
        let last = self.network.blocks.last();
        last.map_or(0, |block| block.second.outputs)
    }

    /// How many classes its head has; 0 without a head.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.network.head_bias.len()
    }

    /// The logits of a region's features.
    ///
    /// # Errors
    ///
    /// [`Error::Engine`] for a network without a head, and for features of another.
    pub fn logits(&self, features: ArrayView1<'_, f32>) -> Result<Array1<f32>, Error> {
        let logits = self.engine.logits(features.insert_axis(Axis(0)))?;
        Ok(logits.index_axis_move(Axis(0), 0))
    }

    /// The features of the region with a label.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] for an image, mask or label that gives no input, [`Error::Engine`] for a device that fails.
    pub fn extract(&self, image: &AnyVolume, mask: &Mask, label: u32) -> Result<Extraction, Error> {
        let prepared = prepare(image, mask, label, &self.recipe)?;
        let features = self.engine.features(prepared.images.view())?;
        let features = prepared.pooled(features.view())?;
        Ok(Extraction { features, prepared })
    }

    /// A score of the largest logit as that of its class at a region's features; any other as it is.
    ///
    /// # Errors
    ///
    /// [`Error::Map`] for a score of classes or features that the network does not have.
    pub fn settled(&self, features: ArrayView1<'_, f32>, score: &Score) -> Result<Score, Error> {
        Ok(score.settled(features, &self.network)?)
    }

    /// The value of a score at a region's features.
    ///
    /// # Errors
    ///
    /// [`Error::Map`] for a score of classes or features that the network does not have.
    pub fn score(&self, features: ArrayView1<'_, f32>, score: &Score) -> Result<f64, Error> {
        Ok(score.at(features, &self.network)?.value)
    }

    /// Whether the network has the classes or features that a score speaks of.
    ///
    /// # Errors
    ///
    /// [`Error::Map`] where it has not.
    pub fn check(&self, score: &Score) -> Result<(), Error> {
        self.check_at(score, Layer::LAST)
    }

    /// The same, and whether it can be explained at a layer.
    ///
    /// # Errors
    ///
    /// [`Error::Map`] as [`check`](Self::check), [`Error::Engine`] for a layer at which there is no map.
    pub fn check_at(&self, score: &Score, layer: Layer) -> Result<(), Error> {
        score.at(Array1::zeros(self.width()).view(), &self.network)?;
        blocks_before(layer)?;
        Ok(())
    }

    /// What a score of each slice that was seen owes to the places of it, on the grid of the last block: Grad-CAM.
    ///
    /// The score is that of the slice's own features, which are the region's where one slice is seen.
    ///
    /// # Errors
    ///
    /// [`Error::Engine`], [`Error::Map`] for a score of classes or features that the network does not have.
    #[doc(alias("grad-cam", "hirescam"))]
    pub fn explain(&self, prepared: &Prepared, score: &Score) -> Result<Vec<Explained>, Error> {
        self.explain_at(prepared, score, Layer::LAST)
    }

    /// The same on the grid of any layer. Those below the last block have finer grids and take the gradient in f64 on the CPU.
    ///
    /// # Errors
    ///
    /// As [`explain`](Self::explain), and for a layer that the network does not have or has no gradient at.
    pub fn explain_at(
        &self,
        prepared: &Prepared,
        score: &Score,
        layer: Layer,
    ) -> Result<Vec<Explained>, Error> {
        let features = self.engine.features(prepared.images.view())?;
        let rows = features.outer_iter();
        let scores = rows.map(|row| score.settled(row, &self.network));
        let scores = scores.collect::<Result<Vec<Score>, _>>()?;
        let pairs = scores.iter().zip(features.outer_iter());
        let valued = pairs.map(|(score, row)| score.at(row, &self.network));
        let valued = valued.collect::<Result<Vec<Valued>, _>>()?;
        let maps = if layer == Layer::LAST {
            self.last_block(prepared, &valued)
        } else {
            self.below(prepared, &valued, layer)
        };
        let pairs = scores.into_iter().zip(valued).zip(maps?);
        let explained =
            pairs.map(|((score, Valued { value, .. }), map)| Explained { score, value, map });
        Ok(explained.collect())
    }

    fn last_block(
        &self,
        prepared: &Prepared,
        valued: &[Valued],
    ) -> Result<Vec<ActivationMap>, Error> {
        let activations = self.engine.forward(prepared.images.view(), Layer::LAST)?;
        let pairs = activations.outer_iter().zip(valued);
        let map = |(activation, valued): (_, &Valued)| {
            ActivationMap::last_block(activation, &valued.gradient).map_err(Error::Map)
        };
        pairs.map(map).collect()
    }

    /// One image after the other: the way back keeps what every block gave.
    fn below(
        &self,
        prepared: &Prepared,
        valued: &[Valued],
        layer: Layer,
    ) -> Result<Vec<ActivationMap>, Error> {
        let pairs = prepared.images.axis_chunks_iter(Axis(0), 1).zip(valued);
        let map = |(image, valued): (_, &Valued)| {
            let slopes = ArrayView1::from(&valued.gradient).insert_axis(Axis(0));
            let found = gradients(&self.network, image, layer, slopes)?;
            let [activation, gradient] =
                [&found.activation, &found.gradient].map(|all| all.index_axis(Axis(0), 0));
            ActivationMap::from_gradients(activation, gradient).map_err(Error::Map)
        };
        pairs.map(map).collect()
    }
}
