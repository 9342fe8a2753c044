//! A synthetic lesion in soft tissue, in numbers such as CT gives.

use voxomics_core::{Seed, math};
use voxomics_volume::{AnyVolume, Geometry, Mask, Volume, geometry, mask};

/// Why a lesion could not be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A grid that cannot be.
    #[error(transparent)]
    Geometry(#[from] geometry::Error),

    /// A mask that cannot be.
    #[error(transparent)]
    Mask(#[from] mask::Error),

    /// A grid in which no lesion has room.
    #[error("size {size:?} is too small for a lesion: every axis needs at least 8 voxels")]
    TooSmall {
        /// The size given.
        size: [usize; 3],
    },
}

/// What the lesion is like.
///
/// ```
/// let options = voxomics_phantom::lesion::Options::default();
/// assert_eq!(options.size, [96, 96, 32]);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// Voxels along each axis, `[x, y, z]`.
    pub size: [usize; 3],
    /// Distance between voxels, mm.
    pub spacing: [f64; 3],
    /// Standard deviation of the noise, in the image's unit.
    pub noise: f64,
    /// Where the noise comes from.
    pub seed: Seed,
}

impl Options {
    /// A lesion on a grid of `size` voxels, everything else as by default.
    #[must_use]
    pub fn sized(size: [usize; 3]) -> Self {
        Self {
            size,
            ..Self::default()
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            size: [96, 96, 32],
            spacing: [0.8, 0.8, 2.5],
            noise: 12.0,
            seed: Seed(0),
        }
    }
}

/// A synthetic image and the mask of its lesion, label 1.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Phantom {
    /// The image, 16-bit integers.
    pub image: AnyVolume,
    /// The mask.
    pub mask: Mask,
}

/// A lobulated ellipsoid in the middle of the grid, eight tenths as wide.
///
/// Inside, the signal is 60 with slow waves of ±45 along each axis and a darker core; outside, 20. Normal
/// noise is added to each voxel, from one stream per line along x, and the sum rounded to a whole number.
///
/// # Errors
///
/// [`Error::TooSmall`] below 8 voxels along an axis, [`Error::Geometry`] for an impossible grid.
pub fn lesion(options: &Options) -> Result<Phantom, Error> {
    let &Options {
        size,
        spacing,
        noise,
        seed,
    } = options;
    let geometry = Geometry::axis_aligned(size, spacing)?;
    if size.iter().any(|&n| n < 8) {
        return Err(Error::TooSmall { size });
    }
    let mask = Volume::from_fn(geometry, |index| u8::from(depth(index, size) > 0.0));
    let mut stream = seed.stream("lesion", 0);
    let image = Volume::from_fn(geometry, |index| {
        if index[0] == 0 {
            stream = seed.stream("lesion", (index[1] + size[1] * index[2]) as u64);
        }
        rounded(signal(index, size) + noise * stream.normal())
    });
    Ok(Phantom {
        image: image.into(),
        mask: Mask::new(mask.into())?,
    })
}

/// Position relative to the middle, ±1 at the edges of the grid.
fn relative(index: [usize; 3], size: [usize; 3]) -> [f64; 3] {
    std::array::from_fn(|axis| (2.0 * index[axis] as f64 + 1.0) / size[axis] as f64 - 1.0)
}

/// How deep inside the lesion: 1 in the middle, 0 at its surface, negative outside.
fn depth(index: [usize; 3], size: [usize; 3]) -> f64 {
    let [x, y, z] = relative(index, size);
    let lobes = 0.12 * math::sin(7.0 * x + 2.0 * z) * math::cos(6.0 * y - 3.0 * z);
    1.0 + lobes - (x * x + y * y + z * z).sqrt() / 0.8
}

fn signal(index: [usize; 3], size: [usize; 3]) -> f64 {
    let depth = depth(index, size);
    if depth <= 0.0 {
        return 20.0;
    }
    let [x, y, z] = relative(index, size);
    let waves = math::sin(9.0 * x) + math::sin(11.0 * y + 1.0) + math::sin(5.0 * z + 2.0);
    60.0 + 15.0 * waves - 40.0 * (depth - 0.5).max(0.0)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "saturates far beyond any signal"
)]
fn rounded(value: f64) -> i16 {
    (value + 0.5).floor() as i16
}

#[cfg(test)]
mod tests {
    use super::{Options, lesion};

    #[test]
    fn same_seed_same_image() {
        let options = Options::sized([16, 12, 8]);
        assert_eq!(lesion(&options), lesion(&options));
        let other = Options {
            seed: voxomics_core::Seed(1),
            ..options.clone()
        };
        let (one, two) = (lesion(&options).unwrap(), lesion(&other).unwrap());
        assert_ne!(one.image, two.image);
        assert_eq!(one.mask, two.mask);
    }

    #[test]
    fn the_lesion_does_not_touch_the_edge() {
        let phantom = lesion(&Options::default()).unwrap();
        let region = phantom.mask.find(1).unwrap().region();
        let (start, end) = (region.start(), region.end());
        for axis in 0..3 {
            assert!(start[axis] > 0 && end[axis] < phantom.mask.geometry().size()[axis]);
        }
    }

    #[test]
    fn too_small_a_grid_is_refused() {
        let error = lesion(&Options::sized([16, 16, 4])).unwrap_err();
        let text = "size [16, 16, 4] is too small for a lesion: every axis needs at least 8 voxels";
        assert_eq!(error.to_string(), text);
    }
}
