//! The frames of a file, one at a time.

use std::io::{Cursor, Read, Seek, SeekFrom};

use flate2::read::DeflateDecoder;
use voxomics_volume::Voxel;

use super::fragments;
use super::load::Store;
use super::rescale::Rescale;
use super::unpack::{Layout, unpack};
use crate::dicom::codec::{self, Codec, FrameShape};
use crate::dicom::file::reading;
use crate::dicom::origin::Stream;
use crate::dicom::syntax::Coding;
use crate::error::Fault;

/// A file that was opened to read its frames.
pub(super) struct Reader<'s> {
    store: &'s Store,
    pixels: Pixels,
    /// Bytes of a frame that are not yet voxels.
    buffer: Vec<u8>,
}

enum Pixels {
    /// As they are, from this byte of the stream on.
    Native(Stream, u64),
    /// The stream of each frame.
    Compressed(Vec<Vec<u8>>, Codec),
}

impl<'s> Reader<'s> {
    pub(super) fn open(store: &'s Store, limit: u64) -> Result<Self, Fault> {
        let stream = store.origin.open(limit)?.stream;
        let pixels = match (store.syntax.pixels, store.deflated_from) {
            (Coding::Encapsulated(codec), _) if store.element.length.is_none() => {
                Pixels::Compressed(streams(store, stream)?, codec)
            }
            (_, Some(start)) => Pixels::Native(inflated(store, stream, start)?, 0),
            _ => Pixels::Native(stream, store.element.offset),
        };
        Ok(Self {
            store,
            pixels,
            buffer: Vec::new(),
        })
    }

    /// Fills `voxels`, as many as a frame has pixels, with the values of a frame.
    pub(super) fn frame<T: Voxel>(
        &mut self,
        frame: usize,
        rescale: &Rescale,
        voxels: &mut [T],
    ) -> Result<(), Fault> {
        let format = self.store.format;
        let first = frame as u64 * format.frame_bits();
        let layout = Layout {
            format,
            is_big_endian: self.store.syntax.encoding.is_big_endian,
            skipped_bits: usize::from(first.to_le_bytes()[0] % 8),
        };
        match &mut self.pixels {
            Pixels::Compressed(streams, codec) => {
                let shape = FrameShape {
                    rows: format.rows,
                    columns: format.columns,
                    bits_allocated: format.allocated,
                    bits_stored: format.stored,
                    is_signed: format.is_signed,
                };
                let pixels = codec::decode(*codec, &streams[frame], &shape)?;
                let layout = Layout {
                    skipped_bits: 0,
                    ..layout
                };
                unpack(&pixels, layout, rescale, voxels);
            }
            Pixels::Native(stream, offset) => {
                let place = SeekFrom::Start(*offset + first / 8);
                stream.seek(place).map_err(|error| reading(&error))?;
                if layout.is_memory::<T>(rescale) {
                    let bytes = bytemuck::cast_slice_mut(voxels);
                    return stream.read_exact(bytes).map_err(|error| reading(&error));
                }
                let bits = layout.skipped_bits + format.pixels() * usize::from(format.allocated);
                self.buffer.resize(bits.div_ceil(8), 0);
                let read = stream.read_exact(&mut self.buffer);
                read.map_err(|error| reading(&error))?;
                unpack(&self.buffer, layout, rescale, voxels);
            }
        }
        Ok(())
    }
}

/// The pixels of a deflated data set, which must be inflated from its beginning.
fn inflated(store: &Store, mut stream: Stream, start: u64) -> Result<Stream, Fault> {
    stream
        .seek(SeekFrom::Start(start))
        .map_err(|error| reading(&error))?;
    let length = store.element.length.unwrap_or_default();
    let mut inflated = DeflateDecoder::new(stream);
    let mut before = inflated.by_ref().take(store.element.offset);
    std::io::copy(&mut before, &mut std::io::sink()).map_err(|error| reading(&error))?;
    let mut pixels = Vec::new();
    let read = inflated.take(length).read_to_end(&mut pixels);
    read.map_err(|error| reading(&error))?;
    Ok(Stream::Memory(Cursor::new(pixels)))
}

/// The compressed stream of every frame.
fn streams(store: &Store, mut stream: Stream) -> Result<Vec<Vec<u8>>, Fault> {
    stream
        .seek(SeekFrom::Start(store.element.offset))
        .map_err(|error| reading(&error))?;
    let mut bytes = Vec::new();
    stream
        .read_to_end(&mut bytes)
        .map_err(|error| reading(&error))?;
    fragments::frames(&bytes, store.frames, store.extended.as_deref())
}
