//! The pattern on the sphere in spherical harmonics.

use std::f64::consts::{PI, SQRT_2};

use voxomics_core::math;

/// Sums that are added up together: those of the default levels.
pub(super) const ROWS: usize = 4;

/// For every level and corner of the sphere, numbers whose sums over the corners that are at least
/// the centre give the level's value: the root of the sum of the squares of the level's sums.
///
/// `PyRadiomics` projects the pattern `b` on the harmonics of a degree and takes the length of the
/// projection: `√Σᵢ Fᵢ²` with `F = A S Aᵀ b`, where the columns of the real matrix `A` are the
/// harmonics at the corners and `S` has signs on its diagonal. With `A = Q R` the length is that of
/// `(R S Aᵀ) b`: 2n + 1 sums for degree n instead of one for every corner.
///
/// Degree 0 is constant, so that its sum only counts; its few lengths often lie on the edge of a bin, and
/// are therefore `PyRadiomics`' to the last bit.
#[derive(Debug)]
pub(super) struct Harmonics {
    /// Of so many sums at a time, corner by corner; sums that do not exist have weights of 0.
    weights: Vec<Vec<[f64; ROWS]>>,
    constant: Vec<f64>,
}

impl Harmonics {
    pub(super) fn new(corners: &[[f64; 3]], radius: f64, levels: usize) -> Self {
        let count = vec![vec![1.0; corners.len()]];
        let rows = (1..levels).flat_map(|degree| projection(corners, radius, degree));
        let rows: Vec<Vec<f64>> = count.into_iter().chain(rows).collect();
        let of_corner = |rows: &[Vec<f64>], corner: usize| {
            std::array::from_fn(|row| rows.get(row).map_or(0.0, |row| row[corner]))
        };
        let groups = rows.chunks(ROWS);
        Self {
            weights: groups
                .map(|rows| {
                    (0..corners.len())
                        .map(|corner| of_corner(rows, corner))
                        .collect()
                })
                .collect(),
            constant: constant(corners.len()),
        }
    }

    /// The length for degree 0 where so many samples, a whole number, are at least the centre.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count"
    )]
    pub(super) fn constant(&self, count: f64) -> f64 {
        self.constant[count as usize]
    }

    /// What the sums of all levels add for each corner, [`ROWS`] sums at a time: level `n` has those from `n²` up
    /// to `(n + 1)²`.
    pub(super) fn weights(&self) -> &[Vec<[f64; ROWS]>] {
        &self.weights
    }
}

/// The length for degree 0 of none, one and so on up to all corners, with `PyRadiomics`' sums: the
/// harmonic for each corner of the pattern, then its square for each corner.
fn constant(corners: usize) -> Vec<f64> {
    let harmonic = (1.0 / 4.0 / PI).sqrt();
    let length = |count: usize| {
        let sum = (0..count).fold(0.0, |sum, _| sum + harmonic);
        let projected = sum * harmonic;
        let square = projected * projected;
        (0..corners).fold(0.0, |sum, _| sum + square).sqrt()
    };
    (0..=corners).map(length).collect()
}

/// `R S Aᵀ`, row by row.
fn projection(corners: &[[f64; 3]], radius: f64, degree: usize) -> Vec<Vec<f64>> {
    let columns = harmonics(corners, radius, degree);
    let upper = triangle(columns.clone());
    let row = |weights: &Vec<f64>| {
        let mut row = vec![0.0; corners.len()];
        for (column, (weight, values)) in weights.iter().zip(&columns).enumerate() {
            // Imaginary parts: i² = -1.
            let imaginary = column > 0 && column % 2 == 0;
            let weight = if imaginary { -weight } else { *weight };
            for (sum, value) in row.iter_mut().zip(values) {
                *sum += weight * value;
            }
        }
        row
    };
    upper.iter().map(row).collect()
}

/// The harmonics of a degree at every corner: order 0, then real and imaginary part of each order,
/// times √2 because they stand for the negative orders too.
///
/// `PyRadiomics` hands the angles to `scipy.special.sph_harm` in the wrong order: the polar angle
/// `arccos(z / radius)` acts as the azimuth, and the azimuth `atan2(y, x)` as the polar angle.
fn harmonics(corners: &[[f64; 3]], radius: f64, degree: usize) -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::with_capacity(corners.len()); 2 * degree + 1];
    for &[x, y, z] in corners {
        let azimuth = math::acos(z / radius);
        let height = math::cos(math::atan2(y, x));
        columns[0].push(legendre(degree, 0, height));
        for order in 1..=degree {
            let size = SQRT_2 * legendre(degree, order, height);
            let angle = order as f64 * azimuth;
            columns[2 * order - 1].push(size * math::cos(angle));
            columns[2 * order].push(size * math::sin(angle));
        }
    }
    columns
}

/// The associated Legendre function, scaled as spherical harmonics are, without the sign `(-1)^order`,
/// which every use here squares.
fn legendre(degree: usize, order: usize, x: f64) -> f64 {
    let (n, m) = (degree as f64, order as f64);
    let sine = (1.0 - x * x).sqrt();
    let factors = (1..=order).map(|m| (1.0 + 0.5 / m as f64).sqrt() * sine);
    let mut last = factors.fold((0.25 / PI).sqrt(), |product, factor| product * factor);
    if degree == order {
        return last;
    }
    let mut value = (2.0 * m + 3.0).sqrt() * x * last;
    let mut k = m + 2.0;
    while k <= n {
        let below = k - 1.0;
        let scale = ((4.0 * k * k - 1.0) / (k * k - m * m)).sqrt();
        let back = ((below * below - m * m) / (4.0 * below * below - 1.0)).sqrt();
        (last, value) = (value, scale * (x * value - back * last));
        k += 1.0;
    }
    value
}

/// The triangular factor of the matrix with these columns, by the modified Gram-Schmidt process.
fn triangle(mut columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let count = columns.len();
    let mut upper = vec![vec![0.0; count]; count];
    for row in 0..count {
        let (done, others) = columns.split_at_mut(row + 1);
        let axis = &done[row];
        let length = dot(axis, axis).sqrt();
        upper[row][row] = length;
        if length == 0.0 {
            continue;
        }
        for (other, entry) in others.iter_mut().zip(&mut upper[row][row + 1..]) {
            *entry = dot(axis, other) / length;
            for (value, along) in other.iter_mut().zip(axis) {
                *value -= *entry / length * along;
            }
        }
    }
    upper
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter()
        .zip(right)
        .map(|(left, right)| left * right)
        .sum()
}
