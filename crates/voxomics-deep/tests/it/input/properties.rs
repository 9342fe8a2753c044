//! What must hold for any slice and recipe.

use ndarray::{Array2, Axis};
use proptest::prelude::*;
use voxomics_deep::input::recipe::{
    Background, Channels, Crop, Intensity, Margin, Normalisation, Over, Resize, Window,
};
use voxomics_deep::input::resize::{Method, resize};
use voxomics_deep::input::{Frame, Plane, Recipe, grey, prepare_plane};

const METHODS: [Method; 8] = [
    Method::BilinearAntialias,
    Method::Bilinear,
    Method::BilinearAlignCorners,
    Method::BicubicAntialias,
    Method::Nearest,
    Method::NearestExact,
    Method::PillowU8,
    Method::TorchU8,
];

fn image(most: usize) -> impl Strategy<Value = Array2<f64>> {
    (1..=most, 1..=most).prop_flat_map(|shape| {
        prop::collection::vec(0.0..=1.0_f64, shape.0 * shape.1)
            .prop_map(move |values| Array2::from_shape_vec(shape, values).unwrap())
    })
}

fn planes() -> impl Strategy<Value = Plane> {
    (image(24), any::<u64>(), 0.3..3.0_f64).prop_map(|(pixels, bits, spacing)| {
        let columns = pixels.ncols();
        let mut mask = Array2::from_shape_fn(pixels.dim(), |(row, column)| {
            (bits >> ((row * columns + column) % 61)).trailing_zeros() > 2
        });
        let middle = [pixels.nrows() / 2, columns / 2];
        mask[middle] = true;
        let pixels = pixels.mapv(|value| 2000.0 * value - 1000.0);
        Plane::new(pixels, mask)
            .unwrap()
            .with_spacing([spacing, 1.0])
            .unwrap()
    })
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let over = prop::sample::select(vec![Over::Roi, Over::Box, Over::Slice]);
    let intensity = prop_oneof![
        Just(Intensity::default()),
        over.clone().prop_map(|over| Intensity::MinMax { over }),
        over.clone()
            .prop_map(|over| Intensity::ZScore { over, reach: 2.0 }),
        over.prop_map(|over| Intensity::Percentiles {
            low: 1.0,
            high: 99.0,
            over
        }),
        Just(Intensity::Windows([Window::SOFT_TISSUE; 3])),
    ];
    let margin = prop_oneof![
        (0..30_u32).prop_map(Margin::Pixels),
        (0.0..300.0).prop_map(Margin::Percent),
        (0.0..20.0).prop_map(Margin::Millimetres),
    ];
    let crop = prop_oneof![
        margin.clone().prop_map(|margin| Crop::Square { margin }),
        margin.prop_map(|margin| Crop::Tight { margin }),
        Just(Crop::Whole),
    ];
    let method = prop::sample::select(METHODS.to_vec());
    let side = (1..40_u32, prop::option::of(0..9_u32));
    let background = prop::sample::select(vec![Background::Kept, Background::Zero]);
    let channels = prop_oneof![
        Just(Channels::Grey),
        (0..9_u32).prop_map(|dilation| Channels::Regions { dilation })
    ];
    (intensity, crop, method, side, background, channels).prop_map(
        |(intensity, crop, method, (side, more), background, channels)| Recipe {
            intensity,
            background,
            crop,
            resize: Resize {
                method,
                side,
                cut_from: more.map(|more| side + more),
            },
            channels,
            normalisation: Normalisation::None,
            ..Recipe::default()
        },
    )
}

/// Weights of one line straight from their definition: every pixel, with the filter stretched by the scale.
fn weights(from: usize, to: usize, index: usize) -> Vec<f64> {
    let scale = from as f64 / to as f64;
    let stretch = scale.max(1.0);
    let centre = (index as f64 + 0.5) * scale;
    let weight = |at: usize| (1.0 - ((at as f64 + 0.5 - centre) / stretch).abs()).max(0.0);
    let weights: Vec<f64> = (0..from).map(weight).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn antialias_is_its_definition(image in image(20), to in (1..25_usize, 1..25_usize)) {
        let got = resize(image.view(), [to.0, to.1], Method::BilinearAntialias).unwrap();
        for ((row, column), got) in got.indexed_iter() {
            let down = weights(image.nrows(), to.0, row);
            let along = weights(image.ncols(), to.1, column);
            let terms = image.indexed_iter().map(|((i, j), value)| down[i] * along[j] * value);
            let want: f64 = terms.sum();
            prop_assert!((got - want).abs() < 1e-13, "{got}, want {want}");
        }
    }

    #[test]
    fn values_stay_within_those_of_the_image(image in image(16), to in (1..30_usize, 1..30_usize)) {
        let low = image.iter().copied().fold(1.0, f64::min);
        let high = image.iter().copied().fold(0.0, f64::max);
        for method in METHODS {
            // Cubic weights may be negative; bytes are rounded.
            let slack = match method {
                Method::BicubicAntialias => continue,
                Method::PillowU8 | Method::TorchU8 => 2.0 / 255.0,
                _ => 1e-14,
            };
            let got = resize(image.view(), [to.0, to.1], method).unwrap();
            let within = |value: &f64| (low - slack..=high + slack).contains(value);
            prop_assert!(got.iter().all(within), "{method:?}");
        }
    }

    #[test]
    fn a_grey_area_stays_grey_and_equal_sizes_change_nothing(
        image in image(12),
        grey in 0..=255_u8,
        to in (1..30_usize, 1..30_usize),
    ) {
        let value = f64::from(grey) / 255.0;
        for method in METHODS {
            let flat = resize(image.mapv(|_| value).view(), [to.0, to.1], method).unwrap();
            prop_assert!(flat.iter().all(|got| (got - value).abs() < 1e-14), "{method:?}");
            if !matches!(method, Method::PillowU8 | Method::TorchU8) {
                let same = resize(image.view(), [image.nrows(), image.ncols()], method).unwrap();
                let near = |(got, want): (&f64, &f64)| (got - want).abs() < 1e-15;
                prop_assert!(same.iter().zip(&image).all(near), "{method:?}");
            }
        }
    }

    /// Views in any memory order are the same images.
    #[test]
    fn turning_the_image_turns_the_result(image in image(14), to in (1..20_usize, 1..20_usize)) {
        for method in METHODS {
            let got = resize(image.view(), [to.0, to.1], method).unwrap();
            let turned = resize(image.t(), [to.1, to.0], method).unwrap();
            // Rows first or columns first: bytes are rounded in between.
            let slack = match method {
                Method::PillowU8 | Method::TorchU8 => 1.01 / 255.0,
                _ => 1e-14,
            };
            let near = |(got, want): (&f64, &f64)| (got - want).abs() <= slack;
            prop_assert!(got.iter().zip(turned.t()).all(near), "{method:?}");
        }
    }

    /// Three channels of the network's size, from 0 to 1 before they are normalised, a box around the region.
    #[test]
    fn any_recipe_gives_an_input(plane in planes(), recipe in recipes()) {
        let input = prepare_plane(&plane, &recipe).unwrap();
        let side = recipe.resize.side as usize;
        prop_assert_eq!(input.images.dim(), (1, 3, side, side));
        // Cubic weights overshoot.
        let within = |value: &f32| (-0.3..=1.3).contains(value);
        prop_assert!(input.images.iter().all(within));
        let (frame, tight) = (input.views[0].frame, Frame::around(&plane).unwrap());
        prop_assert!(frame.rows[0] <= tight.rows[0] && tight.rows[1] <= frame.rows[1]);
        prop_assert!(frame.columns[0] <= tight.columns[0] && tight.columns[1] <= frame.columns[1]);
        let text = serde_json::to_string(&recipe).unwrap();
        prop_assert_eq!(serde_json::from_str::<Recipe>(&text).unwrap(), recipe);
    }

    /// What is shown is what is fed: the first channel is the grey image.
    #[test]
    fn grey_is_the_first_channel(plane in planes(), recipe in recipes()) {
        let recipe = Recipe { normalisation: Normalisation::ImageNet, ..recipe };
        let shown = grey(&plane, &recipe).unwrap().resized;
        let fed = prepare_plane(&plane, &recipe).unwrap().images;
        let first = fed.index_axis(Axis(0), 0);
        for (fed, value) in first.index_axis(Axis(0), 0).iter().zip(&shown) {
            prop_assert_eq!(*fed, ((value - 0.485) / 0.229) as f32);
        }
    }

    /// Growing the region by a disc, pixel by pixel.
    #[test]
    fn a_grown_region_holds_what_is_near_enough(plane in planes(), dilation in 0..8_u32) {
        let [rows, columns] = plane.shape();
        let recipe = Recipe {
            crop: Crop::Whole,
            intensity: Intensity::Range { low: -2001.0, high: -2000.0 },
            channels: Channels::Regions { dilation },
            normalisation: Normalisation::None,
            resize: Resize { method: Method::NearestExact, side: 24, cut_from: None },
            ..Recipe::default()
        };
        let image = prepare_plane(&plane, &recipe).unwrap().images;
        let inside: Vec<(usize, usize)> = plane
            .mask()
            .indexed_iter()
            .filter(|(_, inside)| **inside)
            .map(|(at, _)| at)
            .collect();
        for (i, j) in (0..24).flat_map(|i| (0..24).map(move |j| (i, j))) {
            let [row, column] = [(2 * i + 1) * rows / 48, (2 * j + 1) * columns / 48];
            let near = |&(r, c): &(usize, usize)| {
                r.abs_diff(row).pow(2) + c.abs_diff(column).pow(2) <= dilation.pow(2) as usize
            };
            let want = inside.iter().any(near);
            prop_assert_eq!(image[[0, 1, i, j]] == 1.0, want, "{}, {}", row, column);
        }
    }
}
