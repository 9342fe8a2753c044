//! Huffman codes (annex C and F.2.2.3).

use super::super::bytes::corrupt;
use super::bits::Bits;
use crate::error::Fault;

/// Codes of up to so many bits are looked up at once.
const SHORT: u8 = 9;

/// A Huffman table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Value and length of the short code that these bits begin with; length 0 if none does.
    short: Vec<(u8, u8)>,
    /// The codes of each length from 1 on.
    lengths: [Length; 16],
    /// The values in the order of their codes.
    values: Vec<u8>,
}

/// The codes of one length: numbers in sequence.
#[derive(Debug, Clone, Copy, Default)]
struct Length {
    /// The first code, and the one after the last.
    codes: (u32, u32),
    /// Where the value of the first code stands.
    place: usize,
}

impl Table {
    /// The table of `counts` codes of 1 to 16 bits, whose `values` are given in their order.
    pub(super) fn new(counts: &[u8; 16], values: &[u8]) -> Result<Self, Fault> {
        let mut lengths = [Length::default(); 16];
        let (mut code, mut place) = (0, 0);
        for ((bits, &count), length) in (1..=16).zip(counts).zip(&mut lengths) {
            let end = code + u32::from(count);
            if end > 1 << bits {
                let message = format!("a JPEG Huffman table with too many codes of {bits} bits");
                return Err(corrupt(message));
            }
            *length = Length {
                codes: (code, end),
                place,
            };
            place += usize::from(count);
            code = end << 1;
        }
        let mut table = Self {
            short: Vec::new(),
            lengths,
            values: values.to_vec(),
        };
        table.short = (0..1 << SHORT).map(|bits| table.short(bits)).collect();
        Ok(table)
    }

    /// What [`Table::short`] holds for these bits.
    fn short(&self, bits: u32) -> (u8, u8) {
        let found = self.find(bits << (16 - SHORT), 1..=SHORT);
        found.unwrap_or_default()
    }

    /// The value and length of the code that 16 bits begin with, if its length is one of `range`.
    fn find(&self, ahead: u32, range: std::ops::RangeInclusive<u8>) -> Option<(u8, u8)> {
        for bits in range {
            let Length { codes, place } = self.lengths[usize::from(bits) - 1];
            let code = ahead >> (16 - bits);
            if (codes.0..codes.1).contains(&code) {
                let value = self.values.get(place + (code - codes.0) as usize)?;
                return Some((*value, bits));
            }
        }
        None
    }

    /// The value of the next code.
    pub(super) fn next(&self, bits: &mut Bits<'_>) -> Result<u8, Fault> {
        let ahead = bits.peek16();
        let short = self.short[(ahead >> (16 - SHORT)) as usize];
        let found = match short.1 {
            0 => self.find(ahead, SHORT + 1..=16),
            _ => Some(short),
        };
        // Where the data end, bits that are not there may look like no code: skipping tells.
        bits.skip(found.map_or(16, |(_, length)| length.into()))?;
        let no_code = || corrupt("bits that are no code of the JPEG Huffman table");
        found.map(|(value, _)| value).ok_or_else(no_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes 0, 10 and 11 followed by nine zeros and a one or a zero.
    fn table() -> Table {
        let mut counts = [0; 16];
        counts[0] = 1;
        counts[1] = 1;
        counts[11] = 2;
        Table::new(&counts, &[7, 8, 9, 10]).unwrap()
    }

    #[test]
    fn codes_short_and_long_are_found() {
        let mut bits = Bits::new(&[0b0101_1000, 0b0000_0000, 0b0110_0000, 0b0100_0000]);
        let values: Vec<u8> = (0..4).map(|_| table().next(&mut bits).unwrap()).collect();
        assert_eq!(values, [7, 8, 9, 7]);
        let mut bits = Bits::new(&[0b1100_0000, 0b0001_0000]);
        assert_eq!(table().next(&mut bits), Ok(10));
    }

    #[test]
    fn bits_that_are_no_code_are_a_fault() {
        assert!(table().next(&mut Bits::new(&[0xe0, 0, 0])).is_err());
        assert!(table().next(&mut Bits::new(&[])).is_err());
    }

    #[test]
    fn a_table_cannot_have_more_codes_than_bits_allow() {
        let mut counts = [0; 16];
        counts[0] = 3;
        assert!(Table::new(&counts, &[1, 2, 3]).is_err());
        counts[0] = 2;
        assert!(Table::new(&counts, &[1, 2]).is_ok());
        counts[15] = 1;
        assert!(Table::new(&counts, &[1, 2, 3]).is_err());
    }
}
