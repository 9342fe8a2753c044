use super::super::sampler::Kernel;
use super::super::taps::{Axes, LANES, Stencil, gathered};
use super::whole;

/// Between the two voxels of each axis; the second weight is the way from the first to the second.
pub(in super::super) struct Linear;

impl Kernel<2> for Linear {
    fn stencil(&self, _: usize, index: f64) -> Stencil<2> {
        let way = index - index.floor();
        Stencil {
            first: whole(index),
            weights: [1.0 - way, way],
        }
    }

    fn values(source: &[f64], axes: Axes<'_, 2>) -> [f64; LANES] {
        let [x, y, z] = axes.map(|taps| &taps.weights[1]);
        let at = |i, j, k| gathered(source, axes, [i, j, k]);
        let line = |j, k| between(&at(0, j, k), &at(1, j, k), x);
        let plane = |k| between(&line(0, k), &line(1, k), y);
        between(&plane(0), &plane(1), z)
    }
}

fn between(a: &[f64; LANES], b: &[f64; LANES], way: &[f64; LANES]) -> [f64; LANES] {
    std::array::from_fn(|lane| a[lane] + (b[lane] - a[lane]) * way[lane])
}
