//! Small images with their masks, for tests of the extractor.

use voxomics_features::extractor::Error;
use voxomics_features::params::Params;
use voxomics_features::{Extraction, Extractor};
use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};

pub(crate) fn grid(size: [usize; 3]) -> Geometry {
    Geometry::axis_aligned(size, [1.0; 3]).unwrap()
}

/// An image whose intensities all differ in one way or another.
pub(crate) fn textured(geometry: Geometry) -> AnyVolume {
    Volume::from_fn(geometry, |[x, y, z]| {
        (37 * x + 11 * y * y + 53 * z) as i16 % 200
    })
    .into()
}

/// A mask with the label 1 where `inside` says so.
pub(crate) fn mask(geometry: Geometry, inside: impl Fn([usize; 3]) -> bool) -> Mask {
    labels(geometry, |index| u32::from(inside(index)))
}

pub(crate) fn labels(geometry: Geometry, label: impl Fn([usize; 3]) -> u32) -> Mask {
    Mask::new(Volume::from_fn(geometry, label).into()).unwrap()
}

/// Extracts with the parameters of a YAML text.
pub(crate) fn extract(yaml: &str, image: &AnyVolume, mask: &Mask) -> Result<Extraction, Error> {
    let params = Params::from_yaml(yaml).unwrap();
    Extractor::new(params).extract(image, mask)
}
