//! From sform, qform and pixdim to a grid, as ITK does it.

use voxomics_volume::Geometry;

use super::header::Header;
use super::quaternion;
use crate::Format;
use crate::direction::{self, IDENTITY, Matrix};
use crate::error::{Fault, Kind};

/// ITK's tolerance for an sform's axes.
pub(super) const ORTHONORMAL: f64 = 1e-4;
/// An sform and a qform closer than this are the same, and the sform has more digits.
const ALIKE: f64 = 1e-4;
/// How far, relatively, pixdim may lie from the sform's column norms.
const SPACING: f64 = 1e-3;

/// An affine of the header: RAS, in the header's unit.
struct Affine {
    matrix: Matrix,
    origin: [f64; 3],
}

/// The grid of `size` in LPS and mm, and what is odd about it.
///
/// The sform counts if its axes are at right angles and there is no qform, its code is 1, or it
/// agrees with the qform; else the qform; without codes the axes are the patient's and the origin is
/// zero. The spacing is `|pixdim|`, unless the sform says otherwise.
pub(super) fn geometry(
    header: &Header,
    format: Format,
    size: [usize; 3],
) -> Result<(Geometry, Vec<String>), Fault> {
    let mut warnings = Vec::new();
    let unit = unit(header.xyzt_units);
    let pixdim: [f64; 3] = std::array::from_fn(|axis| header.pixdim[axis + 1].abs() * unit);
    if header.pixdim[1..=3].iter().any(|&mm| mm < 0.0) {
        let [x, y, z] = [1, 2, 3].map(|axis| header.pixdim[axis]);
        warnings.push(format!(
            "pixdim ({x}, {y}, {z}) is negative: its absolute value is used"
        ));
    }
    let mut spacing = pixdim;
    if header.dim[0] < 3 && spacing[2] == 0.0 {
        spacing[2] = 1.0;
    }
    let (matrix, origin) = match chosen(header, format, &mut warnings)? {
        None => (IDENTITY, [0.0; 3]),
        Some((affine, from_sform)) => {
            let norms = direction::column_norms(&affine.matrix).map(|norm| norm * unit);
            if from_sform && differ(norms, spacing) {
                warnings.push(format!(
                    "the sform's spacing {norms:?} mm is used: pixdim says {pixdim:?} mm, which ITK would take"
                ));
                spacing = norms;
            }
            let matrix = direction::flipped(direction::normalised(&affine.matrix));
            (
                matrix,
                direction::flipped_point(affine.origin.map(|mm| mm * unit)),
            )
        }
    };
    let geometry = Geometry::new(size, spacing, origin, matrix)?;
    let geometry = if header.dim[0] == 2 {
        geometry.planar()?
    } else {
        geometry
    };
    Ok((geometry, warnings))
}

/// Millimetres in the header's unit of length; ITK takes unknown units for millimetres too.
fn unit(xyzt_units: u8) -> f64 {
    match xyzt_units & 7 {
        1 => 1e3,
        3 => 1e-3,
        _ => 1.0,
    }
}

// Written so that NaN differs.
fn differ(norms: [f64; 3], spacing: [f64; 3]) -> bool {
    let close = |axis: usize| (norms[axis] - spacing[axis]).abs() <= SPACING * norms[axis];
    !(0..3).all(close)
}

/// The affine that counts, and whether it is the sform.
fn chosen(
    header: &Header,
    format: Format,
    warnings: &mut Vec<String>,
) -> Result<Option<(Affine, bool)>, Fault> {
    let sform = (header.sform_code > 0).then(|| sform(header));
    let qform = (header.qform_code > 0).then(|| qform(header, format));
    match (sform, qform) {
        (None, None) => Ok(None),
        (None, Some(qform)) => Ok(Some((qform?, false))),
        (Some(sform), None) => Ok(Some((sform?, true))),
        (Some(Ok(sform)), Some(_)) if header.sform_code == 1 => Ok(Some((sform, true))),
        (Some(Ok(sform)), Some(qform)) => match qform {
            Ok(qform) if !alike(&sform, &qform) => {
                warnings.push("sform and qform differ: the qform is used, as ITK does".to_owned());
                Ok(Some((qform, false)))
            }
            _ => Ok(Some((sform, true))),
        },
        (Some(Err(fault)), Some(qform)) => {
            let qform = qform.map_err(|_| fault)?;
            warnings.push("the sform cannot be used: the qform is".to_owned());
            Ok(Some((qform, false)))
        }
    }
}

fn alike(a: &Affine, b: &Affine) -> bool {
    (0..3).all(|row| {
        let moved = (a.origin[row] - b.origin[row]).abs();
        let turned = (0..3).map(|column| (a.matrix[row][column] - b.matrix[row][column]).abs());
        turned.fold(moved, f64::max) <= ALIKE
    })
}

fn sform(header: &Header) -> Result<Affine, Fault> {
    let affine = Affine {
        matrix: header.sform.map(|[x, y, z, _]| [x, y, z]),
        origin: header.sform.map(|row| row[3]),
    };
    if !header.sform.iter().flatten().all(|entry| entry.is_finite()) {
        let message = format!("sform {:?} is not finite", header.sform);
        return Err(Fault::new(Kind::BadGeometry, message));
    }
    direction::check(&direction::normalised(&affine.matrix), ORTHONORMAL)?;
    Ok(affine)
}

fn qform(header: &Header, format: Format) -> Result<Affine, Fault> {
    let spacing: [f64; 3] = std::array::from_fn(|axis| header.pixdim[axis + 1].abs());
    let rotation = quaternion::to_rotation(header.quaternion);
    if !rotation.iter().flatten().all(|entry| entry.is_finite()) {
        let message = format!("quaternion {:?} is not finite", header.quaternion);
        return Err(Fault::new(Kind::BadGeometry, message));
    }
    let [x, y, mut z] = spacing.map(|mm| if mm > 0.0 { mm } else { 1.0 });
    if header.pixdim[0] < 0.0 {
        z = -z;
    }
    let scaled = rotation.map(|row| [row[0] * x, row[1] * y, row[2] * z]);
    // niftilib, and so ITK, keeps this matrix in single precision.
    let matrix = if format == Format::Nifti1 {
        scaled.map(|row| row.map(single))
    } else {
        scaled
    };
    Ok(Affine {
        matrix,
        origin: header.qoffset,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding to single precision is meant"
)]
fn single(value: f64) -> f64 {
    f64::from(value as f32)
}
