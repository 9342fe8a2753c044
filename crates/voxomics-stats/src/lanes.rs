//! Sums of products in four lanes: the order is fixed, and it is one that vectors can follow.

use voxomics_core::vectorised;

const LANES: usize = 4;

/// Σ `a·b`.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    total(products(a, b))
}

/// Σ `a·b·c`.
pub(crate) fn dot3(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
    total(triple_products(a, b, c))
}

vectorised! {
    // Lanes are added up elsewhere, or the compiler mixes that into the loop.
    fn products(a: &[f64], b: &[f64]) -> [f64; LANES] {
        let mut sums = [0.0; LANES];
        let (a, b) = (a.as_chunks(), b.as_chunks());
        for (a, b) in a.0.iter().zip(b.0) {
            let (a, b): (&[f64; LANES], &[f64; LANES]) = (a, b);
            for lane in 0..LANES {
                sums[lane] += a[lane] * b[lane];
            }
        }
        for (lane, (a, b)) in a.1.iter().zip(b.1).enumerate() {
            sums[lane] += a * b;
        }
        sums
    }

    fn triple_products(a: &[f64], b: &[f64], c: &[f64]) -> [f64; LANES] {
        let mut sums = [0.0; LANES];
        let (a, b, c) = (a.as_chunks(), b.as_chunks(), c.as_chunks());
        for ((a, b), c) in a.0.iter().zip(b.0).zip(c.0) {
            let (a, b, c): (&[f64; LANES], &[f64; LANES], &[f64; LANES]) = (a, b, c);
            for lane in 0..LANES {
                sums[lane] += a[lane] * b[lane] * c[lane];
            }
        }
        for (lane, ((a, b), c)) in a.1.iter().zip(b.1).zip(c.1).enumerate() {
            sums[lane] += a * b * c;
        }
        sums
    }
}

fn total([a, b, c, d]: [f64; LANES]) -> f64 {
    (a + b) + (c + d)
}
