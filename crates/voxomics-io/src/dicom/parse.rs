//! From bytes to data elements: one loop, a stack of its own, and every length compared with the bytes that are there.
//!
//! This stands where a general DICOM parser would: those that exist allocate what a length declares and recurse once
//! a nesting, so that a file of some hundred bytes takes gigabytes or the stack.

use dicom_core::Tag;

use super::dataset::{Dataset, Element, Value};
use super::tags;
use crate::error::{Fault, Kind};

const DEPTH: usize = 64;
const ELEMENTS: usize = 1_000_000;
const ITEMS: usize = 100_000;

const ITEM: Tag = Tag(0xFFFE, 0xE000);
const ITEM_END: Tag = Tag(0xFFFE, 0xE00D);
const SEQUENCE_END: Tag = Tag(0xFFFE, 0xE0DD);
/// What fills a file up to the end of a block.
const PADDING: Tag = Tag(0xFFFC, 0xFFFC);
const UNDEFINED: u32 = 0xFFFF_FFFF;

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

/// Where the pixels of a file are; nothing of them has been looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PixelElement {
    pub(super) tag: Tag,
    /// From the beginning of the data set's file.
    pub(super) offset: u64,
    /// `None` if they are encapsulated, in fragments.
    pub(super) length: Option<u64>,
    /// Whether they are written as words of 16 bits.
    pub(super) are_words: bool,
}

/// The first bytes of a file that may have more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a> {
    pub(super) bytes: &'a [u8],
    /// Bytes of the whole, or at least as many.
    pub(super) total: u64,
}

/// The elements from `start` on, up to the pixels.
pub(super) fn data_set(
    bytes: Bytes<'_>,
    start: usize,
    encoding: Encoding,
) -> Result<(Dataset<'_>, Option<PixelElement>), Stop> {
    let mut parser = Parser::new(bytes, start);
    let root = parser.levels(encoding, holds_pixels)?;
    Ok((root, parser.pixels))
}

/// The group 0002, which says how the rest is written down, and where the rest begins.
pub(super) fn meta_group(bytes: Bytes<'_>, start: usize) -> Result<(Dataset<'_>, usize), Stop> {
    let mut parser = Parser::new(bytes, start);
    let root = parser.levels(Encoding::EXPLICIT, |tag| tag.group() != 2)?;
    Ok((root, parser.at))
}

/// The items of a sequence whose bytes were passed by: in implicit data sets only who asks for it knows that it is one.
pub(super) fn items(bytes: &[u8], encoding: Encoding) -> Result<Vec<Dataset<'_>>, Fault> {
    let whole = Bytes {
        bytes,
        total: bytes.len() as u64,
    };
    let sequence = Level::sequence(tags::PIXEL_DATA, Some(bytes.len()), encoding, false);
    match Parser::new(whole, 0).run(sequence, &|_| false) {
        Ok(Value::Items(items)) => Ok(items),
        Ok(Value::Bytes(_)) => Ok(Vec::new()),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::More) => Err(Fault::new(Kind::Truncated, "a sequence ends early")),
    }
}

struct Parser<'a> {
    bytes: Bytes<'a>,
    at: usize,
    elements: usize,
    pixels: Option<PixelElement>,
}

/// Something open: a data set, which is an item but for the outermost, or a sequence.
struct Level<'a> {
    content: Content<'a>,
    /// Where it ends; `None` if a delimiter says so.
    end: Option<usize>,
    encoding: Encoding,
}

enum Content<'a> {
    Dataset(Vec<Element<'a>>),
    Sequence {
        tag: Tag,
        items: Vec<Dataset<'a>>,
        /// Whether the items are bytes, as compressed pixels of an icon are.
        is_fragments: bool,
    },
}

/// Tag, representation and length of an element.
struct Header {
    tag: Tag,
    representation: [u8; 2],
    length: u32,
}

impl Level<'_> {
    fn dataset(end: Option<usize>, encoding: Encoding) -> Self {
        Self {
            content: Content::Dataset(Vec::new()),
            end,
            encoding,
        }
    }

    fn sequence(tag: Tag, end: Option<usize>, encoding: Encoding, is_fragments: bool) -> Self {
        let content = Content::Sequence {
            tag,
            items: Vec::new(),
            is_fragments,
        };
        Self {
            content,
            end,
            encoding,
        }
    }
}

impl<'a> Parser<'a> {
    fn new(bytes: Bytes<'a>, at: usize) -> Self {
        Self {
            bytes,
            at,
            elements: 0,
            pixels: None,
        }
    }

    /// The outermost data set, up to the first element that `stops` names.
    fn levels(
        &mut self,
        encoding: Encoding,
        stops: impl Fn(Tag) -> bool,
    ) -> Result<Dataset<'a>, Stop> {
        match self.run(Level::dataset(None, encoding), &stops)? {
            Value::Items(mut root) => Ok(root.pop().unwrap_or_default()),
            Value::Bytes(_) => Ok(Dataset::default()),
        }
    }

    /// What `first` holds, whatever lies within it; a data set is given as a sequence of one item.
    fn run(&mut self, first: Level<'a>, stops: &dyn Fn(Tag) -> bool) -> Result<Value<'a>, Stop> {
        let mut outer: Vec<Level<'a>> = Vec::new();
        let mut level = first;
        loop {
            let step = self.step(&mut level, &outer, stops)?;
            match step {
                Step::On => {}
                Step::Open(inner) => {
                    if outer.len() >= DEPTH {
                        return Err(beyond("sequences nested", DEPTH).into());
                    }
                    outer.push(std::mem::replace(&mut level, inner));
                }
                Step::Close => {
                    let Some(parent) = outer.pop() else {
                        return Ok(level.into_value());
                    };
                    let closed = std::mem::replace(&mut level, parent);
                    level.take(closed)?;
                }
            }
        }
    }

    /// One header of a level, and its value if nothing lies within it.
    fn step(
        &mut self,
        level: &mut Level<'a>,
        outer: &[Level<'a>],
        stops: &dyn Fn(Tag) -> bool,
    ) -> Result<Step<'a>, Stop> {
        if level.end == Some(self.at) {
            return Ok(Step::Close);
        }
        let is_root = outer.is_empty();
        let limit = level
            .end
            .or_else(|| outer.iter().rev().find_map(|level| level.end));
        let encoding = level.encoding;
        match &mut level.content {
            Content::Sequence { is_fragments, .. } => {
                let is_fragments = *is_fragments;
                self.item(encoding, limit, level.end.is_none(), is_fragments)
            }
            Content::Dataset(elements) => {
                if is_root && self.is_over() {
                    return Ok(Step::Close);
                }
                if is_root && self.stands_before(encoding, stops)? {
                    return Ok(Step::Close);
                }
                let header = self.header(encoding, limit)?;
                if header.tag == ITEM_END && level.end.is_none() && !is_root {
                    return Ok(Step::Close);
                }
                self.element(&header, encoding, limit, elements)
            }
        }
    }

    /// Whether the next element of the outermost data set is one to stop at; where it holds pixels, that is noted.
    fn stands_before(
        &mut self,
        encoding: Encoding,
        stops: &dyn Fn(Tag) -> bool,
    ) -> Result<bool, Stop> {
        let start = self.at;
        let tag = self.tag(encoding, None)?;
        self.at = start;
        if !stops(tag) && tag != PADDING {
            return Ok(false);
        }
        if holds_pixels(tag) {
            let header = self.header(encoding, None)?;
            self.note_pixels(&header);
            self.at = start;
        }
        Ok(true)
    }

    /// The next item of a sequence, or its end.
    fn item(
        &mut self,
        encoding: Encoding,
        limit: Option<usize>,
        is_delimited: bool,
        is_fragment: bool,
    ) -> Result<Step<'a>, Stop> {
        let (tag, length) = self.item_header(encoding, limit)?;
        match tag {
            SEQUENCE_END if is_delimited => Ok(Step::Close),
            ITEM if is_fragment => {
                let length = length.ok_or_else(|| corrupt(tag, "is a fragment without length"))?;
                self.value(tag, length, limit)?;
                Ok(Step::On)
            }
            ITEM => {
                let end = length
                    .map(|length| self.end_of(tag, length, limit))
                    .transpose()?;
                Ok(Step::Open(Level::dataset(end, encoding)))
            }
            other => Err(corrupt(other, "stands where an item of a sequence is due").into()),
        }
    }

    /// The value of an element: passed by, or opened if it is a sequence.
    fn element(
        &mut self,
        header: &Header,
        encoding: Encoding,
        limit: Option<usize>,
        elements: &mut Vec<Element<'a>>,
    ) -> Result<Step<'a>, Stop> {
        let Header { tag, length, .. } = *header;
        self.elements += 1;
        if self.elements > ELEMENTS {
            return Err(beyond("data elements", ELEMENTS).into());
        }
        if tag.group() == ITEM.group() {
            return Err(corrupt(tag, "stands where a data element is due").into());
        }
        let is_sequence = &header.representation == b"SQ";
        if length == UNDEFINED {
            let is_unknown = &header.representation == b"UN";
            let is_fragments =
                encoding.is_explicit && !is_sequence && !is_unknown || tag == tags::PIXEL_DATA;
            // What was unknown to its writer is always implicit, PS3.5 section 6.2.2.
            let inner = if is_unknown {
                Encoding::IMPLICIT
            } else {
                encoding
            };
            return Ok(Step::Open(Level::sequence(tag, None, inner, is_fragments)));
        }
        if is_sequence {
            let end = self.end_of(tag, length, limit)?;
            return Ok(Step::Open(Level::sequence(tag, Some(end), encoding, false)));
        }
        let bytes = self.value(tag, length, limit)?;
        elements.push(Element {
            tag,
            value: Value::Bytes(bytes),
        });
        Ok(Step::On)
    }

    fn note_pixels(&mut self, header: &Header) {
        self.pixels = Some(PixelElement {
            tag: header.tag,
            offset: self.at as u64,
            length: (header.length != UNDEFINED).then_some(u64::from(header.length)),
            are_words: &header.representation == b"OW",
        });
    }

    fn header(&mut self, encoding: Encoding, limit: Option<usize>) -> Result<Header, Stop> {
        let tag = self.tag(encoding, limit)?;
        if tag.group() == ITEM.group() || !encoding.is_explicit {
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
    fn item_header(
        &mut self,
        encoding: Encoding,
        limit: Option<usize>,
    ) -> Result<(Tag, Option<u32>), Stop> {
        let tag = self.tag(encoding, limit)?;
        let length = self.u32(encoding, limit)?;
        Ok((tag, (length != UNDEFINED).then_some(length)))
    }

    fn tag(&mut self, encoding: Encoding, limit: Option<usize>) -> Result<Tag, Stop> {
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
    fn value(&mut self, tag: Tag, length: u32, limit: Option<usize>) -> Result<&'a [u8], Stop> {
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
    fn end_of(&self, tag: Tag, length: u32, limit: Option<usize>) -> Result<usize, Fault> {
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
    fn is_over(&self) -> bool {
        self.at as u64 >= self.bytes.total
    }

    fn ended(&self) -> Fault {
        let message = format!("the data set ends early, at byte {}", self.at);
        Fault::new(Kind::Truncated, message)
    }
}

enum Step<'a> {
    On,
    Open(Level<'a>),
    Close,
}

impl<'a> Level<'a> {
    /// Takes in what was opened within it.
    fn take(&mut self, closed: Self) -> Result<(), Fault> {
        match (&mut self.content, closed.content) {
            (Content::Dataset(elements), Content::Sequence { tag, items, .. }) => {
                elements.push(Element {
                    tag,
                    value: Value::Items(items),
                });
            }
            (Content::Sequence { items, tag, .. }, Content::Dataset(elements)) => {
                if items.len() >= ITEMS {
                    return Err(beyond(&format!("items of {}", tags::name(*tag)), ITEMS));
                }
                items.push(Dataset::new(elements, closed.encoding));
            }
            // Sequences open items only, and items sequences.
            _ => {}
        }
        Ok(())
    }

    fn into_value(self) -> Value<'a> {
        match self.content {
            Content::Dataset(elements) => Value::Items(vec![Dataset::new(elements, self.encoding)]),
            Content::Sequence { items, .. } => Value::Items(items),
        }
    }
}

fn holds_pixels(tag: Tag) -> bool {
    matches!(
        tag,
        tags::PIXEL_DATA | tags::FLOAT_PIXEL_DATA | tags::DOUBLE_FLOAT_PIXEL_DATA
    )
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

fn corrupt(tag: Tag, why: &str) -> Fault {
    Fault::new(Kind::Corrupt, format!("{} {why}", tags::name(tag)))
}

fn beyond(what: &str, limit: usize) -> Fault {
    Fault::new(
        Kind::LimitExceeded,
        format!("more than {limit} {what} are not read"),
    )
}
