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

/// An entry of `G g Gᵀ`.
#[expect(clippy::cast_possible_truncation, reason = "rounded once")]
pub(super) fn kernel(g: &[[f32; TAPS]], [y, x]: [usize; 2]) -> f32 {
    let (rows, columns) = (factors(y), factors(x));
    let line = |line: &[f32; TAPS]| -> f64 {
        line.iter()
            .zip(columns)
            .map(|(&weight, factor)| f64::from(weight) * factor)
            .sum()
    };
    let sum: f64 = g
        .iter()
        .zip(rows)
        .map(|(weights, factor)| line(weights) * factor)
        .sum();
    sum as f32
}

/// A row of `G`: the powers of a point over the product of its distances to the others.
fn factors(position: usize) -> [f64; TAPS] {
    const POINTS: [f32; IN - 1] = [0.0, NEAR, -NEAR, FAR, -FAR];
    let Some(&point) = POINTS.get(position) else {
        return [0.0, 0.0, 1.0];
    };
    let point = f64::from(point);
    let others = POINTS
        .iter()
        .map(|&other| point - f64::from(other))
        .filter(|&apart| apart != 0.0);
    let scale = 1.0 / others.product::<f64>();
    [scale, point * scale, point * point * scale]
}
