//! Every message word for word, and its class: users and command lines rely on both.

use voxomics_core::ErrorClass;
use voxomics_features::discretise::{self, Binning, Levels};
use voxomics_features::extractor::{Error, Warning};
use voxomics_features::firstorder;
use voxomics_features::roi::{self, Roi, RoiMask};
use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};

use crate::scan::{extract, grid, labels, mask, textured};

#[track_caller]
fn assert_input(outcome: Result<voxomics_features::Extraction, Error>, message: &str) {
    let error = outcome.unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(error.class(), ErrorClass::Input, "{message}");
}

/// A cube of 2 x 2 x 2 voxels.
fn cube([x, y, z]: [usize; 3]) -> bool {
    x.max(y).max(z) < 2
}

fn moved(size: [usize; 3], origin: [f64; 3]) -> Geometry {
    Geometry::new(size, [1.0; 3], origin, grid(size).direction()).unwrap()
}

#[test]
fn grids_that_differ() {
    let image = textured(grid([6; 3]));
    let moved_mask = |origin| mask(moved([6; 3], origin), cube);
    assert_input(
        extract("{}", &image, &moved_mask([0.5, 0.0, 0.0])),
        "image and mask lie on different grids: origin [0.0, 0.0, 0.0] and [0.5, 0.0, 0.0], 5.000e-1 mm \
         apart (tolerance 1e-6 of the x spacing, 1e-6 for directions); if the mask was drawn on this image, \
         resample it (`--resample-mask`, setting correctMask), or raise the setting geometryTolerance if the \
         difference is rounding",
    );
    for corrected in ["{}", "setting: {correctMask: false}"] {
        assert_input(
            extract(corrected, &image, &moved_mask([0.0, 80.0, 0.0])),
            "image and mask do not overlap in space: they belong to different scans (image and mask lie on \
             different grids: origin [0.0, 0.0, 0.0] and [0.0, 80.0, 0.0], 8.000e1 mm apart (tolerance 1e-6 \
             of the x spacing, 1e-6 for directions))",
        );
    }
    assert_input(
        extract(
            "setting: {correctMask: true}",
            &image,
            &moved_mask([-1.0, 0.0, 0.0]),
        ),
        "label 1 reaches beyond the image: voxels [-1.5, -0.5, -0.5] to [0.5, 1.5, 1.5] of a grid of [6, 6, \
         6]; crop the mask, or use the image that it was drawn on",
    );
    // What the messages advise does help.
    let near = moved_mask([0.5, 0.0, 0.0]);
    assert!(extract("setting: {geometryTolerance: 0.6}", &image, &near).is_ok());
    assert!(extract("setting: {correctMask: true}", &image, &near).is_ok());
}

#[test]
fn masks_that_are_none() {
    let image = textured(grid([6; 3]));
    let nothing = mask(grid([6; 3]), |_| false);
    assert_input(
        extract("{}", &image, &nothing),
        "no region in this mask: every voxel is 0",
    );
    let everything = mask(grid([6; 3]), |_| true);
    assert_input(
        extract("{}", &image, &everything),
        "no region in this mask: every voxel is 1",
    );
    let organs = labels(grid([6; 3]), |[x, _, _]| 3 * (x / 2) as u32);
    assert_input(
        extract("{}", &image, &organs),
        "label 1 is not in this mask, which has 3, 6",
    );
    let eight = textured(grid([8; 3]));
    assert_input(
        extract(
            "{}",
            &eight,
            &labels(grid([8; 3]), |[x, y, z]| (x + 8 * y + 64 * z) as u32),
        ),
        "this mask has 511 different values, and a mask has 255 labels at most: is it an image given as the \
         mask?",
    );
    let as_image = AnyVolume::from(Volume::from_fn(grid([6; 3]), |[x, _, _]| (x / 2) as i16));
    let same = labels(grid([6; 3]), |[x, _, _]| (x / 2) as u32);
    assert_input(
        extract("{}", &as_image, &same),
        "image and mask are equal in every voxel: the image was given as its own mask",
    );
    assert!(extract("featureClass: {shape: }", &as_image, &same).is_ok());
}

#[test]
fn regions_that_are_too_small() {
    let image = textured(grid([6; 3]));
    let one = mask(grid([6; 3]), |index| index == [2, 2, 2]);
    for settings in ["{}", "setting: {minimumROIDimensions: 1}"] {
        assert_input(
            extract(settings, &image, &one),
            "label 1 is a single voxel: features need at least two",
        );
    }
    let line = mask(grid([6; 3]), |[x, y, z]| x < 4 && y == 2 && z == 2);
    assert_input(
        extract("setting: {minimumROIDimensions: 2}", &image, &line),
        "label 1 spans more than one voxel along 1 axes only, and minimumROIDimensions asks for 2",
    );
    let cube = mask(grid([6; 3]), cube);
    assert_input(
        extract("setting: {minimumROISize: 8}", &image, &cube),
        "label 1 has 8 voxels, and minimumROISize asks for more than 8",
    );
    assert!(extract("setting: {minimumROISize: 7}", &image, &cube).is_ok());
    assert!(extract("setting: {minimumROIDimensions: 1}", &image, &line).is_ok());
}

/// A cube of which some voxels are not finite.
fn damaged(bad: f32, where_bad: impl Fn([usize; 3]) -> bool) -> AnyVolume {
    let value = |index @ [x, y, z]: [usize; 3]| {
        if where_bad(index) {
            bad
        } else {
            (x + 10 * y + 100 * z) as f32
        }
    };
    Volume::from_fn(grid([6; 3]), value).into()
}

#[test]
fn voxels_that_are_not_finite() {
    let region = mask(grid([6; 3]), |[x, y, z]| cube([x.wrapping_sub(1), y, z]));
    assert_input(
        extract(
            "{}",
            &damaged(f32::NAN, |[x, y, _]| x == 2 && y > 0),
            &region,
        ),
        "2 of 8 voxels inside label 1 are not finite, the first NaN at [2, 1, 0]: repair the image or leave \
         them out of the mask",
    );
    assert_input(
        extract(
            "{}",
            &damaged(f32::NEG_INFINITY, |index| index == [1, 1, 1]),
            &region,
        ),
        "1 of 8 voxels inside label 1 are not finite, the first -inf at [1, 1, 1]: repair the image or leave \
         them out of the mask",
    );
    let gone = damaged(f32::NAN, |_| true);
    assert_input(
        extract("{}", &gone, &region),
        "the image has no finite voxel inside label 1",
    );
    assert!(extract("featureClass: {shape: }", &gone, &region).is_ok());
    let elsewhere = damaged(f32::NAN, |[x, _, _]| x == 0);
    assert!(extract("{}", &elsewhere, &region).is_ok());
}

#[test]
fn several_slices_for_a_plane_shape() {
    assert_input(
        extract(
            "{setting: {force2D: true}, featureClass: {shape2D: }}",
            &textured(grid([6; 3])),
            &mask(grid([6; 3]), cube),
        ),
        "label 1: the region spans 2 slices along dimension 0: its two-dimensional shape needs exactly one; \
         leave shape2D out, or draw one slice",
    );
}

#[test]
fn regions_that_cannot_be_cut_out() {
    let region = voxomics_volume::Region::new([1, 0, 0], [6, 6, 6]);
    let cut = Roi::cut(
        &textured(grid([6; 3])),
        &mask(grid([6; 3]), cube),
        1,
        region,
    );
    let error = Error::from(cut.unwrap_err());
    assert_eq!(
        error.to_string(),
        "Region { start: [1, 0, 0], size: [6, 6, 6] } reaches beyond a grid of [6, 6, 6]"
    );
    assert_eq!(error.class(), ErrorClass::Input);
    // By hand: a region of 2^32 voxels fills more memory than a test may take.
    let error = Error::from(roi::Error::TooLarge { voxels: 1 << 32 });
    assert_eq!(
        error.to_string(),
        "the box around the region has 4294967296 voxels, and at most 4294967295 are possible"
    );
    assert_eq!(error.class(), ErrorClass::Resource);
}

fn roi(inside: Vec<u8>, values: &[f64]) -> Roi {
    let mask = RoiMask::new([values.len(), 1, 1], [1.0; 3], inside).unwrap();
    Roi::new(mask, values.to_vec()).unwrap()
}

#[test]
fn intensities_without_grey_levels() {
    let two = |low, high| roi(vec![1, 1, 0], &[low, high, f64::NAN]);
    let nothing = roi(vec![0, 0], &[1.0, 2.0]);
    for (roi, binning, message) in [
        (
            &nothing,
            Binning::Width(25.0),
            "the region of interest is empty: there is nothing to discretise",
        ),
        (
            &two(1.0, 2.0),
            Binning::Width(0.0),
            "bin width 0 is not a positive number",
        ),
        (
            &two(1.0, 2.0),
            Binning::Width(-1.5),
            "bin width -1.5 is not a positive number",
        ),
        (
            &two(1.0, 2.0),
            Binning::Width(f64::NAN),
            "bin width NaN is not a positive number",
        ),
        (
            &two(1.0, 2.0),
            Binning::Count(0),
            "bin count 0 leaves no grey level: ask for at least one",
        ),
        (
            &two(f64::NAN, 2.0),
            Binning::Width(25.0),
            "the region of interest holds NaN, which belongs to no bin",
        ),
        (
            &two(1.0, f64::INFINITY),
            Binning::Count(8),
            "the region of interest holds inf, which belongs to no bin",
        ),
    ] {
        let error = Levels::new(roi, binning).unwrap_err();
        assert_eq!(error.to_string(), message);
        let options = firstorder::Options {
            binning,
            array_shift: 0.0,
        };
        assert_eq!(
            firstorder::features(roi, &options).unwrap_err().to_string(),
            message
        );
        assert_eq!(Error::from(error).class(), ErrorClass::Input, "{message}");
    }
}

#[test]
fn more_grey_levels_than_a_matrix_can_have() {
    let values = |[x, _, _]: [usize; 3]| if x == 0 { 0.0 } else { 65534.0 };
    let image = AnyVolume::from(Volume::from_fn(grid([6; 3]), values));
    let region = mask(grid([6; 3]), cube);
    let message = "intensities from 0 to 65534 make 65535 grey levels, and textures can have 65534: choose a \
                   larger binWidth or a binCount";
    assert_input(extract("setting: {binWidth: 1}", &image, &region), message);
    for advice in ["{binWidth: 2}", "{binCount: 8}"] {
        let advice = format!("{{setting: {advice}, featureClass: {{glszm: }}}}");
        assert!(extract(&advice, &image, &region).is_ok());
    }
    // First-order features need no matrix.
    let alone = "{setting: {binWidth: 1}, featureClass: {firstorder: }}";
    assert!(extract(alone, &image, &region).is_ok());
    let levels = Levels::new(&roi(vec![1, 1], &[0.0, 65533.0]), Binning::Width(1.0)).unwrap();
    assert_eq!(levels.largest(), Levels::MAX);
    let huge = Levels::new(&roi(vec![1, 1], &[-1e300, 1e300]), Binning::Width(1.0));
    assert!(
        matches!(huge, Err(discretise::Error::TooManyLevels { .. })),
        "{huge:?}"
    );
}

/// PyRadiomics: `RuntimeError: Error getting angle count.`
#[test]
fn distances_that_fit_no_offset() {
    let image = textured(grid([6; 3]));
    let region = mask(grid([6; 3]), |index| {
        index.iter().all(|i| (2..4).contains(i))
    });
    for class in ["glcm", "gldm", "ngtdm"] {
        let yaml = format!("{{setting: {{distances: [3]}}, featureClass: {{{class}: }}}}");
        let message = format!(
            "{class} of label 1: no two voxels of a box of [2, 2, 2] are neighbours at distances [3]: choose \
             smaller distances, or leave {class} out"
        );
        assert_input(extract(&yaml, &image, &region), &message);
    }
    let line = mask(grid([6; 3]), |[x, y, _]| (x, y) == (2, 3));
    let yaml = "{setting: {force2D: true, minimumROIDimensions: 1}, featureClass: {glszm: }}";
    let message = "glszm of label 1: no two voxels of a box of [1, 1, 6] are neighbours at distances [1] \
                   within a plane: choose smaller distances, or leave glszm out";
    assert_input(extract(yaml, &image, &line), message);
}

#[test]
fn more_grey_levels_than_co_occurrences_bear() {
    let each = |[x, y, z]: [usize; 3]| (x + 20 * y + 400 * z) as f64;
    let image = AnyVolume::from(Volume::from_fn(grid([20; 3]), each));
    let region = mask(grid([20; 3]), |index| index != [0; 3]);
    let error = extract("setting: {binWidth: 1}", &image, &region).unwrap_err();
    assert_eq!(
        error.to_string(),
        "original: label 1 has 7999 grey levels, and glcm works with 4096 at most: choose a larger binWidth \
         or a binCount, or leave glcm out"
    );
    assert_eq!(error.class(), ErrorClass::Resource);
    let without = "{setting: {binWidth: 1}, featureClass: {ngtdm: }}";
    assert!(extract(without, &image, &region).is_ok());
    let countless = extract("setting: {binCount: 100000000}", &image, &region);
    assert!(
        matches!(
            countless,
            Err(Error::Discretise(discretise::Error::TooManyLevels { .. }))
        ),
        "{countless:?}"
    );
}

#[track_caller]
fn assert_warns(yaml: &str, image: &AnyVolume, mask: &Mask, message: &str) -> Vec<Warning> {
    let warnings = extract(yaml, image, mask).unwrap().warnings().to_vec();
    let texts: Vec<String> = warnings.iter().map(Warning::to_string).collect();
    assert_eq!(texts, [message]);
    warnings
}

#[test]
fn warnings() {
    let image = textured(grid([6; 3]));
    let shape = "featureClass: {shape: }";
    assert!(
        extract(shape, &image, &mask(grid([6; 3]), cube))
            .unwrap()
            .warnings()
            .is_empty()
    );
    let warnings = assert_warns(
        "{setting: {correctMask: true}, featureClass: {shape: }}",
        &image,
        &mask(moved([6; 3], [2.0, 0.0, 0.0]), cube),
        "mask resampled to the image's grid by nearest neighbour: image and mask lie on different grids: \
         origin [0.0, 0.0, 0.0] and [2.0, 0.0, 0.0], 2.000e0 mm apart (tolerance 1e-6 of the x spacing, 1e-6 \
         for directions)",
    );
    assert!(matches!(warnings[..], [Warning::MaskCorrected { .. }]));
    let plane = grid([6, 6, 1]).planar().unwrap();
    let square = |[x, y, _]: [usize; 3]| x.max(y) < 2;
    let warnings = assert_warns(
        shape,
        &textured(plane),
        &mask(plane, square),
        "shape needs a three-dimensional image: left out for this one",
    );
    assert_eq!(warnings, [Warning::ShapeOfPlane]);
    let warnings = assert_warns(
        "{setting: {force2D: true, force2Ddimension: 1}, featureClass: {shape2D: }}",
        &image,
        &mask(grid([6; 3]), |[x, y, z]| y == 3 && x.max(z) < 2),
        "shape2D left out: PyRadiomics computes it only where the region spans more than one voxel along image \
         axis 1, and here it spans one",
    );
    assert_eq!(warnings, [Warning::Shape2dSkipped { axis: 1 }]);
}

/// Whether rounding makes the variance across an oblique plane negative depends on the spacing.
#[test]
fn warning_of_a_flat_region() {
    let of_spacing = |step: u32| {
        let spacing = [0.1 * f64::from(step), 0.7, 1.1];
        let oblique = Geometry::axis_aligned([9; 3], spacing).unwrap();
        let plane = mask(oblique, |[x, y, z]| x + 2 * y + 3 * z == 18);
        extract("featureClass: {shape: }", &textured(oblique), &plane)
            .unwrap()
            .warnings()
            .to_vec()
    };
    let warnings = (1..40)
        .map(of_spacing)
        .find(|warnings| !warnings.is_empty())
        .unwrap();
    assert_eq!(warnings, [Warning::FlatShape]);
    assert_eq!(
        warnings[0].to_string(),
        "the region is flat: a negative eigenvalue of its shape was taken as 0"
    );
}

/// Review of 2026-11-28: it was ignored without a word. PyRadiomics takes the label within the box of the
/// case's.
#[test]
fn a_label_under_an_image_type() {
    let image = textured(grid([8; 3]));
    let two = Volume::from_fn(grid([8; 3]), |[x, y, _]| u8::from(x < 6) + u8::from(y < 3));
    let two = Mask::new(two.into()).unwrap();
    let of = |yaml: &str| extract(yaml, &image, &two);
    let own =
        of("{imageType: {Original: {label: 2}}, featureClass: {firstorder: [Mean]}}").unwrap();
    let inside = |[x, y, _]: [usize; 3]| x < 6 && y < 3;
    let want = extract(
        "featureClass: {firstorder: [Mean]}",
        &image,
        &mask(grid([8; 3]), inside),
    );
    assert_eq!(own.features(), want.unwrap().features());
    let error = of("imageType: {Original: {label: 7}}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "label 7, which an image type asks for, has no voxel in the box of label 1: leave it out of the \
         image type"
    );
}

/// PyRadiomics 3.0.1, four voxels of value 5 apart from each other.
#[test]
fn isolated_voxels_of_one_level() {
    let image = AnyVolume::from(Volume::from_fn(grid([6; 3]), |_| 5_i16));
    let apart = [[0, 0, 0], [3, 0, 0], [0, 3, 3], [3, 0, 3]];
    let region = mask(grid([6; 3]), |index| apart.contains(&index));
    for (setting, value) in [
        ("binWidth: 25", ("MCC", 1.0)),
        ("weightingNorm: euclidean", ("InverseVariance", 0.0)),
    ] {
        let yaml = format!("{{setting: {{{setting}}}, featureClass: {{glcm: }}}}");
        let extraction = extract(&yaml, &image, &region).unwrap();
        let numbers: Vec<_> = extraction
            .features()
            .iter()
            .filter(|(_, got)| !got.is_nan())
            .collect();
        let (name, want) = value;
        assert_eq!(numbers, [&(format!("original_glcm_{name}"), want)]);
    }
}
