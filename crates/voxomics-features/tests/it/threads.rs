//! Same bytes for any number of threads.

use voxomics_core::Seed;
use voxomics_features::params::Params;
use voxomics_features::{Extraction, Extractor};
use voxomics_testkit::{data, on_any_pool};
use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};

/// Names, bits of features and texts of diagnostics.
type Bytes = (Vec<(String, u64)>, Vec<(String, String)>);

fn bytes(extraction: &Extraction) -> Bytes {
    let features = extraction.features().iter();
    let diagnostics = extraction.diagnostics().entries().iter();
    (
        features
            .map(|(name, value)| (name.clone(), value.to_bits()))
            .collect(),
        diagnostics
            .map(|(name, value)| (name.clone(), value.to_string()))
            .collect(),
    )
}

fn assert_same_bytes(params: &Params, image: &AnyVolume, mask: &Mask) {
    let (features, diagnostics) = on_any_pool(|| {
        let extractor = Extractor::new(params.clone());
        bytes(&extractor.extract(image, mask).unwrap())
    });
    assert!(features.len() >= 107 && diagnostics.len() == 22);
}

#[test]
fn brain() {
    let volume = |name: &str| {
        let path = data().join("images/pyradiomics").join(name);
        voxomics_io::read(path).unwrap().into_volume().unwrap()
    };
    let mask = Mask::new(volume("brain1_label.nrrd")).unwrap();
    assert_same_bytes(&Params::default(), &volume("brain1_image.nrrd"), &mask);
}

/// Large enough for every reduction to be split, and with every direction weighted.
#[test]
fn synthetic() {
    let geometry = Geometry::axis_aligned([40; 3], [0.7, 0.9, 2.5]).unwrap();
    let mut stream = Seed(5).stream("threads", 0);
    let image = Volume::from_fn(geometry, |[x, y, z]| {
        (100.0 * stream.normal() + (x * y + z) as f64) as f32
    });
    let inside = |[x, y, z]: [usize; 3]| (x * y + 3 * z) % 17 > 2 && x.abs_diff(20) + z > 4;
    let mask = Mask::new(Volume::from_fn(geometry, |index| u8::from(inside(index))).into());
    let (image, mask) = (AnyVolume::from(image), mask.unwrap());
    assert_same_bytes(&Params::default(), &image, &mask);
    let weighted = "
setting: {weightingNorm: euclidean, distances: [1, 2], symmetricalGLCM: false, gldm_a: 1}
featureClass: {firstorder: , shape: , glcm: , glrlm: , glszm: , gldm: , ngtdm: }
";
    assert_same_bytes(&Params::from_yaml(weighted).unwrap(), &image, &mask);
}
