//! From files to the voxels of a volume, a frame at a time.

use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use flate2::read::DeflateDecoder;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use voxomics_volume::Voxel;

use super::format::Format;
use super::fragments;
use super::rescale::Rescale;
use super::unpack::{Layout, unpack};
use crate::dicom::codec::{self, Codec, FrameShape};
use crate::dicom::file::reading;
use crate::dicom::origin::{Origin, Stream};
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
        let declared = (self.format.frame_bits() * self.frames as u64).div_ceil(8);
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
    pub(crate) fn values(self: &Arc<Self>, frame: usize) -> Result<Vec<f64>, Fault> {
        let mut values = self.several(&[frame])?;
        Ok(values.pop().unwrap_or_default())
    }

    /// The stored numbers of some frames.
    pub(crate) fn several(self: &Arc<Self>, frames: &[usize]) -> Result<Vec<Vec<f64>>, Fault> {
        let mut values = vec![vec![0.0; self.format.pixels()]; frames.len()];
        let parts = frames.iter().zip(&mut values).map(|(&frame, voxels)| Part {
            frame,
            rescale: &Rescale::NONE,
            voxels: voxels.as_mut_slice(),
        });
        let parts = parts.collect();
        Frames {
            store: Arc::clone(self),
            parts,
        }
        .read(u64::MAX)?;
        Ok(values)
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
        let Self { store, parts } = self;
        let opened = store.origin.open(limit)?;
        match store.syntax.pixels {
            Coding::Encapsulated(codec) if store.element.length.is_none() => {
                store.decode(opened.stream, codec, parts)
            }
            _ => match store.deflated_from {
                Some(start) => store.inflate(opened.stream, start, parts),
                None => store.copy(opened.stream, store.element.offset, parts),
            },
        }
    }
}

impl Store {
    fn layout(&self) -> Layout {
        Layout {
            format: self.format,
            is_big_endian: self.syntax.encoding.is_big_endian,
            skipped_bits: 0,
        }
    }

    /// Native frames, each read from its place.
    fn copy<T: Voxel>(
        &self,
        mut stream: impl Read + Seek,
        offset: u64,
        parts: Vec<Part<'_, T>>,
    ) -> Result<(), Fault> {
        let mut buffer = Vec::new();
        for part in parts {
            let first = part.frame as u64 * self.format.frame_bits();
            let layout = Layout {
                skipped_bits: usize::from(first.to_le_bytes()[0] % 8),
                ..self.layout()
            };
            let place = SeekFrom::Start(offset + first / 8);
            stream.seek(place).map_err(|error| reading(&error))?;
            if layout.is_memory::<T>(part.rescale) {
                let bytes = bytemuck::cast_slice_mut(part.voxels);
                stream.read_exact(bytes).map_err(|error| reading(&error))?;
                continue;
            }
            let bits =
                layout.skipped_bits + self.format.pixels() * usize::from(self.format.allocated);
            buffer.resize(bits.div_ceil(8), 0);
            stream
                .read_exact(&mut buffer)
                .map_err(|error| reading(&error))?;
            unpack(&buffer, layout, part.rescale, part.voxels);
        }
        Ok(())
    }

    /// Frames of a deflated data set, which must be inflated from its beginning.
    fn inflate<T: Voxel>(
        &self,
        mut stream: Stream,
        start: u64,
        parts: Vec<Part<'_, T>>,
    ) -> Result<(), Fault> {
        stream
            .seek(SeekFrom::Start(start))
            .map_err(|error| reading(&error))?;
        let length = self.element.length.unwrap_or_default();
        let mut inflated = DeflateDecoder::new(stream);
        let mut before = inflated.by_ref().take(self.element.offset);
        std::io::copy(&mut before, &mut std::io::sink()).map_err(|error| reading(&error))?;
        let mut pixels = Vec::new();
        let read = inflated.take(length).read_to_end(&mut pixels);
        read.map_err(|error| reading(&error))?;
        self.copy(std::io::Cursor::new(pixels), 0, parts)
    }

    /// Compressed frames.
    fn decode<T: Voxel>(
        &self,
        mut stream: Stream,
        codec: Codec,
        parts: Vec<Part<'_, T>>,
    ) -> Result<(), Fault> {
        stream
            .seek(SeekFrom::Start(self.element.offset))
            .map_err(|error| reading(&error))?;
        let mut bytes = Vec::new();
        stream
            .read_to_end(&mut bytes)
            .map_err(|error| reading(&error))?;
        let streams = fragments::frames(&bytes, self.frames, self.extended.as_deref())?;
        drop(bytes);
        let shape = FrameShape {
            rows: self.format.rows,
            columns: self.format.columns,
            bits_allocated: self.format.allocated,
            bits_stored: self.format.stored,
            is_signed: self.format.is_signed,
        };
        for part in parts {
            let pixels = codec::decode(codec, &streams[part.frame], &shape)?;
            let layout = Layout {
                is_big_endian: false,
                ..self.layout()
            };
            unpack(&pixels, layout, part.rescale, part.voxels);
        }
        Ok(())
    }
}
