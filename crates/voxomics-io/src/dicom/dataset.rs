//! The elements of a data set, and their values as numbers and text.

use std::borrow::Cow;

use dicom_core::Tag;
use dicom_encoding::text::{SpecificCharacterSet, TextCodec};

use super::parse::{self, Encoding};
use super::tags;
use crate::error::{Fault, Kind};

/// A data set that borrows the bytes it was parsed from.
#[derive(Debug, Clone)]
pub(super) struct Dataset<'a> {
    /// By tag, whatever the file's order: they are asked for once a frame.
    elements: Vec<Element<'a>>,
    encoding: Encoding,
}

#[derive(Debug, Clone)]
pub(super) struct Element<'a> {
    pub(super) tag: Tag,
    pub(super) value: Value<'a>,
}

#[derive(Debug, Clone)]
pub(super) enum Value<'a> {
    Bytes(&'a [u8]),
    Items(Vec<Dataset<'a>>),
}

impl Default for Dataset<'_> {
    fn default() -> Self {
        Self::new(Vec::new(), Encoding::EXPLICIT)
    }
}

impl<'a> Dataset<'a> {
    pub(super) fn new(mut elements: Vec<Element<'a>>, encoding: Encoding) -> Self {
        // Of several of one tag the first stays first.
        elements.sort_by_key(|element| element.tag);
        Self { elements, encoding }
    }

    fn value(&self, tag: Tag) -> Option<&Value<'a>> {
        let first = self.elements.partition_point(|element| element.tag < tag);
        let element = self.elements.get(first)?;
        (element.tag == tag).then_some(&element.value)
    }

    /// The bytes of a value that is there and not empty.
    pub(super) fn bytes(&self, tag: Tag) -> Option<&'a [u8]> {
        match self.value(tag)? {
            Value::Bytes(bytes) if !bytes.is_empty() => Some(bytes),
            _ => None,
        }
    }

    /// The items of a sequence; none if it is absent.
    pub(super) fn items(&self, tag: Tag) -> Result<Cow<'_, [Dataset<'a>]>, Fault> {
        match self.value(tag) {
            Some(Value::Items(items)) => Ok(Cow::Borrowed(items)),
            // Where representations are named, only one that was unknown to its writer is passed by, and that is
            // implicit, PS3.5 section 6.2.2.
            Some(Value::Bytes(bytes)) => parse::items(bytes, Encoding::IMPLICIT)
                .map(Cow::Owned)
                .map_err(|fault| fault.about(&tags::name(tag))),
            None => Ok(Cow::Borrowed(&[])),
        }
    }

    /// The first item of a sequence.
    pub(super) fn item(&self, tag: Tag) -> Result<Option<Cow<'_, Self>>, Fault> {
        Ok(match self.items(tag)? {
            Cow::Borrowed(items) => items.first().map(Cow::Borrowed),
            Cow::Owned(items) => items.into_iter().next().map(Cow::Owned),
        })
    }

    /// The same, its sequences among `tags` taken apart, so that who asks for them often does not do it each time.
    pub(super) fn opened(mut self, tags: &[Tag]) -> Self {
        for element in &mut self.elements {
            if let Value::Bytes(bytes) = element.value
                && tags.contains(&element.tag)
                && let Ok(items) = parse::items(bytes, Encoding::IMPLICIT)
            {
                element.value = Value::Items(items);
            }
        }
        self
    }

    /// A text of plain characters, without what pads it; `None` if nothing is left.
    pub(super) fn text(&self, tag: Tag) -> Option<&'a str> {
        let text = std::str::from_utf8(self.bytes(tag)?).ok()?;
        let text = text.trim_matches(is_padding);
        (!text.is_empty()).then_some(text)
    }

    /// A text in whatever character set this data set, or else `outer`, declares.
    pub(super) fn decoded(&self, tag: Tag, outer: Option<&str>) -> Option<String> {
        let bytes = self.bytes(tag)?;
        let declared = self.text(tags::SPECIFIC_CHARACTER_SET).or(outer);
        let set = declared
            .and_then(SpecificCharacterSet::from_code)
            .unwrap_or_default();
        let text = set
            .decode(bytes)
            .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned());
        let text = text.trim_matches(is_padding);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Decimal or integer strings, `1.5\-2`; `None` if the value is absent or empty.
    pub(super) fn numbers(&self, tag: Tag) -> Result<Option<Vec<f64>>, Fault> {
        let Some(bytes) = self.bytes(tag) else {
            return Ok(None);
        };
        let text = std::str::from_utf8(bytes).map_err(|_| no_number(tag, "what is no text"))?;
        let text = text.trim_matches(is_padding);
        if text.is_empty() {
            return Ok(None);
        }
        let numbers = text.split('\\').map(|word| number(tag, word));
        numbers.collect::<Result<_, _>>().map(Some)
    }

    /// Exactly `N` decimal strings.
    pub(super) fn exactly<const N: usize>(&self, tag: Tag) -> Result<Option<[f64; N]>, Fault> {
        let Some(numbers) = self.numbers(tag)? else {
            return Ok(None);
        };
        let found = numbers.len();
        <[f64; N]>::try_from(numbers).map(Some).map_err(|_| {
            let name = tags::name(tag);
            Fault::new(
                Kind::BadValue,
                format!("{name} has {found} numbers where {N} are due"),
            )
        })
    }

    /// The first of decimal or integer strings.
    pub(super) fn number(&self, tag: Tag) -> Result<Option<f64>, Fault> {
        Ok(self
            .numbers(tag)?
            .and_then(|numbers| numbers.first().copied()))
    }

    /// An integer string.
    pub(super) fn integer(&self, tag: Tag) -> Result<Option<i64>, Fault> {
        let Some(text) = self.text(tag) else {
            return Ok(None);
        };
        let first = text.split('\\').next().unwrap_or(text).trim();
        first.parse().map(Some).map_err(|_| no_number(tag, first))
    }

    /// The bytes of a number, the lowest first.
    fn little<const N: usize>(&self, mut bytes: [u8; N]) -> [u8; N] {
        if self.encoding.is_big_endian {
            bytes.reverse();
        }
        bytes
    }

    /// Unsigned 16-bit numbers.
    pub(super) fn shorts(&self, tag: Tag) -> Result<Option<Vec<u16>>, Fault> {
        let Some(bytes) = self.bytes(tag) else {
            return Ok(None);
        };
        let (pairs, []) = bytes.as_chunks::<2>() else {
            return Err(odd_length(tag, bytes.len(), 2));
        };
        let short = |pair: &[u8; 2]| u16::from_le_bytes(self.little(*pair));
        Ok(Some(pairs.iter().map(short).collect()))
    }

    /// The first unsigned 16-bit number.
    pub(super) fn short(&self, tag: Tag) -> Result<Option<u16>, Fault> {
        let Some(bytes) = self.bytes(tag) else {
            return Ok(None);
        };
        let (pairs, []) = bytes.as_chunks::<2>() else {
            return Err(odd_length(tag, bytes.len(), 2));
        };
        let first = pairs.first();
        Ok(first.map(|pair| u16::from_le_bytes(self.little(*pair))))
    }

    /// The first unsigned 32-bit number.
    pub(super) fn long(&self, tag: Tag) -> Result<Option<u32>, Fault> {
        let Some(bytes) = self.bytes(tag) else {
            return Ok(None);
        };
        let Some(four) = bytes.first_chunk::<4>() else {
            return Err(odd_length(tag, bytes.len(), 4));
        };
        Ok(Some(u32::from_le_bytes(self.little(*four))))
    }

    /// The first double.
    pub(super) fn double(&self, tag: Tag) -> Result<Option<f64>, Fault> {
        let Some(bytes) = self.bytes(tag) else {
            return Ok(None);
        };
        let Some(eight) = bytes.first_chunk::<8>() else {
            return Err(odd_length(tag, bytes.len(), 8));
        };
        let value = f64::from_le_bytes(self.little(*eight));
        finite(tag, value).map(Some)
    }
}

/// That an attribute without which nothing can be read is there.
pub(super) fn required<T>(tag: Tag, value: Option<T>) -> Result<T, Fault> {
    value.ok_or_else(|| {
        let message = format!(
            "{} is absent, and nothing can stand in for it",
            tags::name(tag)
        );
        Fault::new(Kind::MissingAttribute, message)
    })
}

/// Spaces and zeros fill values up to an even length.
fn is_padding(character: char) -> bool {
    character == '\0' || character.is_ascii_whitespace()
}

fn number(tag: Tag, word: &str) -> Result<f64, Fault> {
    let word = word.trim_matches(is_padding);
    let value = word.parse().map_err(|_| no_number(tag, word))?;
    finite(tag, value)
}

fn finite(tag: Tag, value: f64) -> Result<f64, Fault> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(no_number(tag, &value.to_string()))
    }
}

fn no_number(tag: Tag, found: &str) -> Fault {
    let name = tags::name(tag);
    // What stands in the attributes of a person may be anything, a name for one.
    let message = if tag.group() == 0x0010 {
        format!("{name} holds no number")
    } else {
        let found: String = found.chars().take(32).collect();
        format!("{name} holds `{found}` where a number is due")
    };
    Fault::new(Kind::BadValue, message)
}

fn odd_length(tag: Tag, found: usize, size: usize) -> Fault {
    let name = tags::name(tag);
    let message = format!("{name} has {found} bytes where numbers of {size} are due");
    Fault::new(Kind::BadHeader, message)
}
