//! Covariances that do not trust the model.

use super::Error;
use super::cohort::Cohort;
use super::likelihood::{Model, Point};
use super::partial::Partial;

/// `Σ over clusters d dᵀ`, d what its rows add to the scaled coefficients: weight · score residual · inverse information.
pub(crate) fn covariance(
    cohort: &Cohort,
    model: &Model<'_>,
    point: &Point,
    inverse: &[Vec<f64>],
) -> Result<Vec<Vec<f64>>, Error> {
    let size = model.columns.len();
    let linear = cohort.linear(&model.columns, &point.coefficients);
    let mut partial = Partial::new(cohort, &model.columns);
    let mut parts = partial.score_residuals(&linear)?;
    let rows = cohort.rows();
    if size > 0 {
        for column in parts.chunks_mut(rows) {
            for (place, part) in column.iter_mut().enumerate() {
                *part *= cohort.weight(place);
            }
        }
    }
    let (parts, count) = match &cohort.clusters {
        None => (parts, rows),
        Some((clusters, count)) => (gathered(&parts, clusters, *count), *count),
    };
    let products = |i: usize, j: usize| -> f64 {
        let (a, b) = (&parts[i * count..][..count], &parts[j * count..][..count]);
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    };
    let middle: Vec<Vec<f64>> = (0..size)
        .map(|i| (0..size).map(|j| products(i, j)).collect())
        .collect();
    Ok(times(&times(inverse, &middle), inverse))
}

/// A robust variance below this share of the model's is a sum of rounding errors.
const NOTHING: f64 = 1e-20;

/// Refuses variances of 0.
pub(crate) fn check(
    robust: &[Vec<f64>],
    model: &[Vec<f64>],
    columns: &[usize],
) -> Result<(), Error> {
    let is_nothing = |&at: &usize| robust[at][at] <= NOTHING * model[at][at];
    match (0..columns.len()).find(is_nothing) {
        None => Ok(()),
        Some(at) => Err(Error::NoVariance {
            column: columns[at],
        }),
    }
}

/// Sums over clusters, one column after the other.
fn gathered(parts: &[f64], clusters: &[u32], count: usize) -> Vec<f64> {
    let mut sums = Vec::with_capacity(parts.len() / clusters.len().max(1) * count);
    for column in parts.chunks(clusters.len().max(1)) {
        let from = sums.len();
        sums.resize(from + count, 0.0);
        for (&cluster, part) in clusters.iter().zip(column) {
            sums[from + cluster as usize] += part;
        }
    }
    sums
}

pub(crate) fn times(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let entry = |row: &Vec<f64>, j: usize| row.iter().zip(b).map(|(a, b)| a * b[j]).sum();
    a.iter()
        .map(|row| (0..row.len()).map(|j| entry(row, j)).collect())
        .collect()
}
