//! Numbers that stand for voxel types.

use voxomics_volume::VoxelType;

use crate::error::{Fault, Kind};

/// Codes of the types that are read and written.
const TYPES: [(i16, VoxelType); 10] = [
    (2, VoxelType::U8),
    (4, VoxelType::I16),
    (8, VoxelType::I32),
    (16, VoxelType::F32),
    (64, VoxelType::F64),
    (256, VoxelType::I8),
    (512, VoxelType::U16),
    (768, VoxelType::U32),
    (1024, VoxelType::I64),
    (1280, VoxelType::U64),
];

pub(super) fn voxel_type(code: i16) -> Result<VoxelType, Fault> {
    if let Some(&(_, voxel_type)) = TYPES.iter().find(|(known, _)| *known == code) {
        return Ok(voxel_type);
    }
    let name = match code {
        1 => "single bits",
        32 | 1792 | 2048 => "complex numbers",
        128 | 2304 => "colours",
        1536 => "128-bit floats",
        _ => "of a type that NIfTI does not define",
    };
    let message = format!(
        "datatype {code}, voxels that are {name}, is not read: integers of 8 to 64 bits and floats \
         of 32 and 64 bits are"
    );
    Err(Fault::new(Kind::Unsupported, message))
}

pub(super) fn code(voxel_type: VoxelType) -> i16 {
    TYPES
        .iter()
        .find(|(_, known)| *known == voxel_type)
        .map(|&(code, _)| code)
        .expect("every voxel type has a code")
}
