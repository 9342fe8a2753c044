//! Least squares with three columns at most, of least norm where they depend on each other.

const MOST: usize = 3;

/// A singular value below this share of the largest counts as zero: the reference's choice.
const SINGULAR: f64 = 100.0 * f64::EPSILON;

/// The first coefficient of the least-squares fit of each row's last entry on its first `size` entries.
pub(super) fn intercept(mut rows: Vec<[f64; 4]>, size: usize) -> f64 {
    let mut norms = [1.0; MOST];
    for (column, norm) in norms.iter_mut().enumerate().take(size) {
        let length = norm_of(&rows, column);
        if length > 0.0 {
            *norm = length;
            rows.iter_mut().for_each(|row| row[column] /= length);
        }
    }
    let (upper, projected) = orthogonalise(&mut rows, size);
    solve(upper, projected, size) / norms[0]
}

fn norm_of(rows: &[[f64; 4]], column: usize) -> f64 {
    inner(rows, column, column).sqrt()
}

fn inner(rows: &[[f64; 4]], a: usize, b: usize) -> f64 {
    rows.iter().map(|row| row[a] * row[b]).sum()
}

/// Modified Gram-Schmidt: the triangular factor, column by column, and the last column in the basis.
fn orthogonalise(rows: &mut [[f64; 4]], size: usize) -> ([[f64; MOST]; MOST], [f64; MOST]) {
    let mut upper = [[0.0; MOST]; MOST];
    let mut projected = [0.0; MOST];
    for base in 0..size {
        let length = norm_of(rows, base);
        upper[base][base] = length;
        if length > 0.0 {
            rows.iter_mut().for_each(|row| row[base] /= length);
        }
        for other in (base + 1..size).chain([3]) {
            let along = inner(rows, base, other);
            rows.iter_mut()
                .for_each(|row| row[other] -= along * row[base]);
            if other == 3 {
                projected[base] = along;
            } else {
                upper[other][base] = along;
            }
        }
    }
    (upper, projected)
}

/// First entry of the least-norm solution of `R x = b`, by Jacobi rotations of R's columns: `R V = U S`, `x = V S⁺ Uᵀ b`.
fn solve(mut columns: [[f64; MOST]; MOST], b: [f64; MOST], size: usize) -> f64 {
    let dot =
        |a: &[f64; MOST], b: &[f64; MOST]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    // First row of V; a rotation of columns rotates its entries.
    let mut first = [1.0, 0.0, 0.0];
    for _sweep in 0..30 {
        let mut turned = false;
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            let (pp, qq) = (dot(&columns[p], &columns[p]), dot(&columns[q], &columns[q]));
            let pq = dot(&columns[p], &columns[q]);
            if pq.abs() <= 1e-17 * (pp * qq).sqrt() || pq == 0.0 {
                continue;
            }
            turned = true;
            let zeta = (qq - pp) / (2.0 * pq);
            let t = zeta.signum() / (zeta.abs() + (1.0 + zeta * zeta).sqrt());
            let cosine = 1.0 / (1.0 + t * t).sqrt();
            let sine = cosine * t;
            for row in 0..MOST {
                let (a, b) = (columns[p][row], columns[q][row]);
                columns[p][row] = cosine * a - sine * b;
                columns[q][row] = sine * a + cosine * b;
            }
            let (a, b) = (first[p], first[q]);
            first[p] = cosine * a - sine * b;
            first[q] = sine * a + cosine * b;
        }
        if !turned {
            break;
        }
    }
    let values: [f64; MOST] = std::array::from_fn(|k| dot(&columns[k], &columns[k]).sqrt());
    let largest = values.iter().fold(0.0_f64, |most, &value| most.max(value));
    (0..size)
        .filter(|&k| values[k] > SINGULAR * largest)
        .map(|k| first[k] * dot(&columns[k], &b) / (values[k] * values[k]))
        .sum()
}
