//! Synthetic input for benchmarks: the same voxels on every machine; and a task [`timed`].
//!
//! Nothing here is an image of anything. The numbers are chosen so that code has the work that it has
//! with a CT of a tumour: a body with bulges, a smooth texture under noise, some thirty grey levels.
//!
//! ```
//! let lesion = voxomics_benches::lesion(20);
//! let label = lesion.mask.labels()[0];
//! assert_eq!((label.value(), label.region().size()), (1, [20; 3]));
//! ```

pub mod timed;

use voxomics_core::{Seed, math};
use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};

const SEED: Seed = Seed(20);

/// Distance between voxels, mm.
const SPACING: [f64; 3] = [0.8, 0.8, 2.0];

/// Waves that make up the smooth part of the texture, and the amplitude of each, HU.
const WAVES: u64 = 6;
const AMPLITUDE: f64 = 60.0;

/// Standard deviation of the noise, HU.
const NOISE: f64 = 40.0;

/// A synthetic image and the mask of its one lesion, label 1.
#[derive(Debug, Clone)]
pub struct Lesion {
    /// 16-bit intensities, on a grid a quarter wider than the lesion.
    pub image: AnyVolume,
    /// 1 inside the lesion, 0 outside.
    pub mask: Mask,
}

/// A lesion whose box has `side` voxels along each axis: an ellipsoid with a bulge at each end of its
/// three axes, its intensities a [`texture`].
///
/// # Panics
///
/// If `side` is 0.
#[must_use]
pub fn lesion(side: usize) -> Lesion {
    let size = [side + 2 * (side / 8); 3];
    let image = texture(size);
    let centre = (size[0] - 1) as f64 / 2.0;
    let radius = side as f64 / 2.0;
    let mask = Volume::from_fn(*image.geometry(), |index| {
        u8::from(in_lesion(index.map(|at| (at as f64 - centre) / radius)))
    });
    let mask = Mask::new(mask.into()).expect("bytes are labels");
    Lesion {
        image: image.into(),
        mask,
    }
}

/// Whether a point lies in the lesion; its box reaches from -1 to 1.
fn in_lesion(point: [f64; 3]) -> bool {
    let [x, y, z] = point.map(|at| at * at);
    let squared = x + y + z;
    if squared == 0.0 {
        return true;
    }
    // How far the direction is from every axis: 0 along an axis, 1 along a diagonal.
    let oblique = 3.0 * (x * y + y * z + z * x) / (squared * squared);
    squared.sqrt() <= 1.0 - 0.3 * oblique
}

/// A volume of `size` voxels, `[x, y, z]`: waves of a few centimetres and Gaussian noise, in HU.
///
/// # Panics
///
/// If a side is 0.
#[must_use]
pub fn texture(size: [usize; 3]) -> Volume<i16> {
    let geometry = Geometry::axis_aligned(size, SPACING).expect("no side is 0");
    let waves: Vec<[Vec<f64>; 3]> = (0..WAVES).map(|wave| profiles(wave, size)).collect();
    let mut noise = SEED.stream("noise", 0);
    Volume::from_fn(geometry, |[x, y, z]| {
        let smooth: f64 = waves
            .iter()
            .map(|[of_x, of_y, of_z]| of_x[x] * of_y[y] * of_z[z])
            .sum();
        hounsfield(40.0 + AMPLITUDE * smooth + NOISE * noise.normal())
    })
}

/// A wave along each axis; the product of the three is a wave in space.
fn profiles(wave: u64, size: [usize; 3]) -> [Vec<f64>; 3] {
    let mut stream = SEED.stream("wave", wave);
    [0, 1, 2].map(|axis| {
        let length = 15.0 + 45.0 * stream.uniform();
        let phase = std::f64::consts::TAU * stream.uniform();
        let step = std::f64::consts::TAU * SPACING[axis] / length;
        (0..size[axis])
            .map(|at| math::cos(phase + step * at as f64))
            .collect()
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rounded, and thirty standard deviations away from the ends of 16 bits"
)]
fn hounsfield(value: f64) -> i16 {
    value.round() as i16
}
