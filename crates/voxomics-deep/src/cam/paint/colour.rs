//! A scale of colours whose lightness grows evenly.

use voxomics_core::math;

/// The colour of a value from 0 (black) to 1 (white): Green's cubehelix, whose perceived intensity
/// `0.30 R + 0.59 G + 0.11 B` is the value itself while hues run around the grey axis, so that it can be printed in grey.
///
/// With start 1/2, -3/2 rotations and hue 1: `R = v + a (-0.14861 cos φ + 1.78277 sin φ)`, `G = v - a (0.29227 cos φ + 0.90649
/// sin φ)`, `B = v + 1.97294 a cos φ`, `a = v (1 - v) / 2`, `φ = 2π (1/6 + 1 - 3/2 v)`, each cut to 0 and 1. Values outside are
/// cut to 0 and 1, NaN is 0.
///
/// ```
/// use voxomics_deep::cam::paint::cubehelix;
///
/// assert_eq!((cubehelix(0.0), cubehelix(1.0)), ([0.0; 3], [1.0; 3]));
/// ```
///
/// # References
///
/// Green DA. *Bull Astron Soc India* 2011;39:289-95.
#[must_use]
pub fn cubehelix(value: f64) -> [f64; 3] {
    let v = if value > 0.0 { value.min(1.0) } else { 0.0 };
    let angle = std::f64::consts::TAU * (1.0 / 6.0 + 1.0 - 1.5 * v);
    let (sin, cos) = math::sin_cos(angle);
    let a = v * (1.0 - v) / 2.0;
    let colour = [
        v + a * (-0.14861 * cos + 1.78277 * sin),
        v + a * (-0.29227 * cos - 0.90649 * sin),
        v + a * 1.97294 * cos,
    ];
    colour.map(|part| part.clamp(0.0, 1.0))
}
