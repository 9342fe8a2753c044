//! Maps of features.

mod errors;
mod golden;
mod kernels;

use voxomics_core::Seed;
use voxomics_features::params::Params;
use voxomics_features::roi::{Roi, RoiMask};
use voxomics_features::voxel::{self, Error};

type Maps = Vec<(String, Vec<f64>)>;

/// Whole intensities below `levels`, most of them inside the mask.
fn noise(size: [usize; 3], levels: f64, seed: u64) -> Roi {
    let mut stream = Seed(seed).stream("voxel", 0);
    let voxels: usize = size.iter().product();
    let values: Vec<f64> = (0..voxels)
        .map(|_| (stream.uniform() * levels).floor())
        .collect();
    let inside = (0..voxels)
        .map(|_| u8::from(stream.uniform() < 0.8))
        .collect();
    let mask = RoiMask::new(size, [0.7, 0.9, 2.5], inside).unwrap();
    Roi::new(mask, values).unwrap()
}

fn maps(crop: &Roi, yaml: &str) -> Result<Maps, Error> {
    let params = Params::from_yaml(yaml).unwrap();
    voxel::maps(
        crop,
        params.settings(),
        params.feature_classes(),
        params.voxel_settings(),
    )
}
