//! Samples as a codec gives them, laid down as pixels.

use super::shape::FrameShape;
use crate::error::{Fault, Kind};

/// Room for `count` values, or the fault that there is none.
pub(super) fn room<T>(count: usize) -> Result<Vec<T>, Fault> {
    let mut values = Vec::new();
    values.try_reserve_exact(count).map_err(|_| {
        let message = format!("no memory for a frame of {count} samples");
        Fault::new(Kind::LimitExceeded, message)
    })?;
    Ok(values)
}

/// The pixels of a frame whose samples have `precision` bits, little endian.
///
/// A signed image compressed with fewer bits than are stored carries its sign in the highest of
/// them: it is repeated upwards. A sample of all the bits has its sign where the header says.
pub(super) fn store(
    samples: impl Iterator<Item = i32>,
    precision: u32,
    shape: &FrameShape,
) -> Result<Vec<u8>, Fault> {
    let spare = 32u32.saturating_sub(precision);
    let extend = shape.is_signed && precision < u32::from(shape.bits_stored);
    let width = shape.bytes_per_pixel()?;
    let mut pixels = room(shape.bytes()?)?;
    for sample in samples.take(shape.pixels()) {
        let value = if extend {
            (sample << spare) >> spare
        } else {
            sample
        };
        pixels.extend_from_slice(&value.to_le_bytes()[..width]);
    }
    Ok(pixels)
}

#[cfg(test)]
mod tests {
    use super::super::shape::tests::shape;
    use super::*;

    #[test]
    fn the_low_bytes_of_a_sample_are_kept() {
        let stored = store([1, 0x1234, -2].into_iter(), 16, &shape(3, 1, 16));
        assert_eq!(stored.unwrap(), [1, 0, 0x34, 0x12, 0xfe, 0xff]);
    }

    #[test]
    fn a_sign_below_the_stored_bits_is_repeated() {
        let signed = FrameShape {
            is_signed: true,
            ..shape(2, 1, 16)
        };
        let stored = store([0xfff, 0x7ff].into_iter(), 12, &signed);
        assert_eq!(stored.unwrap(), [0xff, 0xff, 0xff, 0x07]);
        let stored = store([0xfff, 0x7ff].into_iter(), 12, &shape(2, 1, 16));
        assert_eq!(stored.unwrap(), [0xff, 0x0f, 0xff, 0x07]);
    }

    #[test]
    fn no_more_than_a_frame_is_stored() {
        let stored = store(std::iter::repeat(7), 8, &shape(2, 2, 8));
        assert_eq!(stored.unwrap(), [7; 4]);
    }
}
