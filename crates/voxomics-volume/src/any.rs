//! Voxels of whatever type a file had.

use std::fmt;

use crate::{Geometry, Region, Volume, Voxel, volume};

/// The types that a voxel can have.
///
/// ```
/// use voxomics_volume::VoxelType;
///
/// assert_eq!((VoxelType::I16.to_string().as_str(), VoxelType::I16.bytes()), ("int16", 2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VoxelType {
    /// Unsigned, 8 bits.
    U8,
    /// Signed, 8 bits.
    I8,
    /// Unsigned, 16 bits.
    U16,
    /// Signed, 16 bits.
    I16,
    /// Unsigned, 32 bits.
    U32,
    /// Signed, 32 bits.
    I32,
    /// Unsigned, 64 bits.
    U64,
    /// Signed, 64 bits.
    I64,
    /// IEEE 754, 32 bits.
    F32,
    /// IEEE 754, 64 bits.
    F64,
}

impl VoxelType {
    /// Bytes of one voxel.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 1,
            Self::U16 | Self::I16 => 2,
            Self::U32 | Self::I32 | Self::F32 => 4,
            Self::U64 | Self::I64 | Self::F64 => 8,
        }
    }

    /// Whether it is a float, which can be NaN.
    #[must_use]
    pub fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F64)
    }
}

/// NumPy's names: `uint8`, `int16`, `float32`.
impl fmt::Display for VoxelType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::U8 => "uint8",
            Self::I8 => "int8",
            Self::U16 => "uint16",
            Self::I16 => "int16",
            Self::U32 => "uint32",
            Self::I32 => "int32",
            Self::U64 => "uint64",
            Self::I64 => "int64",
            Self::F32 => "float32",
            Self::F64 => "float64",
        })
    }
}

/// A volume whose voxel type is known only when it runs: what a file gives.
///
/// Match on it to work on the concrete type, or use [`for_any!`](crate::for_any).
///
/// ```
/// use voxomics_volume::{AnyVolume, Geometry, Volume, VoxelType};
///
/// let geometry = Geometry::axis_aligned([2, 1, 1], [1.0; 3])?;
/// let volume = AnyVolume::from(Volume::new(geometry, vec![-1.5_f32, 2.0])?);
/// assert_eq!(volume.voxel_type(), VoxelType::F32);
/// assert_eq!(volume.to_f64(), [-1.5, 2.0]);
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each variant is named after its voxel type")]
pub enum AnyVolume {
    U8(Volume<u8>),
    I8(Volume<i8>),
    U16(Volume<u16>),
    I16(Volume<i16>),
    U32(Volume<u32>),
    I32(Volume<i32>),
    U64(Volume<u64>),
    I64(Volume<i64>),
    F32(Volume<f32>),
    F64(Volume<f64>),
}

/// Runs the same code on whichever volume an [`AnyVolume`] holds.
///
/// ```
/// use voxomics_volume::{AnyVolume, Geometry, Volume, for_any};
///
/// let geometry = Geometry::axis_aligned([1, 1, 1], [1.0; 3])?;
/// let any = AnyVolume::from(Volume::new(geometry, vec![7_u16])?);
/// let bytes = for_any!(&any, volume => std::mem::size_of_val(volume.voxels()));
/// assert_eq!(bytes, 2);
/// # Ok::<(), voxomics_volume::Error>(())
/// ```
#[macro_export]
macro_rules! for_any {
    ($any:expr, $volume:ident => $body:expr) => {
        match $any {
            $crate::AnyVolume::U8($volume) => $body,
            $crate::AnyVolume::I8($volume) => $body,
            $crate::AnyVolume::U16($volume) => $body,
            $crate::AnyVolume::I16($volume) => $body,
            $crate::AnyVolume::U32($volume) => $body,
            $crate::AnyVolume::I32($volume) => $body,
            $crate::AnyVolume::U64($volume) => $body,
            $crate::AnyVolume::I64($volume) => $body,
            $crate::AnyVolume::F32($volume) => $body,
            $crate::AnyVolume::F64($volume) => $body,
        }
    };
}

impl AnyVolume {
    /// The grid.
    #[must_use]
    pub fn geometry(&self) -> &Geometry {
        for_any!(self, volume => volume.geometry())
    }

    /// The type of the voxels.
    #[must_use]
    pub fn voxel_type(&self) -> VoxelType {
        fn type_of<T: Voxel>(_: &Volume<T>) -> VoxelType {
            T::TYPE
        }
        for_any!(self, volume => type_of(volume))
    }

    /// The bytes of the voxels as they lie in memory, x fastest, in this machine's byte order.
    #[must_use]
    pub fn native_bytes(&self) -> &[u8] {
        for_any!(self, volume => bytemuck::cast_slice(volume.voxels()))
    }

    /// Every voxel as a double, x fastest.
    #[must_use]
    pub fn to_f64(&self) -> Vec<f64> {
        for_any!(self, volume => volume.voxels().iter().map(|voxel| voxel.to_f64()).collect())
    }

    /// A part of the volume, on its own grid.
    ///
    /// # Errors
    ///
    /// [`volume::Error::Outside`] if the region is empty or reaches beyond the volume.
    pub fn crop(&self, region: Region) -> Result<Self, volume::Error> {
        Ok(for_any!(self, volume => volume.crop(region)?.into()))
    }

    /// The voxels of a region as doubles, x fastest.
    ///
    /// # Errors
    ///
    /// [`volume::Error::Outside`] if the region reaches beyond the volume.
    pub fn crop_f64(&self, region: Region) -> Result<Vec<f64>, volume::Error> {
        let size = self.geometry().size();
        if !region.fits(size) {
            return Err(volume::Error::Outside { region, size });
        }
        Ok(for_any!(self, volume => volume.map_region(region, Voxel::to_f64)))
    }
}

macro_rules! from_volume {
    ($($type:ident $variant:ident)*) => {$(
        impl From<Volume<$type>> for AnyVolume {
            fn from(volume: Volume<$type>) -> Self {
                Self::$variant(volume)
            }
        }
    )*};
}

from_volume!(u8 U8 i8 I8 u16 U16 i16 I16 u32 U32 i32 I32 u64 U64 i64 I64 f32 F32 f64 F64);
