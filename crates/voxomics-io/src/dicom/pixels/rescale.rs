//! From stored numbers to values: slope and intercept, or a table.

use std::sync::Arc;

use voxomics_volume::VoxelType;

use super::format::Format;
use crate::dicom::dataset::Dataset;
use crate::dicom::tags;
use crate::error::{Fault, Kind};

/// What a frame's values are made of its stored numbers by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Rescale {
    /// `slope · stored + intercept`.
    Linear([f64; 2]),
    Table(Arc<Table>),
}

/// A modality LUT, PS3.3 section C.11.1.
#[derive(Debug, PartialEq)]
pub(crate) struct Table {
    /// The stored number that the first value belongs to.
    first: i64,
    values: Vec<u16>,
}

impl Rescale {
    pub(crate) const NONE: Self = Self::Linear([1.0, 0.0]);

    /// Slope and intercept of a data set; each counts as 1 or 0 where it is absent or empty.
    pub(crate) fn read(data: &Dataset<'_>) -> Result<Option<Self>, Fault> {
        let slope = data.number(tags::RESCALE_SLOPE)?;
        let intercept = data.number(tags::RESCALE_INTERCEPT)?;
        if slope == Some(0.0) {
            let name = tags::name(tags::RESCALE_SLOPE);
            let message = format!("{name} is 0, which makes all values the same");
            return Err(Fault::new(Kind::BadValue, message));
        }
        let is_given = slope.is_some() || intercept.is_some();
        Ok(is_given.then(|| Self::Linear([slope.unwrap_or(1.0), intercept.unwrap_or(0.0)])))
    }

    /// The table of a data set that has one.
    pub(crate) fn table(data: &Dataset<'_>, format: &Format) -> Result<Option<Self>, Fault> {
        let Some(item) = data.item(tags::MODALITY_LUT_SEQUENCE)? else {
            return Ok(None);
        };
        let wrong = || Fault::new(Kind::BadHeader, "the modality LUT is none");
        let descriptor = item.shorts(tags::LUT_DESCRIPTOR)?.ok_or_else(wrong)?;
        let [count, first, _] = *descriptor.as_slice() else {
            return Err(wrong());
        };
        let count = if count == 0 {
            1 << 16
        } else {
            usize::from(count)
        };
        let bytes = item.bytes(tags::LUT_DATA).ok_or_else(wrong)?;
        let values = if bytes.len() == count {
            bytes.iter().copied().map(u16::from).collect()
        } else {
            item.shorts(tags::LUT_DATA)?.ok_or_else(wrong)?
        };
        if values.len() != count {
            return Err(wrong());
        }
        let first = if format.is_signed {
            i64::from(first.cast_signed())
        } else {
            i64::from(first)
        };
        Ok(Some(Self::Table(Arc::new(Table { first, values }))))
    }

    /// Slope and intercept, of those that have them.
    pub(crate) fn linear(&self) -> Option<[f64; 2]> {
        match self {
            Self::Linear(linear) => Some(*linear),
            Self::Table(_) => None,
        }
    }

    /// The value of a stored number.
    pub(crate) fn apply(&self, stored: f64) -> f64 {
        match self {
            Self::Linear([slope, intercept]) => stored * slope + intercept,
            Self::Table(table) => table.value(stored),
        }
    }

    /// Smallest and largest value, where all are whole numbers that a double counts exactly.
    fn whole_range(&self, format: &Format) -> Option<[f64; 2]> {
        let [low, high] = match self {
            _ if format.is_float => return None,
            Self::Table(_) => [0.0, f64::from(u16::MAX)],
            Self::Linear([slope, intercept])
                if slope.fract() == 0.0 && intercept.fract() == 0.0 =>
            {
                let ends = format.range().map(|stored| self.apply(stored as f64));
                [ends[0].min(ends[1]), ends[0].max(ends[1])]
            }
            Self::Linear(_) => return None,
        };
        (low.abs().max(high.abs()) < 9e15).then_some([low, high])
    }
}

impl Table {
    /// Stored numbers before the first and after the last take the value of these.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "stored numbers are whole, and clamped to the table"
    )]
    fn value(&self, stored: f64) -> f64 {
        let last = self.values.len() - 1;
        let place = (stored - self.first as f64).clamp(0.0, last as f64);
        f64::from(self.values[place as usize])
    }
}

/// The smallest type that holds every value of all frames exactly: the stored one where it does, otherwise a wider
/// integer, and doubles where slopes are fractions.
pub(crate) fn voxel_type<'a>(
    frames: impl Iterator<Item = (&'a Format, &'a Rescale)> + Clone,
) -> VoxelType {
    let mut formats = frames.clone().map(|(format, _)| format.voxel_type());
    let Some(first) = formats.next() else {
        return VoxelType::F64;
    };
    let are_alike = formats.all(|other| other == first);
    let is_plain = frames.clone().all(|(_, rescale)| *rescale == Rescale::NONE);
    if are_alike && is_plain {
        return first;
    }
    let mut range = Some([f64::INFINITY, f64::NEG_INFINITY]);
    for (format, rescale) in frames {
        range = range
            .zip(rescale.whole_range(format))
            .map(|([low, high], [least, most])| [low.min(least), high.max(most)]);
    }
    let fits = |[low, high]: [f64; 2], kind| {
        let [least, most] = limits(kind);
        low >= least && high <= most
    };
    let wider = [
        VoxelType::I16,
        VoxelType::U16,
        VoxelType::I32,
        VoxelType::U32,
    ];
    range.map_or(VoxelType::F64, |range| {
        let mut types = std::iter::once(first).chain(wider);
        types
            .find(|&kind| fits(range, kind))
            .unwrap_or(VoxelType::F64)
    })
}

/// Smallest and largest number of an integer type of up to 32 bits.
fn limits(kind: VoxelType) -> [f64; 2] {
    match kind {
        VoxelType::U8 => [0.0, f64::from(u8::MAX)],
        VoxelType::I8 => [f64::from(i8::MIN), f64::from(i8::MAX)],
        VoxelType::U16 => [0.0, f64::from(u16::MAX)],
        VoxelType::I16 => [f64::from(i16::MIN), f64::from(i16::MAX)],
        VoxelType::U32 => [0.0, f64::from(u32::MAX)],
        VoxelType::I32 => [f64::from(i32::MIN), f64::from(i32::MAX)],
        VoxelType::U64 | VoxelType::I64 | VoxelType::F32 | VoxelType::F64 => {
            [f64::INFINITY, f64::NEG_INFINITY]
        }
    }
}
