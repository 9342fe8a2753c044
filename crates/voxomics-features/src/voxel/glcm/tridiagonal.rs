//! The extreme eigenvalue of small symmetric matrices.

/// The largest magnitude of an eigenvalue of a symmetric matrix of `n` rows, none of them beyond 1, which is
/// overwritten.
///
/// Householder's reflections make the matrix tridiagonal; Laguerre's iteration, which comes down from 1
/// without ever passing the largest eigenvalue, finds that (Parlett BN. *Math Comput* 1964;18:464-485). Only if
/// a negative one is larger in magnitude is it found in the same way.
pub(super) fn largest_magnitude(matrix: &mut [f64], n: usize, space: &mut Vec<f64>) -> f64 {
    space.clear();
    space.resize(4 * n, 0.0);
    let (diagonal, rest) = space.split_at_mut(n);
    let (squares, rest) = rest.split_at_mut(n);
    let (vector, product) = rest.split_at_mut(n);
    for k in 0..n {
        diagonal[k] = matrix[k * n + k];
        if k + 1 < n {
            let beside = reflect(matrix, n, k, vector, product);
            // Of the entry before row `k + 1`.
            squares[k + 1] = beside * beside;
        }
    }
    let largest = largest(diagonal, squares);
    for value in &mut *diagonal {
        *value = -*value;
    }
    if exceeds(diagonal, squares, largest) {
        return self::largest(diagonal, squares);
    }
    largest
}

/// Makes row and column `k` 0 beyond the entry beside the diagonal, which is returned, and changes the rows
/// and columns behind accordingly.
fn reflect(matrix: &mut [f64], n: usize, k: usize, vector: &mut [f64], product: &mut [f64]) -> f64 {
    let m = n - k - 1;
    let (vector, product) = (&mut vector[..m], &mut product[..m]);
    vector.copy_from_slice(&matrix[k * n + k + 1..][..m]);
    let tail: f64 = vector[1..].iter().map(|x| x * x).sum();
    if tail == 0.0 {
        return vector[0];
    }
    let norm = (vector[0] * vector[0] + tail).sqrt();
    let beside = if vector[0] > 0.0 { -norm } else { norm };
    vector[0] -= beside;
    let scale = 2.0 / (vector[0] * vector[0] + tail);
    let start = (k + 1) * n + k + 1;
    let mut along = 0.0;
    for (i, value) in product.iter_mut().enumerate() {
        let row = &matrix[start + i * n..][..m];
        *value = scale * dot(row, vector);
        along += *value * vector[i];
    }
    let half = 0.5 * scale * along;
    for (value, x) in product.iter_mut().zip(&*vector) {
        *value -= half * x;
    }
    for i in 0..m {
        let row = &mut matrix[start + i * n..][..m];
        for ((entry, x), y) in row.iter_mut().zip(&*vector).zip(&*product) {
            *entry -= vector[i] * y + product[i] * x;
        }
    }
    beside
}

/// In four lanes, so that it compiles to vector instructions.
fn dot(left: &[f64], right: &[f64]) -> f64 {
    let (lefts, left_rest) = left.as_chunks::<4>();
    let (rights, right_rest) = right.as_chunks::<4>();
    let mut lanes = [0.0; 4];
    for (left, right) in lefts.iter().zip(rights) {
        for lane in 0..4 {
            lanes[lane] += left[lane] * right[lane];
        }
    }
    let rest: f64 = left_rest.iter().zip(right_rest).map(|(a, b)| a * b).sum();
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + rest
}

/// The largest eigenvalue of a tridiagonal matrix, of which `squares` are those of the entries before the
/// diagonal.
fn largest(diagonal: &[f64], squares: &[f64]) -> f64 {
    const TOLERANCE: f64 = 4.0 * f64::EPSILON;
    let n = diagonal.len() as f64;
    let mut x = 1.0 + 1e-12;
    // Three or four are enough, and some twenty where an eigenvalue is double.
    for _ in 0..100 {
        let [first, second] = derivatives(diagonal, squares, x);
        // At the eigenvalue, or beyond it by rounding. NaN, of 0/0, is there too.
        if first.is_nan() || first <= 0.0 {
            break;
        }
        let curvature = first * first - second;
        let root = ((n - 1.0) * (n * curvature - first * first))
            .max(0.0)
            .sqrt();
        let step = n / (first + root);
        x -= step;
        if step < TOLERANCE {
            break;
        }
    }
    x
}

/// `p'(x) / p(x)` and `p''(x) / p(x)` of the characteristic polynomial.
fn derivatives(diagonal: &[f64], squares: &[f64], x: f64) -> [f64; 2] {
    let (mut before, mut here) = ([0.0; 3], [1.0, 0.0, 0.0]);
    for (row, (&diagonal, &square)) in diagonal.iter().zip(squares).enumerate() {
        let factor = x - diagonal;
        let next = [
            factor * here[0] - square * before[0],
            factor * here[1] - square * before[1] + here[0],
            factor * here[2] - square * before[2] + 2.0 * here[1],
        ];
        (before, here) = (here, next);
        // Far from 1 they would leave the range of floats.
        if row % 32 == 31 {
            let scale = 1.0 / here[0].abs().max(f64::MIN_POSITIVE);
            before = before.map(|value| value * scale);
            here = here.map(|value| value * scale);
        }
    }
    [here[1] / here[0], here[2] / here[0]]
}

/// Whether an eigenvalue lies above `x`: then the determinants of the corners of `x - T` are not all
/// positive.
fn exceeds(diagonal: &[f64], squares: &[f64], x: f64) -> bool {
    let mut pivot = f64::INFINITY;
    for (&diagonal, &square) in diagonal.iter().zip(squares) {
        pivot = x - diagonal - square / pivot;
        if pivot <= 0.0 {
            return true;
        }
    }
    false
}
