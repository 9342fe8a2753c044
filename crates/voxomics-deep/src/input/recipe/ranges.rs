//! How intensities become values from 0 to 1.

use serde::{Deserialize, Serialize};

/// A window of intensities, in the unit of the image.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Its middle, `L`.
    pub centre: f64,
    /// Its width, `W`.
    pub width: f64,
}

impl Window {
    /// Soft tissue in CT, 40/400 HU.
    pub const SOFT_TISSUE: Self = Self {
        centre: 40.0,
        width: 400.0,
    };
}

/// Which pixels a range is found on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Over {
    /// Those of the region in the slice.
    #[default]
    Roi,
    /// Those of the box that lie in the slice.
    Box,
    /// All of the slice.
    Slice,
}

/// How intensities become values from 0 to 1; what lies outside is cut. Where a range has no width all values are 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Intensity {
    /// `(x - (L - W/2)) / W`. DICOM's own formula with `L - 1/2` and `W - 1` is another.
    Window(Window),
    /// A window for each channel.
    Windows([Window; 3]),
    /// From the least to the greatest intensity.
    MinMax {
        /// Of which pixels.
        over: Over,
    },
    /// From one percentile to another (type 7, NumPy's).
    Percentiles {
        /// The lower, 0 to 100.
        low: f64,
        /// The upper, above it.
        high: f64,
        /// Of which pixels.
        over: Over,
    },
    /// From one intensity to another.
    Range {
        /// What becomes 0.
        low: f64,
        /// What becomes 1.
        high: f64,
    },
    /// z-scores, cut at `-reach` and `reach`: `(z + reach) / (2 reach)`. With
    /// [`Normalisation::Own`](super::Normalisation::Own) of mean 1/2 and sd `1 / (2 reach)` the network reads z itself.
    ZScore {
        /// Of which pixels mean and standard deviation (of divisor n) are.
        over: Over,
        /// Standard deviations to either side of the mean.
        reach: f64,
    },
}

impl Default for Intensity {
    fn default() -> Self {
        Self::Window(Window::SOFT_TISSUE)
    }
}
