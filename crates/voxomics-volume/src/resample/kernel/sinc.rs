use std::f64::consts::PI;

use voxomics_core::math;

use super::super::sampler::Kernel;
use super::super::taps::{Axes, LANES, Stencil, gathered, plus, times};
use super::whole;

/// Voxels on each side of an index.
const RADIUS: f64 = 5.0;

/// What a sinc fades out with.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Window {
    Hamming,
    Cosine,
    Welch,
    Lanczos,
    Blackman,
}

impl Window {
    /// The window at a distance in voxels; with the order of operations of ITK.
    fn at(self, x: f64) -> f64 {
        match self {
            Self::Hamming => 0.54 + 0.46 * math::cos(x * (PI / RADIUS)),
            Self::Cosine => math::cos(x * (PI / (2.0 * RADIUS))),
            Self::Welch => 1.0 - x * (1.0 / (RADIUS * RADIUS)) * x,
            Self::Lanczos => sinc(x * (PI / RADIUS)),
            Self::Blackman => {
                0.42 + 0.5 * math::cos(x * (PI / RADIUS))
                    + 0.08 * math::cos(x * (2.0 * PI / RADIUS))
            }
        }
    }
}

fn sinc(angle: f64) -> f64 {
    if angle == 0.0 {
        1.0
    } else {
        math::sin(angle) / angle
    }
}

/// A windowed sinc.
pub(in super::super) struct Sinc(pub(in super::super) Window);

impl Kernel<10> for Sinc {
    fn stencil(&self, _: usize, index: f64) -> Stencil<10> {
        let fraction = index - index.floor();
        let mut weights = [0.0; 10];
        if fraction == 0.0 {
            weights[4] = 1.0;
        } else {
            let mut distance = fraction + RADIUS;
            for weight in &mut weights {
                distance -= 1.0;
                *weight = self.0.at(distance) * sinc(PI * distance);
            }
        }
        Stencil {
            first: whole(index) - 4,
            weights,
        }
    }

    fn values(source: &[f64], axes: Axes<'_, 10>) -> [f64; LANES] {
        let mut sum = [0.0; LANES];
        for k in 0..10 {
            for j in 0..10 {
                for i in 0..10 {
                    sum = plus(&sum, &weighted(source, axes, [i, j, k]));
                }
            }
        }
        sum
    }
}

/// What a tap adds: `((value x) y) z`.
#[inline]
fn weighted(source: &[f64], axes: Axes<'_, 10>, tap: [usize; 3]) -> [f64; LANES] {
    let [x, y, z] = axes.map(|taps| &taps.weights);
    let line = times(&gathered(source, axes, tap), &x[tap[0]]);
    times(&times(&line, &y[tap[1]]), &z[tap[2]])
}
