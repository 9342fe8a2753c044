//! Intensities and channels by hand.

use ndarray::array;
use voxomics_deep::input::recipe::{
    Background, Channels, Crop, Intensity, Margin, Normalisation, Over, Resize, Window,
};
use voxomics_deep::input::resize::Method;
use voxomics_deep::input::{Plane, Recipe, grey, prepare_plane};

use super::planes::{middle, with};

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
