use voxomics_core::vectorised;

use super::super::sampler::Kernel;
use super::super::source::Edge;
use super::super::taps::{Axes, LANES, Stencil, gathered, plus, times, weights};
use super::whole;

/// The cubic B-spline; its source are coefficients.
pub(in super::super) struct Spline;

impl Kernel<4> for Spline {
    const EDGE: Edge = Edge::Mirrored;

    fn stencil(&self, _: usize, index: f64) -> Stencil<4> {
        // ITK takes the floor of the index in single precision.
        #[expect(clippy::cast_possible_truncation, reason = "the rounding is meant")]
        let floor = f64::from(index as f32).floor();
        let w = index - floor;
        let w3 = (1.0 / 6.0) * w * w * w;
        let w0 = (1.0 / 6.0) + 0.5 * w * (w - 1.0) - w3;
        let w2 = w + w0 - 2.0 * w3;
        Stencil {
            first: whole(floor) - 1,
            weights: [w0, 1.0 - w0 - w2 - w3, w2, w3],
        }
    }

    fn values(source: &[f64], axes: Axes<'_, 4>) -> [f64; LANES] {
        let [x, y, z] = axes;
        if x.are_adjacent && y.are_alike && z.are_alike {
            sums_of_rows(source, axes)
        } else {
            sums(source, axes)
        }
    }
}

vectorised! {
    /// The sums of 64 coefficients, in ITK's order.
    fn sums(source: &[f64], axes: Axes<'_, 4>) -> [f64; LANES] {
        let mut sum = [0.0; LANES];
        for k in 0..4 {
            for j in 0..4 {
                for i in 0..4 {
                    let weights = weights(axes, [i, j, k]);
                    let values = gathered(source, axes, [i, j, k]);
                    sum = plus(&sum, &times(&weights, &values));
                }
            }
        }
        sum
    }

    /// The same where the coefficients of every voxel lie in the same rows, side by side.
    fn sums_of_rows(source: &[f64], axes: Axes<'_, 4>) -> [f64; LANES] {
        let [x, y, z] = axes;
        let mut sum = [0.0; LANES];
        for k in 0..4 {
            for j in 0..4 {
                let row = &source[y.offsets[j][0] + z.offsets[k][0]..];
                let mut values = [[0.0; LANES]; 4];
                for lane in 0..LANES {
                    let four: &[f64; 4] = row[x.offsets[0][lane]..].first_chunk().expect("four taps");
                    for i in 0..4 {
                        values[i][lane] = four[i];
                    }
                }
                for (values, x) in values.iter().zip(&x.weights) {
                    let weights = times(&times(x, &y.weights[j]), &z.weights[k]);
                    sum = plus(&sum, &times(&weights, values));
                }
            }
        }
        sum
    }
}
