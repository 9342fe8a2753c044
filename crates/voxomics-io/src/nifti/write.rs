//! NIfTI headers for volumes.

use voxomics_volume::{AnyVolume, Geometry};

use super::placement::ORTHONORMAL;
use super::{codes, header, quaternion};
use crate::Format;
use crate::direction::{self, Matrix};
use crate::error::{Fault, Kind};

/// Whether the voxels follow the header or lie in a file of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    Single,
    Pair,
}

/// Millimetres and seconds.
const UNITS: u8 = 2 | 8;
/// Scanner coordinates, for both forms, as ITK writes.
const SCANNER: i16 = 1;

/// All bytes before the voxels, in this machine's byte order.
pub(crate) fn header_bytes(
    volume: &AnyVolume,
    format: Format,
    layout: Layout,
) -> Result<Vec<u8>, Fault> {
    let fields = Fields::new(volume, format, layout)?;
    let mut header = Header(vec![0; header::length(format)]);
    if format == Format::Nifti2 {
        header.second(&fields);
    } else {
        header.first(&fields)?;
    }
    if layout == Layout::Single {
        // No extensions follow.
        header.0.extend([0; 4]);
    }
    Ok(header.0)
}

/// What both versions say.
struct Fields {
    magic: [u8; 8],
    dim: [i64; 8],
    datatype: i16,
    bitpix: i16,
    pixdim: [f64; 8],
    vox_offset: i64,
    quaternion: [f64; 3],
    origin: [f64; 3],
    sform: [f64; 12],
}

impl Fields {
    fn new(volume: &AnyVolume, format: Format, layout: Layout) -> Result<Self, Fault> {
        let geometry = volume.geometry();
        direction::check(&direction::normalised(&geometry.direction()), ORTHONORMAL)?;
        let bytes = volume.voxel_type().bytes();
        let [x, y, z] = geometry
            .size()
            .map(|size| i64::try_from(size).expect("sizes fit 63 bits"));
        let rank = if geometry.rank() == 2 { 2 } else { 3 };
        let (matrix, origin) = affine(geometry);
        let (quaternion, qfac) = turned(geometry);
        let [dx, dy, dz] = geometry.spacing();
        Ok(Self {
            magic: match layout {
                Layout::Single => *b"n+2\0\r\n\x1a\n",
                Layout::Pair => *b"ni2\0\r\n\x1a\n",
            },
            dim: [rank, x, y, z, 1, 1, 1, 1],
            datatype: codes::code(volume.voxel_type()),
            bitpix: i16::try_from(8 * bytes).expect("a voxel has at most 64 bits"),
            pixdim: [qfac, dx, dy, dz, 0.0, 0.0, 0.0, 0.0],
            vox_offset: match layout {
                Layout::Single => i64::try_from(header::length(format) + 4).expect("it is small"),
                Layout::Pair => 0,
            },
            quaternion,
            origin,
            sform: std::array::from_fn(|at| match (at / 4, at % 4) {
                (row, 3) => origin[row],
                (row, column) => matrix[row][column],
            }),
        })
    }
}

/// Index to RAS.
fn affine(geometry: &Geometry) -> (Matrix, [f64; 3]) {
    let (direction, spacing) = (geometry.direction(), geometry.spacing());
    let scaled = direction.map(|row| std::array::from_fn(|axis| row[axis] * spacing[axis]));
    (
        direction::flipped(scaled),
        direction::flipped_point(geometry.origin()),
    )
}

/// The quaternion of the RAS direction, and -1 where its third axis had to be turned.
fn turned(geometry: &Geometry) -> ([f64; 3], f64) {
    let direction = direction::flipped(geometry.direction());
    if direction::determinant(&direction) < 0.0 {
        let proper = direction.map(|[x, y, z]| [x, y, -z]);
        (quaternion::from_rotation(&proper), -1.0)
    } else {
        (quaternion::from_rotation(&direction), 1.0)
    }
}

/// A header's bytes, put at fixed places.
struct Header(Vec<u8>);

impl Header {
    fn first(&mut self, fields: &Fields) -> Result<(), Fault> {
        self.put(0, 348_i32.to_ne_bytes());
        for (i, &dim) in fields.dim.iter().enumerate() {
            self.put(
                40 + 2 * i,
                i16::try_from(dim)
                    .expect("larger sizes are NIfTI-2")
                    .to_ne_bytes(),
            );
        }
        self.put(70, fields.datatype.to_ne_bytes());
        self.put(72, fields.bitpix.to_ne_bytes());
        self.singles(76, &fields.pixdim)?;
        self.singles(108, &[fields.vox_offset as f64, 1.0, 0.0])?;
        self.put(123, [UNITS]);
        self.put(252, SCANNER.to_ne_bytes());
        self.put(254, SCANNER.to_ne_bytes());
        self.singles(256, &fields.quaternion)?;
        self.singles(268, &fields.origin)?;
        self.singles(280, &fields.sform)?;
        let [n, layout, ..] = fields.magic;
        self.put(344, [n, layout, b'1', 0]);
        Ok(())
    }

    fn second(&mut self, fields: &Fields) {
        self.put(0, 540_i32.to_ne_bytes());
        self.put(4, fields.magic);
        self.put(12, fields.datatype.to_ne_bytes());
        self.put(14, fields.bitpix.to_ne_bytes());
        for (i, dim) in fields.dim.iter().enumerate() {
            self.put(16 + 8 * i, dim.to_ne_bytes());
        }
        self.doubles(104, &fields.pixdim);
        self.put(168, fields.vox_offset.to_ne_bytes());
        self.doubles(176, &[1.0, 0.0]);
        self.put(344, i32::from(SCANNER).to_ne_bytes());
        self.put(348, i32::from(SCANNER).to_ne_bytes());
        self.doubles(352, &fields.quaternion);
        self.doubles(376, &fields.origin);
        self.doubles(400, &fields.sform);
        self.put(500, i32::from(UNITS).to_ne_bytes());
    }

    fn put<const N: usize>(&mut self, at: usize, bytes: [u8; N]) {
        self.0[at..at + N].copy_from_slice(&bytes);
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the format has single precision"
    )]
    fn singles(&mut self, at: usize, values: &[f64]) -> Result<(), Fault> {
        for (i, &value) in values.iter().enumerate() {
            let single = value as f32;
            if !single.is_finite() || (single == 0.0 && value.abs() > 1e-40) {
                let message =
                    format!("{value} mm is beyond NIfTI-1's single precision: write NRRD");
                return Err(Fault::new(Kind::Unsupported, message));
            }
            self.put(at + 4 * i, single.to_ne_bytes());
        }
        Ok(())
    }

    fn doubles(&mut self, at: usize, values: &[f64]) {
        for (i, value) in values.iter().enumerate() {
            self.put(at + 8 * i, value.to_ne_bytes());
        }
    }
}
