//! Axes: whether they are at right angles, and from RAS to LPS.

use voxomics_volume::Geometry;

use crate::Format;
use crate::error::{Fault, Kind};

/// A 3 x 3 matrix, row by row.
pub(crate) type Matrix = [[f64; 3]; 3];

pub(crate) const IDENTITY: Matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// How far the axes of text headers may be from right angles: ITK takes any, and headers with four digits are common.
pub(crate) const ORTHONORMAL: f64 = 1e-3;

/// Lengths of the columns.
pub(crate) fn column_norms(matrix: &Matrix) -> [f64; 3] {
    std::array::from_fn(|column| {
        matrix
            .iter()
            .fold(0.0, |sum, row| sum + row[column] * row[column])
            .sqrt()
    })
}

/// With every column of length one.
pub(crate) fn normalised(matrix: &Matrix) -> Matrix {
    let norms = column_norms(matrix);
    matrix.map(|row| std::array::from_fn(|column| row[column] / norms[column]))
}

/// With the rows of x and y negated, which turns RAS into LPS and back; no negative zeros.
pub(crate) fn flipped(matrix: Matrix) -> Matrix {
    let [x, y, z] = matrix;
    [
        x.map(|entry| 0.0 - entry),
        y.map(|entry| 0.0 - entry),
        z.map(|entry| 0.0 + entry),
    ]
}

/// As [`flipped`], for a point.
pub(crate) fn flipped_point([x, y, z]: [f64; 3]) -> [f64; 3] {
    [0.0 - x, 0.0 - y, 0.0 + z]
}

pub(crate) fn determinant(m: &Matrix) -> f64 {
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
}

/// Checks columns of length one: independent, and at right angles within `tolerance`, an entry of
/// the product with the transpose.
pub(crate) fn check(direction: &Matrix, tolerance: f64) -> Result<(), Fault> {
    let volume = determinant(direction).abs();
    if volume.is_nan() || volume <= 1e-6 {
        let message = format!("direction {direction:?} does not span space");
        return Err(Fault::new(Kind::BadGeometry, message));
    }
    let product = |a: usize, b: usize| {
        (0..3)
            .map(|i| direction[a][i] * direction[b][i])
            .sum::<f64>()
    };
    let worst = (0..9)
        .map(|at| (product(at / 3, at % 3) - IDENTITY[at / 3][at % 3]).abs())
        .fold(0.0, f64::max);
    if worst > tolerance {
        let message = format!(
            "direction {direction:?} is sheared, by {worst:.2e} where {tolerance:e} is tolerated: \
             resample the image to axes at right angles"
        );
        return Err(Fault::new(Kind::NonOrthonormalDirection, message));
    }
    Ok(())
}

/// Whether a text header of this format can say where a grid lies.
pub(crate) fn check_writable(geometry: &Geometry, format: Format) -> Result<(), Fault> {
    check(&normalised(&geometry.direction()), ORTHONORMAL)?;
    if geometry.rank() == 2 {
        check_planar(geometry, format)?;
    }
    Ok(())
}

/// Two-dimensional files have no third axis to say where the plane lies.
#[expect(
    clippy::float_cmp,
    reason = "only exactly these values are lost without harm"
)]
fn check_planar(geometry: &Geometry, format: Format) -> Result<(), Fault> {
    let direction = geometry.direction();
    let is_upright =
        direction[2] == IDENTITY[2] && direction[0][2] == 0.0 && direction[1][2] == 0.0;
    if is_upright && geometry.origin()[2] == 0.0 && geometry.spacing()[2] == 1.0 {
        return Ok(());
    }
    let message =
        format!("a two-dimensional {format} cannot say where in space its plane lies: write NIfTI");
    Err(Fault::new(Kind::Unsupported, message))
}
