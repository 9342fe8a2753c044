//! Against singular values by Jacobi's rotations, which are slow and never wrong.

use voxomics_core::{Seed, Stream};

use super::{Block, Deflated, lanczos, maximal_correlation};
use crate::glcm::Shares;

fn correlation(shares: &[f64], n: usize) -> f64 {
    let shares = Shares::from_dense(shares, n);
    maximal_correlation(&shares, &shares.margins())
}

/// The second singular value of `p / √(pₓ p_y)`, 0 without one.
fn by_rotations(shares: &[f64], n: usize) -> f64 {
    let [rows, columns] = Shares::from_dense(shares, n).margins();
    let mut matrix: Vec<Vec<f64>> = (0..n)
        .map(|i| {
            let entry = |j: usize| shares[i * n + j] / (rows[i] * columns[j]).sqrt();
            (0..n)
                .map(|j| {
                    if shares[i * n + j] > 0.0 {
                        entry(j)
                    } else {
                        0.0
                    }
                })
                .collect()
        })
        .collect();
    // Rows are turned in pairs until all are at right angles; their lengths are the singular values.
    for _ in 0..60 {
        for p in 0..n {
            for q in p + 1..n {
                let dot = |a: usize, b: usize| -> f64 {
                    matrix[a].iter().zip(&matrix[b]).map(|(x, y)| x * y).sum()
                };
                let (pp, qq, pq) = (dot(p, p), dot(q, q), dot(p, q));
                if pq.abs() <= 1e-17 * (pp * qq).sqrt() {
                    continue;
                }
                let theta = (qq - pp) / (2.0 * pq);
                let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
                let cosine = 1.0 / tangent.hypot(1.0);
                let (head, tail) = matrix.split_at_mut(q);
                for (x, y) in head[p].iter_mut().zip(&mut tail[0]) {
                    (*x, *y) = (cosine * (*x - tangent * *y), cosine * (tangent * *x + *y));
                }
            }
        }
    }
    let length = |row: &Vec<f64>| row.iter().map(|x| x * x).sum::<f64>().sqrt();
    let mut lengths: Vec<f64> = matrix.iter().map(length).collect();
    lengths.sort_unstable_by(|a, b| b.total_cmp(a));
    lengths[1]
}

/// Shares of pairs whose levels hang together as much as `strength` says.
fn shares(
    stream: &mut Stream,
    n: usize,
    pairs: usize,
    strength: f64,
    symmetrical: bool,
) -> Vec<f64> {
    let mut counts = vec![0.0; n * n];
    for _ in 0..pairs {
        let first = stream.below(n);
        let second = if stream.uniform() < strength {
            first
        } else {
            stream.below(n)
        };
        counts[first * n + second] += 1.0;
        if symmetrical {
            counts[second * n + first] += 1.0;
        }
    }
    let total: f64 = counts.iter().sum();
    counts.iter().map(|count| count / total).collect()
}

/// Hardly any correlation: four directions of a region with two levels.
#[test]
fn nearly_independent_levels() {
    for counts in [
        [46, 50, 56, 61],
        [75, 72, 80, 85],
        [77, 78, 77, 81],
        [58, 66, 59, 64],
    ] {
        let total = f64::from(counts.iter().sum::<i32>());
        let shares = counts.map(|count| f64::from(count) / total);
        let got = correlation(&shares, 2);
        let want = by_rotations(&shares, 2);
        assert!((got - want).abs() < 1e-12, "{got} instead of {want}");
    }
}

#[test]
fn second_singular_value() {
    let mut stream = Seed(3).stream("mcc", 0);
    for case in 0..600 {
        let n = 2 + case % 12;
        let pairs = [20, 400, 20_000][case / 2 % 3];
        let strength = [0.0, 0.02, 0.5][case / 6 % 3];
        let shares = shares(&mut stream, n, pairs, strength, case % 2 == 0);
        let got = correlation(&shares, n);
        let want = by_rotations(&shares, n);
        assert!(
            (got - want).abs() < 1e-8,
            "{got} instead of {want}: {shares:?}"
        );
    }
}

#[test]
fn recurrence_and_reduction_agree() {
    let mut stream = Seed(4).stream("mcc", 1);
    for case in 0..20 {
        let n = 5 + case;
        let shares = shares(&mut stream, n, 40 * n, 0.3, case % 2 == 0);
        let shares = Shares::from_dense(&shares, n);
        for block in Block::all(&shares, &shares.margins()) {
            let deflated = Deflated::new(&block);
            let (value, vector, _) =
                lanczos::largest_magnitude(block.rows.len(), |x, y| deflated.multiply(x, y));
            let want = block.deflated();
            let value = if block.is_symmetric {
                value * value
            } else {
                value
            };
            assert!((value - want.value).abs() < 1e-13);
            let along: f64 = vector.iter().zip(&want.vector).map(|(a, b)| a * b).sum();
            assert!((along.abs() - 1.0).abs() < 1e-9, "{along}");
        }
    }
}
