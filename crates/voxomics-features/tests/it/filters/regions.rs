//! What holds for every filter: scale, size, threads, empty regions, regions that do not fit.

use voxomics_core::Seed;
use voxomics_features::filter::wavelet::Options;
use voxomics_features::filter::{gradient, laplacian, pointwise};
use voxomics_testkit::on_any_pool;
use voxomics_volume::{AnyVolume, Geometry, Region, Volume};

use super::{bits, decomposed};

#[test]
fn no_more_and_no_fewer_voxels_than_pyradiomics_asks_for() {
    use laplacian::{Misfit, fits};
    let grid = |size, spacing| Geometry::axis_aligned(size, spacing).unwrap();
    let thin = grid([20, 3, 20], [1.0; 3]);
    assert!(matches!(
        fits(&thin, 0.1),
        Err(Misfit::FewVoxels { size: [20, 3, 20] })
    ));
    let small = grid([20, 5, 20], [1.0; 3]);
    assert_eq!(fits(&small, 4.0), Ok(()));
    assert!(matches!(fits(&small, 4.1), Err(Misfit::WideSigma { .. })));
    assert_eq!(fits(&grid([20, 5, 20], [1.0, 1.5, 1.0]), 5.9), Ok(()));
    for sigma in [0.0, -1.0, f64::NAN] {
        assert!(
            matches!(fits(&small, sigma), Err(Misfit::Sigma { .. })),
            "{sigma}"
        );
    }
    assert!(fits(&small, f64::INFINITY).is_err());
    let plane = grid([9, 9, 1], [1.0; 3]);
    assert!(fits(&plane, 1.0).is_err());
    assert_eq!(fits(&plane.planar().unwrap(), 8.0), Ok(()));
}

#[test]
fn same_bits_on_any_number_of_threads() {
    let geometry = Geometry::axis_aligned([70, 61, 40], [0.7, 0.9, 2.5]).unwrap();
    let mut stream = Seed(6).stream("filters", 0);
    let image = Volume::from_fn(geometry, |_| (300.0 * stream.normal()) as i16).into();
    let region = Region::new([9, 8, 7], [50, 40, 30]);
    let found = on_any_pool(|| {
        let mut all = decomposed(&image, region, &Options::default());
        all.extend([
            bits(pointwise::square(
                &image,
                region,
                pointwise::largest_magnitude(&image),
            )),
            bits(pointwise::square_root(
                &image,
                region,
                pointwise::largest_magnitude(&image),
            )),
            bits(pointwise::logarithm(
                &image,
                region,
                pointwise::largest_magnitude(&image),
            )),
            bits(pointwise::exponential(
                &image,
                region,
                pointwise::largest_magnitude(&image),
            )),
            bits(gradient::magnitude(&image, region, true)),
            bits(laplacian::laplacian_of_gaussian(&image, region, 2.5)),
        ]);
        all
    });
    assert!(found.len() == 14 && found.iter().all(|values| values.len() == region.voxels()));
}

/// In an image of several chunks: wherever the largest magnitude is, and whatever its sign.
#[test]
fn the_whole_image_sets_the_scale() {
    let geometry = Geometry::axis_aligned([401, 400, 1], [1.0; 3]).unwrap();
    let here = Region::new([7, 0, 0], [1; 3]);
    let voxels = |place: usize, value: f32| {
        let mut voxels = vec![2.0; geometry.voxels()];
        voxels[place] = value;
        voxels
    };
    let scaled =
        |image: &AnyVolume| pointwise::square(image, here, pointwise::largest_magnitude(image))[0];
    for place in [0, 1, 65_535, 65_536, 100_003, geometry.voxels() - 1] {
        let float = |value| Volume::new(geometry, voxels(place, value)).unwrap().into();
        for value in [16.0, -16.0] {
            let whole = voxels(place, value).into_iter().map(|voxel| voxel as i16);
            let whole = Volume::new(geometry, whole.collect()).unwrap().into();
            assert_eq!(scaled(&float(value)), 0.25, "{value} at {place}");
            assert_eq!(scaled(&whole), 0.25, "{value} at {place}");
        }
        assert_eq!(
            scaled(&float(f32::NEG_INFINITY)),
            0.0,
            "infinity at {place}"
        );
        assert!(scaled(&float(f32::NAN)).is_nan(), "NaN at {place}");
    }
}

#[test]
fn an_empty_region_has_no_voxels() {
    let geometry = Geometry::axis_aligned([6, 5, 4], [1.0; 3]).unwrap();
    let image: AnyVolume = Volume::from_fn(geometry, |[x, y, z]| (x + y * z) as i16).into();
    for empty in 0..3 {
        let region = Region::new([2; 3], [0, 1, 2].map(|axis| usize::from(axis != empty)));
        assert!(
            pointwise::exponential(&image, region, pointwise::largest_magnitude(&image)).is_empty()
        );
        assert!(gradient::magnitude(&image, region, true).is_empty());
        assert!(laplacian::laplacian_of_gaussian(&image, region, 1.0).is_empty());
        assert!(
            decomposed(&image, region, &Options::default())
                .iter()
                .all(Vec::is_empty)
        );
    }
}

#[test]
#[should_panic(expected = "reaches beyond an image of size [6, 5, 4]")]
fn a_region_beyond_the_image() {
    let geometry = Geometry::axis_aligned([6, 5, 4], [1.0; 3]).unwrap();
    let image: AnyVolume = Volume::from_fn(geometry, |_| 1_u8).into();
    let _ = gradient::magnitude(&image, Region::new([3, 0, 0], [4, 5, 4]), true);
}
