//! Householder reflections and Givens rotations, with the order of operations of LINPACK and the
//! reference BLAS.

/// Three columns.
pub(super) type Columns = [[f64; 3]; 3];

pub(super) const UNIT: Columns = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// Makes a vector the direction of a Householder reflection; what the reflection makes of its head.
pub(super) fn reflector(vector: &mut [f64]) -> f64 {
    let mut length = norm(vector);
    if length != 0.0 {
        if vector[0] != 0.0 {
            length = length.copysign(vector[0]);
        }
        let scale = 1.0 / length;
        for entry in vector.iter_mut() {
            *entry *= scale;
        }
        vector[0] += 1.0;
    }
    -length
}

pub(super) fn reflect(direction: &[f64], vector: &mut [f64]) {
    let dot = direction
        .iter()
        .zip(vector.iter())
        .fold(0.0, |sum, (a, b)| sum + a * b);
    add(-dot / direction[0], direction, vector);
}

/// The reflection along rows, of the two columns that are left.
pub(super) fn reflect_rows(direction: [f64; 2], columns: &mut [[f64; 3]]) {
    let mut image = [0.0; 2];
    for (factor, column) in direction.iter().zip(columns.iter()) {
        add(*factor, &column[1..], &mut image);
    }
    for (factor, column) in direction.iter().zip(columns) {
        add(-factor / direction[0], &image, &mut column[1..]);
    }
}

/// The product of the reflections from the left, from their directions.
pub(super) fn left(mut u: Columns, s: [f64; 3]) -> Columns {
    for l in [1, 0] {
        if s[l] == 0.0 {
            u[l] = UNIT[l];
            continue;
        }
        let (head, tail) = u.split_at_mut(l + 1);
        let column = &mut head[l][l..];
        for other in tail {
            reflect(column, &mut other[l..]);
        }
        for entry in column.iter_mut() {
            *entry = -*entry;
        }
        column[0] += 1.0;
    }
    u
}

/// The reflection from the right as a matrix.
pub(super) fn right(direction: [f64; 2], length: f64) -> Columns {
    let mut v = UNIT;
    if length != 0.0 {
        for column in &mut v[1..] {
            reflect(&direction, &mut column[1..]);
        }
    }
    v
}

/// Euclidean length without overflow, in the order of the reference BLAS.
fn norm(vector: &[f64]) -> f64 {
    let (mut scale, mut sum) = (0.0, 1.0);
    for size in vector.iter().map(|entry| entry.abs()) {
        if size == 0.0 {
            continue;
        }
        if scale < size {
            let share = scale / size;
            sum = 1.0 + sum * (share * share);
            scale = size;
        } else {
            sum += (size / scale) * (size / scale);
        }
    }
    scale * sum.sqrt()
}

fn add(factor: f64, from: &[f64], to: &mut [f64]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += factor * from;
    }
}

/// Length, cosine and sine of the rotation that turns `(a, b)` onto the first axis.
pub(super) fn givens(a: f64, b: f64) -> (f64, f64, f64) {
    let larger = if a.abs() > b.abs() { a } else { b };
    let scale = a.abs() + b.abs();
    if scale == 0.0 {
        return (0.0, 1.0, 0.0);
    }
    let length = scale * ((a / scale) * (a / scale) + (b / scale) * (b / scale)).sqrt();
    let length = length.copysign(larger);
    (length, a / length, b / length)
}

/// Turns columns `k` and `k + 1`.
pub(super) fn rotate(columns: &mut Columns, k: usize, cos: f64, sin: f64) {
    let (head, tail) = columns.split_at_mut(k + 1);
    for (first, second) in head[k].iter_mut().zip(&mut tail[0]) {
        let (a, b) = (*first, *second);
        *first = cos * a + sin * b;
        *second = cos * b - sin * a;
    }
}
