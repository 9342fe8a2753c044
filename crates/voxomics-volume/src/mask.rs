//! Label masks that know their labels.

use std::collections::BTreeMap;

use voxomics_core::ErrorClass;

use crate::{AnyVolume, Geometry, Region, Volume, Voxel, for_any};

/// Why a volume is no mask.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A voxel that no label can stand for.
    #[error(
        "value {value} at voxel {index:?} cannot be a label: labels are whole numbers from 0 to {}",
        u32::MAX
    )]
    NotALabel {
        /// The value.
        value: f64,
        /// Where it is, `[x, y, z]`.
        index: [usize; 3],
    },
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::NotALabel { .. } => ErrorClass::Input,
        }
    }
}

/// A segmentation: a label per voxel, 0 the background.
///
/// Labels are what ITK's cast to 32 unsigned bits makes of the voxels, which is what `PyRadiomics`
/// does: fractions are cut off (1.9 is label 1, 0.7 background), negative numbers wrap (-1 is
/// 4294967295). Where that cast is undefined (NaN, what 32 bits cannot hold) there is no mask. Labels
/// are kept in the smallest type that holds them.
///
/// ```
/// use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};
///
/// let geometry = Geometry::axis_aligned([3, 1, 1], [1.0; 3])?;
/// let mask = Mask::new(AnyVolume::from(Volume::new(geometry, vec![0.0, 1.9, 8.0])?))?;
/// let labels: Vec<u32> = mask.labels().iter().map(|label| label.value()).collect();
/// assert_eq!(labels, [1, 8]);
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Mask {
    voxels: Stored,
    labels: Vec<Label>,
}

/// Labels in the smallest type that holds them: most masks are bytes, and memory traffic is time.
#[derive(Debug, Clone, PartialEq)]
enum Stored {
    U8(Volume<u8>),
    U16(Volume<u16>),
    U32(Volume<u32>),
}

macro_rules! for_stored {
    ($stored:expr, $volume:ident => $body:expr) => {
        match $stored {
            Stored::U8($volume) => $body,
            Stored::U16($volume) => $body,
            Stored::U32($volume) => $body,
        }
    };
}

/// A label of a mask: its value, how many voxels carry it, and the tightest box around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    value: u32,
    voxels: usize,
    low: [usize; 3],
    high: [usize; 3],
}

impl Label {
    /// The number that stands in the mask.
    #[must_use]
    pub fn value(&self) -> u32 {
        self.value
    }

    /// How many voxels carry it.
    #[must_use]
    pub fn voxels(&self) -> usize {
        self.voxels
    }

    /// The tightest box around them.
    #[must_use]
    #[doc(alias = "BoundingBox")]
    pub fn region(&self) -> Region {
        let size = std::array::from_fn(|axis| self.high[axis] - self.low[axis] + 1);
        Region::new(self.low, size)
    }

    /// A label without a voxel yet.
    fn absent(value: u32) -> Self {
        Self {
            value,
            voxels: 0,
            low: [usize::MAX; 3],
            high: [0; 3],
        }
    }

    /// Takes in a run of voxels along x, ends included.
    fn include(&mut self, [from, to]: [usize; 2], y: usize, z: usize) {
        self.voxels += to - from + 1;
        self.low = std::array::from_fn(|axis| self.low[axis].min([from, y, z][axis]));
        self.high = std::array::from_fn(|axis| self.high[axis].max([to, y, z][axis]));
    }
}

impl Mask {
    /// A mask from a volume of labels.
    ///
    /// # Errors
    ///
    /// [`Error::NotALabel`] for a value that is not finite or beyond 32 bits.
    pub fn new(volume: AnyVolume) -> Result<Self, Error> {
        Ok(Self::surveyed(match volume {
            AnyVolume::U8(volume) => Stored::U8(volume),
            AnyVolume::U16(volume) => Stored::U16(volume),
            other => for_any!(other, volume => match narrowed(&volume) {
                Some(stored) => stored,
                None => compact(cast(&volume)?),
            }),
        }))
    }

    /// A mask from labels that are labels already.
    pub(crate) fn from_labels(labels: Volume<u32>) -> Self {
        Self::surveyed(compact(labels))
    }

    fn surveyed(voxels: Stored) -> Self {
        let labels = for_stored!(&voxels, volume => survey(volume));
        Self { voxels, labels }
    }

    /// The grid.
    #[must_use]
    pub fn geometry(&self) -> &Geometry {
        for_stored!(&self.voxels, volume => volume.geometry())
    }

    /// Every label but the background, ascending.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The label with this value, if any voxel carries it.
    #[must_use]
    pub fn find(&self, value: u32) -> Option<&Label> {
        let at = self
            .labels
            .binary_search_by_key(&value, |label| label.value);
        at.ok().map(|at| &self.labels[at])
    }

    /// Whether every voxel carries the same label, the background included.
    #[must_use]
    pub fn is_uniform(&self) -> bool {
        match self.labels.as_slice() {
            [] => true,
            [only] => only.voxels == self.geometry().voxels(),
            _ => false,
        }
    }

    /// 1 for every voxel of a region that carries `label`, else 0; x fastest.
    ///
    /// # Errors
    ///
    /// [`crate::volume::Error::Outside`] if the region reaches beyond the mask.
    pub fn crop(&self, label: u32, region: Region) -> Result<Vec<u8>, crate::volume::Error> {
        let size = self.geometry().size();
        if !region.fits(size) {
            return Err(crate::volume::Error::Outside { region, size });
        }
        Ok(for_stored!(&self.voxels, volume => {
            volume.map_region(region, |voxel| u8::from(wide(voxel) == label))
        }))
    }

    /// A part of the mask, on its own grid.
    ///
    /// # Errors
    ///
    /// [`crate::volume::Error::Outside`] if the region is empty or reaches beyond the mask.
    pub fn part(&self, region: Region) -> Result<Self, crate::volume::Error> {
        Ok(Self::surveyed(match &self.voxels {
            Stored::U8(volume) => Stored::U8(volume.crop(region)?),
            Stored::U16(volume) => Stored::U16(volume.crop(region)?),
            Stored::U32(volume) => Stored::U32(volume.crop(region)?),
        }))
    }

    /// Whether `volume` holds the same numbers, voxel by voxel.
    #[must_use]
    #[expect(clippy::float_cmp, reason = "equal numbers are what is asked for")]
    pub fn equals(&self, volume: &AnyVolume) -> bool {
        fn same<L: Voxel, T: Voxel>(labels: &Volume<L>, volume: &Volume<T>) -> bool {
            let pairs = labels.voxels().iter().zip(volume.voxels());
            labels.voxels().len() == volume.voxels().len()
                && pairs
                    .into_iter()
                    .all(|(label, voxel)| label.to_f64() == voxel.to_f64())
        }
        for_stored!(&self.voxels, labels => for_any!(volume, volume => same(labels, volume)))
    }

    /// Every voxel's label as four bytes, little endian, x fastest, handed over in pieces.
    ///
    /// What a hash of the mask as `PyRadiomics` holds it is made of, without a copy of the mask.
    pub fn for_each_block(&self, mut block: impl FnMut(&[u8])) {
        let mut buffer = [0_u32; 4096];
        for_stored!(&self.voxels, volume => {
            for voxels in volume.voxels().chunks(buffer.len()) {
                for (label, &voxel) in buffer.iter_mut().zip(voxels) {
                    *label = wide(voxel).to_le();
                }
                block(bytemuck::cast_slice(&buffer[..voxels.len()]));
            }
        });
    }

    /// The labels as a volume of the smallest type that holds them.
    #[must_use]
    pub fn into_volume(self) -> AnyVolume {
        for_stored!(self.voxels, volume => volume.into())
    }

    /// The labels of a region that lies within the mask as doubles, x fastest.
    pub(crate) fn labels_f64(&self, region: Region) -> Vec<f64> {
        for_stored!(&self.voxels, volume => volume.map_region(region, Voxel::to_f64))
    }

    /// 1 where a voxel of a region that lies within the mask carries `label`, else 0; x fastest.
    pub(crate) fn indicator(&self, label: u32, region: Region) -> Vec<f64> {
        let inside = |carried: u32| f64::from(u8::from(carried == label));
        for_stored!(&self.voxels, volume => volume.map_region(region, |voxel| inside(wide(voxel))))
    }
}

fn wide(label: impl Into<u32>) -> u32 {
    label.into()
}

/// The cast of ITK, refusing what it leaves undefined.
fn cast<T: Voxel>(volume: &Volume<T>) -> Result<Volume<u32>, Error> {
    let size = volume.geometry().size();
    let mut labels = Vec::with_capacity(volume.voxels().len());
    for (position, voxel) in volume.voxels().iter().enumerate() {
        let value = voxel.to_f64();
        let label = label_of(value).ok_or_else(|| Error::NotALabel {
            value,
            index: [
                position % size[0],
                position / size[0] % size[1],
                position / size[0] / size[1],
            ],
        })?;
        labels.push(label);
    }
    Ok(Volume::assembled(*volume.geometry(), labels))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked, and negative numbers are meant to wrap"
)]
fn label_of(value: f64) -> Option<u32> {
    let whole = value.trunc();
    if (0.0..=f64::from(u32::MAX)).contains(&whole) {
        return Some(whole as u32);
    }
    (f64::from(i32::MIN)..0.0)
        .contains(&whole)
        .then_some(whole as i64 as u32)
}

/// Labels after a cast, in the smallest type that holds them.
fn compact(labels: Volume<u32>) -> Stored {
    narrowed(&labels).unwrap_or(Stored::U32(labels))
}

/// The voxels in 8 or 16 bits, if they are whole numbers that fit: two passes without a branch, for
/// the masks that there are.
#[expect(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "the range is checked, and whole numbers equal their whole part"
)]
fn narrowed<T: Voxel>(volume: &Volume<T>) -> Option<Stored> {
    let (geometry, voxels) = (*volume.geometry(), volume.voxels());
    if T::TYPE.is_float()
        && !voxels
            .iter()
            .all(|voxel| voxel.to_f64().trunc() == voxel.to_f64())
    {
        return None;
    }
    let mut range = [voxels[0]; 2];
    for &voxel in voxels {
        range[0] = if voxel < range[0] { voxel } else { range[0] };
        range[1] = if voxel > range[1] { voxel } else { range[1] };
    }
    let [low, high] = range.map(Voxel::to_f64);
    if low < 0.0 || high > f64::from(u16::MAX) {
        None
    } else if high > f64::from(u8::MAX) {
        let labels = voxels.iter().map(|voxel| voxel.as_u32() as u16).collect();
        Some(Stored::U16(Volume::assembled(geometry, labels)))
    } else {
        let labels = voxels.iter().map(|voxel| voxel.as_u32() as u8).collect();
        Some(Stored::U8(Volume::assembled(geometry, labels)))
    }
}

/// One pass over the mask, a run of equal labels at a time; background lines cost a comparison.
fn survey<T: Voxel + Into<u32>>(volume: &Volume<T>) -> Vec<Label> {
    let size = volume.geometry().size();
    let mut labels = BTreeMap::new();
    for (row, line) in volume.voxels().chunks_exact(size[0]).enumerate() {
        if line.iter().fold(0, |any, &voxel| any | voxel.into()) == 0 {
            continue;
        }
        let mut from = 0;
        for run in line.chunk_by(|left, right| left == right) {
            let value: u32 = run[0].into();
            let ends = [from, from + run.len() - 1];
            from += run.len();
            if value != 0 {
                let label = labels.entry(value).or_insert_with(|| Label::absent(value));
                label.include(ends, row % size[1], row / size[1]);
            }
        }
    }
    labels.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::Mask;
    use crate::{AnyVolume, Geometry, Region, Volume, VoxelType};

    fn line<T>(voxels: Vec<T>) -> AnyVolume
    where
        T: crate::Voxel,
        AnyVolume: From<Volume<T>>,
    {
        let geometry = Geometry::axis_aligned([voxels.len(), 1, 1], [1.0; 3]).unwrap();
        Volume::new(geometry, voxels).unwrap().into()
    }

    #[test]
    fn labels_are_itks_cast() {
        let mask = Mask::new(line(vec![0.6, 1.99, -0.5, 3.0, -1.0])).unwrap();
        let labels: Vec<_> = mask
            .labels()
            .iter()
            .map(|l| (l.value(), l.voxels()))
            .collect();
        assert_eq!(labels, [(1, 1), (3, 1), (u32::MAX, 1)]);
        let mask = Mask::new(line(vec![-1_i16, 0, 2])).unwrap();
        assert_eq!(mask.labels().last().unwrap().value(), u32::MAX);
    }

    #[test]
    fn what_is_no_label_is_named() {
        let error = Mask::new(line(vec![0.0, f64::NAN])).unwrap_err();
        let text = "value NaN at voxel [1, 0, 0] cannot be a label: \
                    labels are whole numbers from 0 to 4294967295";
        assert_eq!(error.to_string(), text);
        assert!(Mask::new(line(vec![5e9])).is_err());
        assert!(Mask::new(line(vec![u64::MAX])).is_err());
    }

    #[test]
    fn labels_are_kept_small() {
        for (voxels, kept) in [
            (line(vec![0_i32, 255]), VoxelType::U8),
            (line(vec![0_i64, 256]), VoxelType::U16),
            (line(vec![0_u32, 65_536]), VoxelType::U32),
        ] {
            assert_eq!(Mask::new(voxels).unwrap().into_volume().voxel_type(), kept);
        }
    }

    #[test]
    fn boxes_are_tight() {
        let geometry = Geometry::axis_aligned([5, 4, 3], [1.0; 3]).unwrap();
        let volume = Volume::from_fn(geometry, |index| match index {
            [1, 2, 1] | [3, 1, 2] => 2_u8,
            [4, 3, 2] => 1,
            _ => 0,
        });
        let mask = Mask::new(volume.into()).unwrap();
        assert_eq!(
            mask.find(2).unwrap().region(),
            Region::new([1, 1, 1], [3, 2, 2])
        );
        assert_eq!(mask.find(2).unwrap().voxels(), 2);
        assert_eq!(
            mask.find(1).unwrap().region(),
            Region::new([4, 3, 2], [1, 1, 1])
        );
        assert_eq!(mask.find(7), None);
        let crop = mask.crop(2, Region::new([1, 1, 1], [3, 2, 2])).unwrap();
        assert_eq!(crop, [0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0]);
    }

    #[test]
    fn uniform_masks_are_known() {
        for (voxels, uniform) in [
            (vec![0_u8, 0, 0], true),
            (vec![1, 1, 1], true),
            (vec![0, 1, 1], false),
            (vec![2, 1, 1], false),
        ] {
            assert_eq!(Mask::new(line(voxels)).unwrap().is_uniform(), uniform);
        }
    }
}
