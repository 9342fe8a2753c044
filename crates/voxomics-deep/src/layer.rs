//! Places in the network whose maps can be looked at.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where in the network, by torchvision's names: `stem`, `maxpool`, `layer1.0` … `layer4.1`, each after its last ReLU.
///
/// ```
/// use voxomics_deep::layer::Layer;
///
/// let last: Layer = "layer4.1".parse()?;
/// assert_eq!(last, Layer::Block(4, 1));
/// assert_eq!(last.to_string(), "layer4.1");
/// # Ok::<(), voxomics_deep::layer::UnknownLayer>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Layer {
    /// The first convolution.
    Stem,
    /// The pool behind it.
    MaxPool,
    /// Stage 1 to 4, block 0 or 1.
    Block(u8, u8),
}

/// There is no such layer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown layer `{0}`: there are `stem`, `maxpool` and `layer1.0`, `layer1.1` to `layer4.1`"
)]
pub struct UnknownLayer(pub String);

impl Layer {
    /// All of them, first to last.
    pub const ALL: [Self; 10] = {
        let mut all = [Self::Stem; 10];
        all[1] = Self::MaxPool;
        let mut index = 0;
        while index < 8 {
            all[2 + index as usize] = Self::Block(index / 2 + 1, index % 2);
            index += 1;
        }
        all
    };

    /// How many of the eight blocks are run to get there; `None` where there is no such block.
    #[must_use]
    pub fn blocks(self) -> Option<usize> {
        match self {
            Self::Stem | Self::MaxPool => Some(0),
            Self::Block(stage @ 1..=4, block @ 0..=1) => {
                Some(usize::from(2 * (stage - 1) + block) + 1)
            }
            Self::Block(..) => None,
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stem => formatter.write_str("stem"),
            Self::MaxPool => formatter.write_str("maxpool"),
            Self::Block(stage, block) => write!(formatter, "layer{stage}.{block}"),
        }
    }
}

impl FromStr for Layer {
    type Err = UnknownLayer;

    fn from_str(text: &str) -> Result<Self, UnknownLayer> {
        let named = |layer: &Self| layer.to_string() == text;
        Self::ALL
            .into_iter()
            .find(named)
            .ok_or_else(|| UnknownLayer(text.to_owned()))
    }
}

impl From<Layer> for String {
    fn from(layer: Layer) -> Self {
        layer.to_string()
    }
}

impl TryFrom<String> for Layer {
    type Error = UnknownLayer;

    fn try_from(text: String) -> Result<Self, UnknownLayer> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::Layer;

    #[test]
    fn names_come_back() {
        for (index, layer) in Layer::ALL.into_iter().enumerate() {
            assert_eq!(layer.to_string().parse(), Ok(layer));
            assert_eq!(layer.blocks(), Some(index.saturating_sub(1)));
        }
        for text in ["", "layer4.2", "layer5.0", "layer0.1", "Stem", "layer4.1 "] {
            assert!(text.parse::<Layer>().is_err(), "{text}");
        }
        assert_eq!(Layer::Block(0, 0).blocks(), None);
        assert_eq!(Layer::Block(255, 1).blocks(), None);
    }
}
