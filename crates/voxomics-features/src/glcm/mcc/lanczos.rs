//! The eigenvalue of largest magnitude of a large symmetric matrix that is only ever multiplied with vectors.

use voxomics_core::Seed;

use super::tridiagonal::{Tridiagonal, dot};

/// How far a value may be from an eigenvalue; the error is its square over the distance to the next.
const RESIDUAL: f64 = 1e-11;

/// Steps between two looks at what has been reached.
const STRIDE: usize = 4;

/// The eigenvalue of largest magnitude of a matrix of `n` rows, its vector, and the tridiagonal matrix whose
/// eigenvalues stand for the others. `apply` multiplies a vector with the matrix.
///
/// Lanczos' recurrence, each new vector made orthogonal to all before it, twice: so no eigenvalue is found
/// more than once, and after `n` steps it is Householder's reduction.
pub(super) fn largest_magnitude(
    n: usize,
    apply: impl Fn(&[f64], &mut [f64]),
) -> (f64, Vec<f64>, Tridiagonal) {
    let mut stream = Seed(1).stream("lanczos", n as u64);
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut reduced = Tridiagonal::default();
    let (mut beside, mut product) = (0.0, vec![0.0; n]);
    let mut next: Vec<f64> = (0..n).map(|_| stream.uniform() - 0.5).collect();
    loop {
        if normalise(&mut next) == 0.0 {
            break;
        }
        basis.push(std::mem::take(&mut next));
        let newest = &basis[basis.len() - 1];
        apply(newest, &mut product);
        reduced.push(dot(newest, &product), beside);
        next.clone_from(&product);
        orthogonalise(&mut next, &basis);
        beside = dot(&next, &next).sqrt();
        let steps = basis.len();
        if steps == n {
            break;
        }
        if steps.is_multiple_of(STRIDE) && beside > RESIDUAL {
            let value = reduced.largest_magnitude();
            let last = reduced.vector(value)[steps - 1];
            if (beside * last).abs() < RESIDUAL {
                break;
            }
        }
        if beside <= RESIDUAL {
            // What was reached is closed in itself: go on with what lies outside.
            beside = 0.0;
            next = (0..n).map(|_| stream.uniform() - 0.5).collect();
            orthogonalise(&mut next, &basis);
        }
    }
    let value = reduced.largest_magnitude();
    let mut vector = vec![0.0; n];
    for (vectors, factor) in basis.iter().zip(reduced.vector(value)) {
        add(&mut vector, vectors, factor);
    }
    normalise(&mut vector);
    (value, vector, reduced)
}

/// Takes away what lies along the `basis`; once leaves rounding errors, twice is enough.
fn orthogonalise(vector: &mut [f64], basis: &[Vec<f64>]) {
    for _ in 0..2 {
        for known in basis.iter().rev() {
            let along = dot(vector, known);
            add(vector, known, -along);
        }
    }
}

fn add(to: &mut [f64], vector: &[f64], factor: f64) {
    for (x, v) in to.iter_mut().zip(vector) {
        *x += factor * v;
    }
}

/// Makes a vector's length 1, and returns what it was.
fn normalise(vector: &mut [f64]) -> f64 {
    let norm = dot(vector, vector).sqrt();
    if norm > 0.0 {
        for x in vector {
            *x /= norm;
        }
    }
    norm
}
