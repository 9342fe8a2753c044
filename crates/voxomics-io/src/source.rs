//! Bytes of a file, plain or inflated, with what is known about how many there are.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::path::Path;

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::ZlibDecoder;

use crate::error::{Fault, Kind};
use crate::file;
use crate::gunzip::{self, Gunzip};

/// Enough of a file to tell its format by: the longest header of fixed length, NIfTI-2's.
const HEAD: usize = 540;
const BUFFER: usize = 1 << 16;
/// How much is allocated, besides four times the compressed size, for voxels not yet seen.
const UNSEEN: u64 = 64 << 20;
/// Deflate makes at most 1032 bytes of one.
const DEFLATE_RATIO: u64 = 1032;
/// How much may follow the voxels in a compressed stream; far beyond any footer.
const TRAILING: u64 = 1 << 20;

/// The bytes that were looked at, and those behind them.
type Stream = Chain<Cursor<Vec<u8>>, Box<dyn Read>>;

pub(crate) struct Source {
    stream: BufReader<Stream>,
    extent: Extent,
    taken: u64,
}

/// How many bytes a stream has.
#[derive(Clone, Copy)]
enum Extent {
    Exact(u64),
    Inflated { packed: u64, most: u64 },
}

/// A compression that a part of a file can have.
#[derive(Clone, Copy)]
pub(crate) enum Codec {
    Gzip,
    Bzip2,
    Zlib,
}

impl Source {
    /// The bytes of a file as they are.
    pub(crate) fn plain(path: &Path) -> Result<Self, Fault> {
        let (file, length) = file::open(path)?;
        Ok(Self::new(Vec::new(), Box::new(file), Extent::Exact(length)))
    }

    /// The bytes of a file, inflated if they are gzip, the first few of them, and whether it was.
    pub(crate) fn sniffed(path: &Path) -> Result<(Self, Vec<u8>, bool), Fault> {
        let (file, length) = file::open(path)?;
        let (head, file) = peek(file)?;
        let plain = Self::new(head.clone(), Box::new(file), Extent::Exact(length));
        if !gunzip::recognises(&head) {
            return Ok((plain, head, false));
        }
        let Self { stream, extent, .. } = plain.unpacked(Codec::Gzip);
        let (head, stream) = peek(stream)?;
        if head.is_empty() {
            return Err(Fault::new(Kind::Empty, "the gzip stream holds no bytes"));
        }
        Ok((
            Self::new(head.clone(), Box::new(stream), extent),
            head,
            true,
        ))
    }

    fn new(head: Vec<u8>, rest: Box<dyn Read>, extent: Extent) -> Self {
        let stream = BufReader::with_capacity(BUFFER, Cursor::new(head).chain(rest));
        Self {
            stream,
            extent,
            taken: 0,
        }
    }

    /// What is left of this stream, decompressed.
    pub(crate) fn unpacked(self, codec: Codec) -> Self {
        let packed = self.ceiling().saturating_sub(self.taken);
        let deflated = packed.saturating_mul(DEFLATE_RATIO);
        let (stream, most): (Box<dyn Read>, u64) = match codec {
            Codec::Gzip => (Box::new(Gunzip::new(self.stream)), deflated),
            Codec::Bzip2 => (Box::new(MultiBzDecoder::new(self.stream)), u64::MAX),
            Codec::Zlib => (Box::new(ZlibDecoder::new(self.stream)), deflated),
        };
        Self::new(Vec::new(), stream, Extent::Inflated { packed, most })
    }

    /// As [`unpacked`](Self::unpacked), with the codec that the stream itself shows where writers confuse the two.
    pub(crate) fn unpacked_zlib(mut self) -> Result<Self, Fault> {
        let is_gzip = gunzip::recognises(self.peek()?);
        Ok(self.unpacked(if is_gzip { Codec::Gzip } else { Codec::Zlib }))
    }

    fn ceiling(&self) -> u64 {
        match self.extent {
            Extent::Exact(bytes) | Extent::Inflated { most: bytes, .. } => bytes,
        }
    }

    /// Bytes left, where that is known.
    pub(crate) fn left(&self) -> Option<u64> {
        match self.extent {
            Extent::Exact(bytes) => Some(bytes.saturating_sub(self.taken)),
            Extent::Inflated { .. } => None,
        }
    }

    /// Refuses a declaration of `bytes` bytes of voxels, `skipped` bytes ahead, that this stream
    /// cannot fulfil.
    pub(crate) fn require(&self, bytes: u64, skipped: u64) -> Result<(), Fault> {
        let there = self
            .ceiling()
            .saturating_sub(self.taken)
            .saturating_sub(skipped);
        if bytes <= there {
            return Ok(());
        }
        let there = match self.extent {
            Extent::Exact(_) => format!("{there} are there"),
            Extent::Inflated { packed, .. } => {
                format!("{packed} compressed ones cannot hold them")
            }
        };
        let message = format!("the header declares {bytes} bytes of voxels, but {there}");
        Err(Fault::new(Kind::Truncated, message))
    }

    /// How many bytes may be allocated for voxels that have not been seen yet.
    pub(crate) fn unseen(&self) -> u64 {
        match self.extent {
            Extent::Exact(_) => u64::MAX,
            Extent::Inflated { packed, .. } => packed.saturating_mul(4).saturating_add(UNSEEN),
        }
    }

    /// Fills the buffer or fails.
    pub(crate) fn fill(&mut self, buffer: &mut [u8]) -> Result<(), Fault> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.stream.read(&mut buffer[filled..]) {
                Ok(0) => return Err(self.ended()),
                Ok(count) => {
                    filled += count;
                    self.taken += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(reading(&error)),
            }
        }
        Ok(())
    }

    /// What is buffered, at least a byte unless the stream has ended.
    pub(crate) fn peek(&mut self) -> Result<&[u8], Fault> {
        self.stream.fill_buf().map_err(|error| reading(&error))
    }

    /// Takes bytes that [`peek`](Self::peek) has shown.
    pub(crate) fn consume(&mut self, count: usize) {
        self.stream.consume(count);
        self.taken += count as u64;
    }

    /// A line with its end, or what is left; at most `limit` bytes, and empty at the end.
    pub(crate) fn line(&mut self, limit: u64) -> Result<Vec<u8>, Fault> {
        let mut line = Vec::new();
        let read = self
            .stream
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut line);
        self.taken += read.map_err(|error| reading(&error))? as u64;
        Ok(line)
    }

    pub(crate) fn skip_lines(&mut self, count: u64) -> Result<(), Fault> {
        for _ in 0..count {
            let skipped = self
                .stream
                .skip_until(b'\n')
                .map_err(|error| reading(&error))?;
            if skipped == 0 {
                return Err(self.ended());
            }
            self.taken += skipped as u64;
        }
        Ok(())
    }

    pub(crate) fn skip(&mut self, count: u64) -> Result<(), Fault> {
        if self.left().is_some_and(|left| left < count) {
            return Err(self.ended());
        }
        let copied = io::copy(&mut self.stream.by_ref().take(count), &mut io::sink());
        let copied = copied.map_err(|error| reading(&error))?;
        self.taken += copied;
        if copied < count {
            Err(self.ended())
        } else {
            Ok(())
        }
    }

    /// Bytes after the voxels; reads a compressed stream to its end, where its checksum stands.
    pub(crate) fn trailing(&mut self) -> Result<u64, Fault> {
        if let Some(left) = self.left() {
            return Ok(left);
        }
        let copied = io::copy(
            &mut self.stream.by_ref().take(TRAILING + 1),
            &mut io::sink(),
        );
        match copied.map_err(|error| reading(&error))? {
            trailing if trailing <= TRAILING => Ok(trailing),
            _ => Err(Fault::new(
                Kind::Corrupt,
                format!("more than {TRAILING} bytes follow the voxels in the compressed stream"),
            )),
        }
    }

    fn ended(&self) -> Fault {
        let message = format!(
            "the file ends early: {} bytes are there, more are declared",
            self.taken
        );
        Fault::new(Kind::Truncated, message)
    }
}

/// The first bytes of a stream, and the stream behind them.
fn peek<R: Read>(mut stream: R) -> Result<(Vec<u8>, R), Fault> {
    let mut head = Vec::with_capacity(HEAD);
    let read = stream.by_ref().take(HEAD as u64).read_to_end(&mut head);
    match read {
        Ok(_) => Ok((head, stream)),
        Err(error) => Err(reading(&error)),
    }
}

fn reading(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            Fault::new(Kind::Truncated, "the compressed stream ends early")
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Fault::new(
            Kind::Corrupt,
            format!("the compressed stream is damaged: {error}"),
        ),
        _ => Fault::io("read", error),
    }
}
