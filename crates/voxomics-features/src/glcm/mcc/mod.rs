//! The maximal correlation coefficient.

mod block;
mod deflated;
mod lanczos;
#[cfg(test)]
mod tests;
mod tridiagonal;

use nalgebra::{DMatrix, DVector};

use self::block::Block;
use self::deflated::Deflated;
pub(crate) use self::tridiagonal::Tridiagonal;
use super::shares::Shares;
use crate::average::EPSILON;

/// Most rows of a block that Householder's reductions are for: beyond, Lanczos' recurrence is faster.
const SMALL: usize = 24;

/// How much of an eigenvalue may be lost where only the first order of what the `ε` adds is counted.
const NEGLIGIBLE: f64 = 1e-11;

/// Maximal correlation coefficient of a matrix of shares with its row and column sums.
///
/// `PyRadiomics` takes the root of the second largest eigenvalue of the unsymmetric
/// `Q(i, j) = Σ_k p(i, k) p(j, k) / (pₓ(i) p_y(k) + ε)`. Levels that no chain of pairs joins make `Q` fall
/// into blocks, each with an eigenvalue next to 1 of its own, so that blocks are taken one by one.
///
/// Without the `ε`, a block's eigenvalues are the squares of the singular values of
/// `B(i, j) = p(i, j) / √(pₓ(i) p_y(j))`. The largest is 1, with the singular vectors `√pₓ` and `√p_y`;
/// taking that part away leaves the second as the largest. What the `ε` adds, up to 1e-7 where a rare
/// level matters, is then put back by perturbation.
pub(crate) fn maximal_correlation(shares: &Shares, marginals: &[Vec<f64>; 2]) -> f64 {
    if marginals[0].len() < 2 {
        return 1.0;
    }
    let blocks = Block::all(shares, marginals);
    let mut values: Vec<f64> = blocks.iter().flat_map(Block::eigenvalues).collect();
    values.sort_unstable_by(|a, b| b.total_cmp(a));
    // A level without a pair is an eigenvalue of 0.
    values
        .get(1)
        .map_or(0.0, |second| second.clamp(0.0, 1.0).sqrt())
}

impl Block {
    /// The two largest eigenvalues of the block of `Q`, or its only one.
    fn eigenvalues(&self) -> Vec<f64> {
        let total = self.total();
        let first = Eigenpair {
            left: self.rows.iter().map(|p| p / total).collect(),
            right: vec![1.0; self.rows.len()],
        };
        let mut values = vec![1.0 + self.change(&first).value];
        values.extend(self.second());
        values
    }

    fn second(&self) -> Option<f64> {
        if self.rows.len().min(self.columns.len()) < 2 {
            return None;
        }
        let Second {
            value,
            vector,
            others,
        } = self.deflated();
        // Nothing but rounding is left: no correlation beyond the marginals.
        if value < 1e-20 {
            return Some(0.0);
        }
        let roots = || self.rows.iter().map(|p| p.sqrt());
        let pair = Eigenpair {
            left: vector
                .iter()
                .zip(roots())
                .map(|(v, root)| v * root)
                .collect(),
            right: vector
                .iter()
                .zip(roots())
                .map(|(v, root)| v / root)
                .collect(),
        };
        let change = self.change(&pair);
        // The second order is the size of the change over the distance to the next eigenvalue.
        let distance = 4.0 * change.size * change.size / (NEGLIGIBLE * value);
        if others.are_further(distance) {
            return Some(value + change.value);
        }
        Some(self.refined(value, change.value, &pair))
    }

    /// The largest eigenvalue of `B Bᵀ` without its first.
    fn deflated(&self) -> Second {
        let n = self.rows.len();
        let (value, vector, reduced) = if n > SMALL {
            let deflated = Deflated::new(self);
            lanczos::largest_magnitude(n, |x, y| deflated.multiply(x, y))
        } else {
            let mut matrix = Deflated::new(self).squared();
            let mut reduced = Tridiagonal::default();
            reduced.reduce(&mut matrix, n);
            let value = reduced.largest_magnitude();
            let mut vector = reduced.vector(value);
            reduced.turn_back(&matrix, &mut vector);
            (value, vector, reduced)
        };
        let is_root = self.is_symmetric;
        Second {
            value: if is_root { value * value } else { value.abs() },
            vector,
            others: Others {
                reduced,
                value,
                is_root,
            },
        }
    }

    /// What the `ε` adds to an eigenvalue, to first order.
    fn change(&self, pair: &Eigenpair) -> Change {
        let mut projected = vec![0.0; self.columns.len()];
        for entry in &self.entries {
            projected[entry.column] += entry.share * pair.right[entry.row];
        }
        let mut along = vec![0.0; self.rows.len()];
        for entry in &self.entries {
            let product = self.rows[entry.row] * self.columns[entry.column];
            let less = entry.share * EPSILON / (product * (product + EPSILON));
            along[entry.row] -= less * projected[entry.column];
        }
        let size = along.iter().zip(&self.rows).map(|(x, p)| x * x * p);
        Change {
            value: along.iter().zip(&pair.left).map(|(x, left)| x * left).sum(),
            size: size.sum::<f64>().sqrt(),
        }
    }

    /// The eigenvalue of `Q` next to the first order, by inverse iteration, where that is not enough.
    fn refined(&self, value: f64, change: f64, pair: &Eigenpair) -> f64 {
        let n = self.rows.len();
        let q = self.with_epsilon();
        let left = DVector::from_column_slice(&pair.left);
        let mut right = DVector::from_column_slice(&pair.right);
        let mut refined = value + change;
        for _ in 0..3 {
            let shifted = &q - DMatrix::from_diagonal_element(n, n, refined);
            let Some(next) = shifted.lu().solve(&right) else {
                break; // singular: an eigenvalue to the last bit
            };
            let step = left.dot(&right) / left.dot(&next);
            if !step.is_finite() {
                break;
            }
            refined += step;
            right = next.normalize();
        }
        // Further away than the perturbation reaches lies another eigenvalue.
        let near = (refined - value - change).abs() <= change.abs();
        if near { refined } else { value + change }
    }
}

/// The second eigenvalue of a block without the `ε`.
struct Second {
    value: f64,
    /// Of `B Bᵀ`, length 1.
    vector: Vec<f64>,
    others: Others,
}

/// The eigenvalues besides one.
struct Others {
    /// Has the same, or as good as the same, as the block.
    reduced: Tridiagonal,
    value: f64,
    /// Whether the squares of the eigenvalues count.
    is_root: bool,
}

impl Others {
    /// Whether all other eigenvalues are `distance` away from it.
    fn are_further(&self, distance: f64) -> bool {
        let within = |low: f64, high: f64| self.reduced.below(high) - self.reduced.below(low);
        if !self.is_root {
            return within(self.value - distance, self.value + distance) <= 1;
        }
        let square = self.value * self.value;
        let [low, high] = [(square - distance).max(0.0), square + distance].map(f64::sqrt);
        within(low, high) + within(-high, -low) <= 1
    }
}

/// The eigenvectors of an eigenvalue of a block of `Q` without the `ε`; their product is 1.
struct Eigenpair {
    left: Vec<f64>,
    right: Vec<f64>,
}

/// What the `ε` does.
struct Change {
    /// To an eigenvalue, to first order.
    value: f64,
    /// To its vector, as long as the part of it that is 1 long.
    size: f64,
}
