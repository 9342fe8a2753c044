//! Cases at the edge of what is defined, as `PyRadiomics` has them.

use rayon::prelude::*;
use voxomics_core::ErrorClass;
use voxomics_features::discretise::{Binning, Levels};
use voxomics_features::params::Params;
use voxomics_features::roi::{Roi, RoiMask};
use voxomics_features::weighting::Norm;
use voxomics_features::{Extraction, Extractor, glrlm};
use voxomics_testkit::on_any_pool;
use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};

use crate::scan::{extract, grid, labels, mask, textured};

fn ball([x, y, z]: [usize; 3]) -> bool {
    [x, y, z]
        .iter()
        .map(|at| at.abs_diff(5).pow(2))
        .sum::<usize>()
        < 17
}

/// Distances are the image's, where the mask's header is rounded.
#[test]
fn spacing_is_that_of_the_image() {
    let yaml = "
imageType: {Original: {}}
setting: {weightingNorm: euclidean, geometryTolerance: 0.02}
featureClass: {shape: , firstorder: , glcm: , glrlm: }
";
    let exact = Geometry::axis_aligned([11; 3], [1.0, 1.2, 2.5]).unwrap();
    let rounded = Geometry::axis_aligned([11; 3], [1.005, 1.2, 2.51]).unwrap();
    let image = textured(exact);
    let want = extract(yaml, &image, &mask(exact, ball)).unwrap();
    let got = extract(yaml, &image, &mask(rounded, ball)).unwrap();
    assert_eq!(got.features(), want.features());
    let resegmented = yaml.replace("{weighting", "{resegmentRange: [20, 400], weighting");
    let want = extract(&resegmented, &image, &mask(exact, ball)).unwrap();
    let got = extract(&resegmented, &image, &mask(rounded, ball)).unwrap();
    assert_eq!(got.features(), want.features());
}

/// The plane of a two-dimensional image is that of its patterns, whatever `force2Ddimension` says.
#[test]
fn patterns_of_a_plane() {
    let plane = grid([16, 14, 1]).planar().unwrap();
    let image = textured(plane);
    let mask = mask(plane, |[x, y, _]| x > 2 && y > 1 && x < 12);
    let of = |axis: usize| {
        let yaml = format!(
            "imageType: {{LBP2D: {{}}}}\nsetting: {{force2Ddimension: {axis}}}\nfeatureClass: {{firstorder: }}"
        );
        extract(&yaml, &image, &mask).unwrap()
    };
    assert!(of(0).get("lbp-2D_firstorder_Variance").unwrap() > 0.0);
    assert_eq!(of(1).features(), of(0).features());
    assert_eq!(of(2).features(), of(0).features());
}

/// Labels side by side on one pool wait for what they share, never for themselves.
#[test]
fn labels_in_parallel() {
    let geometry = grid([24; 3]);
    let image = textured(geometry);
    let mask = labels(geometry, |[x, y, z]| {
        (1 + x / 6 + 4 * (y / 6) + 16 * (z / 6)) as u32
    });
    let params = Params::from_yaml("setting: {normalize: true}").unwrap();
    let extractor = Extractor::new(params);
    let features = on_any_pool(|| {
        let case = extractor.case(&image, &mask);
        let all = (1..=64_u32)
            .into_par_iter()
            .map(|label| case.extract(label).unwrap());
        let all: Vec<Extraction> = all.collect();
        all.iter()
            .map(|extraction| extraction.get("original_glcm_Contrast").unwrap().to_bits())
            .collect::<Vec<_>>()
    });
    assert_eq!(features.len(), 64);
}

/// No memory is asked for, and the next case goes on.
#[test]
fn a_grid_too_fine_to_be() {
    let image = textured(grid([11; 3]));
    let yaml = "setting: {resampledPixelSpacing: [0.001, 0.001, 0.001]}";
    let error = extract(yaml, &image, &mask(grid([11; 3]), ball)).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Resource);
    assert!(
        error.to_string().contains("resampledPixelSpacing"),
        "{error}"
    );
}

/// Where several images fail, it is always the first that is told.
#[test]
fn the_first_error_is_told() {
    let image: AnyVolume = Volume::from_fn(grid([20; 3]), |[x, y, z]| {
        ((x * 7919 + y * 104_729 + z * 1_299_709) % 100_003) as f64
    })
    .into();
    let mask: Mask = mask(grid([20; 3]), |[x, _, _]| x > 0);
    let params = Params::from_yaml(
        "imageType: {Wavelet: {}}\nsetting: {binWidth: 0.5}\nfeatureClass: {glcm: }",
    );
    let extractor = Extractor::new(params.unwrap());
    let message = on_any_pool(|| extractor.extract(&image, &mask).unwrap_err().to_string());
    assert!(message.contains("levels"), "{message}");
}

/// Two voxels that lie on no common line: two of the sums over no runs are 0, all else is NaN.
#[test]
fn weighted_runs_of_nothing() {
    let mut inside = vec![0; 3 * 5 * 2];
    inside[0] = 1;
    inside[29] = 1;
    let mask = RoiMask::new([3, 5, 2], [1.0; 3], inside).unwrap();
    let roi = Roi::new(mask, (0..30).map(f64::from).collect()).unwrap();
    let levels = Levels::new(&roi, Binning::Width(1.0)).unwrap();
    let options = glrlm::Options {
        weighting: Some(Norm::Infinity),
        ..glrlm::Options::default()
    };
    let features = glrlm::features(&levels, &options);
    assert_eq!((features.run_entropy, features.run_variance), (0.0, 0.0));
    assert!(features.run_percentage.is_nan() && features.gray_level_variance.is_nan());
    let alone = glrlm::features(&levels, &glrlm::Options::default());
    assert!(alone.run_entropy.is_nan() && alone.run_variance.is_nan());
}
