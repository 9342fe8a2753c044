//! How much each choice of the recipe moves a lesion's features: `recipes IMAGE MASK [IMAGE MASK ...]`, label 1 of each mask.
//!
//! Prints the table of this crate's README: the distance of the features to those of the default, relative to the length of
//! those, from the least to the greatest of the lesions. The weights are synthetic; other weights give other numbers.
#![expect(clippy::print_stdout, reason = "its output is what it is run for")]

use std::error::Error;
use std::path::Path;

use voxomics_deep::backend::Backend;
use voxomics_deep::extract::Extractor;
use voxomics_deep::input::Recipe;
use voxomics_deep::input::recipe::{Background, Crop, Intensity, Margin, Over, Resize};
use voxomics_deep::input::resize::Method;
use voxomics_deep::network::Network;
use voxomics_deep::weights::hash_made;
use voxomics_volume::{AnyVolume, Mask};

/// What the weights are hashed with, here and in the tests.
const SEED: &str = "voxomics-deep-v1";

type Lesion = (AnyVolume, Mask);

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let (pairs @ [_, ..], []) = paths.as_chunks() else {
        return Err("usage: recipes IMAGE MASK [IMAGE MASK ...]".into());
    };
    let lesions = pairs.iter().map(|[image, mask]| lesion(image, mask));
    let lesions: Vec<Lesion> = lesions.collect::<Result<_, _>>()?;
    let network = Network::from_state_dict(&hash_made(SEED, 64, 1))?;
    println!("| choice | default | instead | moved by |\n|---|---|---|---|");
    for (words, default, instead) in choices() {
        let default = features(&network, default, &lesions)?;
        let instead = features(&network, instead, &lesions)?;
        let moved = default
            .iter()
            .zip(&instead)
            .map(|(from, to)| apart(from, to));
        println!("| {words} | {} |", range(moved.collect()));
    }
    Ok(())
}

/// In words, the recipe that is compared with, and the recipe.
fn choices() -> [(&'static str, Recipe, Recipe); 9] {
    let default = Recipe::default();
    let margin = |pixels| Margin::Pixels(pixels);
    let square = |pixels| Crop::Square {
        margin: margin(pixels),
    };
    let crop = |crop| Recipe { crop, ..default };
    let resize = |method, side, cut_from| Recipe {
        resize: Resize {
            method,
            side,
            cut_from,
        },
        ..default
    };
    let intensity = Intensity::MinMax { over: Over::Roi };
    let range = Recipe {
        intensity,
        ..default
    };
    let background = Background::Zero;
    let (smooth, rough) = (Method::BilinearAntialias, Method::Bilinear);
    [
        (
            "margin around the region | none | 40 pixels",
            default,
            crop(square(40)),
        ),
        ("| | 10 pixels", default, crop(square(10))),
        (
            "intensities | window 40/400 HU | range of the region",
            default,
            range,
        ),
        (
            "background | kept | 0",
            default,
            Recipe {
                background,
                ..default
            },
        ),
        (
            "pixels | 224 x 224 | central 224 of 256",
            default,
            resize(smooth, 224, Some(256)),
        ),
        (
            "box | square | stretched",
            default,
            crop(Crop::Tight { margin: margin(0) }),
        ),
        (
            "resampling | bilinear with antialias, floats | Pillow's 8 bits",
            default,
            resize(Method::PillowU8, 224, None),
        ),
        ("| | without antialias", default, resize(rough, 224, None)),
        (
            "resampling to 24 x 24 | bilinear with antialias | without antialias",
            resize(smooth, 24, None),
            resize(rough, 24, None),
        ),
    ]
}

fn lesion(image: &str, mask: &str) -> Result<Lesion, Box<dyn Error>> {
    let read = |path: &str| voxomics_io::read(Path::new(path))?.into_volume();
    Ok((read(image)?, Mask::new(read(mask)?)?))
}

/// Those of each lesion.
fn features(
    network: &Network,
    recipe: Recipe,
    lesions: &[Lesion],
) -> Result<Vec<Vec<f32>>, Box<dyn Error>> {
    let extractor = Extractor::new(network.clone(), Backend::Cpu, recipe)?;
    let extracted = lesions.iter().map(|(image, mask)| {
        let extraction = extractor.extract(image, mask, 1)?;
        Ok(extraction.features.to_vec())
    });
    extracted.collect()
}

/// The distance of two lists, relative to the length of the first.
fn apart(from: &[f32], to: &[f32]) -> f64 {
    let squares = |values: &mut dyn Iterator<Item = f32>| {
        values
            .map(|value| f64::from(value) * f64::from(value))
            .sum::<f64>()
    };
    let distance = squares(&mut from.iter().zip(to).map(|(from, to)| to - from));
    (distance / squares(&mut from.iter().copied())).sqrt()
}

/// The least and the greatest, in two digits.
fn range(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    let [least, greatest] =
        [values.first(), values.last()].map(|value| digits(*value.unwrap_or(&0.0)));
    if least == greatest {
        least
    } else {
        format!("{least} to {greatest}")
    }
}

fn digits(value: f64) -> String {
    let (mut decimals, mut shifted) = (0, value);
    while shifted > 0.0 && shifted < 10.0 {
        (decimals, shifted) = (decimals + 1, shifted * 10.0);
    }
    format!("{value:.decimals$}")
}
