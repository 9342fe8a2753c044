//! From files to the voxels of a volume, a frame at a time.

use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use voxomics_volume::Voxel;

use super::format::Format;
use super::reader::Reader;
use super::rescale::Rescale;
use crate::dicom::origin::Origin;
use crate::dicom::parse::PixelElement;
use crate::dicom::syntax::{Coding, Syntax};
use crate::error::{Error, Fault, Kind};

/// Compressed pixels may make so much more of their bytes, and a little besides.
const EXPANSION: u64 = 1032;
const SMALL: u64 = 32 << 20;

/// A file's pixels: where they are and what they mean.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) origin: Origin,
    pub(crate) syntax: Syntax,
    pub(crate) format: Format,
    pub(crate) element: PixelElement,
    pub(crate) frames: usize,
    /// Offsets of an extended offset table.
    pub(crate) extended: Option<Vec<u64>>,
    /// Where the data set begins in a file that is deflated from there on.
    pub(crate) deflated_from: Option<u64>,
    /// Bytes of the file; the most that a deflated one can have.
    pub(crate) total: u64,
}

impl Store {
    /// That the bytes which are there can be the frames that are declared.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        let is_turned = self.syntax.encoding.is_big_endian && self.element.are_words;
        if is_turned && self.format.allocated < 16 {
            let message =
                "pixels of less than 16 bits in big-endian words: their order is not told reliably";
            return Err(Fault::new(Kind::Unsupported, message));
        }
        let bits = self.format.frame_bits().saturating_mul(self.frames as u64);
        let declared = bits.div_ceil(8);
        if let Some(length) = self.element.length {
            let left = self.total.saturating_sub(self.element.offset);
            if length > left {
                let message =
                    format!("the pixel data declare {length} bytes where {left} are left");
                return Err(Fault::new(Kind::Truncated, message));
            }
            // One byte more makes an odd length even.
            let is_right = length == declared || length == declared + declared % 2;
            return if is_right {
                Ok(())
            } else {
                Err(self.mismatch(declared, length))
            };
        }
        match self.syntax.pixels {
            Coding::Native => Err(Fault::new(
                Kind::Corrupt,
                "the pixels have no length, as only compressed ones may",
            )),
            Coding::Unknown(codec) => Err(Fault::new(
                Kind::Unsupported,
                format!("the pixels are compressed by {codec}, which nothing here decodes"),
            )),
            Coding::Encapsulated(_) => {
                let there = self.total.saturating_sub(self.element.offset);
                if declared > there.saturating_mul(EXPANSION).saturating_add(SMALL) {
                    return Err(self.mismatch(declared, there));
                }
                Ok(())
            }
        }
    }

    /// Columns and rows of a frame.
    pub(crate) fn size(&self) -> [usize; 2] {
        [self.format.columns, self.format.rows].map(usize::from)
    }

    /// The stored numbers of a frame.
    pub(crate) fn values(&self, frame: usize) -> Result<Vec<f64>, Fault> {
        let mut values = vec![0.0; self.format.pixels()];
        Reader::open(self, u64::MAX)?.frame(frame, &Rescale::NONE, &mut values)?;
        Ok(values)
    }

    /// Hands over the stored numbers of some frames, one frame at a time.
    pub(crate) fn for_each(
        &self,
        frames: impl IntoIterator<Item = usize>,
        mut take: impl FnMut(usize, &[f64]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut reader = Reader::open(self, u64::MAX)?;
        let mut values = vec![0.0; self.format.pixels()];
        for frame in frames {
            reader.frame(frame, &Rescale::NONE, &mut values)?;
            take(frame, &values)?;
        }
        Ok(())
    }

    fn mismatch(&self, declared: u64, found: u64) -> Fault {
        let Format {
            rows,
            columns,
            allocated,
            ..
        } = self.format;
        let frames = self.frames;
        let message = format!(
            "{frames} frames of {columns} x {rows} pixels of {allocated} bits are {declared} bytes, \
             and the pixel data have {found}"
        );
        Fault::new(Kind::Inconsistent, message)
    }
}

/// A frame of a file, and where its voxels go.
pub(crate) struct Part<'a, T> {
    pub(crate) frame: usize,
    pub(crate) rescale: &'a Rescale,
    pub(crate) voxels: &'a mut [T],
}

/// The frames that are wanted of a file.
pub(crate) struct Frames<'a, T> {
    pub(crate) store: Arc<Store>,
    pub(crate) parts: Vec<Part<'a, T>>,
}

/// Reads all frames, several files at a time.
pub(crate) fn fill<T: Voxel>(files: Vec<Frames<'_, T>>, limit: u64) -> Result<(), Error> {
    let done: Vec<Result<(), Error>> = files
        .into_par_iter()
        .map(|file| {
            let store = Arc::clone(&file.store);
            file.read(limit).map_err(|fault| store.origin.error(fault))
        })
        .collect();
    // The first in order, whichever was found first.
    done.into_iter().collect()
}

impl<T: Voxel> Frames<'_, T> {
    fn read(self, limit: u64) -> Result<(), Fault> {
        let mut reader = Reader::open(&self.store, limit)?;
        let mut parts = self.parts.into_iter();
        parts.try_for_each(|part| reader.frame(part.frame, part.rescale, part.voxels))
    }
}
