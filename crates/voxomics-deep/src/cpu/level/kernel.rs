//! Vectors of `x86_64`: the only `unsafe` of the engine.
//!
//! Loops over arrays, which need none, were measured first: alone they come to 99 % of what a Zen 4 core can do, but within
//! the engine the compiler takes them apart, 230 ms an image of 224 x 224 where these take 20 with AVX-512 and 22 with AVX2.
#![expect(
    unsafe_code,
    reason = "instructions that not every processor has, ten times the speed"
)]

use std::arch::x86_64::{
    __m256, __m512, _mm256_add_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_max_ps, _mm256_mul_ps,
    _mm256_set1_ps, _mm256_storeu_ps, _mm256_sub_ps, _mm512_add_ps, _mm512_fmadd_ps,
    _mm512_loadu_ps, _mm512_max_ps, _mm512_mul_ps, _mm512_set1_ps, _mm512_storeu_ps, _mm512_sub_ps,
};

use super::{Level, Work, portable};
use crate::cpu::lanes::Lanes;

/// AVX-512F, AVX2 and FMA. Whoever has a value knows that the processor has them.
#[derive(Debug, Clone, Copy)]
struct Wide(());

/// AVX2 and FMA, likewise.
#[derive(Debug, Clone, Copy)]
struct Narrow(());

/// Runs work with the best instructions that the processor has.
pub(super) fn run(work: impl Work) {
    if !voxomics_core::simd::is_wide() || !std::arch::is_x86_feature_detected!("fma") {
        portable::run(work);
    } else if std::arch::is_x86_feature_detected!("avx512f") {
        // SAFETY: the processor has AVX2, says `is_wide`, FMA and AVX-512F.
        unsafe { wide(work) }
    } else {
        // SAFETY: the processor has AVX2, says `is_wide`, and FMA.
        unsafe { narrow(work) }
    }
}

#[target_feature(enable = "avx512f,avx2,fma")]
fn wide(work: impl Work) {
    work.run(Wide(()));
}

#[target_feature(enable = "avx2,fma")]
fn narrow(work: impl Work) {
    work.run(Narrow(()));
}

macro_rules! wide {
    ($($name:ident($($argument:ident),+) = $instruction:ident;)+) => {$(
        #[inline(always)]
        fn $name(self, $($argument: __m512),+) -> __m512 {
            // SAFETY: whoever has `self` has a processor with the instruction.
            unsafe { $instruction($($argument),+) }
        }
    )+};
}

impl Level for Wide {
    const WIDE: bool = true;
    type Vector = __m512;

    #[inline(always)]
    fn load(self, lanes: &Lanes) -> __m512 {
        // SAFETY: as below, and there are sixteen numbers to read.
        unsafe { _mm512_loadu_ps(lanes.as_ptr()) }
    }

    #[inline(always)]
    fn store(self, vector: __m512, lanes: &mut Lanes) {
        // SAFETY: as below, and there is room for sixteen numbers.
        unsafe { _mm512_storeu_ps(lanes.as_mut_ptr(), vector) }
    }

    #[inline(always)]
    fn splat(self, value: f32) -> __m512 {
        // SAFETY: whoever has `self` has a processor with the instruction.
        unsafe { _mm512_set1_ps(value) }
    }

    wide! {
        add(a, b) = _mm512_add_ps;
        sub(a, b) = _mm512_sub_ps;
        mul(a, b) = _mm512_mul_ps;
        fused(a, b, c) = _mm512_fmadd_ps;
        larger(a, b) = _mm512_max_ps;
    }
}

macro_rules! narrow {
    ($($name:ident($($argument:ident),+) = $instruction:ident;)+) => {$(
        #[inline(always)]
        fn $name(self, $($argument: [__m256; 2]),+) -> [__m256; 2] {
            // SAFETY: whoever has `self` has a processor with the instruction.
            unsafe { [$instruction($($argument[0]),+), $instruction($($argument[1]),+)] }
        }
    )+};
}

impl Level for Narrow {
    const WIDE: bool = false;
    type Vector = [__m256; 2];

    #[inline(always)]
    fn load(self, lanes: &Lanes) -> [__m256; 2] {
        let (halves, _) = lanes.as_chunks::<8>();
        // SAFETY: as below, and either half has eight numbers to read.
        unsafe {
            [
                _mm256_loadu_ps(halves[0].as_ptr()),
                _mm256_loadu_ps(halves[1].as_ptr()),
            ]
        }
    }

    #[inline(always)]
    fn store(self, [low, high]: [__m256; 2], lanes: &mut Lanes) {
        let (halves, _) = lanes.as_chunks_mut::<8>();
        // SAFETY: as below, and either half has room for eight numbers.
        unsafe {
            _mm256_storeu_ps(halves[0].as_mut_ptr(), low);
            _mm256_storeu_ps(halves[1].as_mut_ptr(), high);
        }
    }

    #[inline(always)]
    fn splat(self, value: f32) -> [__m256; 2] {
        // SAFETY: whoever has `self` has a processor with the instruction.
        unsafe { [_mm256_set1_ps(value); 2] }
    }

    narrow! {
        add(a, b) = _mm256_add_ps;
        sub(a, b) = _mm256_sub_ps;
        mul(a, b) = _mm256_mul_ps;
        fused(a, b, c) = _mm256_fmadd_ps;
        larger(a, b) = _mm256_max_ps;
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Work, narrow, portable, wide};
    use crate::cpu::lanes::{Lanes, ZERO};
    use crate::cpu::lowered::Shape;
    use crate::cpu::product::{Panel, Products};

    /// Nineteen rows (a large group and two small ones) times a panel, and every other operation.
    struct Sample<'a> {
        lanes: &'a [Lanes],
        panels: &'a [Panel],
        out: &'a mut Vec<Panel>,
    }

    const SHAPE: Shape = Shape {
        positions: 2,
        depth: 3,
        rows: 19,
    };

    impl Work for Sample<'_> {
        #[inline(always)]
        fn run<L: Level>(self, level: L) {
            let mut out = vec![[ZERO; 2]; SHAPE.positions * SHAPE.padded()];
            let products = Products {
                shape: SHAPE,
                lowered: self.lanes,
                weights: self.panels,
                out: &mut out,
            };
            products.run(level);
            for panel in &mut out {
                let (a, b) = (level.load(&panel[0]), level.load(&panel[1]));
                let [c, d] = [level.sub(a, b), level.mul(a, level.splat(0.75))];
                level.store(level.larger(c, level.add(d, b)), &mut panel[0]);
                level.store(level.fused(c, d, b), &mut panel[1]);
            }
            *self.out = out;
        }
    }

    /// Numbers of many sizes, as many as there is room for.
    fn fill<'a>(room: impl Iterator<Item = &'a mut f32>) {
        let mut state = 1_u32;
        for number in room {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let scale = f32::from_bits((121 + (state >> 8) % 12) << 23);
            *number = ((state >> 16) as f32 / 32_768.0 - 1.0) * scale;
        }
    }

    #[test]
    fn levels_agree_to_the_bit() {
        let mut lanes = vec![ZERO; SHAPE.length()];
        let mut panels = vec![[ZERO; 2]; SHAPE.positions * SHAPE.depth * ZERO.len()];
        fill(lanes.as_flattened_mut().iter_mut());
        fill(panels.as_flattened_mut().as_flattened_mut().iter_mut());
        let bits = |run: &dyn Fn(Sample<'_>)| -> Vec<u32> {
            let mut out = Vec::new();
            let (lanes, panels) = (&lanes, &panels);
            run(Sample {
                lanes,
                panels,
                out: &mut out,
            });
            out.as_flattened()
                .as_flattened()
                .iter()
                .map(|value| value.to_bits())
                .collect()
        };
        let want = bits(&|sample| portable::run(sample));
        assert!(want.iter().any(|&bits| bits != want[0]));
        if !is_x86_feature_detected!("avx2") || !is_x86_feature_detected!("fma") {
            return;
        }
        // SAFETY: the processor has AVX2 and FMA.
        assert_eq!(bits(&|sample| unsafe { narrow(sample) }), want, "AVX2");
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: and AVX-512F.
            assert_eq!(bits(&|sample| unsafe { wide(sample) }), want, "AVX-512");
        }
    }
}
