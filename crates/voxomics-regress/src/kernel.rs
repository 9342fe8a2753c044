//! Inner loops over rows: sums in eight lanes, an order that is fixed and that vectors can follow.

use voxomics_core::simd::total;
use voxomics_core::vectorised;

pub(crate) use voxomics_core::simd::{add_scaled, dot};

const LANES: usize = 8;
/// Columns whose lanes are held at a time.
const BLOCK: usize = 64;

/// Σ `column·b` of some columns of a column-major matrix.
pub(crate) fn dots(matrix: &[f64], rows: usize, which: &[u32], b: &[f64], sums: &mut [f64]) {
    let mut lanes = [[0.0; LANES]; BLOCK];
    for (which, sums) in which.chunks(BLOCK).zip(sums.chunks_mut(BLOCK)) {
        products(matrix, rows, which, b, &mut lanes);
        for (sum, lanes) in sums.iter_mut().zip(&lanes) {
            *sum = total(lanes);
        }
    }
}

vectorised! {
    // Lanes are added up elsewhere, or the compiler mixes that into the loop.
    fn products(matrix: &[f64], rows: usize, which: &[u32], b: &[f64], sums: &mut [[f64; LANES]]) -> () {
        for (sums, &column) in sums.iter_mut().zip(which) {
            let a = &matrix[column as usize * rows..][..rows];
            let mut lanes = [0.0; LANES];
            let (a, b) = (a.as_chunks(), b.as_chunks());
            for (a, b) in a.0.iter().zip(b.0) {
                let (a, b): (&[f64; LANES], &[f64; LANES]) = (a, b);
                for lane in 0..LANES {
                    lanes[lane] += a[lane] * b[lane];
                }
            }
            for (lane, (a, b)) in a.1.iter().zip(b.1).enumerate() {
                lanes[lane] += a * b;
            }
            *sums = lanes;
        }
    }

    /// `y *= x`.
    pub(crate) fn scale(y: &mut [f64], x: &[f64]) -> () {
        for (y, x) in y.iter_mut().zip(x) {
            *y *= x;
        }
    }

    /// `y = 1/x`.
    pub(crate) fn invert(x: &[f64], y: &mut [f64]) -> () {
        for (y, x) in y.iter_mut().zip(x) {
            *y = x.recip();
        }
    }

    fn lane_extremes(values: &[f64], low: &mut [f64; LANES], high: &mut [f64; LANES]) -> () {
        for values in values.as_chunks::<LANES>().0 {
            for lane in 0..LANES {
                let value = values[lane];
                low[lane] = if value < low[lane] { value } else { low[lane] };
                high[lane] = if value > high[lane] { value } else { high[lane] };
            }
        }
    }
}

/// The least and the greatest number, leaving out NaN.
pub(crate) fn extremes(values: &[f64]) -> (f64, f64) {
    let (mut low, mut high) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    lane_extremes(values, &mut low, &mut high);
    let rest = values.as_chunks::<LANES>().1.iter();
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    let wider =
        |(least, most): (f64, f64), (low, high): (&f64, &f64)| (least.min(*low), most.max(*high));
    let lanes = low.iter().zip(&high).fold(start, wider);
    rest.clone().zip(rest).fold(lanes, wider)
}
