//! Images with several numbers a voxel.

use voxomics_io::{Kind, read};

use crate::data;

#[test]
fn a_component_is_picked_by_its_index() {
    let image = read(data("nifti/vector2.nii")).unwrap();
    let [first, second] = [0, 1].map(|index| image.clone().into_component(index).unwrap());
    assert_eq!(&first, image.volume());
    let doubled: Vec<f64> = first.to_f64().iter().map(|value| 2.0 * value).collect();
    assert_eq!(second.to_f64(), doubled);
}

#[test]
fn no_component_is_taken_for_the_image() {
    let image = read(data("nrrd/vector3.nrrd")).unwrap();
    let error = image.clone().into_component(3).unwrap_err();
    assert_eq!(error.kind(), Kind::BadValue);
    assert!(
        error
            .to_string()
            .ends_with("vector3.nrrd: component 3 is not there: components count from 0 to 2")
    );
    let error = image.into_volume().unwrap_err();
    assert_eq!(error.kind(), Kind::Unsupported);
    assert!(
        error.to_string().ends_with(
            "vector3.nrrd: every voxel has 3 components where one is expected: choose one"
        )
    );
}
