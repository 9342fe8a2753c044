//! Where in the network an activation is taken.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A layer of the network, after its ReLU.
///
/// ```
/// use voxomics_deep::layer::Layer;
///
/// let layer: Layer = "layer3.1".parse()?;
/// assert_eq!(layer, Layer::Block(3, 1));
/// assert_eq!(layer.to_string(), "layer3.1");
/// assert!("layer5.0".parse::<Layer>().is_err());
/// # Ok::<(), voxomics_deep::layer::UnknownLayer>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Layer {
    /// The 7 x 7 convolution, half the resolution.
    Stem,
    /// The max pool behind it, a quarter.
    MaxPool,
    /// Stage 1 to 4 and block 0 or 1 of it; each stage after the first halves the resolution.
    Block(usize, usize),
}

/// A name that is no layer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no layer is called `{0}`: expected `stem`, `maxpool` or `layer1.0` to `layer4.1`")]
pub struct UnknownLayer(pub String);

impl Layer {
    /// Stages of the network, and blocks of a stage.
    const STAGES: usize = 4;
    const BLOCKS: usize = 2;

    /// The last block: what the features are the spatial means of.
    pub const LAST: Self = Self::Block(Self::STAGES, Self::BLOCKS - 1);

    /// All of them, first to last.
    pub fn all() -> impl Iterator<Item = Self> {
        let blocks = (1..=Self::STAGES)
            .flat_map(|stage| (0..Self::BLOCKS).map(move |index| Self::Block(stage, index)));
        [Self::Stem, Self::MaxPool].into_iter().chain(blocks)
    }

    /// How many blocks are run to reach it; `None` for a block that the network does not have.
    #[must_use]
    pub fn blocks(self) -> Option<usize> {
        match self {
            Self::Stem | Self::MaxPool => Some(0),
            Self::Block(stage @ 1..=Self::STAGES, index) if index < Self::BLOCKS => {
                Some((stage - 1) * Self::BLOCKS + index + 1)
            }
            Self::Block(..) => None,
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stem => formatter.pad("stem"),
            Self::MaxPool => formatter.pad("maxpool"),
            Self::Block(stage, index) => formatter.pad(&format!("layer{stage}.{index}")),
        }
    }
}

impl FromStr for Layer {
    type Err = UnknownLayer;

    fn from_str(name: &str) -> Result<Self, UnknownLayer> {
        Self::all()
            .find(|layer| layer.to_string() == name)
            .ok_or_else(|| UnknownLayer(name.to_owned()))
    }
}

impl From<Layer> for String {
    fn from(layer: Layer) -> Self {
        layer.to_string()
    }
}

impl TryFrom<String> for Layer {
    type Error = UnknownLayer;

    fn try_from(name: String) -> Result<Self, UnknownLayer> {
        name.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::Layer;

    #[test]
    fn every_layer_is_read_back_and_lies_behind_the_one_before() {
        let layers: Vec<Layer> = Layer::all().collect();
        assert_eq!(layers.len(), 10);
        for layer in &layers {
            assert_eq!(layer.to_string().parse(), Ok(*layer));
        }
        let blocks: Vec<_> = layers[1..].iter().map(|layer| layer.blocks()).collect();
        assert_eq!(blocks, (0..=8).map(Some).collect::<Vec<_>>());
        assert_eq!(layers.last(), Some(&Layer::LAST));
    }

    #[test]
    fn what_the_network_does_not_have_is_refused() {
        for name in ["", "layer0.0", "layer4.2", "layer4.1 ", "Stem", "layer41"] {
            assert!(name.parse::<Layer>().is_err(), "{name}");
        }
        for layer in [Layer::Block(0, 0), Layer::Block(1, 2), Layer::Block(5, 0)] {
            assert_eq!(layer.blocks(), None);
        }
    }
}
