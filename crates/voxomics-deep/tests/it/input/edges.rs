//! Regions and recipes at the ends of what can be.

use ndarray::{Array2, array};
use voxomics_deep::input::recipe::{Crop, Intensity, Margin, Over};
use voxomics_deep::input::{Error, Frame, Plane, Recipe, grey};

use super::planes::{middle, plane, square, with};

fn ends(frame: Frame) -> [[i64; 2]; 2] {
    [frame.rows, frame.columns]
}

#[test]
fn a_region_of_one_voxel_fills_the_input() {
    let plane = plane([[5, 6], [7, 8]]);
    let seen = grey(&plane, &Recipe::default()).unwrap();
    assert_eq!(
        (ends(seen.frame), seen.values.dim()),
        ([[5, 6], [7, 8]], (1, 1))
    );
    assert!(
        seen.resized
            .iter()
            .all(|value| *value == (57.0 + 160.0) / 400.0)
    );
    // Its range has no width.
    for intensity in [
        Intensity::MinMax { over: Over::Roi },
        Intensity::ZScore {
            over: Over::Roi,
            reach: 3.0,
        },
        Intensity::Percentiles {
            low: 1.0,
            high: 99.0,
            over: Over::Roi,
        },
    ] {
        let seen = grey(&plane, &with(intensity)).unwrap();
        assert!(seen.resized.iter().all(|value| *value == 0.0));
    }
}

#[test]
fn boxes_leave_the_image_at_its_corner() {
    let seen = grey(&plane([[0, 2], [29, 30]]), &square(Margin::Pixels(2))).unwrap();
    assert_eq!(ends(seen.frame), [[-2, 4], [26, 32]]);
    for ((row, column), value) in seen.values.indexed_iter() {
        let want = if row < 2 || column >= 4 {
            0.0
        } else {
            ((10 * (row - 2) + column + 26) as f64 + 160.0) / 400.0
        };
        assert_eq!(*value, want, "{row}, {column}");
    }
    let tight = Recipe {
        crop: Crop::Tight {
            margin: Margin::Pixels(2),
        },
        ..Recipe::default()
    };
    let seen = grey(&plane([[0, 2], [29, 30]]), &tight).unwrap();
    assert_eq!(ends(seen.frame), [[0, 4], [27, 30]]);
}

#[test]
fn margins_in_per_cent_and_millimetres() {
    let frame = |margin, spacing| {
        let plane = middle().with_spacing(spacing).unwrap();
        ends(grey(&plane, &square(margin)).unwrap().frame)
    };
    assert_eq!(frame(Margin::Percent(50.0), [1.0, 1.0]), [[4, 16], [7, 19]]);
    assert_eq!(
        frame(Margin::Millimetres(1.5), [0.5, 0.5]),
        [[4, 16], [7, 19]]
    );
    // 4 rows of 2 mm are longer than 6 columns of 1 mm: a square of 8 mm.
    assert_eq!(frame(Margin::Pixels(0), [2.0, 1.0]), [[8, 12], [9, 17]]);
    // With 2 mm around it: 1 row and 2 columns, 12 mm.
    assert_eq!(
        frame(Margin::Millimetres(2.0), [2.0, 1.0]),
        [[7, 13], [7, 19]]
    );
    // Spacings that differ by rounding are equal.
    assert_eq!(
        frame(Margin::Pixels(0), [0.78125, 0.781_250_1]),
        [[7, 13], [10, 16]]
    );
}

#[test]
fn planes_that_cannot_be() {
    let shape = Plane::new(Array2::zeros((3, 4)), Array2::from_elem((4, 3), true)).unwrap_err();
    assert_eq!(
        shape.to_string(),
        "the mask of the slice has [4, 3] rows and columns where [3, 4] are needed, at least one of each"
    );
    let empty = Plane::new(Array2::zeros((0, 4)), Array2::from_elem((0, 4), true));
    assert!(matches!(empty, Err(Error::Shape { .. })));
    for mm in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(
            matches!(middle().with_spacing([1.0, mm]), Err(Error::Recipe { .. })),
            "{mm}"
        );
    }
}

#[test]
fn an_empty_mask_is_only_good_for_whole_slices() {
    let plane = plane([[0, 0], [0, 0]]);
    assert_eq!(grey(&plane, &Recipe::default()), Err(Error::EmptyMask));
    let whole = Recipe {
        crop: Crop::Whole,
        ..Recipe::default()
    };
    assert_eq!(grey(&plane, &whole).unwrap().values.dim(), (20, 30));
    let range = Recipe {
        intensity: Intensity::MinMax { over: Over::Roi },
        ..whole
    };
    assert_eq!(grey(&plane, &range), Err(Error::EmptyMask));
}

#[test]
fn pixels_that_are_no_numbers() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut pixels = middle().pixels().clone();
        pixels[[2, 3]] = value;
        let plane = Plane::new(pixels, middle().mask().clone()).unwrap();
        // Outside of the box nobody asks.
        assert!(grey(&plane, &Recipe::default()).is_ok());
        let error = grey(&plane, &square(Margin::Pixels(10))).unwrap_err();
        assert!(
            matches!(
                error,
                Error::NotFinite {
                    row: 2,
                    column: 3,
                    ..
                }
            ),
            "{error}"
        );
        let error = grey(&plane, &with(Intensity::MinMax { over: Over::Slice })).unwrap_err();
        assert!(
            matches!(
                error,
                Error::NotFinite {
                    row: 2,
                    column: 3,
                    ..
                }
            ),
            "{error}"
        );
    }
}

#[test]
fn intensities_too_far_apart() {
    let pixels = array![[f64::MIN, f64::MAX]];
    let plane = Plane::new(pixels, array![[true, true]]).unwrap();
    for intensity in [
        Intensity::MinMax { over: Over::Box },
        Intensity::Percentiles {
            low: 0.0,
            high: 100.0,
            over: Over::Roi,
        },
        Intensity::ZScore {
            over: Over::Slice,
            reach: 1.0,
        },
        Intensity::Range {
            low: f64::MIN,
            high: f64::MAX,
        },
    ] {
        let error = grey(&plane, &with(intensity)).unwrap_err();
        assert!(
            matches!(error, Error::Range { .. }),
            "{intensity:?}: {error}"
        );
    }
    assert!(grey(&plane, &Recipe::default()).is_ok());
}

#[test]
fn giant_margins_are_refused_before_they_are_allocated() {
    for margin in [
        Margin::Pixels(u32::MAX),
        Margin::Pixels(5000),
        Margin::Percent(1e300),
        Margin::Millimetres(f64::MAX),
    ] {
        let error = grey(&middle(), &square(margin)).unwrap_err();
        assert!(
            matches!(error, Error::BoxTooLarge { .. }),
            "{margin:?}: {error}"
        );
    }
    let thin = middle().with_spacing([1e-9, 1.0]).unwrap();
    let error = grey(&thin, &Recipe::default()).unwrap_err();
    assert!(matches!(error, Error::BoxTooLarge { .. }), "{error}");
}
