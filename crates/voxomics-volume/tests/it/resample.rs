//! What must hold of any resampling; goldens of ITK are compared in `voxomics-features`.

use proptest::prelude::*;
use voxomics_testkit::on_any_pool;
use voxomics_volume::geometry::Error;
use voxomics_volume::resample::{self, Interpolator};
use voxomics_volume::{AnyVolume, Geometry, Mask, Region, Volume};

const ALL: [Interpolator; 10] = [
    Interpolator::NearestNeighbor,
    Interpolator::Linear,
    Interpolator::BSpline,
    Interpolator::Gaussian,
    Interpolator::LabelGaussian,
    Interpolator::HammingWindowedSinc,
    Interpolator::CosineWindowedSinc,
    Interpolator::WelchWindowedSinc,
    Interpolator::LanczosWindowedSinc,
    Interpolator::BlackmanWindowedSinc,
];

/// Axes turned about z by `angle`, x mirrored.
fn turned(size: [usize; 3], spacing: [f64; 3], origin: [f64; 3], angle: f64) -> Geometry {
    let (sin, cos) = angle.sin_cos();
    let direction = [[-cos, -sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]];
    Geometry::new(size, spacing, origin, direction).unwrap()
}

/// Some grid, oblique or upright.
fn grids() -> impl Strategy<Value = Geometry> {
    let sizes = prop::array::uniform3(1_usize..24);
    let spacings = prop::array::uniform3(0.3_f64..4.0);
    let origins = prop::array::uniform3(-300.0_f64..300.0);
    let angles = prop_oneof![Just(0.0), 0.0_f64..6.0];
    (sizes, spacings, origins, angles)
        .prop_map(|(size, spacing, origin, angle)| turned(size, spacing, origin, angle))
}

/// An image of numbers that look random.
fn image(geometry: Geometry) -> AnyVolume {
    let number = |[x, y, z]: [usize; 3]| (x * 37 + y * 101 + z * 59 + x * y * 7) % 401;
    Volume::from_fn(geometry, |index| number(index) as f64 - 150.0).into()
}

fn assert_near(found: &AnyVolume, expected: &[f64], tolerance: f64) {
    let found = found.to_f64();
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= tolerance, "{a} instead of {b}");
    }
}

proptest! {
    #[test]
    fn onto_its_own_grid_an_image_stays(geometry in grids()) {
        let image = image(geometry);
        let voxels = image.to_f64();
        for (interpolator, tolerance) in [
            (Interpolator::NearestNeighbor, 0.0),
            (Interpolator::Linear, 1e-9),
            // Lines of more than 18 voxels begin with a sum that ITK cuts off at 10⁻¹⁰.
            (Interpolator::BSpline, 1e-7),
        ] {
            assert_near(&resample::image(&image, &geometry, interpolator), &voxels, tolerance);
        }
    }

    /// Windowed sincs ripple by a few per cent, since their weights are not normalised.
    #[test]
    fn a_constant_stays_constant(geometry in grids(), share in prop::array::uniform3(0.3_f64..3.0)) {
        let image = AnyVolume::from(Volume::from_fn(geometry, |_| -1000.0));
        let spacing = std::array::from_fn(|axis| geometry.spacing()[axis] * share[axis]);
        let onto = resample::grid(&geometry, Region::whole(geometry.size()), spacing, 0).unwrap();
        for (rank, interpolator) in ALL.into_iter().enumerate() {
            let tolerance = if rank < 5 { 1e-6 } else { 100.0 };
            let found = resample::image(&image, &onto, interpolator);
            // What a coarse grid's voxels beyond the last centre see is outside.
            let found: Vec<f64> = found.to_f64().into_iter().filter(|&value| value != 0.0).collect();
            prop_assert!(!found.is_empty());
            for value in found {
                prop_assert!((value + 1000.0).abs() <= tolerance, "{interpolator:?}: {value}");
            }
        }
    }
}

#[test]
fn integers_are_cut_off_and_saturate() {
    let geometry = Geometry::axis_aligned([4, 1, 1], [2.0, 1.0, 1.0]).unwrap();
    let onto = Geometry::axis_aligned([7, 1, 1], [1.0; 3]).unwrap();
    let image = AnyVolume::from(Volume::new(geometry, vec![0_u8, 255, 255, 0]).unwrap());
    let spline = resample::image(&image, &onto, Interpolator::BSpline);
    let AnyVolume::U8(spline) = spline else {
        panic!("{spline:?} has another type");
    };
    assert_eq!(spline.voxels()[3], 255); // it overshoots
    let signed = AnyVolume::from(Volume::new(geometry, vec![0_i16, -3, -4, 5]).unwrap());
    let linear = resample::image(&signed, &onto, Interpolator::Linear).to_f64();
    assert_eq!(linear, [0.0, -1.0, -3.0, -3.0, -4.0, 0.0, 5.0]);
}

#[test]
fn a_grid_that_cannot_be_is_refused() {
    let mask = Geometry::axis_aligned([64, 64, 20], [0.75, 0.75, 3.0]).unwrap();
    let roi = Region::new([16, 24, 4], [8, 8, 5]);
    let grid = |spacing, padding| resample::grid(&mask, roi, spacing, padding);
    for wrong in [
        [-1.0, 1.0, 1.0],
        [1.0, f64::NAN, 1.0],
        [1.0, 1.0, f64::INFINITY],
    ] {
        assert!(matches!(grid(wrong, 5), Err(Error::Spacing { .. })));
        let centred = resample::centred_grid(&mask, wrong);
        assert!(matches!(centred, Err(Error::Spacing { .. })));
    }
    let tiny = [1e-12; 3];
    assert!(matches!(grid(tiny, 5), Err(Error::TooLarge { .. })));
    let centred = resample::centred_grid(&mask, tiny);
    assert!(matches!(centred, Err(Error::TooLarge { .. })));
    let outside = resample::grid(&mask, Region::new([900; 3], [8; 3]), [1.0; 3], 0);
    assert!(matches!(outside, Err(Error::EmptyAxis { .. })));
    let far = Region::new([usize::MAX; 3], [usize::MAX; 3]);
    assert!(resample::grid(&mask, far, [1.0; 3], usize::MAX).is_err());
    assert_eq!(grid([0.0; 3], usize::MAX).unwrap(), mask);
}

#[test]
fn an_axis_of_one_voxel_keeps_its_spacing() {
    let mask = Geometry::axis_aligned([8, 8, 8], [1.0, 1.0, 3.0]).unwrap();
    let slice = Region::new([2, 2, 5], [3, 3, 1]);
    let grid = resample::grid(&mask, slice, [2.0; 3], 0).unwrap();
    assert_eq!(grid.spacing(), [2.0, 2.0, 3.0]);
    let flat = Geometry::axis_aligned([8, 8, 1], [1.0; 3])
        .unwrap()
        .planar();
    let grid = resample::grid(&flat.unwrap(), Region::whole([8, 8, 1]), [2.0; 3], 0).unwrap();
    assert_eq!((grid.rank(), grid.size()), (2, [4, 4, 1]));
}

/// Indices beyond anything, or that are no numbers, are outside.
#[test]
fn far_grids_see_nothing() {
    let image = image(turned([5, 6, 7], [0.5, 1.0, 2.0], [3.0; 3], 0.3));
    for (spacing, origin) in [
        (1e300, 0.0),
        (1e-300, 1e300),
        (1e17, -1e17),
        (1.0, f64::MAX),
    ] {
        let onto = turned([3, 3, 3], [spacing; 3], [origin; 3], 1.0);
        for interpolator in ALL {
            let voxels = resample::image(&image, &onto, interpolator).to_f64();
            let seen = voxels.iter().filter(|&&value| value != 0.0).count();
            assert!(seen <= 1, "{interpolator:?} {voxels:?}"); // the voxel at the origin
        }
    }
}

#[test]
fn the_threshold_of_a_label_is_inside() {
    let geometry = Geometry::axis_aligned([4, 1, 1], [2.0, 1.0, 1.0]).unwrap();
    let mask = Mask::new(Volume::new(geometry, vec![0_u8, 3, 7, 7]).unwrap().into()).unwrap();
    let onto = Geometry::axis_aligned([7, 1, 1], [1.0; 3]).unwrap();
    let at = |threshold| {
        let mask = resample::mask_linear(&mask, 7, &onto, threshold);
        mask.into_volume().to_f64()
    };
    assert_eq!(at(0.5), [0.0, 0.0, 0.0, 7.0, 7.0, 7.0, 7.0]);
    assert_eq!(at(0.51), [0.0, 0.0, 0.0, 0.0, 7.0, 7.0, 7.0]);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let geometry = turned([40, 30, 20], [0.7, 0.9, 2.5], [-11.0, 3.0, 80.0], 0.4);
    let image = image(geometry);
    let onto = resample::grid(&geometry, Region::new([5; 3], [9; 3]), [1.0; 3], 2).unwrap();
    for interpolator in ALL {
        let bytes = on_any_pool(|| {
            let image = resample::image(&image, &onto, interpolator);
            image.native_bytes().to_vec()
        });
        assert!(bytes.iter().any(|&byte| byte != 0));
    }
}
