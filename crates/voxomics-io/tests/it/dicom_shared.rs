//! Real studies, too large for the repository: `VOXOMICS_SHARED` names the folder that holds them.

use std::path::PathBuf;

use voxomics_io::dicom::{Collection, Outlines, Roi};
use voxomics_io::read;
use voxomics_volume::{AnyVolume, Geometry};

use crate::dicom::inside;
use crate::golden::sha256;

fn shared(name: &str) -> PathBuf {
    let folder = std::env::var_os("VOXOMICS_SHARED").expect("VOXOMICS_SHARED names a folder");
    PathBuf::from(folder).join("data").join(name)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers of voxels"
)]
/// The grid begins at this voxel of another, on whose axes it lies.
fn offset(whole: &Geometry, part: &Geometry) -> [usize; 3] {
    whole.to_index(part.origin()).map(|at| {
        assert!((at - at.round()).abs() < 1e-3, "{at} is between voxels");
        at.round() as usize
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the published files hold single precision"
)]
/// How many voxels of `part` differ from those of `whole` that they lie on.
fn differing(whole: &AnyVolume, part: &AnyVolume) -> usize {
    let [x, y, z] = offset(whole.geometry(), part.geometry());
    let region = voxomics_volume::Region::new([x, y, z], part.geometry().size());
    let pairs = whole
        .crop_f64(region)
        .unwrap()
        .into_iter()
        .zip(part.to_f64());
    pairs.filter(|(a, b)| *a as f32 != *b as f32).count()
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn the_ibsi_phantom_equals_its_nifti() {
    let folder = shared("ibsi1/ct_phantom");
    let collection = Collection::open(folder.join("dicom")).unwrap();
    let image = collection.only_scan().unwrap().read().unwrap();
    let twin = read(folder.join("image.nii.gz")).unwrap();
    assert_eq!(
        image.volume().geometry().size(),
        twin.volume().geometry().size()
    );
    assert_eq!(image.volume().to_f64(), twin.volume().to_f64());
    let contours = Outlines::read(folder.join("DCM_RS_00060.dcm")).unwrap();
    let roi = Roi::number(contours.outlines()[0].number);
    let mask = contours.mask(&roi, image.volume().geometry()).unwrap().mask;
    let published = read(folder.join("mask.nii.gz")).unwrap().volume().to_f64();
    assert_eq!(AnyVolume::from(mask).to_f64(), published);
    assert_eq!(
        published.iter().filter(|&&inside| inside == 1.0).count(),
        125_256
    );
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn sarcoma_studies_equal_the_published_masks() {
    for (modality, name) in [("CT", "CT"), ("MR_T1", "MR_T1"), ("PET", "PET")] {
        let folder = shared("sts/STS_025").join(modality);
        let image = read(folder.join("image")).unwrap();
        let contours = Outlines::read(folder.join("mask/RS.dcm")).unwrap();
        let roi = Roi::parse("/^GTV_Mass/").unwrap();
        let drawn = contours.mask(&roi, image.volume().geometry()).unwrap();
        let cohort = shared("sts_cohort/STS_025");
        let cropped = read(cohort.join(format!("{name}.nii.gz"))).unwrap();
        let mask = read(cohort.join(format!("{name}_mask.nii.gz"))).unwrap();
        assert_eq!(differing(image.volume(), cropped.volume()), 0, "{modality}");
        let count = inside(&drawn.mask);
        let whole = AnyVolume::from(drawn.mask);
        assert_eq!(differing(&whole, mask.volume()), 0, "{modality}");
        let published = mask
            .volume()
            .to_f64()
            .iter()
            .filter(|&&inside| inside == 1.0)
            .count();
        assert_eq!(count, published, "{modality}: nothing lies beyond the part");
    }
    for (modality, voxels) in [("CT", 117_145), ("MR_T1", 117_145), ("PET", 5_095)] {
        let folder = shared("sts/STS_001").join(modality);
        let image = read(folder.join("image")).unwrap();
        let contours = Outlines::read(folder.join("mask/RS.dcm")).unwrap();
        let roi = Roi::parse("/^GTV_Mass/").unwrap();
        let drawn = contours.mask(&roi, image.volume().geometry()).unwrap();
        assert_eq!(inside(&drawn.mask), voxels, "{modality}");
    }
}

#[test]
#[ignore = "needs VOXOMICS_SHARED"]
fn phases_of_a_breast_in_a_zip() {
    let folder = shared("breast_dce");
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
    let collection = Collection::open(folder.join("UCSF-BR-06.zip")).unwrap();
    let phases = expected["phases"].as_array().unwrap();
    assert_eq!(collection.scans().len(), phases.len());
    for (scan, wanted) in collection.scans().iter().zip(phases) {
        let image = scan.read().unwrap();
        assert!(scan.to_string().ends_with("of 3 by ContentTime"), "{scan}");
        assert_eq!(sha256(image.volume().to_f64()), wanted["sha256_f64"]);
    }
    let outlines = collection.only_outlines().unwrap();
    for scan in collection.scans() {
        let mask = outlines
            .mask_of(&Roi::number(1), &scan.read().unwrap())
            .unwrap()
            .mask;
        let mask = AnyVolume::from(mask).to_f64();
        assert_eq!(sha256(mask), expected["seg"]["sha256_mask01_f64"]);
    }
}
