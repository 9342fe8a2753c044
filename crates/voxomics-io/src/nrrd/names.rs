//! Names that fields take as values.

use voxomics_volume::VoxelType;

use super::fields::bad;
use crate::Encoding;
use crate::error::{Fault, Kind};

pub(super) fn voxel_type(name: &str) -> Result<VoxelType, Fault> {
    let words: Vec<&str> = name.split_whitespace().collect();
    Ok(match words.join(" ").as_str() {
        "signed char" | "char" | "int8" | "int8_t" => VoxelType::I8,
        "uchar" | "unsigned char" | "uint8" | "uint8_t" => VoxelType::U8,
        "short" | "short int" | "signed short" | "signed short int" | "int16" | "int16_t" => {
            VoxelType::I16
        }
        "ushort" | "unsigned short" | "unsigned short int" | "uint16" | "uint16_t" => {
            VoxelType::U16
        }
        "int" | "signed int" | "int32" | "int32_t" => VoxelType::I32,
        "uint" | "unsigned int" | "uint32" | "uint32_t" => VoxelType::U32,
        "longlong"
        | "long long"
        | "long long int"
        | "signed long long"
        | "signed long long int"
        | "int64"
        | "int64_t" => VoxelType::I64,
        "ulonglong" | "unsigned long long" | "unsigned long long int" | "uint64" | "uint64_t" => {
            VoxelType::U64
        }
        "float" => VoxelType::F32,
        "double" => VoxelType::F64,
        _ => {
            let message = format!("type `{name}` is not read: integers, float and double are");
            return Err(Fault::new(Kind::Unsupported, message));
        }
    })
}

/// The name that is written.
pub(super) fn of_type(voxel_type: VoxelType) -> &'static str {
    match voxel_type {
        VoxelType::I8 => "signed char",
        VoxelType::U8 => "unsigned char",
        VoxelType::I16 => "short",
        VoxelType::U16 => "unsigned short",
        VoxelType::I32 => "int",
        VoxelType::U32 => "unsigned int",
        VoxelType::I64 => "long long int",
        VoxelType::U64 => "unsigned long long int",
        VoxelType::F32 => "float",
        VoxelType::F64 => "double",
    }
}

pub(super) fn encoding(name: &str) -> Result<Encoding, Fault> {
    Ok(match name.to_ascii_lowercase().as_str() {
        "raw" => Encoding::Raw,
        "gzip" | "gz" => Encoding::Gzip,
        "bzip2" | "bz2" => Encoding::Bzip2,
        "text" | "txt" | "ascii" => Encoding::Text,
        "hex" => Encoding::Hex,
        _ => {
            let message =
                format!("encoding `{name}` is not read: raw, gzip, bzip2, text and hex are");
            return Err(Fault::new(Kind::Unsupported, message));
        }
    })
}

/// Whether bytes stand in the other order than this machine's; `needed` where that matters.
pub(super) fn swapped(endian: Option<&str>, needed: bool) -> Result<bool, Fault> {
    match endian.map(str::to_ascii_lowercase).as_deref() {
        Some("little") => Ok(cfg!(target_endian = "big")),
        Some("big") => Ok(cfg!(target_endian = "little")),
        Some(other) => Err(bad(format!("`endian: {other}` is neither little nor big"))),
        None if needed => Err(bad(
            "field `endian` is missing: voxels of several bytes need it".to_owned(),
        )),
        None => Ok(false),
    }
}
