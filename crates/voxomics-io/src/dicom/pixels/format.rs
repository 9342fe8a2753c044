//! What a pixel is: its bits, and the number that they stand for.

use voxomics_volume::VoxelType;

use crate::dicom::dataset::{Dataset, required};
use crate::dicom::tags;
use crate::error::{Fault, Kind};

/// The stored pixels of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Format {
    pub(crate) rows: u16,
    pub(crate) columns: u16,
    /// Bits of a pixel in the file: 1, 8, 16, 32, or 64.
    pub(crate) allocated: u16,
    /// Bits that hold the number, of those allocated.
    pub(crate) stored: u16,
    /// Bits below them.
    pub(crate) shift: u16,
    pub(crate) is_signed: bool,
    pub(crate) is_float: bool,
}

impl Format {
    /// The format that a data set declares; whether pixels are floats is told by the element that holds them.
    pub(crate) fn read(data: &Dataset<'_>, is_float: bool) -> Result<Self, Fault> {
        let short = |tag| data.short(tag).and_then(|value| required(tag, value));
        let [rows, columns] = [short(tags::ROWS)?, short(tags::COLUMNS)?];
        if rows == 0 || columns == 0 {
            return Err(bad(format!(
                "{columns} columns and {rows} rows are no image"
            )));
        }
        let samples = data.short(tags::SAMPLES_PER_PIXEL)?.unwrap_or(1);
        if samples != 1 {
            let message = format!("{samples} samples a pixel: colour images are not read");
            return Err(Fault::new(Kind::Unsupported, message));
        }
        let allocated = short(tags::BITS_ALLOCATED)?;
        let format = Self {
            rows,
            columns,
            allocated,
            stored: allocated,
            shift: 0,
            is_signed: false,
            is_float,
        };
        if is_float {
            return format.checked(&[32, 64]);
        }
        let stored = short(tags::BITS_STORED)?;
        let high = data
            .short(tags::HIGH_BIT)?
            .map_or(Some(stored), |bit| bit.checked_add(1));
        let shift = high.and_then(|high| high.checked_sub(stored));
        let shift = shift.filter(|shift| stored > 0 && shift + stored <= allocated);
        let Some(shift) = shift else {
            let high = data.short(tags::HIGH_BIT)?.unwrap_or_default();
            return Err(bad(format!(
                "{stored} bits up to bit {high} do not lie in {allocated} allocated bits"
            )));
        };
        let is_signed = data.short(tags::PIXEL_REPRESENTATION)?.unwrap_or(0) == 1;
        let format = Self {
            stored,
            shift,
            is_signed,
            ..format
        };
        format.checked(&[1, 8, 16, 32])
    }

    fn checked(self, sizes: &[u16]) -> Result<Self, Fault> {
        if sizes.contains(&self.allocated) {
            Ok(self)
        } else {
            Err(bad(format!(
                "{} bits allocated a pixel, where {sizes:?} are possible",
                self.allocated
            )))
        }
    }

    /// Pixels of a frame.
    pub(crate) fn pixels(&self) -> usize {
        usize::from(self.rows) * usize::from(self.columns)
    }

    /// Bits of a frame.
    pub(crate) fn frame_bits(&self) -> u64 {
        self.pixels() as u64 * u64::from(self.allocated)
    }

    /// The smallest and largest number that can be stored, of integers.
    pub(crate) fn range(&self) -> [i64; 2] {
        if self.is_signed {
            let half = 1 << (self.stored - 1);
            [-half, half - 1]
        } else {
            [0, (1 << self.stored) - 1]
        }
    }

    /// The type that holds a pixel as it is stored.
    pub(crate) fn voxel_type(&self) -> VoxelType {
        match (self.is_float, self.allocated, self.is_signed) {
            (true, 64, _) => VoxelType::F64,
            (true, _, _) => VoxelType::F32,
            (_, 1 | 8, false) => VoxelType::U8,
            (_, 1 | 8, true) => VoxelType::I8,
            (_, 16, false) => VoxelType::U16,
            (_, 16, true) => VoxelType::I16,
            (_, _, false) => VoxelType::U32,
            (_, _, true) => VoxelType::I32,
        }
    }
}

fn bad(message: String) -> Fault {
    Fault::new(Kind::BadHeader, message)
}
