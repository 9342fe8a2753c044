//! Which box of a slice, on how many pixels.

use serde::{Deserialize, Serialize};

use crate::input::resize::Method;

/// A margin on every side of the region's box, to the nearest pixel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Margin {
    /// Pixels.
    Pixels(u32),
    /// Hundredths of the box's height above and below, of its width to the left and right.
    Percent(f64),
    /// Millimetres along each axis.
    Millimetres(f64),
}

impl Default for Margin {
    fn default() -> Self {
        Self::Pixels(0)
    }
}

/// Which box of a slice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Crop {
    /// The least square around the region and its margin, centred, half a pixel up and left where it must; 0 where it leaves the
    /// image. Shape is kept: where rows and columns lie differently far apart (by 1 % or more) it is a square in millimetres.
    Square {
        /// The margin.
        margin: Margin,
    },
    /// The tightest box around the region and its margin, cut at the image, stretched to the network's square.
    Tight {
        /// The margin.
        margin: Margin,
    },
    /// The whole slice, stretched to the network's square.
    Whole,
}

impl Default for Crop {
    fn default() -> Self {
        Self::Square {
            margin: Margin::default(),
        }
    }
}

/// How many pixels the network reads, and how they are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Resize {
    /// How pixels are resampled.
    pub method: Method,
    /// Rows and columns.
    pub side: u32,
    /// Rows and columns before the central `side` of them are cut out; `ImageNet`'s evaluation takes 224 of 256. `None`: no
    /// cut.
    pub cut_from: Option<u32>,
}

impl Default for Resize {
    fn default() -> Self {
        Self {
            method: Method::default(),
            side: 224,
            cut_from: None,
        }
    }
}
