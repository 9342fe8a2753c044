//! Sorting of rows by a number, in time proportional to their count.

/// Bits sorted by in one pass: 2048 buckets, whose counts stay in the first-level cache.
const DIGIT: u32 = 11;
const PASSES: usize = 64usize.div_ceil(DIGIT as usize);
const BUCKETS: usize = 1 << DIGIT;

/// Fewer rows than this are sorted faster by comparison than by counting (measured: equal at some 700).
const FEW: usize = 512;

/// A number as bits that sort like it: -0 as 0, NaN nowhere sensible.
#[must_use]
pub(crate) fn key(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 0 {
        bits | 1 << 63
    } else {
        !bits
    }
}

/// The number of a [`key`].
#[must_use]
pub(crate) fn value(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 {
        key & !(1 << 63)
    } else {
        !key
    })
}

/// Keys with their rows, ascending; ties stay in the order of rows.
///
/// The caller has seen to it that rows can be counted in 32 bits.
#[must_use]
pub(crate) fn sorted(values: &[f64]) -> Vec<(u64, u32)> {
    let mut pairs: Vec<(u64, u32)> = (0..)
        .zip(values)
        .map(|(row, &value)| (key(value), row))
        .collect();
    if pairs.len() < FEW {
        pairs.sort_by_key(|&(key, _)| key);
        return pairs;
    }
    let mut starts = histograms(&pairs);
    let mut other = vec![(0, 0); pairs.len()];
    for (pass, starts) in starts.iter_mut().enumerate() {
        if starts.iter().any(|&count| count as usize == pairs.len()) {
            continue;
        }
        let mut sum = 0;
        for start in starts.iter_mut() {
            sum += std::mem::replace(start, sum);
        }
        for &pair in &pairs {
            let start = &mut starts[digit(pair.0, pass)];
            other[*start as usize] = pair;
            *start += 1;
        }
        std::mem::swap(&mut pairs, &mut other);
    }
    pairs
}

/// How often each digit occurs, for all passes in one.
fn histograms(pairs: &[(u64, u32)]) -> Vec<[u32; BUCKETS]> {
    let mut counts = vec![[0; BUCKETS]; PASSES];
    for &(key, _) in pairs {
        for (pass, counts) in counts.iter_mut().enumerate() {
            counts[digit(key, pass)] += 1;
        }
    }
    counts
}

fn digit(key: u64, pass: usize) -> usize {
    (key >> (pass * DIGIT as usize)) as usize & (BUCKETS - 1)
}

#[cfg(test)]
mod tests {
    use super::{FEW, key, sorted, value};

    #[test]
    fn a_key_keeps_order_and_value() {
        let ascending = [-1e300, -1.5, -5e-324, 0.0, 5e-324, 1.0, 1.5, f64::MAX];
        assert!(ascending.map(key).is_sorted_by(|a, b| a < b));
        assert_eq!(ascending.map(|number| value(key(number))), ascending);
        assert_eq!(key(-0.0), key(0.0));
    }

    #[test]
    fn counting_sorts_as_comparing_does() {
        let values: Vec<f64> = (0..5 * FEW)
            .map(|row| ((row * 7919) % 1009) as f64 / 8.0 - 40.0)
            .collect();
        let mut want: Vec<(u64, u32)> = (0..).zip(&values).map(|(row, &v)| (key(v), row)).collect();
        want.sort_by_key(|&(key, _)| key);
        assert_eq!(sorted(&values), want);
    }
}
