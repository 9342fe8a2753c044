//! The skeleton of a codestream (annex A), walked before the codec sees it.
//!
//! The codec, a translation from C, allocates by what the headers say. So the frame must be the one
//! that the DICOM header describes, every tile must be there to its last byte, and there must be a
//! byte at least for every packet.

use super::super::bytes::{Bytes, corrupt, truncated, unsupported};
use super::super::shape::FrameShape;
use super::tiling::{Style, Tiling};
use crate::error::Fault;

const SOC: [u8; 2] = [0xff, 0x4f];
const SIZ: [u8; 2] = [0xff, 0x51];
const COD: [u8; 2] = [0xff, 0x52];
const COC: [u8; 2] = [0xff, 0x53];
const QCD: [u8; 2] = [0xff, 0x5c];
const QCC: [u8; 2] = [0xff, 0x5d];
const SOT: [u8; 2] = [0xff, 0x90];
const SOD: [u8; 2] = [0xff, 0x93];
/// Bytes of a tile-part's header without any optional segment: SOT and SOD.
const TILE_PART: usize = 14;

/// The bits of a sample, if the whole stream is of a frame of this shape.
pub(super) fn check(stream: &[u8], shape: &FrameShape) -> Result<u32, Fault> {
    let mut bytes = Bytes::new(stream);
    if bytes.array()? != SOC || bytes.array()? != SIZ {
        return Err(corrupt(
            "the compressed frame does not begin as JPEG 2000 does",
        ));
    }
    let tiling = Tiling::read(bytes.segment()?)?;
    shape.check(tiling.declared)?;
    tiling.check_precision()?;
    let walk = Walk {
        tiling,
        length: stream.len() as u64,
    };
    walk.header(&mut bytes, SOT)?;
    walk.tile_parts(bytes)?;
    Ok(walk.tiling.declared.precision)
}

struct Walk {
    tiling: Tiling,
    /// Bytes of the stream.
    length: u64,
}

impl Walk {
    /// Passes by the segments of a header, up to and with the marker that ends it.
    fn header(&self, bytes: &mut Bytes<'_>, end: [u8; 2]) -> Result<(), Fault> {
        loop {
            let marker: [u8; 2] = bytes.array()?;
            if marker == end {
                return Ok(());
            }
            if marker[0] != 0xff {
                return Err(corrupt("other bytes stand where a JPEG 2000 marker is due"));
            }
            self.segment(marker, bytes.segment()?)?;
        }
    }

    /// Looks into the segments that the codec allocates or counts by.
    fn segment(&self, marker: [u8; 2], mut segment: Bytes<'_>) -> Result<(), Fault> {
        match marker {
            COD => self.check_packets(&Style::read(segment)?),
            COC => self.check_packets(&Style::read_component(segment)?),
            QCD => check_guard_bits(segment),
            QCC => {
                let _component = segment.u8()?;
                check_guard_bits(segment)
            }
            [_, code] => refuse(code),
        }
    }

    /// Every packet takes a byte at least.
    fn check_packets(&self, style: &Style) -> Result<(), Fault> {
        let packets = self.tiling.packets(style);
        if packets <= self.length {
            return Ok(());
        }
        Err(corrupt(format!(
            "at least {packets} JPEG 2000 packets cannot be in {} bytes",
            self.length
        )))
    }

    /// Goes from tile-part to tile-part, behind the first one's marker (A.4.2).
    fn tile_parts(&self, mut bytes: Bytes<'_>) -> Result<(), Fault> {
        let count = self.tiling.count();
        if count > self.length / TILE_PART as u64 {
            return Err(truncated());
        }
        let mut is_there = vec![false; usize::try_from(count).map_err(|_| truncated())?];
        loop {
            let mut sizes = bytes.segment()?;
            if sizes.rest().len() != 8 {
                return Err(corrupt("a JPEG 2000 tile-part marker of a wrong length"));
            }
            let (tile, length) = (usize::from(sizes.u16()?), sizes.u32()? as usize);
            let tile = is_there
                .get_mut(tile)
                .ok_or_else(|| corrupt(format!("there is no JPEG 2000 tile {tile}")))?;
            *tile = true;
            // The length counts from the marker on, of which 12 bytes are read; 0 is up to the end.
            let length = match length {
                0 => bytes.rest().len(),
                _ => length
                    .checked_sub(12)
                    .ok_or_else(|| corrupt("a JPEG 2000 tile-part shorter than its header"))?,
            };
            self.header(&mut Bytes::new(bytes.take(length)?), SOD)?;
            match bytes.rest() {
                rest if rest.starts_with(&SOT) => bytes.take(2)?,
                // The end marker, which some writers leave out, and padding.
                _ => break,
            };
        }
        if is_there.contains(&false) {
            return Err(truncated());
        }
        Ok(())
    }
}

/// Without guard bits (A.6.4) a subband may have fewer than no bit planes, which the codec does not
/// expect. Writers use one or two.
fn check_guard_bits(mut segment: Bytes<'_>) -> Result<(), Fault> {
    if segment.u8()? >> 5 == 0 {
        return Err(unsupported("JPEG 2000 without guard bits is not read"));
    }
    Ok(())
}

/// Refuses segments that change what a packet is, or that belong where they are not.
fn refuse(code: u8) -> Result<(), Fault> {
    match code {
        0x60 | 0x61 => Err(unsupported(
            "JPEG 2000 with packed packet headers is not read",
        )),
        0x74..=0x78 => Err(unsupported("JPEG 2000 part 2 is not read")),
        0x4f | 0x51 | 0x90..=0x93 | 0xd9 => Err(corrupt(format!(
            "the JPEG 2000 marker FF{code:02X} is out of place"
        ))),
        _ => Ok(()),
    }
}
