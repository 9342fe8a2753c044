//! Where all randomness comes from, and how it is dealt out.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::math;

/// The seed of a random computation: same seed, same bytes, on any number of threads.
///
/// How a seed becomes numbers is a contract, and changing it a breaking change. A [`Stream`] is
/// named by a label and an index. It reads the keystream of ChaCha8 (64-bit counter, 64-bit nonce)
/// whose key is the seed in eight bytes, little endian, then the 64-bit FNV-1a hash of the label's
/// UTF-8 bytes, little endian, then 16 zero bytes; whose nonce is the index; and whose blocks count
/// from 0. Streams with other labels or indices are independent, so no part of a computation waits
/// for another, and adding one does not change the rest.
///
/// ```
/// use voxomics_core::Seed;
///
/// let draw = |label, index| Seed(42).stream(label, index).word();
/// assert_eq!(draw("bootstrap", 3), draw("bootstrap", 3));
/// assert_ne!(draw("bootstrap", 3), draw("bootstrap", 4));
/// assert_ne!(draw("bootstrap", 3), draw("folds", 3));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[doc(alias("set.seed", "random_state"))]
pub struct Seed(pub u64);

impl Seed {
    /// The stream `index` of `label`.
    #[must_use]
    pub fn stream(self, label: &str, index: u64) -> Stream {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&self.0.to_le_bytes());
        key[8..16].copy_from_slice(&fnv1a(label.as_bytes()).to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(index);
        Stream(rng)
    }
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// One stream of random numbers; see [`Seed`].
#[derive(Debug, Clone)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The next 64 bits.
    pub fn word(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A draw out of `0..len` from the next word `w`: `⌊w·len / 2⁶⁴⌋`, no value's probability off by
    /// more than 2⁻⁶⁴. Zero if `len` is zero.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the result is below `len`, itself a usize"
    )]
    pub fn below(&mut self, len: usize) -> usize {
        ((u128::from(self.word()) * len as u128) >> 64) as usize
    }

    /// A uniform number in [0, 1): the upper 53 bits of the next word, times 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A standard normal number, by Box and Muller from the next two uniform numbers `u`, `v`:
    /// `√(-2 ln(1-u)) cos(2πv)`.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * math::ln(1.0 - self.uniform())).sqrt();
        radius * math::cos(std::f64::consts::TAU * self.uniform())
    }
}

#[cfg(test)]
mod tests {
    use super::{Seed, fnv1a};

    #[test]
    fn label_hash_is_fnv1a() {
        // Test vectors of the FNV reference.
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn normal_has_mean_0_and_variance_1() {
        let mut stream = Seed(1).stream("normal", 0);
        let values: Vec<f64> = (0..100_000).map(|_| stream.normal()).collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        assert!(mean.abs() < 0.01, "mean {mean}");
        assert!((variance - 1.0).abs() < 0.02, "variance {variance}");
    }

    #[test]
    fn below_is_uniform_and_in_range() {
        let mut stream = Seed(2).stream("below", 0);
        let mut counts = [0; 7];
        for _ in 0..70_000 {
            counts[stream.below(7)] += 1;
        }
        assert!(
            counts.iter().all(|count| (9_500..10_500).contains(count)),
            "{counts:?}"
        );
        assert_eq!(stream.below(0), 0);
    }
}
