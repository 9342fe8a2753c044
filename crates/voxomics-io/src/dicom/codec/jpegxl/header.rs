//! The image header (ISO/IEC 18181-1 annex D), as far as pictures of one component need it.

use super::super::bytes::{corrupt, truncated, unsupported};
use super::super::shape::{Declared, FrameShape};
use crate::error::Fault;

/// The bits of a sample, if this is the codestream of one picture of the right shape.
///
/// The codec reads a colour profile together with the header and inflates it up to 256 MiB, so
/// pictures with one are refused here.
pub(super) fn check(codestream: &[u8], shape: &FrameShape) -> Result<u32, Fault> {
    let mut bits = Bits::new(codestream);
    if bits.take(16)? != 0x0aff {
        return Err(corrupt(
            "the compressed frame does not begin as JPEG XL does",
        ));
    }
    let (rows, columns) = size(&mut bits)?;
    let of_components = |components, precision| Declared {
        rows,
        columns,
        components,
        precision,
    };
    if bits.flag()? {
        // All defaults: colours of 8 bits.
        shape.check(of_components(3, 8))?;
    }
    refuse_extras(&mut bits)?;
    if bits.flag()? {
        return Err(unsupported(
            "JPEG XL samples in floating point are not read",
        ));
    }
    let precision = bits.choice([(8, 0), (10, 0), (12, 0), (1, 6)])?;
    let _narrow = bits.flag()?;
    let others = bits.choice([(0, 0), (1, 0), (2, 4), (1, 12)])?;
    // A transparency or the like is one component more.
    shape.check(of_components(1 + others, precision))?;
    let _lossy_colours = bits.flag()?;
    let (is_default, has_profile) = (bits.flag()?, bits.flag()?);
    let is_grey = !is_default && bits.choice([(0, 0), (1, 0), (2, 4), (18, 6)])? == 1;
    if !is_grey {
        shape.check(of_components(3, precision))?;
    }
    if has_profile {
        return Err(unsupported("JPEG XL with a colour profile is not read"));
    }
    Ok(precision)
}

/// Rows and columns (D.2).
fn size(bits: &mut Bits<'_>) -> Result<(u32, u32), Fault> {
    let in_eights = bits.flag()?;
    let side = |bits: &mut Bits<'_>| {
        if in_eights {
            return Ok((bits.take(5)? + 1) * 8);
        }
        bits.choice([(1, 9), (1, 13), (1, 18), (1, 30)])
    };
    let rows = side(bits)?;
    let (over, under) = match bits.take(3)? {
        0 => return Ok((rows, side(bits)?)),
        1 => (1, 1),
        2 => (12, 10),
        3 => (4, 3),
        4 => (3, 2),
        5 => (16, 9),
        6 => (5, 4),
        _ => (2, 1),
    };
    let columns = u64::from(rows) * over / under;
    Ok((rows, u32::try_from(columns).unwrap_or(u32::MAX)))
}

/// The fields that most pictures go without (D.3): none may say that this is more than a picture.
fn refuse_extras(bits: &mut Bits<'_>) -> Result<(), Fault> {
    if !bits.flag()? {
        return Ok(());
    }
    let is_turned = bits.take(3)? != 0;
    if bits.flag()? {
        // The size it should be shown at.
        size(bits)?;
    }
    let has_preview = bits.flag()?;
    if is_turned || has_preview || bits.flag()? {
        let message = "JPEG XL turned, animated or with a preview is not read";
        return Err(unsupported(message));
    }
    Ok(())
}

/// Bits from the lowest of each byte on (B.2).
struct Bits<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Bits<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0 }
    }

    fn flag(&mut self) -> Result<bool, Fault> {
        let byte = self.bytes.get(self.position / 8).ok_or_else(truncated)?;
        let bit = byte >> (self.position % 8) & 1;
        self.position += 1;
        Ok(bit == 1)
    }

    /// A number of `count` bits, up to 32.
    fn take(&mut self, count: u32) -> Result<u32, Fault> {
        let mut number = 0;
        for place in 0..count {
            number |= u32::from(self.flag()?) << place;
        }
        Ok(number)
    }

    /// Two bits that choose a smallest number and how many bits to add to it (B.2.2).
    fn choice(&mut self, ways: [(u32, u32); 4]) -> Result<u32, Fault> {
        let way = self.take(2)?;
        let (smallest, count) = ways[way as usize];
        Ok(smallest + self.take(count)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::shape::tests::shape;
    use super::*;
    use crate::Kind;

    /// A header of fields, each a number and its bits.
    fn header(fields: &[(u32, u32)]) -> Vec<u8> {
        let mut bits = Vec::new();
        for &(number, count) in [(0x0aff, 16)].iter().chain(fields) {
            bits.extend((0..count).map(|place| number >> place & 1 == 1));
        }
        let byte = |bits: &[bool]| {
            bits.iter()
                .rev()
                .fold(0, |byte, &bit| byte << 1 | u8::from(bit))
        };
        bits.chunks(8).map(byte).collect()
    }

    /// In eights: two of rows, three of columns in words or as a ratio.
    const SIZE: [(u32, u32); 4] = [(1, 1), (1, 5), (0, 3), (2, 5)];
    /// Not the defaults, no extras, integers of 12 bits, narrow, nothing else, not XYB.
    const SAMPLES: [(u32, u32); 7] = [(0, 1), (0, 1), (0, 1), (2, 2), (1, 1), (0, 2), (0, 1)];
    /// No default, no profile, grey.
    const GREY: [(u32, u32); 3] = [(0, 1), (0, 1), (1, 2)];

    fn kind(fields: &[&[(u32, u32)]]) -> Kind {
        let fault = check(&header(&fields.concat()), &shape(24, 16, 16)).unwrap_err();
        fault.at(std::path::Path::new("f")).kind()
    }

    #[test]
    fn a_grey_picture_is_taken() {
        let header = header(&[&SIZE[..], &SAMPLES, &GREY].concat());
        assert_eq!(check(&header, &shape(24, 16, 16)), Ok(12));
        for length in 0..header.len() {
            assert!(
                check(&header[..length], &shape(24, 16, 16)).is_err(),
                "{length}"
            );
        }
    }

    #[test]
    fn columns_may_be_a_ratio_of_rows() {
        // 16 rows in nine bits more than 1; 3 to 2.
        let size = [(0, 1), (0, 2), (15, 9), (4, 3)];
        let header = header(&[&size[..], &SAMPLES, &GREY].concat());
        assert_eq!(check(&header, &shape(24, 16, 16)), Ok(12));
    }

    #[test]
    fn other_pictures_are_refused() {
        let larger = [(0, 1), (3, 2), (0x3fff_ffff, 30), (7, 3)];
        assert_eq!(kind(&[&larger, &SAMPLES, &GREY]), Kind::Corrupt);
        assert_eq!(kind(&[&SIZE, &[(1, 1)]]), Kind::Corrupt);
        let mut samples = SAMPLES;
        samples[5] = (1, 2);
        assert_eq!(kind(&[&SIZE, &samples, &GREY]), Kind::Corrupt);
        for (place, value) in [(0, (1, 1)), (2, (0, 2))] {
            let mut colour = GREY;
            colour[place] = value;
            assert_eq!(kind(&[&SIZE, &SAMPLES, &colour]), Kind::Corrupt);
        }
        let mut profile = GREY;
        profile[1] = (1, 1);
        assert_eq!(kind(&[&SIZE, &SAMPLES, &profile]), Kind::Unsupported);
        let floating = [(0, 1), (0, 1), (1, 1)];
        assert_eq!(kind(&[&SIZE, &floating]), Kind::Unsupported);
        for extras in [
            [(1, 3), (0, 1), (0, 1), (0, 1)],
            [(0, 3), (0, 1), (0, 1), (1, 1)],
        ] {
            let fields = [&[(0, 1), (1, 1)][..], &extras].concat();
            assert_eq!(
                kind(&[&SIZE, &fields, &SAMPLES[2..], &GREY]),
                Kind::Unsupported
            );
        }
    }
}
