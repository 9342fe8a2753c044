//! Markers and the segments behind them, up to the first scan (B.1).

use super::super::bytes::{Bytes, corrupt};
use crate::error::Fault;

/// Start of image.
const SOI: u8 = 0xd8;
/// End of image.
const EOI: u8 = 0xd9;
/// Start of scan: entropy-coded data follow its segment.
pub(in super::super) const SOS: u8 = 0xda;

/// The segments of one image.
#[derive(Debug)]
pub(in super::super) struct Markers<'a> {
    bytes: Bytes<'a>,
}

impl<'a> Markers<'a> {
    /// The segments of a stream that begins as an image does.
    pub(in super::super) fn new(stream: &'a [u8]) -> Result<Self, Fault> {
        let mut bytes = Bytes::new(stream);
        if bytes.array()? != [0xff, SOI] {
            return Err(corrupt("the compressed frame does not begin as JPEG does"));
        }
        Ok(Self { bytes })
    }

    /// The next marker and its segment.
    pub(in super::super) fn next(&mut self) -> Result<(u8, Bytes<'a>), Fault> {
        let marker = self.marker()?;
        match marker {
            0x00 | 0x01 | 0xd0..=SOI => Err(corrupt(format!(
                "the marker FF{marker:02X} stands before the scan"
            ))),
            EOI => Err(corrupt("the compressed frame ends before its scan")),
            _ => Ok((marker, self.bytes.segment()?)),
        }
    }

    /// All that follows the last segment.
    pub(in super::super) fn rest(&self) -> &'a [u8] {
        self.bytes.rest()
    }

    /// A marker, which any number of FF may precede.
    fn marker(&mut self) -> Result<u8, Fault> {
        if self.bytes.u8()? != 0xff {
            return Err(corrupt("other bytes stand where a JPEG marker is due"));
        }
        loop {
            match self.bytes.u8()? {
                0xff => {}
                code => return Ok(code),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_come_in_order() {
        let stream = [0xff, SOI, 0xff, 0xff, 0xe0, 0, 3, 9, 0xff, SOS, 0, 2, 7];
        let mut markers = Markers::new(&stream).unwrap();
        let (marker, segment) = markers.next().unwrap();
        assert_eq!((marker, segment.rest()), (0xe0, &[9][..]));
        assert_eq!(markers.next().unwrap().0, SOS);
        assert_eq!(markers.rest(), [7]);
        assert!(markers.next().is_err());
    }

    #[test]
    fn other_streams_are_refused() {
        assert!(Markers::new(&[]).is_err());
        assert!(Markers::new(&[0xff, 0x4f]).is_err());
        let mut ended = Markers::new(&[0xff, SOI, 0xff, EOI]).unwrap();
        assert!(ended.next().is_err());
    }
}
