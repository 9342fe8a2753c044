//! Parallel reduction in a fixed order.
//!
//! Addition of floats is not associative, so a sum whose parts are combined as threads finish has
//! other bits on every run. Here the input is cut into chunks of a fixed length, whatever the
//! number of threads, and the chunks are combined from first to last.

use std::ops::Range;

use rayon::prelude::*;

use crate::vectorised;

/// Elements in a chunk: large enough to hide the cost of a task, small enough to balance.
const CHUNK: usize = 1 << 16;

/// `map` over consecutive index ranges of `0..len`, each at most 65,536 long, in parallel, and the
/// results folded with `combine` from first to last; `None` if `len` is zero.
///
/// The result has the same bytes on any number of threads. Runs on rayon's current pool.
///
/// ```
/// use voxomics_core::reduce;
///
/// let values: Vec<u32> = (0..200_000).collect();
/// let largest = reduce::chunks(
///     values.len(),
///     |range| values[range].iter().copied().max(),
///     |left, right| left.max(right),
/// );
/// assert_eq!(largest, Some(Some(199_999)));
/// ```
pub fn chunks<T: Send>(
    len: usize,
    map: impl Fn(Range<usize>) -> T + Sync,
    combine: impl FnMut(T, T) -> T,
) -> Option<T> {
    if len <= CHUNK {
        return (len > 0).then(|| map(0..len));
    }
    let parts: Vec<T> = (0..len.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let start = chunk * CHUNK;
            map(start..len.min(start + CHUNK))
        })
        .collect();
    parts.into_iter().reduce(combine)
}

/// Sum of `values`, the same bits on any number of threads and any CPU.
///
/// Eight lanes inside a block of 128 values, blocks added pairwise: the error grows with the
/// logarithm of the length, as in NumPy.
///
/// ```
/// assert_eq!(voxomics_core::reduce::sum(&[1.0, 2.0, 3.5]), 6.5);
/// ```
#[must_use]
pub fn sum(values: &[f64]) -> f64 {
    sum_by(values, |value| value)
}

/// Sum of `term(value)` over `values`, with the order of [`sum`].
///
/// ```
/// let squares = voxomics_core::reduce::sum_by(&[1.0, 2.0, 3.0], |x| x * x);
/// assert_eq!(squares, 14.0);
/// ```
pub fn sum_by<T: Copy + Sync>(values: &[T], term: impl Fn(T) -> f64 + Sync) -> f64 {
    let [sum] = sums_by(values, |value| [term(value)]);
    sum
}

/// Sums of several terms of every value of `values` in one pass, each with the order of [`sum`].
///
/// ```
/// let [sum, squares] = voxomics_core::reduce::sums_by(&[1.0, 2.0, 3.0], |x| [x, x * x]);
/// assert_eq!((sum, squares), (6.0, 14.0));
/// ```
pub fn sums_by<T: Copy + Sync, const N: usize>(
    values: &[T],
    terms: impl Fn(T) -> [f64; N] + Sync,
) -> [f64; N] {
    let sums = chunks(
        values.len(),
        |range| pairwise(&values[range], &terms),
        added,
    );
    sums.unwrap_or([0.0; N])
}

fn added<const N: usize>(left: [f64; N], right: [f64; N]) -> [f64; N] {
    std::array::from_fn(|at| left[at] + right[at])
}

fn pairwise<T: Copy, const N: usize>(values: &[T], terms: &impl Fn(T) -> [f64; N]) -> [f64; N] {
    const BLOCK: usize = 128;
    if values.len() > BLOCK {
        let half = values.len() / 2;
        // On a multiple of the lanes, so that only the last block has a remainder.
        let (left, right) = values.split_at(half - half % LANES);
        return added(pairwise(left, terms), pairwise(right, terms));
    }
    block(values, terms)
}

const LANES: usize = 8;

vectorised! {
    fn block[T: Copy, const N: usize](
        values: &[T],
        terms: &impl Fn(T) -> [f64; N],
    ) -> [f64; N] {
        let mut lanes = [[0.0; LANES]; N];
        let (blocks, rest) = values.as_chunks::<LANES>();
        for block in blocks {
            let mut all = [[0.0; LANES]; N];
            for (lane, &value) in block.iter().enumerate() {
                let terms = (*terms)(value);
                for at in 0..N {
                    all[at][lane] = terms[at];
                }
            }
            for at in 0..N {
                for lane in 0..LANES {
                    lanes[at][lane] += all[at][lane];
                }
            }
        }
        let mut sums = [0.0; N];
        for (sum, [a, b, c, d, e, f, g, h]) in sums.iter_mut().zip(lanes) {
            *sum = ((a + b) + (c + d)) + ((e + f) + (g + h));
        }
        for &value in rest {
            sums = added(sums, (*terms)(value));
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, chunks, sum};

    #[test]
    fn sum_is_accurate_where_a_running_sum_is_not() {
        let values = vec![0.1; 3 * CHUNK + 17];
        let exact = 0.1 * values.len() as f64;
        assert!((sum(&values) - exact).abs() < 1e-10);
        assert!((values.iter().sum::<f64>() - exact).abs() > 1e-10);
    }

    #[test]
    fn chunks_are_combined_in_order() {
        let ranges = chunks(
            3 * CHUNK + 1,
            |range| vec![range],
            |mut left, right| {
                left.extend(right);
                left
            },
        );
        let starts: Vec<usize> = ranges
            .into_iter()
            .flatten()
            .map(|range| range.start)
            .collect();
        assert_eq!(starts, [0, CHUNK, 2 * CHUNK, 3 * CHUNK]);
        assert_eq!(
            chunks(0, |range| range.len(), |left, right| left + right),
            None
        );
    }

    #[test]
    fn sum_does_not_depend_on_threads() {
        let values: Vec<f64> = (1..=5 * CHUNK).map(|i| 1.0 / i as f64).collect();
        let [one, two, four] = [1, 2, 4].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("four threads are to be had")
                .install(|| sum(&values).to_bits())
        });
        assert_eq!([one, one], [two, four]);
    }
}
