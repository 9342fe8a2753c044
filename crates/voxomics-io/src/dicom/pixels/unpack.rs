//! From the bytes of a frame to voxels.

use voxomics_volume::Voxel;

use super::format::Format;
use super::rescale::Rescale;

/// How the bytes of a frame are to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) format: Format,
    pub(super) is_big_endian: bool,
    /// Bits before the first pixel, where a pixel is one bit.
    pub(super) skipped_bits: usize,
}

impl Layout {
    /// Whether voxels of type `T` lie in the file as they do in memory.
    pub(super) fn is_memory<T: Voxel>(&self, rescale: &Rescale) -> bool {
        let format = &self.format;
        let is_turned = format.allocated > 8 && self.is_big_endian != cfg!(target_endian = "big");
        format.allocated >= 8
            && T::TYPE == format.voxel_type()
            && format.stored == format.allocated
            && !is_turned
            && *rescale == Rescale::NONE
    }
}

/// Fills `voxels` with the values of the pixels in `bytes`, which are as many.
pub(super) fn unpack<T: Voxel>(bytes: &[u8], layout: Layout, rescale: &Rescale, voxels: &mut [T]) {
    let format = &layout.format;
    let turned = layout.is_big_endian;
    match (format.is_float, format.allocated) {
        (true, 64) => {
            let value = |eight: &[u8; 8]| f64::from_le_bytes(little(*eight, turned));
            put(
                bytes.as_chunks().0,
                |pixel| rescale.apply(value(pixel)),
                voxels,
            );
        }
        (true, _) => {
            let value = |four: &[u8; 4]| f64::from(f32::from_le_bytes(little(*four, turned)));
            put(
                bytes.as_chunks().0,
                |pixel| rescale.apply(value(pixel)),
                voxels,
            );
        }
        (_, 1) => bits(bytes, layout.skipped_bits, rescale, voxels),
        (_, 8) => {
            let raw = |one: &[u8; 1]| u32::from(one[0]);
            whole(bytes.as_chunks().0, raw, format, rescale, voxels);
        }
        (_, 16) => {
            let raw = |two: &[u8; 2]| u32::from(u16::from_le_bytes(little(*two, turned)));
            whole(bytes.as_chunks().0, raw, format, rescale, voxels);
        }
        _ => {
            let raw = |four: &[u8; 4]| u32::from_le_bytes(little(*four, turned));
            whole(bytes.as_chunks().0, raw, format, rescale, voxels);
        }
    }
}

/// The bytes of a number, the lowest first.
fn little<const N: usize>(mut bytes: [u8; N], is_turned: bool) -> [u8; N] {
    if is_turned {
        bytes.reverse();
    }
    bytes
}

/// Pixels of one bit, the lowest of a byte first.
fn bits<T: Voxel>(bytes: &[u8], skipped: usize, rescale: &Rescale, voxels: &mut [T]) {
    let values = [0.0, 1.0].map(|stored| T::from_f64(rescale.apply(stored)));
    for (index, voxel) in voxels.iter_mut().enumerate() {
        let bit = skipped + index;
        *voxel = values[usize::from(bytes[bit / 8] >> (bit % 8) & 1)];
    }
}

/// Whole numbers: cut out of their bits, with their sign, in 32-bit arithmetic where that is exact.
fn whole<T: Voxel, const N: usize>(
    pixels: &[[u8; N]],
    raw: impl Fn(&[u8; N]) -> u32,
    format: &Format,
    rescale: &Rescale,
    voxels: &mut [T],
) {
    let left = 32 - u32::from(format.shift + format.stored);
    let right = 32 - u32::from(format.stored);
    // Bits above and below the number may hold anything, overlays for one.
    let unsigned = |pixel: &[u8; N]| raw(pixel) << left >> right;
    let signed = |pixel: &[u8; N]| (raw(pixel) << left).cast_signed() >> right;
    match (small(format, rescale), format.is_signed) {
        (Some([slope, intercept]), true) => {
            put_whole(pixels, |pixel| signed(pixel) * slope + intercept, voxels);
        }
        (Some([slope, intercept]), false) => {
            put_whole(
                pixels,
                |pixel| unsigned(pixel).cast_signed() * slope + intercept,
                voxels,
            );
        }
        (None, true) => put(
            pixels,
            |pixel| rescale.apply(f64::from(signed(pixel))),
            voxels,
        ),
        (None, false) => put(
            pixels,
            |pixel| rescale.apply(f64::from(unsigned(pixel))),
            voxels,
        ),
    }
}

/// Slope and intercept, if they are whole and so small that 32 bits hold every value.
#[expect(
    clippy::cast_possible_truncation,
    reason = "whole numbers of a few bits"
)]
fn small(format: &Format, rescale: &Rescale) -> Option<[i32; 2]> {
    let linear = rescale.linear()?;
    let is_small = linear
        .iter()
        .all(|number| number.fract() == 0.0 && number.abs() < f64::from(1 << 14));
    (is_small && format.stored <= 16).then(|| linear.map(|number| number as i32))
}

fn put<T: Voxel, const N: usize>(
    pixels: &[[u8; N]],
    value: impl Fn(&[u8; N]) -> f64,
    voxels: &mut [T],
) {
    for (voxel, pixel) in voxels.iter_mut().zip(pixels) {
        *voxel = T::from_f64(value(pixel));
    }
}

fn put_whole<T: Voxel, const N: usize>(
    pixels: &[[u8; N]],
    value: impl Fn(&[u8; N]) -> i32,
    voxels: &mut [T],
) {
    for (voxel, pixel) in voxels.iter_mut().zip(pixels) {
        *voxel = T::from_i32(value(pixel));
    }
}
