//! Symmetric tridiagonal matrices: how others become one, its eigenvalue of largest magnitude, and the
//! vector of that.

/// A symmetric tridiagonal matrix.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tridiagonal {
    diagonal: Vec<f64>,
    /// The entry before the diagonal in every row; 0 in the first.
    beside: Vec<f64>,
    /// Of the reflections that made it: what twice the projection on a vector is divided by.
    scales: Vec<f64>,
    product: Vec<f64>,
}

impl Tridiagonal {
    /// Reduces a symmetric matrix of `n` rows by Householder's reflections; their vectors take its place.
    pub(crate) fn reduce(&mut self, matrix: &mut [f64], n: usize) {
        self.clear();
        self.scales.clear();
        let mut beside = 0.0;
        for k in 0..n {
            self.push(matrix[k * n + k], beside);
            if k + 1 < n {
                let (reflected, scale) = reflect(matrix, n, k, &mut self.product);
                beside = reflected;
                self.scales.push(scale);
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.diagonal.clear();
        self.beside.clear();
    }

    /// Adds a row; `beside` joins it to the one before.
    pub(crate) fn push(&mut self, diagonal: f64, beside: f64) {
        self.diagonal.push(diagonal);
        self.beside.push(beside);
    }

    /// The eigenvalue of largest magnitude.
    pub(crate) fn largest_magnitude(&self) -> f64 {
        let squares = self.beside.iter().map(|x| 2.0 * x * x);
        let squares = squares.chain(self.diagonal.iter().map(|x| x * x));
        // No eigenvalue is larger.
        let norm = squares.sum::<f64>().sqrt();
        if norm == 0.0 {
            return 0.0;
        }
        let largest = self.largest(1.0 / norm);
        if self.exceeds(-1.0 / norm, largest) {
            return -norm * self.largest(-1.0 / norm);
        }
        norm * largest
    }

    /// The largest eigenvalue of the matrix times `factor`, which makes all magnitudes 1 at most.
    fn largest(&self, factor: f64) -> f64 {
        const TOLERANCE: f64 = 8.0 * f64::EPSILON;
        let guess = self.approached(factor);
        if !self.exceeds(factor, guess + TOLERANCE) && self.exceeds(factor, guess - TOLERANCE) {
            return guess;
        }
        let (mut low, mut high) = (-1.0, 1.0 + TOLERANCE);
        while high - low > TOLERANCE {
            let middle = f64::midpoint(low, high);
            if self.exceeds(factor, middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }

    /// The same, right as long as rounding does no harm.
    ///
    /// Laguerre's iteration comes down from 1 without ever passing the largest eigenvalue (Parlett BN. *Math
    /// Comput* 1964;18:464-485).
    fn approached(&self, factor: f64) -> f64 {
        const TOLERANCE: f64 = 4.0 * f64::EPSILON;
        let n = self.diagonal.len() as f64;
        let mut x = 1.0 + 1e-12;
        // Three or four are enough, and some twenty where an eigenvalue is double.
        for _ in 0..100 {
            let [first, second] = self.derivatives(factor, x);
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

    /// `p'(x) / p(x)` and `p''(x) / p(x)` of the characteristic polynomial of the matrix times `factor`.
    fn derivatives(&self, factor: f64, x: f64) -> [f64; 2] {
        let (mut before, mut here) = ([0.0; 3], [1.0, 0.0, 0.0]);
        for (row, (&diagonal, &beside)) in self.diagonal.iter().zip(&self.beside).enumerate() {
            let (pivot, beside) = (x - factor * diagonal, factor * beside);
            let square = beside * beside;
            let next = [
                pivot * here[0] - square * before[0],
                pivot * here[1] - square * before[1] + here[0],
                pivot * here[2] - square * before[2] + 2.0 * here[1],
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

    /// Whether an eigenvalue of the matrix times `factor` lies above `x`: then the determinants of the
    /// corners of `x` minus it are not all positive.
    fn exceeds(&self, factor: f64, x: f64) -> bool {
        let mut pivot = f64::INFINITY;
        for (&diagonal, &beside) in self.diagonal.iter().zip(&self.beside) {
            let beside = factor * beside;
            pivot = x - factor * diagonal - beside * beside / pivot;
            if pivot <= 0.0 {
                return true;
            }
        }
        false
    }

    /// How many eigenvalues lie below `x`: Sturm's count of negative pivots.
    pub(crate) fn below(&self, x: f64) -> usize {
        let mut pivot = f64::INFINITY;
        let mut count = 0;
        for (&diagonal, &beside) in self.diagonal.iter().zip(&self.beside) {
            pivot = nonzero(diagonal - x - beside * beside / pivot);
            count += usize::from(pivot < 0.0);
        }
        count
    }

    /// The eigenvector of `value`, of length 1.
    ///
    /// Eliminating from both ends and meeting where least is left needs no start vector and no pivoting
    /// (Parlett BN, Dhillon IS. *Linear Algebra Appl* 1997;267:247-279).
    pub(crate) fn vector(&self, value: f64) -> Vec<f64> {
        let n = self.diagonal.len();
        let (mut down, mut up) = (vec![0.0; n], vec![0.0; n]);
        let mut pivot = f64::INFINITY;
        let rows = self.diagonal.iter().zip(&self.beside);
        for (down, (&diagonal, &beside)) in down.iter_mut().zip(rows) {
            pivot = nonzero(diagonal - value - beside * beside / pivot);
            *down = pivot;
        }
        pivot = f64::INFINITY;
        for row in (0..n).rev() {
            let beside = self.beside.get(row + 1).copied().unwrap_or(0.0);
            pivot = nonzero(self.diagonal[row] - value - beside * beside / pivot);
            up[row] = pivot;
        }
        let left = |row: usize| (down[row] + up[row] - (self.diagonal[row] - value)).abs();
        let meeting = (0..n).min_by(|&a, &b| left(a).total_cmp(&left(b)));
        let mut vector = vec![0.0; n];
        let Some(meeting) = meeting else {
            return vector;
        };
        vector[meeting] = 1.0;
        for row in (0..meeting).rev() {
            vector[row] = -self.beside[row + 1] / down[row] * vector[row + 1];
        }
        for row in meeting + 1..n {
            vector[row] = -self.beside[row] / up[row] * vector[row - 1];
        }
        let norm = dot(&vector, &vector).sqrt();
        for x in &mut vector {
            *x /= norm;
        }
        vector
    }

    /// Turns a vector of this matrix into one of the matrix that [`reduce`](Self::reduce) was given, which
    /// now holds the reflections.
    pub(crate) fn turn_back(&self, matrix: &[f64], vector: &mut [f64]) {
        let n = vector.len();
        for (k, &scale) in self.scales.iter().enumerate().rev() {
            let reflection = &matrix[k * n + k + 1..][..n - k - 1];
            let rest = &mut vector[k + 1..];
            let along = scale * dot(reflection, rest);
            for (x, v) in rest.iter_mut().zip(reflection) {
                *x -= along * v;
            }
        }
    }
}

/// A pivot that can be divided by.
fn nonzero(pivot: f64) -> f64 {
    if pivot.abs() < f64::MIN_POSITIVE {
        f64::MIN_POSITIVE
    } else {
        pivot
    }
}

/// Makes row and column `k` 0 beyond the entry beside the diagonal, and changes the rows and columns behind
/// accordingly. Returns that entry and the scale of the reflection, whose vector stays in the row.
fn reflect(matrix: &mut [f64], n: usize, k: usize, product: &mut Vec<f64>) -> (f64, f64) {
    let m = n - k - 1;
    let (done, behind) = matrix.split_at_mut((k + 1) * n);
    let vector = &mut done[k * n + k + 1..];
    let tail: f64 = vector[1..].iter().map(|x| x * x).sum();
    if tail == 0.0 {
        return (vector[0], 0.0);
    }
    let norm = (vector[0] * vector[0] + tail).sqrt();
    let beside = if vector[0] > 0.0 { -norm } else { norm };
    vector[0] -= beside;
    let scale = 2.0 / (vector[0] * vector[0] + tail);
    let rows = || (0..m).map(|i| i * n + k + 1);
    product.clear();
    product.extend(rows().map(|row| scale * dot(&behind[row..row + m], vector)));
    let half = 0.5 * scale * dot(product, vector);
    for (value, x) in product.iter_mut().zip(&*vector) {
        *value -= half * x;
    }
    for (i, row) in rows().enumerate() {
        let (x, y) = (vector[i], product[i]);
        let row = &mut behind[row..row + m];
        for ((entry, v), p) in row.iter_mut().zip(&*vector).zip(&*product) {
            *entry -= x * p + y * v;
        }
    }
    (beside, scale)
}

/// In four lanes, so that it compiles to vector instructions.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
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
