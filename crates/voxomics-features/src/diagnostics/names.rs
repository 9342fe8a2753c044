//! Which keys the block has.

use crate::params::Params;

/// Without anything done to image or mask.
const ALWAYS: [&str; 22] = [
    "Versions_PyRadiomics",
    "Versions_Numpy",
    "Versions_SimpleITK",
    "Versions_PyWavelet",
    "Versions_Python",
    "Configuration_Settings",
    "Configuration_EnabledImageTypes",
    "Image-original_Hash",
    "Image-original_Dimensionality",
    "Image-original_Spacing",
    "Image-original_Size",
    "Image-original_Mean",
    "Image-original_Minimum",
    "Image-original_Maximum",
    "Mask-original_Hash",
    "Mask-original_Spacing",
    "Mask-original_Size",
    "Mask-original_BoundingBox",
    "Mask-original_VoxelNum",
    "Mask-original_VolumeNum",
    "Mask-original_CenterOfMassIndex",
    "Mask-original_CenterOfMass",
];

/// Of an image on the way.
const IMAGE: [&str; 5] = ["Spacing", "Size", "Mean", "Minimum", "Maximum"];

/// Of a mask on the way.
const MASK: [&str; 10] = [
    "Spacing",
    "Size",
    "BoundingBox",
    "VoxelNum",
    "VolumeNum",
    "CenterOfMassIndex",
    "CenterOfMass",
    "Mean",
    "Minimum",
    "Maximum",
];

/// How the keys end whose values are numbers.
const NUMBERS: [&str; 5] = ["_Mean", "_Minimum", "_Maximum", "_VoxelNum", "_VolumeNum"];

/// Every key that an extraction with these parameters can have, in order; empty without
/// `additionalInfo`.
///
/// A case lacks those of a step that it did not need, such as a correction of its mask.
///
/// ```
/// use voxomics_features::{diagnostics, params::Params};
///
/// let names = diagnostics::names(&Params::from_yaml("setting: {resegmentRange: [0, 100]}")?);
/// assert_eq!(names.len(), 32);
/// assert_eq!(names[31], "diagnostics_Mask-resegmented_Maximum");
/// # Ok::<(), voxomics_features::params::Error>(())
/// ```
#[must_use]
pub fn names(params: &Params) -> Vec<String> {
    let settings = params.settings();
    if !settings.additional_info {
        return Vec::new();
    }
    let keyed = |step: &str, keys: &[&str]| -> Vec<String> {
        let name = |key: &&str| format!("{step}_{key}");
        keys.iter().map(name).collect()
    };
    let mut names: Vec<String> = ALWAYS.iter().map(|&key| key.to_owned()).collect();
    if settings.resample.is_some() {
        names.extend(keyed("Image-interpolated", &IMAGE));
        names.extend(keyed("Mask-interpolated", &MASK));
    } else if settings.correct_mask && !settings.pre_crop {
        names.extend(keyed("Mask-corrected", &MASK));
    }
    if settings.resegment.is_some() || settings.extensions.outlier_sigma.is_some() {
        names.extend(keyed("Mask-resegmented", &MASK));
    }
    let prefixed = names
        .into_iter()
        .map(|name| format!("{}{name}", super::PREFIX));
    prefixed.collect()
}

/// Whether the value of a key is a number; the others are text.
#[must_use]
pub fn is_number(name: &str) -> bool {
    NUMBERS.iter().any(|end| name.ends_with(end))
}
