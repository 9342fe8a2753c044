//! The region of interest, cut out of its image.

use voxomics_core::ErrorClass;
use voxomics_volume::{AnyVolume, Mask, Region, VoxelType, volume};

/// Why a region cannot be cut out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It does not lie within its image.
    #[error(transparent)]
    Volume(#[from] volume::Error),

    /// It has more voxels than an index of 32 bits can tell apart.
    #[error(
        "the box around the region has {voxels} voxels, and at most {} are possible",
        u32::MAX
    )]
    TooLarge {
        /// Voxels of its box.
        voxels: usize,
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Volume(error) => error.class(),
            Self::TooLarge { .. } => ErrorClass::Resource,
        }
    }
}

/// Which voxels belong to the region of interest, in its bounding box.
///
/// ```
/// use voxomics_features::roi::RoiMask;
///
/// // Three voxels in a row.
/// let mask = RoiMask::new([3, 1, 1], [1.0, 1.0, 2.5], vec![1, 1, 1]).expect("one byte per voxel");
/// assert_eq!(mask.voxels(), 3);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RoiMask {
    size: [usize; 3],
    spacing: [f64; 3],
    inside: Vec<u8>,
    voxels: usize,
}

impl RoiMask {
    /// A mask from the size of its box, the spacing in mm, both `[x, y, z]`, and a byte per voxel of
    /// the box, x fastest, 1 inside and 0 outside.
    ///
    /// `None` if there is not one byte per voxel, one is neither 0 nor 1, or there are 2³² or more.
    #[must_use]
    pub fn new(size: [usize; 3], spacing: [f64; 3], inside: Vec<u8>) -> Option<Self> {
        let fits =
            inside.len() == size.iter().product::<usize>() && u32::try_from(inside.len()).is_ok();
        let clean = inside.iter().all(|&inside| inside <= 1);
        (fits && clean).then(|| Self::counted(size, spacing, inside))
    }

    /// From bytes that are 0 or 1, one per voxel of the box.
    fn counted(size: [usize; 3], spacing: [f64; 3], inside: Vec<u8>) -> Self {
        let voxels = inside.iter().map(|&inside| usize::from(inside)).sum();
        Self {
            size,
            spacing,
            inside,
            voxels,
        }
    }

    /// The voxels of `mask` that carry `label`, within `region`.
    ///
    /// # Errors
    ///
    /// [`Error::Volume`] if the region reaches beyond the mask, [`Error::TooLarge`] if it has 2³² voxels
    /// or more.
    pub fn cut(mask: &Mask, label: u32, region: Region) -> Result<Self, Error> {
        let voxels = region.voxels();
        u32::try_from(voxels).map_err(|_| Error::TooLarge { voxels })?;
        let inside = mask.crop(label, region)?;
        Ok(Self::counted(
            region.size(),
            mask.geometry().spacing(),
            inside,
        ))
    }

    /// Voxels of the box along each axis, `[x, y, z]`.
    #[must_use]
    pub fn size(&self) -> [usize; 3] {
        self.size
    }

    /// Distance between neighbouring voxels along each axis, mm.
    #[must_use]
    pub fn spacing(&self) -> [f64; 3] {
        self.spacing
    }

    /// A byte per voxel of the box, x fastest: 1 inside, 0 outside.
    #[must_use]
    pub fn inside(&self) -> &[u8] {
        &self.inside
    }

    /// How many voxels lie inside.
    #[must_use]
    pub fn voxels(&self) -> usize {
        self.voxels
    }

    /// Volume of one voxel, mm³.
    #[must_use]
    pub fn voxel_volume(&self) -> f64 {
        self.spacing.iter().product()
    }
}

/// The precision that intensities had before they became doubles.
///
/// Edges of a fixed number of bins are rounded to it, as numpy does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Precision {
    /// 32-bit floats.
    Single,
    /// 64-bit floats, and integers.
    #[default]
    Double,
}

/// A region of interest with its intensities.
#[derive(Debug, Clone, PartialEq)]
pub struct Roi {
    mask: RoiMask,
    values: Vec<f64>,
    precision: Precision,
}

impl Roi {
    /// A region of interest from its mask and the intensity of every voxel of the mask's box, x
    /// fastest, in double precision.
    ///
    /// `None` if there is not one intensity per voxel of the box.
    #[must_use]
    pub fn new(mask: RoiMask, values: Vec<f64>) -> Option<Self> {
        (values.len() == mask.inside.len()).then_some(Self {
            mask,
            values,
            precision: Precision::Double,
        })
    }

    /// The voxels of `image` where `mask` carries `label`, within `region`.
    ///
    /// # Errors
    ///
    /// [`Error::Volume`] if the region reaches beyond the image or the mask, [`Error::TooLarge`] if it has
    /// 2³² voxels or more.
    pub fn cut(image: &AnyVolume, mask: &Mask, label: u32, region: Region) -> Result<Self, Error> {
        let mask = RoiMask::cut(mask, label, region)?;
        let values = image.crop_f64(region)?;
        let precision = match image.voxel_type() {
            VoxelType::F32 => Precision::Single,
            _ => Precision::Double,
        };
        Ok(Self {
            mask,
            values,
            precision,
        })
    }

    /// Which voxels belong to it.
    #[must_use]
    pub fn mask(&self) -> &RoiMask {
        &self.mask
    }

    /// The intensity of every voxel of the box, x fastest, those outside the mask included.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The precision that the intensities had before.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The intensities inside the mask, in memory order.
    #[must_use]
    pub fn inside_values(&self) -> Vec<f64> {
        let voxels = self.values.iter().zip(&self.mask.inside);
        voxels
            .filter(|&(_, &inside)| inside == 1)
            .map(|(&value, _)| value)
            .collect()
    }
}
