//! What a value becomes in an image of another type.

use voxomics_volume::VoxelType;

/// `value` in the image's type. To integers it goes as in `NumPy` on x86-64: the fraction is cut off, what
/// does not fit wraps, and what the processor cannot convert, NaN too, becomes -2³¹ or -2⁶³ before it
/// wraps. `NumPy` makes of NaN in `u32` either 0 or 2³¹, as its loops come to the voxel: here it is 2³¹.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_lossless,
    reason = "wrapping and rounding are the purpose"
)]
pub(super) fn stored(value: f64, voxel_type: VoxelType) -> f64 {
    match voxel_type {
        VoxelType::U8 => short(value) as u8 as f64,
        VoxelType::I8 => short(value) as i8 as f64,
        VoxelType::U16 => short(value) as u16 as f64,
        VoxelType::I16 => short(value) as i16 as f64,
        VoxelType::U32 if value.is_nan() => (1_u32 << 31) as f64,
        VoxelType::U32 => long(value) as u32 as f64,
        VoxelType::I32 => short(value) as f64,
        VoxelType::U64 => {
            const HALF: f64 = 9_223_372_036_854_775_808.0;
            if value >= HALF {
                (long(value - HALF) as u64 ^ 1 << 63) as f64
            } else {
                long(value) as u64 as f64
            }
        }
        VoxelType::I64 => long(value) as f64,
        VoxelType::F32 => (value as f32) as f64,
        VoxelType::F64 => value,
    }
}

/// The processor's conversion to 32 bits.
#[expect(
    clippy::cast_possible_truncation,
    reason = "whole and within the range"
)]
fn short(value: f64) -> i32 {
    let whole = value.trunc();
    if whole >= f64::from(i32::MIN) && whole <= f64::from(i32::MAX) {
        whole as i32
    } else {
        i32::MIN
    }
}

/// The processor's conversion to 64 bits.
#[expect(
    clippy::cast_possible_truncation,
    reason = "within the range, or saturates to its end"
)]
fn long(value: f64) -> i64 {
    if value >= i64::MIN as f64 && value < i64::MAX as f64 {
        value as i64
    } else {
        i64::MIN
    }
}
