use std::f64::consts::SQRT_2;

use super::super::sampler::Kernel;
use super::super::taps::{Axes, LANES, Stencil, gathered, plus, times, weights};
use super::erf::erf;
use super::whole;
use crate::Geometry;

/// A Gaussian in the scale of one axis.
#[derive(Debug, Clone, Copy)]
struct Bell {
    /// Voxels of the axis.
    size: usize,
    /// `1 / (√2 σ)`, σ in voxels.
    scale: f64,
    /// How far it reaches, in voxels.
    cutoff: f64,
}

impl Bell {
    /// For each axis; `sigma` in voxels, `reach` in `sigma`. By way of millimetres, as ITK has it.
    fn each(from: &Geometry, sigma: f64, reach: f64) -> [Self; 3] {
        std::array::from_fn(|axis| {
            let spacing = from.spacing()[axis];
            let sigma = sigma * spacing;
            Self {
                size: from.size()[axis],
                scale: 1.0 / (SQRT_2 * sigma / spacing),
                cutoff: sigma * reach / spacing,
            }
        })
    }

    /// Integrals over the voxels of the image that the Gaussian reaches; 0 for what is left of `N`.
    fn stencil<const N: usize>(&self, index: f64) -> Stencil<N> {
        let edge = index + 0.5;
        let first = whole(edge - self.cutoff).max(0);
        let end = (edge + self.cutoff).ceil().min(self.size as f64);
        let mut weights = [0.0; N];
        let mut at = (-0.5 - index + first as f64) * self.scale;
        let mut before = erf(at);
        for (voxel, weight) in (first..).zip(&mut weights) {
            if voxel as f64 >= end {
                break;
            }
            at += self.scale;
            let after = erf(at);
            *weight = after - before;
            before = after;
        }
        Stencil { first, weights }
    }
}

/// Mean with Gaussian weights.
pub(in super::super) struct Gaussian([Bell; 3]);

impl Gaussian {
    pub(in super::super) fn of(from: &Geometry) -> Self {
        Self(Bell::each(from, 0.8, 4.0))
    }
}

impl Kernel<8> for Gaussian {
    fn stencil(&self, axis: usize, index: f64) -> Stencil<8> {
        self.0[axis].stencil(index)
    }

    fn values(source: &[f64], axes: Axes<'_, 8>) -> [f64; LANES] {
        let (mut sum, mut total) = ([0.0; LANES], [0.0; LANES]);
        for k in 0..8 {
            for j in 0..8 {
                for i in 0..8 {
                    let weights = weights(axes, [i, j, k]);
                    let values = gathered(source, axes, [i, j, k]);
                    sum = plus(&sum, &times(&values, &weights));
                    total = plus(&total, &weights);
                }
            }
        }
        std::array::from_fn(|lane| sum[lane] / total[lane])
    }
}

/// The value with the largest Gaussian weight.
pub(in super::super) struct LabelGaussian([Bell; 3]);

impl LabelGaussian {
    pub(in super::super) fn of(from: &Geometry) -> Self {
        Self(Bell::each(from, 1.0, 1.0))
    }
}

impl Kernel<3> for LabelGaussian {
    fn stencil(&self, axis: usize, index: f64) -> Stencil<3> {
        self.0[axis].stencil(index)
    }

    fn values(source: &[f64], axes: Axes<'_, 3>) -> [f64; LANES] {
        let mut tallies = [Tally::default(); LANES];
        for tap in 0..27 {
            let tap = [tap % 3, tap / 3 % 3, tap / 9];
            let (values, weights) = (gathered(source, axes, tap), weights(axes, tap));
            for (tally, (value, weight)) in tallies.iter_mut().zip(values.into_iter().zip(weights))
            {
                tally.add(value, weight);
            }
        }
        tallies.map(|tally| tally.heaviest)
    }
}

/// Weights by value, and the value whose weights first added up to the largest sum.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    sums: [(f64, f64); 27],
    different: usize,
    heaviest: f64,
    most: f64,
}

impl Tally {
    #[expect(clippy::float_cmp, reason = "labels are equal or other labels")]
    fn add(&mut self, value: f64, weight: f64) {
        let known = &self.sums[..self.different];
        let known = known.iter().position(|&(other, _)| other == value);
        let at = known.unwrap_or(self.different);
        self.different = self.different.max(at + 1);
        self.sums[at] = (value, self.sums[at].1 + weight);
        if self.sums[at].1 > self.most {
            (self.heaviest, self.most) = self.sums[at];
        }
    }
}
