//! Settings with their types.

use voxomics_features::catalog::Class;
use voxomics_features::discretise::Binning;
use voxomics_features::params::{
    EnabledClass, Extensions, Filter, GridAlignment, Interpolator, LbpMethod, MaskInterpolator,
    Normalize, Params, Resample, Resegment, ResegmentMode, Settings,
};
use voxomics_features::weighting::Norm;

fn settings(text: &str) -> Settings {
    let params = Params::from_yaml(&format!("setting: {{{text}}}")).unwrap();
    params.settings().clone()
}

#[test]
fn defaults_are_those_of_pyradiomics() {
    let defaults = Settings::default();
    assert_eq!(Params::default().settings(), &defaults);
    assert_eq!(
        defaults,
        Settings {
            label: 1,
            label_channel: 0,
            minimum_roi_dimensions: 2,
            minimum_roi_size: None,
            geometry_tolerance: None,
            correct_mask: false,
            additional_info: true,
            normalize: None,
            resample: None,
            pre_crop: false,
            pad_distance: 5,
            resegment: None,
            resegment_shape: false,
            binning: Binning::Width(25.0),
            flat_axis: None,
            distances: vec![1],
            array_shift: 0.0,
            symmetrical_glcm: true,
            weighting: None,
            gldm_alpha: 0,
            extensions: Extensions {
                grid_alignment: GridAlignment::Edge,
                mask_interpolator: MaskInterpolator::Nearest,
                round_resampled: false,
                outlier_sigma: None,
                shape_as_drawn: false,
                flat_kurtosis: None,
            },
        }
    );
    let classes = Params::default();
    let classes = classes.feature_classes().iter().map(EnabledClass::class);
    assert!(!classes.clone().any(|class| class == Class::Shape2d));
    assert_eq!(classes.count(), 7);
}

#[test]
fn every_setting_reaches_its_field() {
    let given = settings(
        "label: 3, label_channel: 2, minimumROIDimensions: 1, minimumROISize: 50, \
         geometryTolerance: 1e-3, correctMask: true, additionalInfo: false, normalize: true, \
         normalizeScale: 100, removeOutliers: 3, resampledPixelSpacing: [1, 0, 2.5], \
         interpolator: sitkLinear, preCrop: true, padDistance: 10, resegmentRange: [3, -1.5], \
         resegmentMode: sigma, resegmentShape: true, binWidth: 5, binCount: 32, force2D: true, \
         force2Ddimension: 1, distances: [2, 1, 1], voxelArrayShift: -300, symmetricalGLCM: false, \
         weightingNorm: manhattan, gldm_a: 4",
    );
    assert_eq!(
        given,
        Settings {
            label: 3,
            label_channel: 2,
            minimum_roi_dimensions: 1,
            minimum_roi_size: Some(50),
            geometry_tolerance: Some(1e-3),
            correct_mask: true,
            additional_info: false,
            normalize: Some(Normalize {
                scale: 100.0,
                clip: Some(3.0)
            }),
            resample: Some(Resample {
                spacing: [1.0, 0.0, 2.5],
                dimensions: 3,
                interpolator: Interpolator::Linear
            }),
            pre_crop: true,
            pad_distance: 10,
            resegment: Some(Resegment {
                lower: -1.5,
                upper: Some(3.0),
                mode: ResegmentMode::Sigma
            }),
            resegment_shape: true,
            binning: Binning::Count(32),
            flat_axis: Some(1),
            distances: vec![2, 1, 1],
            array_shift: -300.0,
            symmetrical_glcm: false,
            weighting: Some(Norm::Manhattan),
            gldm_alpha: 4,
            extensions: Extensions::default(),
        }
    );
}

#[test]
fn what_pyradiomics_does_not_have() {
    let params = Params::from_yaml(
        "voxomics: {gridAlignment: centre, maskInterpolator: linear, roundResampled: true, \
         outlierSigma: 3, binOrigin: -1000, shapeAsDrawn: true, flatKurtosis: -3}",
    )
    .unwrap();
    let settings = params.settings();
    assert_eq!(
        settings.extensions,
        Extensions {
            grid_alignment: GridAlignment::Centre,
            mask_interpolator: MaskInterpolator::Linear,
            round_resampled: true,
            outlier_sigma: Some(3.0),
            shape_as_drawn: true,
            flat_kurtosis: Some(-3.0),
        }
    );
    let origin = -1000.0;
    let width = 25.0;
    assert_eq!(settings.binning, Binning::WidthFrom { origin, width });
    assert!(
        params
            .settings_text(1)
            .ends_with("'shapeAsDrawn': True, 'flatKurtosis': -3}")
    );
    let error = Params::from_yaml("setting: {binOrigin: 0}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "setting.binOrigin (line 1) is not a setting of PyRadiomics: it belongs under `voxomics`"
    );
}

#[test]
fn off_is_off() {
    let off = settings(
        "label_channel: , minimumROISize: , geometryTolerance: , correctMask: , additionalInfo: , \
         binCount: , normalize: , removeOutliers: , resampledPixelSpacing: , interpolator: , \
         resegmentRange: , resegmentShape: , preCrop: , symmetricalGLCM: , weightingNorm: ",
    );
    let expected = Settings {
        additional_info: false,
        symmetrical_glcm: false,
        ..Settings::default()
    };
    assert_eq!(off, expected);
}

#[test]
fn interpolators_by_number_are_those_of_simpleitk() {
    for (number, interpolator) in [
        (1, Interpolator::NearestNeighbor),
        (2, Interpolator::Linear),
        (4, Interpolator::Gaussian),
        (5, Interpolator::LabelGaussian),
        (6, Interpolator::HammingWindowedSinc),
        (7, Interpolator::CosineWindowedSinc),
        (8, Interpolator::WelchWindowedSinc),
        (9, Interpolator::LanczosWindowedSinc),
        (10, Interpolator::BlackmanWindowedSinc),
    ] {
        let text = format!("interpolator: {number}, resampledPixelSpacing: [1, 1, 1]");
        let resample = settings(&text).resample.unwrap();
        assert_eq!(resample.interpolator, interpolator, "{number}");
    }
}

#[test]
fn force_2d_dimension_counts_from_z() {
    for (dimension, axis) in [(0, 2), (1, 1), (2, 0)] {
        let text = format!("force2D: true, force2Ddimension: {dimension}");
        assert_eq!(settings(&text).flat_axis, Some(axis));
    }
}

#[test]
fn image_types_have_their_own_settings() {
    let params = Params::from_yaml(
        "
setting: {binWidth: 10, force2Ddimension: 1, lbp2DSamples: 12, wavelet: haar}
imageType:
  Wavelet: {level: 2, start_level: 1, binCount: 8}
  LBP2D: {lbp2DRadius: 1.5, lbp2DMethod: ror}
  LBP3D: {lbp3DIcosphereSubdivision: 2, binWidth: 1}
  Gradient: {gradientUseSpacing: false, label: 2}
",
    )
    .unwrap();
    let [wavelet, flat, sphere, gradient] = params.image_types() else {
        panic!("four image types");
    };
    assert_eq!(
        wavelet.filter,
        Filter::Wavelet {
            wavelet: "haar".to_owned(),
            start_level: 1,
            levels: 2
        }
    );
    assert_eq!(wavelet.settings.binning, Binning::Count(8));
    assert_eq!(
        flat.filter,
        Filter::Lbp2d {
            radius: 1.5,
            samples: 12,
            method: LbpMethod::Ror,
            axis: 1
        }
    );
    assert_eq!(flat.settings.binning, Binning::Width(10.0));
    assert_eq!(
        sphere.filter,
        Filter::Lbp3d {
            levels: 2,
            radius: 1.0,
            subdivision: 2
        }
    );
    assert_eq!(sphere.settings.binning, Binning::Width(1.0));
    assert_eq!(gradient.filter, Filter::Gradient { use_spacing: false });
    assert_eq!((gradient.settings.label, params.settings().label), (2, 1));
}

#[test]
fn overrides_are_read_by_type() {
    let mut params = Params::from_yaml("imageType: {LoG: {}, Original: {binWidth: 3}}").unwrap();
    for (name, text) in [
        ("binWidth", "25"),
        ("sigma", "1,2.5"),
        ("distances", "[1, 2]"),
        ("force2D", "1"),
        ("label", " 4 "),
        ("weightingNorm", "euclidean"),
        ("interpolator", "null"),
        ("symmetricalGLCM", "False"),
    ] {
        params.set(name, text).unwrap();
    }
    // PyRadiomics' command makes a float of 25 and of 1 too.
    assert_eq!(
        params.settings_text(4),
        "{'minimumROIDimensions': 2, 'minimumROISize': None, 'normalize': False, 'normalizeScale': 1, \
         'removeOutliers': None, 'resampledPixelSpacing': None, 'interpolator': None, 'preCrop': False, \
         'padDistance': 5, 'distances': [1, 2], 'force2D': True, 'force2Ddimension': 0, \
         'resegmentRange': None, 'label': 4, 'additionalInfo': True, 'binWidth': 25.0, \
         'sigma': [1.0, 2.5], 'weightingNorm': 'euclidean', 'symmetricalGLCM': False}"
    );
    let [log, original] = params.image_types() else {
        panic!("two image types")
    };
    assert_eq!(
        log.image_names(),
        ["log-sigma-1-0-mm-3D", "log-sigma-2-5-mm-3D"]
    );
    assert_eq!(log.settings.binning, Binning::Width(25.0));
    assert_eq!(
        original.settings.binning,
        Binning::Width(3.0),
        "its own stays"
    );
    assert_eq!(params.settings().label, 4);
}

#[test]
fn voxel_settings() {
    let params =
        Params::from_yaml("voxelSetting: {kernelRadius: 2, maskedKernel: false, initValue: .nan}");
    let voxel = *params.unwrap().voxel_settings();
    assert_eq!(
        (voxel.kernel_radius, voxel.masked_kernel, voxel.voxel_batch),
        (2, false, None)
    );
    assert!(voxel.init_value.is_nan());
    let defaults = *Params::default().voxel_settings();
    assert_eq!((defaults.kernel_radius, defaults.masked_kernel), (1, true));
}
