//! Sorting of doubles by their bits, a multiple faster than by comparison where there are many.

/// A score's place in the order of all doubles, and whose it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keyed {
    key: u64,
    /// What the caller knows it by.
    pub(crate) tag: u32,
}

impl Keyed {
    /// Of a number, not NaN; 0 and -0 are one.
    pub(crate) fn new(value: f64, tag: u32) -> Self {
        let bits = (value + 0.0).to_bits();
        // Negative numbers count down from zero, so all their bits turn; of positive ones the sign alone.
        let turned = if bits >> 63 == 1 { u64::MAX } else { SIGN };
        Self {
            key: bits ^ turned,
            tag,
        }
    }

    /// The number.
    pub(crate) fn value(self) -> f64 {
        let turned = if self.key & SIGN == 0 { u64::MAX } else { SIGN };
        f64::from_bits(self.key ^ turned)
    }

    /// Whether the numbers are equal.
    pub(crate) fn ties(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

const SIGN: u64 = 1 << 63;

/// Bits of one digit: its counters fit into the first cache, and six passes do.
const BITS: u32 = 11;
const DIGITS: usize = u64::BITS.div_ceil(BITS) as usize;
const VALUES: usize = 1 << BITS;

/// Below this the counters cost more than the comparisons (measured).
const FEW: usize = 1500;

/// Ascending, ties in the order given.
pub(crate) fn sort(mut keyed: Vec<Keyed>) -> Vec<Keyed> {
    if keyed.len() < FEW {
        keyed.sort_by_key(|keyed| keyed.key);
        return keyed;
    }
    let digit = |key: u64, at: usize| (key >> (BITS * at as u32)) as usize % VALUES;
    let mut counts = vec![[0_u32; VALUES]; DIGITS];
    for keyed in &keyed {
        for (at, counts) in counts.iter_mut().enumerate() {
            counts[digit(keyed.key, at)] += 1;
        }
    }
    let mut sorted = keyed.clone();
    for (at, counts) in counts.iter_mut().enumerate() {
        // Rounded scores share most of their digits.
        if counts[digit(keyed[0].key, at)] as usize == keyed.len() {
            continue;
        }
        let mut start = 0;
        for count in counts.iter_mut() {
            start += std::mem::replace(count, start);
        }
        for &keyed in &keyed {
            let next = &mut counts[digit(keyed.key, at)];
            sorted[*next as usize] = keyed;
            *next += 1;
        }
        std::mem::swap(&mut keyed, &mut sorted);
    }
    keyed
}

#[cfg(test)]
mod tests {
    use super::{FEW, Keyed, sort};

    #[test]
    fn radix_and_comparison_agree() {
        let mut state = 1_u64;
        let mut word = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            state
        };
        for n in [1, 2, FEW - 1, FEW, 3 * FEW] {
            for kind in 0..3 {
                let value = |word: u64| match kind {
                    0 => f64::from_bits(word >> 2 | word << 63),
                    1 => ((word >> 60) as f64 - 8.0) / 4.0,
                    _ => 7.0,
                };
                let values: Vec<f64> = (0..n).map(|_| value(word())).collect();
                let keyed = values.iter().zip(0..).map(|(&x, tag)| Keyed::new(x, tag));
                let got = sort(keyed.collect());
                let mut want: Vec<u32> = (0..).take(n).collect();
                want.sort_by(|&a, &b| {
                    let [a, b] = [a, b].map(|tag| values[tag as usize]);
                    a.partial_cmp(&b).expect("no NaN")
                });
                assert!(got.iter().map(|keyed| keyed.tag).eq(want), "{n} {kind}");
                for keyed in got {
                    assert_eq!(keyed.value(), values[keyed.tag as usize]);
                }
            }
        }
        let ends = [f64::NEG_INFINITY, -0.0, 0.0, f64::INFINITY].map(|x| Keyed::new(x, 0));
        assert!(ends[1].ties(&ends[2]) && !ends[0].ties(&ends[1]));
        assert!(ends.is_sorted_by_key(|keyed| keyed.key));
    }
}
