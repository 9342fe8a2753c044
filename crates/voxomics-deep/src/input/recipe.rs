//! How a slice becomes the network's input: one value that a report can name and a file can hold.

mod boxes;
mod check;
mod describe;
mod ranges;

use serde::{Deserialize, Serialize};

pub use boxes::{Crop, Margin, Resize};
pub use ranges::{Intensity, Over, Window};

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
