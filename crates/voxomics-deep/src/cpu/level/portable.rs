//! Loops for any processor.

use super::{Level, Work};
use crate::cpu::lanes::{LANES, Lanes};

/// No instructions in particular.
#[derive(Debug, Clone, Copy)]
pub(super) struct Portable;

/// Runs work with loops.
pub(super) fn run(work: impl Work) {
    work.run(Portable);
}

impl Level for Portable {
    const WIDE: bool = false;
    type Vector = Lanes;

    #[inline(always)]
    fn load(self, lanes: &Lanes) -> Lanes {
        *lanes
    }

    #[inline(always)]
    fn store(self, vector: Lanes, lanes: &mut Lanes) {
        *lanes = vector;
    }

    #[inline(always)]
    fn splat(self, value: f32) -> Lanes {
        [value; LANES]
    }

    #[inline(always)]
    fn add(self, a: Lanes, b: Lanes) -> Lanes {
        std::array::from_fn(|lane| a[lane] + b[lane])
    }

    #[inline(always)]
    fn sub(self, a: Lanes, b: Lanes) -> Lanes {
        std::array::from_fn(|lane| a[lane] - b[lane])
    }

    #[inline(always)]
    fn mul(self, a: Lanes, b: Lanes) -> Lanes {
        std::array::from_fn(|lane| a[lane] * b[lane])
    }

    #[inline(always)]
    fn fused(self, a: Lanes, b: Lanes, c: Lanes) -> Lanes {
        std::array::from_fn(|lane| fused(a[lane], b[lane], c[lane]))
    }

    #[inline(always)]
    fn larger(self, a: Lanes, b: Lanes) -> Lanes {
        std::array::from_fn(|lane| if a[lane] > b[lane] { a[lane] } else { b[lane] })
    }
}

/// The instruction that every such processor has.
#[cfg(target_arch = "aarch64")]
#[inline(always)]
#[expect(
    clippy::disallowed_methods,
    reason = "the same bits on every processor: that is what levels are for"
)]
fn fused(a: f32, b: f32, c: f32) -> f32 {
    a.mul_add(b, c)
}

/// The product is exact in double precision. The sum is rounded to odd there, so that the second rounding, to single
/// precision, sees on which side of a tie it lies.
///
/// # References
///
/// Boldo S, Melquiond G. *IEEE Trans Comput* 2008;57:462-471.
#[cfg(not(target_arch = "aarch64"))]
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the rounding that is wanted"
)]
fn fused(a: f32, b: f32, c: f32) -> f32 {
    let (product, c) = (f64::from(a) * f64::from(b), f64::from(c));
    let sum = product + c;
    let part = sum - product;
    let lost = (product - (sum - part)) + (c - part);
    let bits = sum.to_bits();
    // What was lost tells on which side of the sum the truth lies; the odd one of its two neighbours is taken.
    let away = (lost > 0.0) == (sum > 0.0);
    let odd = if away { bits + 1 } else { bits.wrapping_sub(1) };
    let even = lost != 0.0 && sum.is_finite() && bits & 1 == 0;
    f64::from_bits(if even { odd } else { bits }) as f32
}

#[cfg(test)]
mod tests {
    use super::fused;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "what it is compared with")]
    fn one_rounding() {
        let mut state = 7_u64;
        let mut next = || {
            state = state
                .wrapping_mul(0x5851_F42D_4C95_7F2D)
                .wrapping_add(0x1405_7B7E_F767_814F);
            f32::from_bits((state >> 32) as u32)
        };
        let edges = [
            0.0,
            -0.0,
            1.0,
            -1.0,
            f32::MIN_POSITIVE,
            f32::from_bits(1),
            f32::MAX,
            f32::MIN,
            f32::EPSILON,
            1.0 + f32::EPSILON,
        ];
        let all = edges.into_iter().flat_map(|a| {
            edges
                .into_iter()
                .flat_map(move |b| edges.map(|c| [a, b, c]))
        });
        let random = (0..200_000).map(|_| [next(), next(), next()]);
        // Near a tie: a product and what nearly takes it away.
        let near = all.clone().map(|[a, b, c]| [a, b, c - a * b]);
        for [a, b, c] in all.chain(random).chain(near) {
            let (got, want) = (fused(a, b, c), a.mul_add(b, c));
            assert!(
                got.to_bits() == want.to_bits() || got.is_nan() && want.is_nan(),
                "{a:e} {b:e} {c:e}: {got:e}, not {want:e}"
            );
        }
    }
}
