//! The inverse of a 3 × 3 matrix with ITK's bits.
//!
//! ITK inverts `direction · diag(spacing)` through the singular value decomposition of LINPACK's
//! `dsvdc` (Householder reduction to bidiagonal form, then implicitly shifted QR). Any other way is as
//! good a numerical inverse, but differs in the last bit for oblique axes, and that bit decides which
//! voxel is nearest wherever a centre lies halfway between two. So the order of operations here is
//! `dsvdc`'s.

use super::orthogonal::{
    Columns, UNIT, givens, left, reflect, reflect_rows, reflector, right, rotate,
};

/// QR sweeps after which a matrix counts as done; LINPACK gives up at 30 for one value.
const MOST_SWEEPS: usize = 200;

/// Inverse of a matrix, row by row in and out: `V · diag(1/s) · Uᵀ`.
pub(super) fn inverse(matrix: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let columns = std::array::from_fn(|column| matrix.map(|row| row[column]));
    let mut svd = Decomposition::bidiagonal(columns);
    svd.diagonalise();
    let Decomposition { s, u, v, .. } = svd;
    std::array::from_fn(|row| {
        let scaled: [f64; 3] = std::array::from_fn(|k| v[k][row] * (1.0 / s[k]));
        std::array::from_fn(|column| {
            scaled[0] * u[0][column] + scaled[1] * u[1][column] + scaled[2] * u[2][column]
        })
    })
}

/// `U`, `V` and between them a matrix with the diagonal `s` and, above it, `e`.
struct Decomposition {
    s: [f64; 3],
    e: [f64; 3],
    u: Columns,
    v: Columns,
}

impl Decomposition {
    /// Reflections from both sides, and their products.
    fn bidiagonal(mut x: Columns) -> Self {
        let (mut s, mut e, mut u) = ([0.0; 3], [0.0; 3], UNIT);
        let mut across = [0.0; 2];
        for l in 0..2 {
            let (head, tail) = x.split_at_mut(l + 1);
            let column = &mut head[l][l..];
            s[l] = reflector(column);
            for other in tail.iter_mut().filter(|_| s[l] != 0.0) {
                reflect(column, &mut other[l..]);
            }
            u[l] = [0.0; 3];
            u[l][l..].copy_from_slice(column);
            if l == 0 {
                across = [tail[0][0], tail[1][0]];
                e[0] = reflector(&mut across);
                if e[0] != 0.0 {
                    reflect_rows(across, tail);
                }
            }
        }
        (s[2], e[1]) = (x[2][2], x[2][1]);
        Self {
            s,
            e,
            u: left(u, s),
            v: right(across, e[0]),
        }
    }

    /// QR sweeps until nothing is left above the diagonal; values descending and not negative.
    fn diagonalise(&mut self) {
        let mut end = 3;
        for _ in 0..MOST_SWEEPS {
            if end == 0 {
                break;
            }
            let start = self.block_start(end);
            if start == end - 1 {
                self.settle(start);
                end -= 1;
            } else {
                self.sweep(start, end);
            }
        }
    }

    /// Where the block that ends before `end` begins: after the last negligible entry of `e`.
    fn block_start(&mut self, end: usize) -> usize {
        for l in (1..end).rev() {
            let diagonal = self.s[l - 1].abs() + self.s[l].abs();
            #[expect(clippy::float_cmp, reason = "LINPACK's test of what is negligible")]
            if diagonal + self.e[l - 1].abs() == diagonal {
                self.e[l - 1] = 0.0;
                return l;
            }
        }
        0
    }

    /// A value that has converged, made positive and put in order.
    fn settle(&mut self, mut at: usize) {
        if self.s[at] < 0.0 {
            self.s[at] = -self.s[at];
            self.v[at] = self.v[at].map(|entry| -entry);
        }
        while at < 2 && self.s[at] < self.s[at + 1] {
            self.s.swap(at, at + 1);
            self.u.swap(at, at + 1);
            self.v.swap(at, at + 1);
            at += 1;
        }
    }

    fn sweep(&mut self, start: usize, end: usize) {
        let (mut f, mut g) = self.shifted(start, end);
        let Self { s, e, u, v } = self;
        for k in start..end - 1 {
            let (r, cos, sin) = givens(f, g);
            if k != start {
                e[k - 1] = r;
            }
            f = cos * s[k] + sin * e[k];
            e[k] = cos * e[k] - sin * s[k];
            g = sin * s[k + 1];
            s[k + 1] *= cos;
            rotate(v, k, cos, sin);
            let (r, cos, sin) = givens(f, g);
            s[k] = r;
            f = cos * e[k] + sin * s[k + 1];
            s[k + 1] = -sin * e[k] + cos * s[k + 1];
            g = sin * e[k + 1];
            e[k + 1] *= cos;
            rotate(u, k, cos, sin);
        }
        e[end - 2] = f;
    }

    /// First column of a sweep, by the shift from the lower right corner.
    fn shifted(&self, start: usize, end: usize) -> (f64, f64) {
        let (s, e) = (&self.s, &self.e);
        let entries = [s[end - 1], s[end - 2], e[end - 2], s[start], e[start]];
        let scale = entries.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
        let [last, before, above, first, beside] = entries.map(|x| x / scale);
        let b = 0.5 * ((before + last) * (before - last) + above * above);
        let c = (last * above) * (last * above);
        let mut shift = 0.0;
        if b != 0.0 || c != 0.0 {
            let root = (b * b + c).sqrt();
            shift = c / (b + if b < 0.0 { -root } else { root });
        }
        ((first + last) * (first - last) + shift, first * beside)
    }
}

#[cfg(test)]
mod tests {
    use super::inverse;

    /// Turned axes need not be exact, in ITK neither: there its bits are compared with goldens.
    #[test]
    fn a_diagonal_inverts_exactly() {
        for step in 1..2000 {
            let spacing = [0.37, -1.1, 2.93].map(|mm| mm * (1.0 + f64::from(step) * 0.00123));
            let diagonal = |entries: [f64; 3]| {
                let [x, y, z] = entries;
                [[x, 0.0, 0.0], [0.0, y, 0.0], [0.0, 0.0, z]]
            };
            let exact = diagonal(spacing.map(|mm| 1.0 / mm));
            assert_eq!(inverse(&diagonal(spacing)), exact, "{spacing:?}");
        }
    }

    /// From SimpleITK 2.3.1. The last entry of the first column is the largest, so that the grouping of
    /// the scaled sum of squares shows.
    #[test]
    fn oblique_axes_have_the_bits_of_itk() {
        let spacing = [
            2.223_630_052_194_066_4,
            1.584_275_418_788_093_4,
            3.831_117_482_770_013,
        ];
        let direction = [
            [
                -0.602_819_615_374_488_9,
                0.134_392_748_212_325_47,
                0.786_477_654_194_759_2,
            ],
            [
                -0.415_975_711_450_385_37,
                -0.894_085_830_135_844_6,
                -0.166_056_423_644_625_6,
            ],
            [
                0.680_861_747_202_101_6,
                -0.427_257_671_175_411_64,
                0.594_876_595_285_665_4,
            ],
        ];
        let matrix =
            direction.map(|row: [f64; 3]| std::array::from_fn(|axis| row[axis] * spacing[axis]));
        let expected = [
            [
                -0.271_097_080_550_644_85,
                -0.187_070_556_561_303_95,
                0.306_193_805_273_629_94,
            ],
            [
                0.084_829_156_987_823_85,
                -0.564_349_998_448_996_9,
                -0.269_686_486_395_305_1,
            ],
            [
                0.205_286_749_292_301_04,
                -0.043_344_122_019_604_955,
                0.155_274_955_143_257_98,
            ],
        ];
        assert_eq!(inverse(&matrix), expected);
    }

    #[test]
    fn what_cannot_be_inverted_ends_too() {
        for matrix in [[[0.0; 3]; 3], [[f64::NAN; 3]; 3], [[1e-200, 0.0, 1e200]; 3]] {
            let product: f64 = inverse(&matrix).iter().flatten().product();
            assert!(!product.is_finite() || product == 0.0, "{matrix:?}");
        }
    }
}
