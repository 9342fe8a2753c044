//! The head of a DICOM file: how it is written down, its attributes, and where its pixels are.

use std::io::{Chain, Cursor, Read};

use flate2::read::DeflateDecoder;

use super::dataset::Dataset;
use super::origin::{Origin, Stream};
use super::parse::{self, Bytes, PixelElement, Stop};
use super::syntax::Syntax;
use super::tags;
use crate::Limits;
use crate::error::{Fault, Kind};

/// Where the four letters stand.
const PREAMBLE: usize = 128;
const MAGIC: &[u8] = b"DICM";
/// Most heads are shorter than this, and then a file is read once only.
const FIRST: usize = 1 << 14;
/// Deflate makes at most 1032 bytes of one.
const DEFLATE_RATIO: u64 = 1032;
/// Attributes inflated from a small file may not take more.
const INFLATED: u64 = 1 << 24;

/// What a file says before its pixels.
pub(super) struct Head {
    pub(super) syntax: Syntax,
    bytes: Vec<u8>,
    /// Where the data set begins in these bytes.
    start: usize,
    /// Where it begins in the file, if it is deflated from there on.
    pub(super) deflated_from: Option<u64>,
    /// Bytes of the whole, or the most that there can be.
    pub(super) total: u64,
}

/// Whether a file begins as one with a preamble does.
pub(crate) fn recognises(head: &[u8]) -> bool {
    head.get(PREAMBLE..PREAMBLE + MAGIC.len()) == Some(MAGIC) || bare_syntax(head).is_some()
}

/// Files from before there was a preamble begin with the data set, whose first group is 0008.
fn bare_syntax(head: &[u8]) -> Option<Syntax> {
    let (tag, rest) = head.split_first_chunk::<4>()?;
    let length = rest.first_chunk::<4>()?;
    // Group length, or one of the first attributes of any image.
    if !matches!(
        tag,
        [8, 0, 0 | 1 | 5 | 8 | 0x12 | 0x13 | 0x14 | 0x16 | 0x18, 0]
    ) {
        return None;
    }
    if matches!(length, [b'A'..=b'Z', b'A'..=b'Z', _, 0]) {
        return Some(Syntax::EXPLICIT);
    }
    (u32::from_le_bytes(*length) <= 256).then_some(Syntax::IMPLICIT)
}

impl Head {
    /// Reads as much of a file as its attributes take; `None` if it is no DICOM file.
    pub(super) fn read(origin: &Origin, limits: &Limits) -> Result<Option<Self>, Fault> {
        let opened = origin.open(limits.bytes)?;
        let mut reader = Growing::new(opened.stream, opened.length);
        reader.grow(FIRST)?;
        let Some((syntax, start)) = beginning(&mut reader)? else {
            return Ok(None);
        };
        if syntax.is_deflated {
            return Self::inflated(reader.split(start), syntax).map(Some);
        }
        Self::complete(reader, syntax, start, limits.bytes).map(Some)
    }

    fn inflated(packed: Rest<Stream>, syntax: Syntax) -> Result<Self, Fault> {
        let total = packed.length.saturating_mul(DEFLATE_RATIO);
        let stream = DeflateDecoder::new(packed.stream);
        let head = Self::complete(Growing::new(stream, total), syntax, 0, INFLATED)?;
        Ok(Self {
            deflated_from: Some(packed.from),
            ..head
        })
    }

    fn complete<R: Read>(
        mut reader: Growing<R>,
        syntax: Syntax,
        start: usize,
        limit: u64,
    ) -> Result<Self, Fault> {
        loop {
            let bytes = reader.view();
            match parse::data_set(bytes, start, syntax.encoding) {
                Ok(_) => break,
                Err(Stop::Fault(fault)) => return Err(fault),
                Err(Stop::More) if bytes.bytes.len() as u64 >= limit => {
                    let message = format!("attributes of more than {limit} bytes are not read");
                    return Err(Fault::new(Kind::LimitExceeded, message));
                }
                Err(Stop::More) => reader.grow(4 * bytes.bytes.len().max(FIRST))?,
            }
        }
        Ok(Self {
            syntax,
            start,
            deflated_from: None,
            total: reader.total,
            bytes: reader.bytes,
        })
    }

    /// The attributes, and where the pixels are.
    pub(super) fn parse(&self) -> Result<(Dataset<'_>, Option<PixelElement>), Fault> {
        let bytes = Bytes {
            bytes: &self.bytes,
            total: self.total,
        };
        parse::data_set(bytes, self.start, self.syntax.encoding).map_err(|stop| match stop {
            Stop::Fault(fault) => fault,
            Stop::More => Fault::new(Kind::Truncated, "the data set ends early"),
        })
    }
}

/// How the data set is written down, and where it begins.
fn beginning<R: Read>(reader: &mut Growing<R>) -> Result<Option<(Syntax, usize)>, Fault> {
    if reader.bytes.get(PREAMBLE..PREAMBLE + MAGIC.len()) != Some(MAGIC) {
        return Ok(bare_syntax(&reader.bytes).map(|syntax| (syntax, 0)));
    }
    loop {
        match parse::meta_group(reader.view(), PREAMBLE + MAGIC.len()) {
            Ok((_, start)) if start as u64 >= reader.total => {
                let message = "the file ends before its data set";
                return Err(Fault::new(Kind::Truncated, message));
            }
            Ok((meta, start)) => return syntax_of(&meta).map(|syntax| Some((syntax, start))),
            Err(Stop::Fault(fault)) => return Err(fault),
            Err(Stop::More) => {
                let more = 4 * reader.bytes.len().max(FIRST);
                reader.grow(more)?;
            }
        }
    }
}

fn syntax_of(meta: &Dataset<'_>) -> Result<Syntax, Fault> {
    let uid = meta.text(tags::TRANSFER_SYNTAX_UID).ok_or_else(|| {
        let name = tags::name(tags::TRANSFER_SYNTAX_UID);
        let message = format!("{name} is absent: nothing says how the file is written down");
        Fault::new(Kind::BadHeader, message)
    })?;
    Syntax::of(uid)
}

/// The first bytes of a stream, which grow as they are asked for.
struct Growing<R> {
    stream: R,
    bytes: Vec<u8>,
    total: u64,
}

/// A stream from some place on.
struct Rest<R> {
    stream: Chain<Cursor<Vec<u8>>, R>,
    from: u64,
    length: u64,
}

impl<R: Read> Growing<R> {
    fn new(stream: R, total: u64) -> Self {
        Self {
            stream,
            bytes: Vec::new(),
            total,
        }
    }

    /// Reads up to `length` bytes from the beginning; the total is what is there if it is less.
    fn grow(&mut self, length: usize) -> Result<(), Fault> {
        let length = usize::try_from(self.total).map_or(length, |total| length.min(total));
        let more = length.saturating_sub(self.bytes.len());
        self.bytes
            .try_reserve_exact(more)
            .map_err(|_| Fault::new(Kind::LimitExceeded, "no memory for the attributes"))?;
        let read = self
            .stream
            .by_ref()
            .take(more as u64)
            .read_to_end(&mut self.bytes);
        let read = read.map_err(|error| reading(&error))?;
        if read < more || more == 0 {
            self.total = self.bytes.len() as u64;
        }
        Ok(())
    }

    fn view(&self) -> Bytes<'_> {
        Bytes {
            bytes: &self.bytes,
            total: self.total,
        }
    }

    /// The stream from byte `start` on.
    fn split(mut self, start: usize) -> Rest<R> {
        let length = self.total.saturating_sub(start as u64);
        let seen = self.bytes.split_off(start.min(self.bytes.len()));
        Rest {
            stream: Cursor::new(seen).chain(self.stream),
            from: start as u64,
            length,
        }
    }
}

pub(super) fn reading(error: &std::io::Error) -> Fault {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => {
            Fault::new(Kind::Truncated, "the file ends before its data do")
        }
        std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => Fault::new(
            Kind::Corrupt,
            format!("the compressed stream is damaged: {error}"),
        ),
        _ => Fault::io("read", error),
    }
}
