//! The frame of a codestream and how it is cut: tiles, resolutions, precincts, packets (annex B).

use super::super::bytes::{Bytes, corrupt, unsupported};
use super::super::shape::Declared;
use crate::error::Fault;

/// The codec's bits of a sample.
const WIDEST: u32 = 31;
/// The most levels of a wavelet transform (table A.15).
const LEVELS: u8 = 32;

/// The image and tile sizes of the SIZ marker (A.5.1), of one component of full resolution.
#[derive(Debug)]
pub(super) struct Tiling {
    pub(super) declared: Declared,
    /// Tiles in a row and in a column.
    across: u32,
    down: u32,
}

impl Tiling {
    pub(super) fn read(mut segment: Bytes<'_>) -> Result<Self, Fault> {
        let _capabilities = segment.u16()?;
        let [(right, bottom), (left, top), tile, origin] = pairs(&mut segment)?;
        let components = segment.u16()?;
        let (precision, sampling) = (segment.u8()?, (segment.u8()?, segment.u8()?));
        let columns = right.saturating_sub(left);
        let rows = bottom.saturating_sub(top);
        let across = tiles(left, right, origin.0, tile.0)?;
        let down = tiles(top, bottom, origin.1, tile.1)?;
        let declared = Declared {
            rows,
            columns,
            components: components.into(),
            precision: u32::from(precision & 0x7f) + 1,
        };
        if components == 1 && sampling != (1, 1) {
            return Err(corrupt(
                "a JPEG 2000 component with fewer samples than pixels",
            ));
        }
        Ok(Self {
            declared,
            across,
            down,
        })
    }

    /// Tiles of the frame.
    pub(super) fn count(&self) -> u64 {
        u64::from(self.across) * u64::from(self.down)
    }

    /// Refuses what the codec does not take.
    pub(super) fn check_precision(&self) -> Result<(), Fault> {
        if self.declared.precision > WIDEST {
            let bits = self.declared.precision;
            let message = format!("JPEG 2000 samples of {bits} bits are not read: {WIDEST} are");
            return Err(unsupported(message));
        }
        Ok(())
    }

    /// The fewest packets that some tile has under this coding style (B.6, B.9), or more.
    ///
    /// Of the largest tile, which is at least of average size, rounding down throughout.
    pub(super) fn packets(&self, style: &Style) -> u64 {
        let columns = self.declared.columns / self.across;
        let rows = self.declared.rows / self.down;
        let precincts: u64 = (0..=style.levels)
            .zip(style.precincts)
            .map(|(resolution, (width, height))| {
                let shift = u32::from(style.levels - resolution);
                let count = |samples: u32, exponent: u8| {
                    let samples = samples.checked_shr(shift).unwrap_or_default();
                    u64::from(samples.div_ceil(1 << exponent))
                };
                count(columns, width) * count(rows, height)
            })
            .sum();
        precincts * u64::from(style.layers)
    }
}

/// Four pairs of numbers: across and down.
fn pairs(segment: &mut Bytes<'_>) -> Result<[(u32, u32); 4], Fault> {
    let mut pairs = [(0, 0); 4];
    for pair in &mut pairs {
        *pair = (segment.u32()?, segment.u32()?);
    }
    Ok(pairs)
}

/// Tiles between two edges of the image (equation B-5), the first of which must reach into it.
fn tiles(from: u32, to: u32, origin: u32, tile: u32) -> Result<u32, Fault> {
    let is_sound = from < to
        && i32::try_from(to).is_ok()
        && origin <= from
        && origin.checked_add(tile).is_none_or(|end| end > from);
    if !is_sound {
        return Err(corrupt(format!(
            "JPEG 2000 tiles of {tile} from {origin} do not cover an image from {from} to {to}"
        )));
    }
    Ok((to - origin).div_ceil(tile))
}

/// What a coding style says of packets (A.6.1, tables A.13 to A.21).
#[derive(Debug)]
pub(super) struct Style {
    layers: u16,
    levels: u8,
    /// Exponents of the width and height of a precinct of each resolution.
    precincts: [(u8, u8); LEVELS as usize + 1],
}

impl Style {
    /// The style of a COD marker.
    pub(super) fn read(mut segment: Bytes<'_>) -> Result<Self, Fault> {
        let has_precincts = segment.u8()? & 1 == 1;
        let (_progression, layers, _transform) = (segment.u8()?, segment.u16()?, segment.u8()?);
        if layers == 0 {
            return Err(corrupt("a JPEG 2000 coding style without layers"));
        }
        Self::of_component(segment, layers, has_precincts)
    }

    /// The style of a COC marker, of the only component there is.
    pub(super) fn read_component(mut segment: Bytes<'_>) -> Result<Self, Fault> {
        let _component = segment.u8()?;
        let has_precincts = segment.u8()? & 1 == 1;
        Self::of_component(segment, 1, has_precincts)
    }

    fn of_component(mut segment: Bytes<'_>, layers: u16, sized: bool) -> Result<Self, Fault> {
        let levels = segment.u8()?;
        let block = (segment.u8()?, segment.u8()?);
        let (_style, _transform) = (segment.u8()?, segment.u8()?);
        if levels > LEVELS {
            let message = format!("a JPEG 2000 transform of {levels} levels, {LEVELS} at most");
            return Err(corrupt(message));
        }
        // Exponents less 2; the product of the sides is 4096 at most.
        if block.0 > 8 || block.1 > 8 || block.0 + block.1 > 8 {
            return Err(corrupt("JPEG 2000 code-blocks of more than 4096 samples"));
        }
        let mut precincts = [(15, 15); LEVELS as usize + 1];
        if sized {
            for (resolution, precinct) in (0..=levels).zip(&mut precincts) {
                let size = segment.u8()?;
                *precinct = (size & 15, size >> 4);
                // Only the lowest resolution has one subband of its own size.
                if resolution > 0 && (precinct.0 == 0 || precinct.1 == 0) {
                    return Err(corrupt("a JPEG 2000 precinct that splits a sample"));
                }
            }
        }
        Ok(Self {
            layers,
            levels,
            precincts,
        })
    }
}
