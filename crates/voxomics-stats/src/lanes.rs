//! Sums of products, in four lanes: the order is fixed, and it is one that vectors can follow.

const LANES: usize = 4;

/// Σ `a·b`.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    let (heads, tails) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f64 = (heads.remainder().iter().zip(tails.remainder()))
        .map(|(a, b)| a * b)
        .sum();
    for (a, b) in heads.zip(tails) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    total(sums, rest)
}

/// Σ `a·b·c`.
pub(crate) fn dot3(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    let (a, b, c) = (
        a.chunks_exact(LANES),
        b.chunks_exact(LANES),
        c.chunks_exact(LANES),
    );
    let rest: f64 = (a.remainder().iter().zip(b.remainder()).zip(c.remainder()))
        .map(|((a, b), c)| a * b * c)
        .sum();
    for ((a, b), c) in a.zip(b).zip(c) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane] * c[lane];
        }
    }
    total(sums, rest)
}

fn total(sums: [f64; LANES], rest: f64) -> f64 {
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}
