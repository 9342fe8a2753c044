//! A stream's bytes in order, big endian as all headers of the JPEG family are.

use crate::error::{Fault, Kind};

/// What is left of a stream, or of a segment of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Self { rest: stream }
    }

    /// All that has not been read.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Fault> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or_else(truncated)?;
        self.rest = rest;
        Ok(head)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (head, rest) = self.rest.split_first_chunk().ok_or_else(truncated)?;
        self.rest = rest;
        Ok(*head)
    }

    pub(super) fn u8(&mut self) -> Result<u8, Fault> {
        self.array().map(u8::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Fault> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Fault> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, Fault> {
        self.array().map(u64::from_be_bytes)
    }

    /// A segment that begins with its own length, in two bytes that count themselves.
    pub(super) fn segment(&mut self) -> Result<Self, Fault> {
        let length = self.u16()?;
        let Some(length) = length.checked_sub(2) else {
            let message = format!("a segment of length {length}, at least 2 is needed");
            return Err(corrupt(message));
        };
        self.take(length.into()).map(Self::new)
    }
}

/// The stream ends too early.
pub(super) fn truncated() -> Fault {
    Fault::new(Kind::Truncated, "the compressed frame ends too early")
}

/// The stream cannot be what it is said to be.
pub(super) fn corrupt(message: impl Into<String>) -> Fault {
    Fault::new(Kind::Corrupt, message)
}

/// A valid stream of a kind that is not decoded.
pub(super) fn unsupported(message: impl Into<String>) -> Fault {
    Fault::new(Kind::Unsupported, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_beyond_the_end_is_a_fault() {
        let mut bytes = Bytes::new(&[1, 2, 3]);
        assert_eq!(bytes.u16(), Ok(0x0102));
        assert_eq!(bytes.u16(), Err(truncated()));
        assert_eq!(bytes.u8(), Ok(3));
        assert!(bytes.is_empty());
    }

    #[test]
    fn a_segment_lies_within_the_stream() {
        let mut bytes = Bytes::new(&[0, 3, 9, 7]);
        assert_eq!(bytes.segment().unwrap().rest(), [9]);
        assert_eq!(bytes.rest(), [7]);
        assert!(Bytes::new(&[0, 1, 9]).segment().is_err());
        assert!(Bytes::new(&[0, 9, 9]).segment().is_err());
    }
}
