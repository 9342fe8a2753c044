//! From size, spacing, offset and transform to a grid, as ITK does it.

use voxomics_volume::Geometry;

use super::fields::{Fields, bad};
use crate::direction::{self, IDENTITY, ORTHONORMAL};
use crate::error::{Fault, Kind};

/// The grid, LPS and mm: `MetaImage` has no other axes.
pub(super) fn geometry(fields: &Fields) -> Result<Geometry, Fault> {
    let rank = rank(fields)?;
    let size = size(fields, rank)?;
    let mut spacing = [1.0; 3];
    let spacings = fields.numbers(&["ElementSpacing", "ElementSize"], rank)?;
    for (spacing, value) in spacing.iter_mut().zip(spacings.into_iter().flatten()) {
        *spacing = value;
    }
    // Before the direction, which it would spoil.
    Geometry::axis_aligned([1; 3], spacing)?;
    let mut origin = [0.0; 3];
    let offsets = fields.numbers(&["Offset", "Position", "Origin"], rank)?;
    for (origin, value) in origin.iter_mut().zip(offsets.into_iter().flatten()) {
        *origin = value;
    }
    let mut matrix = IDENTITY;
    let names = ["TransformMatrix", "Rotation", "Orientation"];
    if let Some(cosines) = fields.numbers::<f64>(&names, rank * rank)? {
        // The text has the direction of one axis after the other.
        for (at, cosine) in cosines.into_iter().enumerate() {
            matrix[at % rank][at / rank] = cosine;
        }
        direction::check(&matrix, ORTHONORMAL)?;
    }
    let geometry = Geometry::new(size, spacing, origin, matrix)?;
    Ok(if rank == 2 {
        geometry.planar()?
    } else {
        geometry
    })
}

fn rank(fields: &Fields) -> Result<usize, Fault> {
    let value = fields.need("NDims")?;
    match value.parse::<i64>() {
        Ok(2) => Ok(2),
        Ok(3) => Ok(3),
        Ok(count @ (1 | 4..=10)) => {
            let message = format!("{count} dimensions are not read: an image of two or three is");
            Err(Fault::new(Kind::Unsupported, message))
        }
        _ => Err(bad(format!("`NDims = {value}` is no number of dimensions"))),
    }
}

fn size(fields: &Fields, rank: usize) -> Result<[usize; 3], Fault> {
    let sizes: Option<Vec<usize>> = fields.numbers(&["DimSize"], rank)?;
    let mut size = [1; 3];
    for (size, value) in size.iter_mut().zip(sizes.unwrap_or_default()) {
        *size = value;
    }
    let value = fields.need("DimSize")?;
    if size.contains(&0) {
        return Err(bad(format!(
            "`DimSize = {value}`: an axis has at least one voxel"
        )));
    }
    Ok(size)
}
