//! Recipes that cannot be, and their text.

use voxomics_deep::input::recipe::{
    Background, Channels, Crop, Intensity, Margin, Normalisation, Over, Resize, Slices, Window,
};
use voxomics_deep::input::resize::Method;
use voxomics_deep::input::{Error, Recipe, prepare_plane};

use super::planes::{middle, square, with};

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
