//! Names of voxel types.

use voxomics_volume::VoxelType;

use crate::error::{Fault, Kind};

/// Names and types; of each type the first name is written.
const TYPES: [(&str, VoxelType); 12] = [
    ("MET_CHAR", VoxelType::I8),
    ("MET_UCHAR", VoxelType::U8),
    ("MET_SHORT", VoxelType::I16),
    ("MET_USHORT", VoxelType::U16),
    ("MET_INT", VoxelType::I32),
    ("MET_UINT", VoxelType::U32),
    // Four bytes in a file, whatever C's `long` has.
    ("MET_LONG", VoxelType::I32),
    ("MET_ULONG", VoxelType::U32),
    ("MET_LONG_LONG", VoxelType::I64),
    ("MET_ULONG_LONG", VoxelType::U64),
    ("MET_FLOAT", VoxelType::F32),
    ("MET_DOUBLE", VoxelType::F64),
];

pub(super) fn voxel_type(name: &str) -> Result<VoxelType, Fault> {
    let found = TYPES.iter().find(|(known, _)| *known == name);
    found.map(|&(_, voxel_type)| voxel_type).ok_or_else(|| {
        let known = TYPES.map(|(name, _)| name).join(", ");
        let message = format!("ElementType `{name}` is not read: {known} are");
        Fault::new(Kind::Unsupported, message)
    })
}

/// The name that is written.
pub(super) fn of_type(voxel_type: VoxelType) -> &'static str {
    let found = TYPES.iter().find(|(_, known)| *known == voxel_type);
    found.expect("every type has a name").0
}
