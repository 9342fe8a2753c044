//! How each interpolator makes a voxel of those around it.

mod erf;
mod gaussian;
mod linear;
mod nearest;
mod sinc;
mod spline;

pub(super) use gaussian::{Gaussian, LabelGaussian};
pub(super) use linear::Linear;
pub(super) use nearest::Nearest;
pub(super) use sinc::{Sinc, Window};
pub(super) use spline::Spline;

/// The voxel of an index that lies inside an image, or the one before its first.
#[expect(
    clippy::cast_possible_truncation,
    reason = "sizes fit `isize`, and the index lies inside"
)]
fn whole(index: f64) -> isize {
    index.floor() as isize
}
