//! From `space directions`, `spacings` and the like to a grid, as ITK does it.

use voxomics_volume::Geometry;

use super::axes::{self, Axes};
use super::fields::{Fields, bad};
use crate::direction::{self, IDENTITY, ORTHONORMAL};
use crate::error::{Fault, Kind};

/// The space that directions and origin are given in.
#[derive(Debug)]
pub(super) struct Space {
    dimension: usize,
    /// What turns its axes into LPS.
    signs: [f64; 3],
    /// One an axis of the file; `None` for `none`.
    directions: Option<Vec<Option<Vec<f64>>>>,
    origin: Option<Vec<f64>>,
}

impl Space {
    /// Nothing if the file has no orientation.
    pub(super) fn read(fields: &Fields) -> Result<Option<Self>, Fault> {
        let axes = axes::dimension(fields)?;
        let (dimension, signs) = match (fields.get("space"), fields.integer("space dimension")?) {
            (None, None) => return Ok(None),
            (Some(name), None) => named(name)?,
            (None, Some(dimension @ 1..=8)) => (usize::try_from(dimension).unwrap_or(0), [1.0; 3]),
            (None, Some(dimension)) => {
                return Err(bad(format!(
                    "`space dimension: {dimension}` is not from 1 to 8"
                )));
            }
            (Some(_), Some(_)) => {
                let message = "`space` and `space dimension` exclude each other";
                return Err(Fault::new(Kind::Inconsistent, message));
            }
        };
        let directions = fields.get("space directions").map(|value| {
            let directions = vectors(value, dimension).filter(|vectors| vectors.len() == axes);
            directions.ok_or_else(|| {
                bad(format!(
                    "`space directions: {value}` is not {axes} vectors of {dimension} numbers, or `none`"
                ))
            })
        });
        let origin = fields.get("space origin").map(|value| {
            let origin = vectors(value, dimension).filter(|vectors| vectors.len() == 1);
            origin
                .and_then(|mut origin| origin.pop().flatten())
                .ok_or_else(|| {
                    bad(format!(
                        "`space origin: {value}` is not a vector of {dimension} numbers"
                    ))
                })
        });
        let (directions, origin) = (directions.transpose()?, origin.transpose()?);
        Ok(Some(Self {
            dimension,
            signs,
            directions,
            origin,
        }))
    }

    /// Which axes have no direction.
    pub(super) fn without_direction(&self) -> Option<Vec<bool>> {
        let directions = self.directions.as_ref()?;
        Some(directions.iter().map(Option::is_none).collect())
    }
}

/// Dimension of a space, and what turns its axes into LPS.
fn named(name: &str) -> Result<(usize, [f64; 3]), Fault> {
    Ok(match name.to_ascii_lowercase().as_str() {
        // The others are not the patient's axes, and taken as they are.
        "left-posterior-superior"
        | "lps"
        | "scanner-xyz"
        | "3d-right-handed"
        | "3d-left-handed" => (3, [1.0, 1.0, 1.0]),
        "right-anterior-superior" | "ras" => (3, [-1.0, -1.0, 1.0]),
        "left-anterior-superior" | "las" => (3, [1.0, -1.0, 1.0]),
        _ => {
            let message = format!(
                "space `{name}` is not read: left-posterior-superior, right-anterior-superior, \
                 left-anterior-superior, scanner-xyz, 3D-right-handed and 3D-left-handed are"
            );
            return Err(Fault::new(Kind::Unsupported, message));
        }
    })
}

/// The grid in LPS and mm, and what is odd about it.
pub(super) fn geometry(
    fields: &Fields,
    axes: &Axes,
    space: Option<&Space>,
) -> Result<(Geometry, Vec<String>), Fault> {
    let mut warnings = Vec::new();
    let geometry = match space {
        Some(space) => oriented(fields, axes, space, &mut warnings)?,
        None => unoriented(fields, axes)?,
    };
    if let Some(units) = fields.get("space units") {
        let others = units
            .split('"')
            .map(str::trim)
            .any(|unit| !matches!(unit, "" | "mm" | "???"));
        if others {
            warnings.push(format!(
                "`space units: {units}` is taken for mm, as ITK does"
            ));
        }
    }
    let geometry = if axes.spatial.len() == 2 {
        geometry.planar()?
    } else {
        geometry
    };
    Ok((geometry, warnings))
}

fn oriented(
    fields: &Fields,
    axes: &Axes,
    space: &Space,
    warnings: &mut Vec<String>,
) -> Result<Geometry, Fault> {
    if space.dimension != axes.spatial.len() {
        let message = format!(
            "{} axes in a space of {} dimensions are not read: their numbers must be equal",
            axes.spatial.len(),
            space.dimension
        );
        return Err(Fault::new(Kind::Unsupported, message));
    }
    if fields.get("spacings").is_some() {
        let message = "`space` and `spacings` exclude each other: write `space directions`";
        return Err(Fault::new(Kind::Inconsistent, message));
    }
    let mut spacing = [1.0; 3];
    let mut matrix = IDENTITY;
    match &space.directions {
        None => warnings
            .push("there are no `space directions`: the spacing is taken for 1 mm".to_owned()),
        Some(directions) => {
            for (column, &axis) in axes.spatial.iter().enumerate() {
                let Some(vector) = &directions[axis] else {
                    return Err(bad(format!(
                        "axis {axis} of space has the direction `none`"
                    )));
                };
                // Teem's arithmetic, to the last bit: norm, then its reciprocal.
                let norm = vector
                    .iter()
                    .fold(0.0, |sum, entry| sum + entry * entry)
                    .sqrt();
                spacing[column] = norm;
                for (row, entry) in vector.iter().enumerate() {
                    matrix[row][column] = space.signs[row] * (1.0 / norm * entry) + 0.0;
                }
            }
            check_spacing(spacing)?;
            direction::check(&matrix, ORTHONORMAL)?;
        }
    }
    let mut origin = [0.0; 3];
    for (row, value) in space.origin.iter().flatten().enumerate() {
        origin[row] = space.signs[row] * value + 0.0;
    }
    Ok(Geometry::new(axes.grid(), spacing, origin, matrix)?)
}

/// Before the direction, which it would spoil.
fn check_spacing(spacing: [f64; 3]) -> Result<(), Fault> {
    Ok(Geometry::axis_aligned([1; 3], spacing).map(|_| ())?)
}

/// The grid of a file without a space: `spacings` and `axis mins`.
fn unoriented(fields: &Fields, axes: &Axes) -> Result<Geometry, Fault> {
    let count = axes.sizes.len();
    let known = |name| -> Result<Option<Vec<f64>>, Fault> {
        let values = fields.per_axis(name, count)?;
        Ok(values.filter(|values| axes.spatial.iter().all(|&axis| !values[axis].is_nan())))
    };
    let mut spacing = [1.0; 3];
    if let Some(spacings) = fields.per_axis("spacings", count)? {
        for (column, &axis) in axes.spatial.iter().enumerate() {
            if !spacings[axis].is_nan() {
                spacing[column] = spacings[axis];
            }
        }
    }
    let mut origin = [0.0; 3];
    if let (Some(mins), Some(_)) = (known("axis mins")?, known("spacings")?) {
        let centers = fields
            .get("centers")
            .or(fields.get("centerings"))
            .unwrap_or_default();
        let centers: Vec<&str> = centers.split_whitespace().collect();
        for (column, &axis) in axes.spatial.iter().enumerate() {
            let is_node = centers.get(axis) == Some(&"node");
            let inward = if is_node { 0.0 } else { spacing[column] / 2.0 };
            origin[column] = mins[axis] + inward;
        }
    }
    Ok(Geometry::new(axes.grid(), spacing, origin, IDENTITY)?)
}

/// Vectors `(1,0,0)` of `length` numbers each, or `none`; nothing if the text is something else.
fn vectors(text: &str, length: usize) -> Option<Vec<Option<Vec<f64>>>> {
    let mut vectors = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("none") {
            vectors.push(None);
            rest = after.trim_start();
            continue;
        }
        let (vector, after) = rest.strip_prefix('(')?.split_once(')')?;
        let vector: Result<Vec<f64>, _> = vector
            .split(',')
            .map(|number| number.trim().parse())
            .collect();
        vectors.push(Some(vector.ok().filter(|vector| vector.len() == length)?));
        rest = after.trim_start();
    }
    Some(vectors)
}
