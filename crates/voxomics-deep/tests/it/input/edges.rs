//! Regions and recipes at the ends of what can be.

use ndarray::{Array2, array};
use voxomics_deep::input::recipe::{
    Background, Channels, Crop, Intensity, Margin, Normalisation, Over, Resize, Slices, Window,
};
use voxomics_deep::input::resize::Method;
use voxomics_deep::input::{Error, Frame, Plane, Recipe, grey, prepare_plane};

/// 20 x 30 pixels that rise, and a box of them.
fn plane([rows, columns]: [[usize; 2]; 2]) -> Plane {
    let pixels = Array2::from_shape_fn((20, 30), |(row, column)| (10 * row + column) as f64);
    let mask = Array2::from_shape_fn((20, 30), |(row, column)| {
        (rows[0]..rows[1]).contains(&row) && (columns[0]..columns[1]).contains(&column)
    });
    Plane::new(pixels, mask).unwrap()
}

fn middle() -> Plane {
    plane([[8, 12], [10, 16]])
}

fn square(margin: Margin) -> Recipe {
    Recipe {
        crop: Crop::Square { margin },
        ..Recipe::default()
    }
}

fn with(intensity: Intensity) -> Recipe {
    Recipe {
        intensity,
        ..Recipe::default()
    }
}

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
fn ranges_by_hand() {
    let pixels = array![[0.0, 1.0, 2.0, 3.0, 100.0]];
    let mask = array![[false, true, true, true, false]];
    let plane = Plane::new(pixels, mask).unwrap();
    let values = |intensity| {
        let recipe = Recipe {
            crop: Crop::Tight {
                margin: Margin::Pixels(1),
            },
            ..with(intensity)
        };
        grey(&plane, &recipe)
            .unwrap()
            .values
            .into_raw_vec_and_offset()
            .0
    };
    assert_eq!(
        values(Intensity::MinMax { over: Over::Roi }),
        [0.0, 0.0, 0.5, 1.0, 1.0]
    );
    let share = [0.0, 0.01, 0.02, 0.03, 1.0];
    assert_eq!(values(Intensity::MinMax { over: Over::Box }), share);
    assert_eq!(values(Intensity::MinMax { over: Over::Slice }), share);
    assert_eq!(
        values(Intensity::Range {
            low: 1.0,
            high: 5.0
        }),
        [0.0, 0.0, 0.25, 0.5, 1.0]
    );
    let quarter = Intensity::Percentiles {
        low: 25.0,
        high: 75.0,
        over: Over::Roi,
    };
    assert_eq!(values(quarter), [0.0, 0.0, 0.5, 1.0, 1.0]);
    // Mean 2, variance 2/3.
    let sd = (2.0_f64 / 3.0).sqrt();
    let got = values(Intensity::ZScore {
        over: Over::Roi,
        reach: 2.0,
    });
    for (got, z) in got
        .iter()
        .zip([-2.0 / sd, -1.0 / sd, 0.0, 1.0 / sd, 98.0 / sd])
    {
        assert!(
            (got - ((z + 2.0) / 4.0).clamp(0.0, 1.0)).abs() < 1e-15,
            "{got}"
        );
    }
}

#[test]
fn own_moments_let_the_network_read_z_scores() {
    let recipe = Recipe {
        normalisation: Normalisation::Own {
            mean: [0.5; 3],
            sd: [1.0 / 6.0; 3],
        },
        resize: Resize {
            method: Method::Nearest,
            side: 6,
            cut_from: None,
        },
        background: Background::Zero,
        ..with(Intensity::ZScore {
            over: Over::Roi,
            reach: 3.0,
        })
    };
    let image = prepare_plane(&middle(), &recipe).unwrap().images;
    let inside: Vec<f64> = (8..12)
        .flat_map(|row| (10..16).map(move |column| f64::from(10 * row + column)))
        .collect();
    let mean = inside.iter().sum::<f64>() / 24.0;
    let sd = (inside
        .iter()
        .map(|value| (value - mean) * (value - mean))
        .sum::<f64>()
        / 24.0)
        .sqrt();
    for (at, value) in inside.iter().enumerate() {
        let got = f64::from(image[[0, 0, 1 + at / 6, at % 6]]);
        assert!((got - (value - mean) / sd).abs() < 1e-6, "{got}");
    }
    // Outside of the region, and what 0 becomes: three deviations below the mean.
    assert!((image[[0, 2, 0, 0]] + 3.0).abs() < 1e-6);
}

#[test]
fn channels_of_windows_and_of_regions() {
    let windows = [(0.0, 100.0), (100.0, 100.0), (200.0, 400.0)];
    let recipe = Recipe {
        normalisation: Normalisation::None,
        resize: Resize {
            method: Method::Nearest,
            side: 6,
            cut_from: None,
        },
        ..with(Intensity::Windows(
            windows.map(|(centre, width)| Window { centre, width }),
        ))
    };
    let image = prepare_plane(&middle(), &recipe).unwrap().images;
    for (channel, (centre, width)) in windows.into_iter().enumerate() {
        // Row 8, column 11.
        let want = ((91.0 - (centre - width / 2.0)) / width).clamp(0.0, 1.0) as f32;
        assert_eq!(image[[0, channel, 1, 1]], want);
    }
    let recipe = Recipe {
        channels: Channels::Regions { dilation: 1 },
        crop: Crop::Square {
            margin: Margin::Pixels(2),
        },
        resize: Resize {
            side: 10,
            ..recipe.resize
        },
        intensity: Intensity::Range {
            low: -1.0,
            high: 1.0,
        },
        ..recipe
    };
    let image = prepare_plane(&middle(), &recipe).unwrap().images;
    for (row, column) in
        (0..10_usize).flat_map(|row| (0..10_usize).map(move |column| (row, column)))
    {
        let [down, along] = [
            if row < 3 {
                3 - row
            } else {
                row.saturating_sub(6)
            },
            if column < 2 {
                2 - column
            } else {
                column.saturating_sub(7)
            },
        ];
        let want = [
            down + along == 0,
            down * down + along * along <= 1,
            down + along == 0,
        ];
        let got = [0, 1, 2].map(|channel| image[[0, channel, row, column]] == 1.0);
        assert_eq!(got, want, "{row}, {column}");
    }
}

#[test]
fn planes_that_cannot_be() {
    let shape = Plane::new(Array2::zeros((3, 4)), Array2::from_elem((4, 3), true)).unwrap_err();
    assert_eq!(
        shape.to_string(),
        "the mask of the slice has [4, 3] rows and columns where [3, 4] are needed, one at least of each"
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

#[test]
fn recipes_that_cannot_be() {
    let window = |centre, width| with(Intensity::Window(Window { centre, width }));
    let percentiles = |low, high| {
        with(Intensity::Percentiles {
            low,
            high,
            over: Over::Roi,
        })
    };
    let resize = |side, cut_from| Recipe {
        resize: Resize {
            method: Method::default(),
            side,
            cut_from,
        },
        ..Recipe::default()
    };
    let own = |mean: f64, sd: f64| Recipe {
        normalisation: Normalisation::Own {
            mean: [0.0, mean, 0.0],
            sd: [1.0, 1.0, sd],
        },
        ..Recipe::default()
    };
    let others = [
        Recipe {
            slices: Slices::Adjacent { step: 0 },
            ..Recipe::default()
        },
        with(Intensity::Range {
            low: 1.0,
            high: 1.0,
        }),
        with(Intensity::Range {
            low: 0.0,
            high: f64::INFINITY,
        }),
        with(Intensity::ZScore {
            over: Over::Roi,
            reach: 0.0,
        }),
        square(Margin::Percent(-1.0)),
        square(Margin::Millimetres(f64::NAN)),
        Recipe {
            channels: Channels::Regions { dilation: u32::MAX },
            ..Recipe::default()
        },
    ];
    let made = [
        window(40.0, 0.0),
        window(40.0, -1.0),
        window(f64::NAN, 400.0),
        window(40.0, f64::INFINITY),
        percentiles(-1.0, 50.0),
        percentiles(50.0, 50.0),
        percentiles(0.0, 101.0),
        percentiles(f64::NAN, 50.0),
        resize(0, None),
        resize(5000, None),
        resize(224, Some(223)),
        own(f64::NAN, 1.0),
        own(1e300, 1.0),
        own(0.0, 0.0),
        own(0.0, -1.0),
        own(0.0, f64::NAN),
    ];
    for recipe in others.into_iter().chain(made) {
        let error = prepare_plane(&middle(), &recipe).unwrap_err();
        assert!(matches!(error, Error::Recipe { .. }), "{recipe}: {error}");
    }
    assert_eq!(
        window(40.0, 0.0).check().unwrap_err().to_string(),
        "width of the window 0 of the recipe is not positive and finite"
    );
}

#[test]
fn recipes_are_kept_as_text() {
    let recipe = Recipe {
        slices: Slices::Adjacent { step: 2 },
        intensity: Intensity::Percentiles {
            low: 0.5,
            high: 99.5,
            over: Over::Box,
        },
        background: Background::Zero,
        crop: Crop::Tight {
            margin: Margin::Millimetres(5.0),
        },
        resize: Resize {
            method: Method::PillowU8,
            side: 224,
            cut_from: Some(256),
        },
        channels: Channels::Regions { dilation: 4 },
        normalisation: Normalisation::Own {
            mean: [0.5; 3],
            sd: [0.25; 3],
        },
    };
    let text = serde_json::to_string(&recipe).unwrap();
    assert_eq!(serde_json::from_str::<Recipe>(&text).unwrap(), recipe);
    assert_eq!(
        recipe.to_string(),
        "slice of the largest area between those 2 away; percentiles 0.5 to 99.5 of the box; background 0; stretched box \
         with a margin of 5 mm; central 224 x 224 of 256 x 256, bilinear on 8 bits (Pillow); region, region grown by 4 \
         pixels and mask as channels; mean [0.5, 0.5, 0.5] and sd [0.25, 0.25, 0.25]"
    );
    assert_eq!(
        serde_json::from_str::<Recipe>("{}").unwrap(),
        Recipe::default()
    );
    let short = r#"{"intensity": {"window": {"centre": 50, "width": 350}}, "crop": {"square": {"margin": {"pixels": 10}}}}"#;
    let read: Recipe = serde_json::from_str(short).unwrap();
    assert!(
        read.to_string()
            .contains("window 50/350; background kept; square box with a margin of 10 pixels")
    );
    let error = serde_json::from_str::<Recipe>(r#"{"windw": 3}"#).unwrap_err();
    assert!(
        error.to_string().contains("unknown field `windw`"),
        "{error}"
    );
}
