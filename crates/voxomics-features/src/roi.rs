//! The region of interest, cut out of its image.

use std::sync::Arc;

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
    spans: Vec<Span>,
    voxels: usize,
}

/// The part of a line along x from its first to its last voxel inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// Position of its first voxel in the box.
    pub(crate) start: usize,
    pub(crate) len: usize,
    /// How many of its voxels lie inside.
    pub(crate) voxels: usize,
}

impl Span {
    /// Of a line that begins at `start` of the box; `None` if nothing of it lies inside.
    fn of_line(line: &[u8], start: usize) -> Option<Self> {
        let first = line.iter().position(|&inside| inside == 1)?;
        let last = line.iter().rposition(|&inside| inside == 1)?;
        let inside = line[first..=last].iter().map(|&inside| usize::from(inside));
        Some(Self {
            start: start + first,
            len: last - first + 1,
            voxels: inside.sum(),
        })
    }

    /// Its voxels in the box.
    pub(crate) fn range(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.len
    }

    /// Whether all its voxels lie inside.
    pub(crate) fn is_full(&self) -> bool {
        self.voxels == self.len
    }
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
        let lines = inside.chunks_exact(size[0].max(1)).enumerate();
        let spans: Vec<Span> = lines
            .filter_map(|(line, voxels)| Span::of_line(voxels, line * size[0]))
            .collect();
        Self {
            size,
            spacing,
            inside,
            voxels: spans.iter().map(|span| span.voxels).sum(),
            spans,
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

    /// The same voxels at other distances, mm.
    pub(crate) fn spaced(self, spacing: [f64; 3]) -> Self {
        Self { spacing, ..self }
    }

    /// The same voxels in a larger box: `own` is this one's, `around` the other, both within one grid.
    pub(crate) fn within(&self, own: Region, around: Region) -> Self {
        let start = std::array::from_fn(|axis| own.start()[axis] - around.start()[axis]);
        let part = Region::new(start, own.size());
        let mut inside = vec![0; around.voxels()];
        for (line, row) in part
            .lines(around.size())
            .zip(self.inside.chunks_exact(self.size[0]))
        {
            inside[line..line + row.len()].copy_from_slice(row);
        }
        Self::counted(around.size(), self.spacing, inside)
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

    /// The lines that hold a voxel inside, in memory order.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
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
    mask: Arc<RoiMask>,
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
        let fits = values.len() == mask.inside.len();
        fits.then(|| Self::assembled(mask, values, Precision::Double))
    }

    /// The voxels of `image` where `mask` carries `label`, within `region`.
    ///
    /// Distances are the image's, from which the mask's may differ by as much as is tolerated.
    ///
    /// # Errors
    ///
    /// [`Error::Volume`] if the region reaches beyond the image or the mask, [`Error::TooLarge`] if it has
    /// 2³² voxels or more.
    pub fn cut(image: &AnyVolume, mask: &Mask, label: u32, region: Region) -> Result<Self, Error> {
        let spacing = image.geometry().spacing();
        let mask = RoiMask::cut(mask, label, region)?.spaced(spacing);
        let values = image.crop_f64(region)?;
        let precision = match image.voxel_type() {
            VoxelType::F32 => Precision::Single,
            _ => Precision::Double,
        };
        Ok(Self::assembled(mask, values, precision))
    }

    /// From a mask and the intensity of every voxel of its box.
    pub(crate) fn assembled(
        mask: impl Into<Arc<RoiMask>>,
        values: Vec<f64>,
        precision: Precision,
    ) -> Self {
        let mask = mask.into();
        debug_assert_eq!(values.len(), mask.inside.len(), "an intensity per voxel");
        Self {
            mask,
            values,
            precision,
        }
    }

    /// The same box with every voxel inside.
    pub(crate) fn everywhere(&self) -> Self {
        let RoiMask { size, spacing, .. } = *self.mask;
        self.with_mask(RoiMask::counted(size, spacing, vec![1; self.values.len()]))
    }

    /// Other intensities in the same box, such as a filter's.
    pub(crate) fn with_values(&self, values: Vec<f64>, precision: Precision) -> Self {
        Self::assembled(Arc::clone(&self.mask), values, precision)
    }

    /// Other voxels of the same box.
    pub(crate) fn with_mask(&self, mask: RoiMask) -> Self {
        Self::assembled(mask, self.values.clone(), self.precision)
    }

    /// The part of the box that `tight` is, with the voxels of the box that `kept` marks with 1.
    pub(crate) fn narrowed(&self, kept: &[u8], tight: Region) -> Self {
        let size = self.mask.size;
        let mask = RoiMask::counted(tight.size(), self.mask.spacing, part(kept, size, tight));
        Self::assembled(mask, part(&self.values, size, tight), self.precision)
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
        let mut found = Vec::with_capacity(self.mask.voxels);
        for span in &self.mask.spans {
            let values = &self.values[span.range()];
            if span.is_full() {
                found.extend_from_slice(values);
                continue;
            }
            let voxels = values.iter().zip(&self.mask.inside[span.range()]);
            let inside = voxels.filter(|&(_, &inside)| inside == 1);
            found.extend(inside.map(|(&value, _)| value));
        }
        found
    }
}

/// The voxels of `region` out of a box of `size`, x fastest.
fn part<T: Copy>(voxels: &[T], size: [usize; 3], region: Region) -> Vec<T> {
    let lines = region.lines(size);
    lines
        .flat_map(|line| &voxels[line..line + region.size()[0]])
        .copied()
        .collect()
}

/// The tightest box around the voxels of a box of `size` that are 1; `None` without any.
pub(crate) fn tight_box(inside: &[u8], size: [usize; 3]) -> Option<Region> {
    let (mut low, mut high) = ([usize::MAX; 3], [0; 3]);
    for (row, line) in inside.chunks_exact(size[0]).enumerate() {
        let Some(first) = line.iter().position(|&inside| inside == 1) else {
            continue;
        };
        let last = line.iter().rposition(|&inside| inside == 1)?;
        let (y, z) = (row % size[1], row / size[1]);
        low = std::array::from_fn(|axis| low[axis].min([first, y, z][axis]));
        high = std::array::from_fn(|axis| high[axis].max([last, y, z][axis]));
    }
    (low[0] <= high[0]).then(|| {
        let size = std::array::from_fn(|axis| high[axis] - low[axis] + 1);
        Region::new(low, size)
    })
}
