//! Entropy-coded data, bit by bit (F.2.2.5).

use super::super::bytes::{corrupt, truncated};
use crate::error::Fault;

/// The bits of a scan; FF 00 stands for FF, any other FF begins a marker.
#[derive(Debug)]
pub(super) struct Bits<'a> {
    data: &'a [u8],
    /// Bits that were read but not used, from the highest on; zeros below them.
    ahead: u64,
    /// How many.
    count: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self {
            data,
            ahead: 0,
            count: 0,
        }
    }

    /// Reads bytes until there is no room for one more, or a marker or the end comes.
    fn fill(&mut self) {
        while self.count <= 56 {
            let (byte, rest) = match *self.data {
                [0xff, 0, ref rest @ ..] => (0xff, rest),
                [0xff, ..] | [] => return,
                [byte, ref rest @ ..] => (byte, rest),
            };
            self.data = rest;
            self.ahead |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// The next 16 bits, zeros where there are none.
    pub(super) fn peek16(&mut self) -> u32 {
        if self.count < 16 {
            self.fill();
        }
        (self.ahead >> 48) as u32
    }

    /// Passes by bits that were looked at.
    pub(super) fn skip(&mut self, count: u32) -> Result<(), Fault> {
        self.count = self.count.checked_sub(count).ok_or_else(|| self.short())?;
        self.ahead <<= count;
        Ok(())
    }

    /// Why there are not enough bits.
    fn short(&self) -> Fault {
        match self.data {
            [] | [0xff] => truncated(),
            _ => corrupt("a JPEG marker stands where data of the scan are due"),
        }
    }

    /// A signed number of `count` bits, up to 15, as differences and coefficients are written
    /// (F.1.2.1.1): numbers that begin with 0 are negative.
    pub(super) fn signed(&mut self, count: u32) -> Result<i32, Fault> {
        if count == 0 {
            return Ok(0);
        }
        let bits = self.peek16() >> (16 - count);
        self.skip(count)?;
        let value = bits.cast_signed();
        if bits >> (count - 1) == 0 {
            return Ok(value - (1 << count) + 1);
        }
        Ok(value)
    }

    /// Goes on behind the restart marker `RSTn` of this number, which must come next (F.2.1.3.1).
    pub(super) fn restart(&mut self, number: usize) -> Result<(), Fault> {
        // Less than a byte of padding may be left; whole bytes were not used.
        if self.count >= 8 {
            return Err(corrupt("a JPEG restart marker comes too late"));
        }
        let mut data = self.data;
        while let [0xff, 0xff, ..] = data {
            data = &data[1..];
        }
        match *data {
            [0xff, marker, ref rest @ ..] if usize::from(marker) == 0xd0 + number % 8 => {
                *self = Self::new(rest);
                Ok(())
            }
            [] | [0xff] => Err(truncated()),
            _ => Err(corrupt(format!(
                "JPEG restart marker {} is not where it is due",
                number % 8
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stuffed_bytes_are_data_and_markers_end_them() {
        let mut bits = Bits::new(&[0xff, 0, 0xa5, 0xff, 0xd9]);
        assert_eq!(bits.peek16(), 0xffa5);
        bits.skip(12).unwrap();
        assert_eq!(bits.peek16(), 0x5000);
        assert!(bits.skip(5).is_err());
    }

    #[test]
    fn numbers_that_begin_with_zero_are_negative() {
        let mut bits = Bits::new(&[0b0101_1000, 0, 0]);
        let numbers = [0, 1, 2, 2].map(|count| bits.signed(count).unwrap());
        assert_eq!(numbers, [0, -1, 2, 3]);
        assert_eq!(bits.signed(15), Ok(-32767));
    }

    #[test]
    fn restarts_are_taken_in_turn() {
        let mut bits = Bits::new(&[0x80, 0xff, 0xff, 0xd1, 0x40, 0xff, 0xd3]);
        bits.peek16();
        bits.skip(3).unwrap();
        bits.restart(9).unwrap();
        assert_eq!(bits.peek16(), 0x4000);
        assert!(bits.restart(10).is_err());
        bits.skip(8).unwrap();
        assert!(bits.restart(10).is_err());
    }
}
