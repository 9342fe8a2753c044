//! Coefficients of the recursive filters.
//!
//! A fourth-order recursion stands for two damped oscillations. The grouping of terms below is the one
//! that gives ITK's bits.

use voxomics_core::math::{exp, sin_cos};

/// Angular frequencies and decays of the two oscillations, per standard deviation.
const W: [f64; 2] = [0.6681, 2.0787];
const L: [f64; 2] = [-1.3932, -1.3732];

/// What a filter does along its axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The Gaussian itself.
    Smoothing,
    /// Its second derivative, times the square of sigma in mm.
    SecondDerivative,
}

/// Weights of samples (`n` forward, `m` backward) and of earlier results (`d`), nearest first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Coefficients {
    pub(super) forward: Direction,
    pub(super) backward: Direction,
}

/// One direction of a filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Direction {
    /// Of samples.
    pub(super) samples: [f64; 4],
    /// Of earlier results.
    pub(super) results: [f64; 4],
    /// Of the line's first sample, in place of results before it.
    pub(super) border: [f64; 4],
}

/// What depends on the width alone.
struct Width {
    sines: [f64; 2],
    cosines: [f64; 2],
    decays: [f64; 2],
}

/// A numerator and its moments `Σ Nk`, `Σ k Nk`, `Σ k² Nk`.
#[derive(Clone, Copy)]
struct Numerator {
    n: [f64; 4],
    sums: [f64; 3],
}

impl Coefficients {
    /// For a standard deviation of `sigma` mm along an axis with voxels `spacing` mm apart.
    pub(super) fn new(sigma: f64, spacing: f64, order: Order) -> Self {
        let width = Width::new(sigma / spacing);
        let d = width.denominator();
        let sd = 1.0 + d[0] + d[1] + d[2] + d[3];
        let smooth = width.numerator([1.3530, -0.3531], [1.8151, 0.0902]);
        let n = match order {
            Order::Smoothing => {
                let alpha = 2.0 * smooth.sums[0] / sd - smooth.n[0];
                smooth.n.map(|n| n * (1.0 / alpha))
            }
            Order::SecondDerivative => {
                let second = width.numerator([-1.3563, 0.3446], [5.2318, -2.2355]);
                let beta = -(2.0 * second.sums[0] - sd * second.n[0])
                    / (2.0 * smooth.sums[0] - sd * smooth.n[0]);
                let second = second.plus(smooth, beta);
                let scale = sigma * sigma / second.curvature(d, sd);
                second.n.map(|n| n * scale)
            }
        };
        let m = [
            n[1] - d[0] * n[0],
            n[2] - d[1] * n[0],
            n[3] - d[2] * n[0],
            -d[3] * n[0],
        ];
        let direction = |samples: [f64; 4]| {
            let sum = samples[0] + samples[1] + samples[2] + samples[3];
            Direction {
                samples,
                results: d,
                border: d.map(|d| d * sum / sd),
            }
        };
        Self {
            forward: direction(n),
            backward: direction(m),
        }
    }
}

impl Width {
    /// `s`: sigma in voxels.
    fn new(s: f64) -> Self {
        let angles = W.map(|w| sin_cos(w / s));
        Self {
            sines: angles.map(|(sine, _)| sine),
            cosines: angles.map(|(_, cosine)| cosine),
            decays: L.map(|l| exp(l / s)),
        }
    }

    fn denominator(&self) -> [f64; 4] {
        let ([c1, c2], [e1, e2]) = (self.cosines, self.decays);
        [
            -2.0 * (e2 * c2 + e1 * c1),
            4.0 * c2 * c1 * e1 * e2 + (e1 * e1 + e2 * e2),
            -2.0 * c1 * e1 * e2 * e2 - 2.0 * c2 * e2 * e1 * e1,
            e1 * e1 * e2 * e2,
        ]
    }

    fn numerator(&self, [a1, a2]: [f64; 2], [b1, b2]: [f64; 2]) -> Numerator {
        let ([s1, s2], [c1, c2], [e1, e2]) = (self.sines, self.cosines, self.decays);
        let n = [
            a1 + a2,
            e2 * (b2 * s2 - (a2 + 2.0 * a1) * c2) + e1 * (b1 * s1 - (a1 + 2.0 * a2) * c1),
            ((a1 + a2) * c2 * c1 - (b1 * c2 * s1 + b2 * c1 * s2)) * (2.0 * e1 * e2)
                + (a2 * e1 * e1 + a1 * e2 * e2),
            e2 * e1 * e1 * (b2 * s2 - a2 * c2) + e1 * e2 * e2 * (b1 * s1 - a1 * c1),
        ];
        let sums = [
            n[0] + n[1] + n[2] + n[3],
            n[1] + 2.0 * n[2] + 3.0 * n[3],
            n[1] + 4.0 * n[2] + 9.0 * n[3],
        ];
        Numerator { n, sums }
    }
}

impl Numerator {
    /// `self + factor · other`.
    fn plus(self, other: Self, factor: f64) -> Self {
        Self {
            n: std::array::from_fn(|k| self.n[k] + factor * other.n[k]),
            sums: std::array::from_fn(|k| self.sums[k] + factor * other.sums[k]),
        }
    }

    /// What the filter makes of x²/2, by which the second derivative is normalised.
    fn curvature(self, d: [f64; 4], sd: f64) -> f64 {
        let [sn, dn, en] = self.sums;
        let dd = d[0] + 2.0 * d[1] + 3.0 * d[2] + 4.0 * d[3];
        let ed = d[0] + 4.0 * d[1] + 9.0 * d[2] + 16.0 * d[3];
        (en * sd * sd - ed * sn * sd - 2.0 * dn * dd * sd + 2.0 * dd * dd * sn) / (sd * sd * sd)
    }
}
