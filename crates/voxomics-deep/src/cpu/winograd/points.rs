//! The transforms of F(4, 3) at the points 0, ±3/4, ±3/2 and infinity.
//!
//! These points and what follows from them are exact in single precision, and lie about 1, so that no power of them is
//! large: outputs are off by a third of what they are with the usual 0, ±1, ±2, and by twice as much as those of the
//! definition.

use crate::cpu::level::Level;

/// Inputs of a tile, along a side.
pub(super) const IN: usize = 6;
/// Outputs of a tile.
pub(super) const OUT: usize = 4;
/// Weights.
pub(super) const TAPS: usize = 3;

const NEAR: f32 = 0.75;
const FAR: f32 = 1.5;
const NEAR2: f32 = NEAR * NEAR;
const FAR2: f32 = FAR * FAR;

/// `Bᵀ d`: coefficients of `x⁵ - (a² + b²) x³ + a² b² x` and of it divided by `x` minus each point.
#[inline(always)]
pub(super) fn input<L: Level>(level: L, d: [L::Vector; IN]) -> [L::Vector; IN] {
    let [d0, d1, d2, d3, d4, d5] = d;
    let even_near = times(level, -FAR2, d2, d4);
    let odd_near = level.mul(level.splat(NEAR), times(level, -FAR2, d1, d3));
    let even_far = times(level, -NEAR2, d2, d4);
    let odd_far = level.mul(level.splat(FAR), times(level, -NEAR2, d1, d3));
    [
        times(
            level,
            NEAR2 * FAR2,
            d0,
            times(level, -(NEAR2 + FAR2), d2, d4),
        ),
        level.add(even_near, odd_near),
        level.sub(even_near, odd_near),
        level.add(even_far, odd_far),
        level.sub(even_far, odd_far),
        times(
            level,
            NEAR2 * FAR2,
            d1,
            times(level, -(NEAR2 + FAR2), d3, d5),
        ),
    ]
}

/// `Aᵀ m`: the powers of the points.
#[inline(always)]
pub(super) fn output<L: Level>(level: L, m: [L::Vector; IN]) -> [L::Vector; OUT] {
    let [m0, m1, m2, m3, m4, m5] = m;
    let (even_near, odd_near) = (level.add(m1, m2), level.sub(m1, m2));
    let (even_far, odd_far) = (level.add(m3, m4), level.sub(m3, m4));
    [
        level.add(m0, level.add(even_near, even_far)),
        times(level, FAR, odd_far, scaled(level, NEAR, odd_near)),
        times(level, FAR2, even_far, scaled(level, NEAR2, even_near)),
        times(
            level,
            FAR2 * FAR,
            odd_far,
            times(level, NEAR2 * NEAR, odd_near, m5),
        ),
    ]
}

#[inline(always)]
fn times<L: Level>(level: L, factor: f32, b: L::Vector, c: L::Vector) -> L::Vector {
    level.fused(level.splat(factor), b, c)
}

#[inline(always)]
fn scaled<L: Level>(level: L, factor: f32, b: L::Vector) -> L::Vector {
    level.mul(level.splat(factor), b)
}

/// `G g Gᵀ`, rounded once.
#[expect(clippy::cast_possible_truncation, reason = "rounded once")]
pub(super) fn kernel(g: &[[f32; TAPS]]) -> [f32; IN * IN] {
    let mut lines = [[0.0_f64; TAPS]; IN];
    for (line, factors) in lines.iter_mut().zip(&FACTORS) {
        for (weights, factor) in g.iter().zip(factors) {
            for (sum, &weight) in line.iter_mut().zip(weights) {
                *sum += factor * f64::from(weight);
            }
        }
    }
    let mut all = [0.0; IN * IN];
    for (all, line) in all.chunks_exact_mut(IN).zip(&lines) {
        for (value, factors) in all.iter_mut().zip(&FACTORS) {
            let products = line.iter().zip(factors).map(|(a, b)| a * b);
            *value = products.sum::<f64>() as f32;
        }
    }
    all
}

/// `G`: the powers of a point over the product of its distances to the others.
const FACTORS: [[f64; TAPS]; IN] = {
    const POINTS: [f64; IN - 1] = [0.0, NEAR as f64, -NEAR as f64, FAR as f64, -FAR as f64];
    let mut factors = [[0.0, 0.0, 1.0]; IN];
    let mut at = 0;
    while at < POINTS.len() {
        let (point, mut apart, mut other) = (POINTS[at], 1.0, 0);
        while other < POINTS.len() {
            if other != at {
                apart *= point - POINTS[other];
            }
            other += 1;
        }
        factors[at] = [1.0 / apart, point / apart, point * point / apart];
        at += 1;
    }
    factors
};
