//! Which formats and encodings there are.

use std::fmt;

/// A file format.
///
/// ```
/// assert_eq!(voxomics_io::Format::Nifti1.to_string(), "NIfTI-1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// NIfTI-1: one file, or a pair of `.hdr` and `.img`; geometry in single precision.
    Nifti1,
    /// NIfTI-2: as NIfTI-1, with geometry in double precision and sizes beyond 32767.
    Nifti2,
    /// NRRD, its header attached to the data or in a file of its own.
    Nrrd,
    /// `MetaImage`, one file or a header with files of voxels.
    MetaImage,
    /// DICOM: a file, a folder, a zip or a DICOMDIR.
    Dicom,
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Nifti1 => "NIfTI-1",
            Self::Nifti2 => "NIfTI-2",
            Self::Nrrd => "NRRD",
            Self::MetaImage => "MetaImage",
            Self::Dicom => "DICOM",
        })
    }
}

/// How voxels are written down; NIfTI knows the first two, `MetaImage` raw, zlib and text, DICOM raw and its own.
///
/// ```
/// assert_eq!(voxomics_io::Encoding::Gzip.to_string(), "gzip");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// As they lie in memory.
    Raw,
    /// Compressed with gzip.
    Gzip,
    /// Compressed with bzip2; read, not written.
    Bzip2,
    /// Compressed with zlib, as `MetaImage` does it; read, not written.
    Zlib,
    /// As decimal numbers.
    Text,
    /// As hexadecimal digits, two a byte.
    Hex,
    /// As a DICOM file compresses its pixels; read, not written.
    Dicom(Compression),
}

/// How DICOM compresses pixels.
///
/// ```
/// assert_eq!(voxomics_io::Compression::JpegLs.to_string(), "JPEG-LS");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// Deflate, attributes included.
    Deflate,
    /// Run lengths.
    Rle,
    /// JPEG: baseline, extended or lossless.
    Jpeg,
    /// JPEG-LS.
    JpegLs,
    /// JPEG 2000 or its high-throughput variant.
    Jpeg2000,
    /// JPEG XL.
    JpegXl,
}

impl fmt::Display for Compression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Deflate => "deflate",
            Self::Rle => "RLE",
            Self::Jpeg => "JPEG",
            Self::JpegLs => "JPEG-LS",
            Self::Jpeg2000 => "JPEG 2000",
            Self::JpegXl => "JPEG XL",
        })
    }
}

/// NRRD's names, and zlib.
impl fmt::Display for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Dicom(compression) = self {
            return compression.fmt(formatter);
        }
        formatter.pad(match self {
            Self::Raw => "raw",
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Zlib => "zlib",
            Self::Text => "text",
            Self::Hex => "hex",
            Self::Dicom(_) => "",
        })
    }
}
