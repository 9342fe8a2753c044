//! What is refused, and what is left out.

use voxomics_core::ErrorClass;
use voxomics_features::voxel::Error;
use voxomics_testkit::on_any_pool;

use super::{maps, noise};

#[test]
fn kernels_have_a_size_that_can_be_worked_on() {
    let crop = noise([45, 45, 45], 4.0, 1);
    let error = maps(&crop, "voxelSetting: {kernelRadius: 21}").unwrap_err();
    let voxels = 43 * 43 * 43;
    assert_eq!(error, Error::KernelTooLarge { radius: 21, voxels });
    assert_eq!(error.class(), ErrorClass::Resource);
    assert!(
        error
            .to_string()
            .starts_with("kernelRadius 21 makes kernels of 79507 voxels")
    );
}

#[test]
fn neighbours_must_fit_into_the_crop() {
    let crop = noise([4, 4, 3], 4.0, 2);
    let yaml = "setting: {distances: [7]}\nfeatureClass: {ngtdm: }";
    let error = maps(&crop, yaml).unwrap_err();
    assert!(matches!(error, Error::NoNeighbours { class: "ngtdm", .. }));
    assert_eq!(error.class(), ErrorClass::Input);
}

/// A radius beyond the crop is the crop.
#[test]
fn a_radius_may_exceed_the_crop() {
    let crop = noise([5, 4, 3], 4.0, 3);
    let [near, far] = [4, 1_000_000]
        .map(|radius| maps(&crop, &format!("voxelSetting: {{kernelRadius: {radius}}}")).unwrap());
    assert_eq!(near.len(), 93);
    assert_eq!(format!("{near:?}"), format!("{far:?}"));
}

#[test]
fn without_features_there_are_no_maps() {
    let crop = noise([5, 4, 3], 4.0, 4);
    assert_eq!(maps(&crop, "featureClass: {shape: }").unwrap(), []);
}

#[test]
fn same_bytes_on_any_number_of_threads() {
    let crop = noise([24, 20, 9], 12.0, 5);
    let maps = on_any_pool(|| {
        let maps = maps(&crop, "setting: {binWidth: 1}").unwrap();
        let bits = |(name, values): (String, Vec<f64>)| {
            (
                name,
                values.into_iter().map(f64::to_bits).collect::<Vec<_>>(),
            )
        };
        maps.into_iter().map(bits).collect::<Vec<_>>()
    });
    assert_eq!(maps.len(), 93);
}
