//! The parts that elements are made of: tags, representations, lengths and values, each compared with the bytes that are
//! there.

use dicom_core::Tag;

use super::tags;
use crate::error::{Fault, Kind};

/// Group of items and delimiters, which name no representation.
const ITEM_GROUP: u16 = 0xFFFE;
pub(super) const UNDEFINED: u32 = 0xFFFF_FFFF;

/// How elements are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Encoding {
    /// Whether each element names its value representation.
    pub(super) is_explicit: bool,
    pub(super) is_big_endian: bool,
}

impl Encoding {
    pub(super) const IMPLICIT: Self = Self {
        is_explicit: false,
        is_big_endian: false,
    };
    pub(super) const EXPLICIT: Self = Self {
        is_explicit: true,
        is_big_endian: false,
    };
}

/// Why parsing stopped.
#[derive(Debug)]
pub(super) enum Stop {
    /// It goes on behind the bytes at hand.
    More,
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// The first bytes of a file that may have more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a> {
    pub(super) bytes: &'a [u8],
    /// Bytes of the whole, or at least as many.
    pub(super) total: u64,
}

/// Tag, representation and length of an element.
pub(super) struct Header {
    pub(super) tag: Tag,
    pub(super) representation: [u8; 2],
    pub(super) length: u32,
}

/// A place within bytes.
pub(super) struct Cursor<'a> {
    pub(super) bytes: Bytes<'a>,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn header(
        &mut self,
        encoding: Encoding,
        limit: Option<usize>,
    ) -> Result<Header, Stop> {
        let tag = self.tag(encoding, limit)?;
        if tag.group() == ITEM_GROUP || !encoding.is_explicit {
            let length = self.u32(encoding, limit)?;
            return Ok(Header {
                tag,
                representation: [0; 2],
                length,
            });
        }
        let representation = self.array::<2>(limit)?;
        if !representation.iter().all(u8::is_ascii_uppercase) {
            return Err(corrupt(tag, "has a value representation that is none").into());
        }
        let length = if has_long_length(representation) {
            self.array::<2>(limit)?;
            self.u32(encoding, limit)?
        } else {
            u32::from(self.u16(encoding, limit)?)
        };
        Ok(Header {
            tag,
            representation,
            length,
        })
    }

    /// Tag and length of what must be an item or a delimiter.
    pub(super) fn item_header(
        &mut self,
        encoding: Encoding,
        limit: Option<usize>,
    ) -> Result<(Tag, Option<u32>), Stop> {
        let tag = self.tag(encoding, limit)?;
        let length = self.u32(encoding, limit)?;
        Ok((tag, (length != UNDEFINED).then_some(length)))
    }

    pub(super) fn tag(&mut self, encoding: Encoding, limit: Option<usize>) -> Result<Tag, Stop> {
        Ok(Tag(self.u16(encoding, limit)?, self.u16(encoding, limit)?))
    }

    fn u16(&mut self, encoding: Encoding, limit: Option<usize>) -> Result<u16, Stop> {
        let bytes = self.array::<2>(limit)?;
        Ok(if encoding.is_big_endian {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    }

    fn u32(&mut self, encoding: Encoding, limit: Option<usize>) -> Result<u32, Stop> {
        let bytes = self.array::<4>(limit)?;
        Ok(if encoding.is_big_endian {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        })
    }

    fn array<const N: usize>(&mut self, limit: Option<usize>) -> Result<[u8; N], Stop> {
        let end = self.at + N;
        if limit.is_some_and(|limit| end > limit) {
            return Err(self.ended().into());
        }
        match self.bytes.bytes.get(self.at..end).map(<[u8; N]>::try_from) {
            Some(Ok(bytes)) => {
                self.at = end;
                Ok(bytes)
            }
            _ if self.may_go_on(end) => Err(Stop::More),
            _ => Err(self.ended().into()),
        }
    }

    /// The bytes of a value.
    pub(super) fn value(
        &mut self,
        tag: Tag,
        length: u32,
        limit: Option<usize>,
    ) -> Result<&'a [u8], Stop> {
        let end = self.end_of(tag, length, limit)?;
        match self.bytes.bytes.get(self.at..end) {
            Some(bytes) => {
                self.at = end;
                Ok(bytes)
            }
            None => Err(Stop::More),
        }
    }

    /// Where something of this length ends, if so many bytes are left.
    pub(super) fn end_of(
        &self,
        tag: Tag,
        length: u32,
        limit: Option<usize>,
    ) -> Result<usize, Fault> {
        let limit = limit.map_or(self.bytes.total, |limit| limit as u64);
        let end = self.at as u64 + u64::from(length);
        match usize::try_from(end) {
            Ok(place) if end <= limit => Ok(place),
            _ => {
                let left = limit.saturating_sub(self.at as u64);
                let tag = tags::name(tag);
                let message = format!("{tag} declares {length} bytes where {left} are left");
                Err(Fault::new(Kind::Truncated, message))
            }
        }
    }

    fn may_go_on(&self, end: usize) -> bool {
        self.bytes.total > self.bytes.bytes.len() as u64 && end as u64 <= self.bytes.total
    }

    /// Whether the file ends here, between two elements.
    pub(super) fn is_over(&self) -> bool {
        self.at as u64 >= self.bytes.total
    }

    fn ended(&self) -> Fault {
        let message = format!("the data set ends early, at byte {}", self.at);
        Fault::new(Kind::Truncated, message)
    }
}

/// PS3.5 section 7.1.2: these have two bytes of nothing and four of length.
fn has_long_length(representation: [u8; 2]) -> bool {
    matches!(
        &representation,
        b"OB"
            | b"OD"
            | b"OF"
            | b"OL"
            | b"OV"
            | b"OW"
            | b"SQ"
            | b"SV"
            | b"UC"
            | b"UN"
            | b"UR"
            | b"UT"
            | b"UV"
    )
}

pub(super) fn corrupt(tag: Tag, why: &str) -> Fault {
    Fault::new(Kind::Corrupt, format!("{} {why}", tags::name(tag)))
}
