//! Which slices of a volume are seen.

use ndarray::array;
use voxomics_core::ErrorClass;
use voxomics_deep::input::recipe::{Intensity, Normalisation, Over, Pool, Resize, Slices};
use voxomics_deep::input::resize::Method;
use voxomics_deep::input::{Axis, Error, Plane, Prepared, Recipe, View, prepare};
use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};

const SIZE: [usize; 3] = [12, 10, 6];

fn value([x, y, z]: [usize; 3]) -> f32 {
    (x + 20 * y + 400 * z) as f32
}

/// Label 2 on slices 0, 1 and 3 (2 x 2, 4 x 3 and 4 x 3 pixels); label 5 is a voxel elsewhere.
fn label([x, y, z]: [usize; 3]) -> u8 {
    let within = match z {
        0 => (3..5).contains(&x) && (4..6).contains(&y),
        1 | 3 => (3..7).contains(&x) && (4..7).contains(&y),
        _ => false,
    };
    if within {
        2
    } else {
        5 * u8::from([x, y, z] == [11, 9, 5])
    }
}

fn volumes() -> (AnyVolume, Mask) {
    let geometry = Geometry::axis_aligned(SIZE, [1.0, 1.0, 3.0]).unwrap();
    let mask = Volume::from_fn(geometry, label);
    (
        Volume::from_fn(geometry, value).into(),
        Mask::new(mask.into()).unwrap(),
    )
}

/// Values as they are, from 0 to 1 of 4000.
fn recipe(slices: Slices) -> Recipe {
    Recipe {
        slices,
        intensity: Intensity::Range {
            low: 0.0,
            high: 4000.0,
        },
        resize: Resize {
            method: Method::NearestExact,
            side: 4,
            cut_from: None,
        },
        normalisation: Normalisation::None,
        ..Recipe::default()
    }
}

fn prepared(slices: Slices) -> Prepared {
    let (image, mask) = volumes();
    prepare(&image, &mask, 2, &recipe(slices)).unwrap()
}

fn share(index: [usize; 3]) -> f32 {
    value(index) / 4000.0
}

#[test]
fn the_first_of_equal_slices() {
    let input = prepared(Slices::LargestArea);
    let view = input.views[0];
    assert_eq!(
        (view.axis, view.slice, view.shape),
        (Axis::Axial, 1, [10, 12])
    );
    assert_eq!((view.frame.rows, view.frame.columns), ([3, 7], [3, 7]));
    for channel in 0..3 {
        assert_eq!(input.images[[0, channel, 1, 2]], share([5, 4, 1]));
    }
}

#[test]
fn all_slices_are_pooled() {
    let input = prepared(Slices::All { pool: Pool::Mean });
    let slices: Vec<usize> = input.views.iter().map(|view| view.slice).collect();
    assert_eq!(
        (slices.as_slice(), input.images.dim()),
        (&[0, 1, 3][..], (3, 3, 4, 4))
    );
    // A box of 2 x 2 in the first.
    assert_eq!(input.images[[0, 0, 3, 0]], share([3, 5, 0]));
    assert_eq!(input.images[[2, 0, 3, 0]], share([3, 6, 3]));
    let features = array![[1.0_f32, -2.0], [2.0, -4.0], [6.0, -6.0]];
    assert_eq!(input.pooled(features.view()).unwrap(), array![3.0, -4.0]);
    let most = prepared(Slices::All { pool: Pool::Max });
    assert_eq!(most.pooled(features.view()).unwrap(), array![6.0, -2.0]);
    let single = prepared(Slices::LargestArea);
    let exact = array![[0.1_f32, -7e-30]];
    assert_eq!(single.pooled(exact.view()).unwrap(), exact.row(0));
    assert!(matches!(
        single.pooled(features.view()),
        Err(Error::Shape { .. })
    ));
    let error = single.pooled(array![[1.0, f32::NAN]].view()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "feature 1 of image 0 is NaN: features are finite"
    );
}

#[test]
fn neighbours_in_three_channels() {
    for (step, slices) in [(1, [0, 1, 2]), (2, [0, 1, 3]), (u32::MAX, [0, 1, 5])] {
        let input = prepared(Slices::Adjacent { step });
        assert_eq!(input.views[0].slice, 1);
        for (channel, z) in slices.into_iter().enumerate() {
            assert_eq!(input.images[[0, channel, 1, 2]], share([5, 4, z]), "{step}");
        }
    }
}

#[test]
fn three_orthogonal_slices() {
    let input = prepared(Slices::Orthogonal);
    assert_eq!(
        (input.views[0].axis, input.views[0].slice),
        (Axis::Axial, 1)
    );
    assert_eq!(input.images[[0, 0, 1, 2]], share([5, 4, 1]));
    // Row 4 and column 3 cut most voxels: 10 and 8 of them. Rows are slices of 3 mm: 4 of 12 mm make a square with 12 columns
    // and 12 rows of 1 mm.
    let pixels: Vec<[usize; 3]> = (1..3)
        .flat_map(|channel| (0..4).map(move |row| [channel, row, 1]))
        .collect();
    let got: Vec<f32> = pixels
        .iter()
        .map(|&[c, i, j]| input.images[[0, c, i, j]])
        .collect();
    // 12 columns around 3..7 begin at -1, around 4..7 at -1 too (floor); the second of four looks at the fifth of them.
    let want = (0..4)
        .map(|z| share([3, 4, z]))
        .chain((0..4).map(|z| share([3, 3, z])));
    assert_eq!(got, want.collect::<Vec<_>>());
}

#[test]
fn other_volumes_are_refused() {
    let (image, mask) = volumes();
    let error = prepare(&image, &mask, 1, &Recipe::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "label 1 is not in this mask, which has the labels [2, 5]"
    );
    let elsewhere = Geometry::axis_aligned(SIZE, [1.0, 1.0, 3.5]).unwrap();
    let other = AnyVolume::from(Volume::from_fn(elsewhere, value));
    let error = prepare(&other, &mask, 2, &Recipe::default()).unwrap_err();
    assert!(matches!(error, Error::Geometry(_)), "{error}");
    assert!(
        error
            .to_string()
            .ends_with("resample the mask onto the image first"),
        "{error}"
    );
    assert_eq!(error.class(), ErrorClass::Input);
}

#[test]
fn errors_name_the_slice() {
    let (image, mask) = volumes();
    let geometry = *image.geometry();
    let holed = |at: [usize; 3]| {
        let voxel = |index| if index == at { f32::NAN } else { value(index) };
        AnyVolume::from(Volume::from_fn(geometry, voxel))
    };
    let error = |at, slices| prepare(&holed(at), &mask, 2, &recipe(slices)).unwrap_err();
    let text = "pixel 5, 4 of the slice is NaN: replace what is not finite in the image";
    let all = Slices::All { pool: Pool::Mean };
    assert_eq!(
        error([4, 5, 3], all).to_string(),
        format!("axial slice 3: {text}")
    );
    let adjacent = Slices::Adjacent { step: 1 };
    assert_eq!(
        error([4, 5, 2], adjacent).to_string(),
        format!("axial slice 2: {text}")
    );
    let coronal = error([3, 4, 0], Slices::Orthogonal).to_string();
    assert!(
        coronal.starts_with("coronal slice 4: pixel 0, 3"),
        "{coronal}"
    );
    // What is not looked at may be anything.
    assert!(prepare(&holed([4, 5, 2]), &mask, 2, &recipe(all)).is_ok());
}

/// The range of the middle slice holds for its neighbours.
#[test]
fn neighbours_share_the_range_of_the_middle_slice() {
    let (image, mask) = volumes();
    let recipe = Recipe {
        intensity: Intensity::MinMax { over: Over::Roi },
        ..recipe(Slices::Adjacent { step: 1 })
    };
    let input = prepare(&image, &mask, 2, &recipe).unwrap();
    assert!(
        input
            .images
            .index_axis(ndarray::Axis(1), 0)
            .iter()
            .all(|&value| value == 0.0)
    );
    assert!(
        input
            .images
            .index_axis(ndarray::Axis(1), 2)
            .iter()
            .all(|&value| value == 1.0)
    );
    assert_eq!(input.images[[0, 1, 1, 0]], 0.0);
    assert_eq!(input.images[[0, 1, 3, 3]], 1.0);
}

#[test]
fn three_phases_as_channels() {
    let (image, mask) = volumes();
    let shifted = |by: f32| {
        let values = Volume::from_fn(*image.geometry(), |index| value(index) + by);
        prepare(&values.into(), &mask, 2, &recipe(Slices::LargestArea)).unwrap()
    };
    let phases = [shifted(0.0), shifted(40.0), shifted(400.0)];
    let [first, second, third] = &phases;
    let input = Prepared::as_channels([first, second, third]).unwrap();
    for (channel, phase) in phases.iter().enumerate() {
        assert_eq!(input.images[[0, channel, 1, 2]], phase.images[[0, 0, 1, 2]]);
    }
    assert_eq!(input.views, second.views);
    let all = prepared(Slices::All { pool: Pool::Max });
    let error = Prepared::as_channels([first, &all, third]).unwrap_err();
    assert!(matches!(error, Error::Shape { .. }), "{error}");
}

#[test]
fn a_view_shows_its_slice() {
    let (image, mask) = volumes();
    let view = prepared(Slices::LargestArea).views[0];
    let plane = Plane::shown(&view, &image, &mask, 2).unwrap();
    assert_eq!(
        (plane.shape(), plane.area(), plane.spacing()),
        (view.shape, 12, [1.0, 1.0])
    );
    assert_eq!(plane.pixels()[[4, 5]], f64::from(value([5, 4, 1])));
    let beyond = View { slice: 6, ..view };
    assert!(matches!(
        Plane::shown(&beyond, &image, &mask, 2),
        Err(Error::Volume(_))
    ));
}
