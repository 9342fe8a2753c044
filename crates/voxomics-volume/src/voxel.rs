//! The types that a voxel can have.

use crate::VoxelType;

mod sealed {
    #[expect(unnameable_types, reason = "so that nobody else can implement `Voxel`")]
    pub trait Sealed: bytemuck::Pod {}
}

/// A number that can be a voxel: the eight integer and two float types that image formats store.
///
/// Sealed: no other type can be a voxel.
///
/// ```
/// use voxomics_volume::{Voxel, VoxelType};
///
/// assert_eq!(i16::TYPE, VoxelType::I16);
/// assert_eq!((-3_i16).to_f64(), -3.0);
/// ```
pub trait Voxel: sealed::Sealed + PartialOrd + Default + Send + Sync + std::fmt::Debug {
    /// This type, as a value.
    const TYPE: VoxelType;

    /// As a double: exact, but for 64-bit integers beyond 2⁵³, which are rounded to nearest.
    fn to_f64(self) -> f64;

    /// What `as u32` makes of it: integers keep their low bits, floats are cut off and saturate.
    fn as_u32(self) -> u32;

    /// As C casts a double: integers are cut off toward zero and saturate (NaN is 0), `f32` is rounded
    /// to nearest.
    fn from_f64(value: f64) -> Self;

    /// As C casts an integer: integers keep its low bits, `f32` is rounded to nearest.
    fn from_i32(value: i32) -> Self;

    /// With the bytes in the opposite order.
    #[must_use]
    fn swap_bytes(self) -> Self;
}

macro_rules! voxels {
    ($($type:ident $name:ident $swap:expr;)*) => {$(
        impl sealed::Sealed for $type {}
        impl Voxel for $type {
            const TYPE: VoxelType = VoxelType::$name;

            #[inline]
            #[allow(clippy::cast_lossless, reason = "64-bit integers share the arm")]
            fn to_f64(self) -> f64 {
                self as f64
            }

            #[inline]
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_lossless,
                clippy::unnecessary_cast,
                reason = "documented, and every type shares the arm"
            )]
            fn as_u32(self) -> u32 {
                self as u32
            }

            #[inline]
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::unnecessary_cast,
                reason = "documented, and every type shares the arm"
            )]
            fn from_f64(value: f64) -> Self {
                value as $type
            }

            #[inline]
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_lossless,
                reason = "documented, and every type shares the arm"
            )]
            fn from_i32(value: i32) -> Self {
                value as $type
            }

            #[inline]
            fn swap_bytes(self) -> Self {
                ($swap)(self)
            }
        }
    )*};
}

voxels! {
    u8 U8 u8::swap_bytes;
    i8 I8 i8::swap_bytes;
    u16 U16 u16::swap_bytes;
    i16 I16 i16::swap_bytes;
    u32 U32 u32::swap_bytes;
    i32 I32 i32::swap_bytes;
    u64 U64 u64::swap_bytes;
    i64 I64 i64::swap_bytes;
    f32 F32 |value: f32| f32::from_bits(value.to_bits().swap_bytes());
    f64 F64 |value: f64| f64::from_bits(value.to_bits().swap_bytes());
}
