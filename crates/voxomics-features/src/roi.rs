//! The region of interest, cut out of its image.

use voxomics_volume::{AnyVolume, Mask, Region, VoxelType, volume};

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
        let voxels = inside.iter().filter(|&&inside| inside == 1).count();
        let fits = inside.len() == size.iter().product::<usize>() && u32::try_from(inside.len()).is_ok();
        let clean = inside.iter().all(|&inside| inside <= 1);
        (fits && clean).then_some(Self {
            size,
            spacing,
            inside,
            voxels,
        })
    }

    /// The voxels of `mask` that carry `label`, within `region`.
    ///
    /// # Errors
    ///
    /// [`volume::Error::Outside`] if the region reaches beyond the mask.
    pub fn cut(mask: &Mask, label: u32, region: Region) -> Result<Self, volume::Error> {
        let inside = mask.crop(label, region)?;
        let spacing = mask.geometry().spacing();
        Ok(Self::new(region.size(), spacing, inside).expect("a 0 or 1 per voxel of the region"))
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
    /// [`volume::Error::Outside`] if the region reaches beyond the image or the mask.
    pub fn cut(
        image: &AnyVolume,
        mask: &Mask,
        label: u32,
        region: Region,
    ) -> Result<Self, volume::Error> {
        let values = image.crop_f64(region)?;
        let mask = RoiMask::cut(mask, label, region)?;
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
        voxels.filter(|&(_, &inside)| inside == 1).map(|(&value, _)| value).collect()
    }
}
