//! The fixed-length headers, byte by byte.

use std::array::from_fn as array;

use crate::Format;
use crate::error::{Fault, Kind};

/// What this crate uses of a header, in either version and byte order.
#[derive(Debug, Clone)]
pub(super) struct Header {
    pub(super) big_endian: bool,
    /// Whether the voxels follow in the same file.
    pub(super) single: bool,
    pub(super) dim: [i64; 8],
    pub(super) datatype: i16,
    pub(super) bitpix: i16,
    pub(super) pixdim: [f64; 8],
    pub(super) vox_offset: f64,
    pub(super) slope: f64,
    pub(super) intercept: f64,
    pub(super) intent: i32,
    pub(super) xyzt_units: u8,
    pub(super) qform_code: i32,
    pub(super) sform_code: i32,
    pub(super) quaternion: [f64; 3],
    pub(super) qoffset: [f64; 3],
    /// `srow_x`, `srow_y`, `srow_z`.
    pub(super) sform: [[f64; 4]; 3],
}

/// Length of a version's header.
pub(super) fn length(format: Format) -> usize {
    if format == Format::Nifti2 { 540 } else { 348 }
}

/// Which NIfTI begins with `head`, if any; truncated headers are errors.
pub(crate) fn recognise(head: &[u8]) -> Result<Option<Format>, Fault> {
    let Some(size) = head.first_chunk::<4>() else {
        return Ok(None);
    };
    let (format, magic) = match (u32::from_le_bytes(*size), u32::from_be_bytes(*size)) {
        (348, _) | (_, 348) => (Format::Nifti1, 344..348),
        (540, _) | (_, 540) => (Format::Nifti2, 4..12),
        _ => return Ok(None),
    };
    if head.len() < length(format) {
        let (there, length) = (head.len(), length(format));
        let message = format!("the {format} header ends after {there} of {length} bytes");
        return Err(Fault::new(Kind::Truncated, message));
    }
    let message = match (&head[magic], format) {
        (b"n+1\0" | b"ni1\0" | b"n+2\0\r\n\x1a\n" | b"ni2\0\r\n\x1a\n", _) => {
            return Ok(Some(format));
        }
        (_, Format::Nifti2) => {
            "the header has NIfTI-2's length but not its magic bytes: the transfer damaged it"
        }
        _ => {
            "the header is ANALYZE 7.5's, which does not say where the axes point: convert it to NIfTI"
        }
    };
    Err(Fault::new(Kind::BadMagic, message))
}

impl Header {
    /// From as many bytes as the header is long, which [`recognise`] has seen.
    pub(super) fn parse(bytes: &[u8], format: Format) -> Self {
        let big_endian = bytes.starts_with(&[0, 0]);
        let fields = Fields { bytes, big_endian };
        if format == Format::Nifti2 {
            Self::second(&fields)
        } else {
            Self::first(&fields)
        }
    }

    fn first(fields: &Fields<'_>) -> Self {
        Self {
            big_endian: fields.big_endian,
            single: fields.bytes[345] == b'+',
            dim: array(|i| i64::from(fields.i16(40 + 2 * i))),
            intent: i32::from(fields.i16(68)),
            datatype: fields.i16(70),
            bitpix: fields.i16(72),
            pixdim: array(|i| fields.f32(76 + 4 * i)),
            vox_offset: fields.f32(108),
            slope: fields.f32(112),
            intercept: fields.f32(116),
            xyzt_units: fields.bytes[123],
            qform_code: i32::from(fields.i16(252)),
            sform_code: i32::from(fields.i16(254)),
            quaternion: array(|i| fields.f32(256 + 4 * i)),
            qoffset: array(|i| fields.f32(268 + 4 * i)),
            sform: array(|row| array(|i| fields.f32(280 + 16 * row + 4 * i))),
        }
    }

    fn second(fields: &Fields<'_>) -> Self {
        Self {
            big_endian: fields.big_endian,
            single: fields.bytes[5] == b'+',
            datatype: fields.i16(12),
            bitpix: fields.i16(14),
            dim: array(|i| fields.i64(16 + 8 * i)),
            pixdim: array(|i| fields.f64(104 + 8 * i)),
            vox_offset: fields.i64(168) as f64,
            slope: fields.f64(176),
            intercept: fields.f64(184),
            qform_code: fields.i32(344),
            sform_code: fields.i32(348),
            quaternion: array(|i| fields.f64(352 + 8 * i)),
            qoffset: array(|i| fields.f64(376 + 8 * i)),
            sform: array(|row| array(|i| fields.f64(400 + 32 * row + 8 * i))),
            // The units are the low byte of 32 bits.
            xyzt_units: fields.i32(500).to_le_bytes()[0],
            intent: fields.i32(504),
        }
    }
}

/// A header's bytes, read at fixed places.
struct Fields<'a> {
    bytes: &'a [u8],
    big_endian: bool,
}

impl Fields<'_> {
    fn bytes_at<const N: usize>(&self, at: usize) -> [u8; N] {
        let mut bytes = *self.bytes[at..]
            .first_chunk()
            .expect("the header is of full length");
        if self.big_endian {
            bytes.reverse();
        }
        bytes
    }

    fn i16(&self, at: usize) -> i16 {
        i16::from_le_bytes(self.bytes_at(at))
    }

    fn i32(&self, at: usize) -> i32 {
        i32::from_le_bytes(self.bytes_at(at))
    }

    fn i64(&self, at: usize) -> i64 {
        i64::from_le_bytes(self.bytes_at(at))
    }

    fn f32(&self, at: usize) -> f64 {
        f64::from(f32::from_le_bytes(self.bytes_at(at)))
    }

    fn f64(&self, at: usize) -> f64 {
        f64::from_le_bytes(self.bytes_at(at))
    }
}
