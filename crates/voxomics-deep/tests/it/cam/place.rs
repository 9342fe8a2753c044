//! From the network's pixels back to the image's.

use ndarray::{Array2, array};
use proptest::prelude::*;
use voxomics_deep::cam::{Error, in_volume, on_slice, upsampled};
use voxomics_deep::input::recipe::{Crop, Intensity, Margin, Resize};
use voxomics_deep::input::resize::Method;
use voxomics_deep::input::{Axis, Frame, Plane, Recipe, View, grey, prepare_plane};
use voxomics_volume::Geometry;

fn view(shape: [usize; 2], [rows, columns]: [[i64; 2]; 2]) -> View {
    View {
        axis: Axis::Axial,
        slice: 0,
        shape,
        frame: Frame { rows, columns },
        resize: Resize::default(),
    }
}

#[test]
fn a_box_of_the_network_s_size_is_the_upsampled_map() {
    let map = array![[0.0, 3.0, 1.0], [4.0, -2.0, 5.0]];
    let got = on_slice(map.view(), &view([224, 224], [[0, 224], [0, 224]])).unwrap();
    let want = upsampled(map.view(), [224, 224]).unwrap();
    assert!(
        got.iter()
            .zip(&want)
            .all(|(got, want)| (got - want).abs() < 1e-12)
    );
}

#[test]
fn what_was_not_seen_is_zero() {
    let map = Array2::from_elem((7, 7), 1.0);
    let got = on_slice(map.view(), &view([10, 8], [[2, 6], [-3, 5]])).unwrap();
    for ((row, column), value) in got.indexed_iter() {
        let seen = (2..6).contains(&row) && column < 5;
        assert_eq!(*value, f64::from(u8::from(seen)), "{row}, {column}");
    }
    // 224 of 448 columns and rows: the outer quarter of the box on every side was cut away.
    let mut cut = view([8, 8], [[0, 8], [0, 8]]);
    cut.resize.cut_from = Some(448);
    let got = on_slice(map.view(), &cut).unwrap();
    for ((row, column), value) in got.indexed_iter() {
        let seen = [row, column].iter().all(|at| (2..6).contains(at));
        assert_eq!(*value, f64::from(u8::from(seen)), "{row}, {column}");
    }
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let margin = Margin::Pixels(2);
    let crop = prop_oneof![
        Just(Crop::Square { margin }),
        Just(Crop::Tight { margin }),
        Just(Crop::Whole),
    ];
    let method = prop_oneof![
        Just(Method::Bilinear),
        Just(Method::BilinearAntialias),
        Just(Method::BilinearAlignCorners),
    ];
    (crop, method, any::<bool>()).prop_map(|(crop, method, cut)| Recipe {
        crop,
        resize: Resize {
            method,
            side: if cut { 112 } else { 128 },
            cut_from: cut.then_some(128),
        },
        // No value is cut.
        intensity: Intensity::Range {
            low: -1000.0,
            high: 1000.0,
        },
        ..Recipe::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// What the network sees of a plane that rises evenly is, taken back, the plane itself, but for the border of the box.
    #[test]
    fn taking_back_inverts_box_and_resampling(
        recipe in recipes(),
        (top, left) in (12..20_usize, 12..20_usize),
        (height, width) in (6..14_usize, 6..14_usize),
    ) {
        let inside = |(row, column): (usize, usize)| {
            (top..top + height).contains(&row) && (left..left + width).contains(&column)
        };
        let pixels = Array2::from_shape_fn((50, 48), |(row, column)| (3 * row + 5 * column) as f64);
        let plane = Plane::new(pixels, Array2::from_shape_fn((50, 48), inside)).unwrap();
        let seen = grey(&plane, &recipe).unwrap();
        let view = prepare_plane(&plane, &recipe).unwrap().views[0];
        let back = on_slice(seen.resized.view(), &view).unwrap();
        let value = |index: [i64; 2]| (3 * index[0] + 5 * index[1] + 1000) as f64 / 2000.0;
        let cut = if recipe.resize.cut_from.is_some() { 16 } else { 0 };
        let near = |ends: [i64; 2], at: i64| {
            let edge = (ends[1] - ends[0]) * cut / 256 + 2;
            (ends[0] + edge..ends[1] - edge).contains(&at)
        };
        let mut compared = 0;
        for ((row, column), got) in back.indexed_iter() {
            let index = [row as i64, column as i64];
            if near(seen.frame.rows, index[0]) && near(seen.frame.columns, index[1]) {
                prop_assert!((got - value(index)).abs() < 1e-9, "{index:?}: {got}");
                compared += 1;
            }
        }
        prop_assert!(compared > 0);
    }
}

#[test]
fn volumes_have_the_image_s_grid() {
    let geometry = Geometry::new(
        [6, 5, 4],
        [0.7, 0.8, 5.0],
        [1.0, 2.0, 3.0],
        [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, -1.0]],
    )
    .unwrap();
    let map = array![[2.0]];
    for (axis, slice, shape) in [
        (Axis::Axial, 3, [5, 6]),
        (Axis::Coronal, 4, [4, 6]),
        (Axis::Sagittal, 5, [4, 5]),
    ] {
        let view = View {
            axis,
            slice,
            ..view(shape, [[1, 3], [2, 4]])
        };
        let volume = in_volume(&[(map.view(), view)], &geometry).unwrap();
        assert_eq!(volume.geometry(), &geometry);
        let seen: Vec<(usize, usize, usize)> = volume
            .view()
            .indexed_iter()
            .filter(|(_, value)| **value == 2.0)
            .map(|(at, _)| at)
            .collect();
        let want = [(1, 2), (1, 3), (2, 2), (2, 3)].map(|(row, column)| match axis {
            Axis::Axial => (3, row, column),
            Axis::Coronal => (row, 4, column),
            Axis::Sagittal => (row, column, 5),
        });
        assert_eq!(seen, want, "{axis}");
        assert_eq!(volume.voxels().iter().sum::<f32>(), 8.0);
        let other = Geometry::axis_aligned([6, 6, 6], [1.0; 3]).unwrap();
        let error = in_volume(&[(map.view(), view)], &other).unwrap_err();
        assert!(matches!(error, Error::Shape { .. }), "{error}");
    }
    let beyond = View {
        slice: 4,
        ..view([5, 6], [[0, 2], [0, 2]])
    };
    let error = in_volume(&[(map.view(), beyond)], &geometry).unwrap_err();
    assert!(
        error.to_string().contains("[6, 5, 4] where [6, 5, 5]"),
        "{error}"
    );
}

#[test]
fn maps_that_cannot_be_placed() {
    let view = view([4, 4], [[0, 4], [0, 4]]);
    let error = on_slice(Array2::zeros((0, 3)).view(), &view).unwrap_err();
    assert!(matches!(error, Error::Shape { .. }), "{error}");
    let error = on_slice(array![[1.0, f64::INFINITY]].view(), &view).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the map has the value inf at position 1: all must be finite"
    );
}

/// Views come from files too.
#[test]
fn boxes_that_are_none_show_nothing() {
    let map = array![[1.0]];
    for ends in [
        [3, 3],
        [3, 1],
        [100, 104],
        [i64::MIN, i64::MIN + 4],
        [i64::MAX - 4, i64::MAX],
    ] {
        let got = on_slice(map.view(), &view([4, 4], [ends, [0, 4]])).unwrap();
        assert!(got.iter().all(|&value| value == 0.0), "{ends:?}");
    }
    for shape in [[0, 4], [usize::MAX, 4]] {
        let error = on_slice(map.view(), &view(shape, [[0, 4]; 2])).unwrap_err();
        assert!(matches!(error, Error::Size(_)), "{error}");
    }
    let geometry = Geometry::axis_aligned([4, 4, 1], [1.0; 3]).unwrap();
    let last = View {
        slice: usize::MAX,
        ..view([4, 4], [[0, 4]; 2])
    };
    assert!(in_volume(&[(map.view(), last)], &geometry).is_err());
    let got = on_slice(map.view(), &view([4, 4], [[i64::MIN, i64::MAX]; 2])).unwrap();
    assert!(got.iter().all(|value| value.is_finite()));
}
