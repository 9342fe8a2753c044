//! How a slice becomes the network's input: one value that a report can name and a file can hold.

mod check;
mod describe;

use serde::{Deserialize, Serialize};

use super::resize::Method;

/// Every choice on the way from an image and its mask to the network's input; write the rest as `..Recipe::default()`.
///
/// Its text names them in one line, for the methods of a report:
///
/// ```
/// use voxomics_deep::input::Recipe;
/// use voxomics_deep::input::recipe::{Intensity, Over};
///
/// // MR and PET have no Hounsfield scale.
/// let recipe = Recipe { intensity: Intensity::MinMax { over: Over::Roi }, ..Recipe::default() };
/// assert_eq!(
///     recipe.to_string(),
///     "slice of the largest area; minimum to maximum of the region; background kept; square box; 224 x 224, bilinear \
///      with antialias; grey in three channels; ImageNet mean and sd"
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// Which slices.
    pub slices: Slices,
    /// How intensities become values from 0 to 1.
    pub intensity: Intensity,
    /// What lies around the region.
    pub background: Background,
    /// Which box.
    pub crop: Crop,
    /// How many pixels, and how they are resampled.
    pub resize: Resize,
    /// What the three channels hold.
    pub channels: Channels,
    /// What is subtracted from the channels, and what they are divided by.
    pub normalisation: Normalisation,
}

/// Which slices of a volume; a single slice is taken for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Slices {
    /// The axial one in which the region has most voxels; of equal ones the lowest index.
    #[default]
    LargestArea,
    /// Every axial one with a voxel of the region; their features are pooled.
    All {
        /// How.
        pool: Pool,
    },
    /// The one of the largest area in the second channel, its neighbours in the first and third; the volume's first and last
    /// slice are their own neighbours. Box and range are those of the middle one.
    Adjacent {
        /// How many slices away.
        step: u32,
    },
    /// The axial, coronal and sagittal ones of the largest area in the three channels, each with a box and range of its own.
    Orthogonal,
}

/// What becomes of the features of several slices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Pool {
    /// Their mean.
    #[default]
    Mean,
    /// The largest of each.
    Max,
}

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
    /// z-scores, cut at `-reach` and `reach`: `(z + reach) / (2 reach)`. With [`Normalisation::Own`] of mean 1/2 and sd
    /// `1 / (2 reach)` the network reads z itself.
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

/// What lies around the region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Background {
    /// The image.
    #[default]
    Kept,
    /// 0, set after the intensities are mapped and before pixels are resampled.
    Zero,
}

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

/// What the three channels hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Channels {
    /// The grey image in each.
    #[default]
    Grey,
    /// The image within the region, within the region grown by a disc, and the mask itself as 0 and 1; [`Background`] is not
    /// asked.
    Regions {
        /// Radius of the disc, pixels.
        dilation: u32,
    },
}

/// What is subtracted from the channels, and what they are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Normalisation {
    /// Means and standard deviations of `ImageNet`'s pixels, which torchvision's weights were trained with.
    #[default]
    ImageNet,
    /// Nothing: the network reads 0 to 1.
    None,
    /// Others.
    Own {
        /// Of each channel.
        mean: [f64; 3],
        /// Of each channel.
        sd: [f64; 3],
    },
}

impl Normalisation {
    /// Mean and standard deviation of each channel.
    #[must_use]
    pub fn moments(self) -> [[f64; 3]; 2] {
        match self {
            Self::ImageNet => [[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]],
            Self::None => [[0.0; 3], [1.0; 3]],
            Self::Own { mean, sd } => [mean, sd],
        }
    }
}
