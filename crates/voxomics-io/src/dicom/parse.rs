//! From bytes to data elements: one loop, a stack of its own, and every length compared with the bytes that are there.
//!
//! This stands where a general DICOM parser would: those that exist allocate what a length declares and recurse once
//! a nesting, so that a file of some hundred bytes takes gigabytes or the stack.

use dicom_core::Tag;

pub(super) use super::cursor::{Bytes, Encoding, Stop};
use super::cursor::{Cursor, Header, UNDEFINED, corrupt};
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
    Ok((root, parser.cursor.at))
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
    cursor: Cursor<'a>,
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
            cursor: Cursor { bytes, at },
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
        if level.end == Some(self.cursor.at) {
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
                if is_root && self.cursor.is_over() {
                    return Ok(Step::Close);
                }
                if is_root && self.stands_before(encoding, stops)? {
                    return Ok(Step::Close);
                }
                let header = self.cursor.header(encoding, limit)?;
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
        let start = self.cursor.at;
        let tag = self.cursor.tag(encoding, None)?;
        self.cursor.at = start;
        if !stops(tag) && tag != PADDING {
            return Ok(false);
        }
        if holds_pixels(tag) {
            let header = self.cursor.header(encoding, None)?;
            self.note_pixels(&header);
            self.cursor.at = start;
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
        let (tag, length) = self.cursor.item_header(encoding, limit)?;
        match tag {
            SEQUENCE_END if is_delimited => Ok(Step::Close),
            ITEM if is_fragment => {
                let length = length.ok_or_else(|| corrupt(tag, "is a fragment without length"))?;
                self.cursor.value(tag, length, limit)?;
                Ok(Step::On)
            }
            ITEM => {
                let end = length
                    .map(|length| self.cursor.end_of(tag, length, limit))
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
            let end = self.cursor.end_of(tag, length, limit)?;
            return Ok(Step::Open(Level::sequence(tag, Some(end), encoding, false)));
        }
        let bytes = self.cursor.value(tag, length, limit)?;
        elements.push(Element {
            tag,
            value: Value::Bytes(bytes),
        });
        Ok(Step::On)
    }

    fn note_pixels(&mut self, header: &Header) {
        self.pixels = Some(PixelElement {
            tag: header.tag,
            offset: self.cursor.at as u64,
            length: (header.length != UNDEFINED).then_some(u64::from(header.length)),
            are_words: &header.representation == b"OW",
        });
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

fn beyond(what: &str, limit: usize) -> Fault {
    Fault::new(
        Kind::LimitExceeded,
        format!("more than {limit} {what} are not read"),
    )
}
