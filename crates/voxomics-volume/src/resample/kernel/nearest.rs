use super::super::sampler::Kernel;
use super::super::taps::{Axes, LANES, Stencil, gathered};
use super::whole;

/// The nearest voxel; halves go up.
pub(in super::super) struct Nearest;

impl Kernel<1> for Nearest {
    fn stencil(&self, _: usize, index: f64) -> Stencil<1> {
        Stencil {
            first: whole(index + 0.5),
            weights: [1.0],
        }
    }

    fn values(source: &[f64], axes: Axes<'_, 1>) -> [f64; LANES] {
        gathered(source, axes, [0, 0, 0])
    }
}
