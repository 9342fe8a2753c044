//! Features, logits and every layer, against torch in f64.

use ndarray::{Array2, Axis};
use serde_json::Value;
use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Options};
use voxomics_deep::layer::Layer;

use super::{engine, on_each, oracle, support};

/// Absolute, of values up to 14; torch's own f32 is 5e-6 away. The README of the goldens has the reasons.
const TOLERANCE: f64 = 2e-5;

on_each! {
    features_and_logits_are_those_of_torch
    layers_are_those_of_torch
    dead_features_are_zero
    any_size_is_as_the_definition_says
}

fn cases() -> Vec<Value> {
    let cases = support::json("forward.json.gz")["cases"].take();
    let cases = cases.as_array().unwrap().clone();
    assert_eq!(cases.len(), 11);
    cases
}

fn features_and_logits_are_those_of_torch(backend: Backend) {
    let wanted = support::arrays("forward.safetensors");
    let (engine, mut worst) = (engine(backend), [0.0_f64; 2]);
    for case in cases() {
        let name = case["name"].as_str().unwrap();
        let features = engine.features(support::input(&case).view()).unwrap();
        let logits = engine.logits(features.view()).unwrap();
        let apart = |got: &Array2<f32>, what| {
            let apart = support::apart(got, &wanted[&format!("{name}.{what}_f64")]);
            assert!(apart <= TOLERANCE, "{name}: {what} {apart:e} apart");
            apart
        };
        worst[0] = worst[0].max(apart(&features, "features"));
        worst[1] = worst[1].max(apart(&logits, "logits"));
    }
    println!(
        "{backend}: features {:e}, logits {:e} apart",
        worst[0], worst[1]
    );
}

fn layers_are_those_of_torch(backend: Backend) {
    let mut worst = 0.0_f64;
    for case in cases() {
        let input = support::input(&case);
        for layer in Layer::all() {
            let stage = match layer {
                Layer::Stem => "stem_relu".to_owned(),
                other => other.to_string(),
            };
            let want = &case["stages"][&stage];
            let got = engine(backend).forward(input.view(), layer).unwrap();
            let shape = got.shape()[1..].iter().map(|&length| length as u64);
            let shape_wanted = want["shape"].as_array().unwrap().iter();
            assert!(shape.eq(shape_wanted.map(|length| length.as_u64().unwrap())));
            let values: Vec<f64> = got.iter().map(|&value| f64::from(value)).collect();
            let off = digests(&values, want);
            assert!(off <= TOLERANCE, "{}: {layer} {off:e} apart", case["name"]);
            worst = worst.max(off);
        }
    }
    println!("{backend}: digests of layers {worst:e} apart");
}

/// The largest distance of a digest's entries, that of the norm relative.
fn digests(values: &[f64], want: &Value) -> f64 {
    let number = |key: &str| want[key].as_f64().unwrap();
    let count = values.len();
    let mean = values.iter().sum::<f64>() / count as f64;
    let squares = |centre: f64| values.iter().map(|v| (v - centre).powi(2)).sum::<f64>();
    let mut pairs = vec![
        (mean, number("mean")),
        (
            (squares(mean) / count as f64).sqrt(),
            number("std_population"),
        ),
        (
            values.iter().copied().fold(f64::INFINITY, f64::min),
            number("min"),
        ),
        (
            values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            number("max"),
        ),
        (
            squares(0.0).sqrt() / number("l2").max(1.0),
            number("l2") / number("l2").max(1.0),
        ),
    ];
    let probes = want["probe"].as_array().unwrap().iter();
    pairs.extend(probes.enumerate().map(|(j, probe)| {
        (
            values[(j * 2_654_435_761 + 12_345) % count],
            probe.as_f64().unwrap(),
        )
    }));
    pairs
        .iter()
        .fold(0.0, |worst, (got, want)| (got - want).abs().max(worst))
}

/// 14 channels of the last stage are switched off by the weights.
fn dead_features_are_zero(backend: Backend) {
    let cases = cases();
    let images: Vec<_> = cases[..4].iter().map(support::input).collect();
    let features = engine(backend)
        .features(support::batch(&images).view())
        .unwrap();
    for channel in (5..512).step_by(37) {
        let column = features.index_axis(Axis(1), channel);
        assert!(column.iter().all(|value| value.to_bits() == 0), "{channel}");
    }
    let alive = features.iter().filter(|value| **value > 0.0).count();
    assert!(alive > 1900, "{alive}");
}

/// Odd sizes, thin ones and single pixels, by the definition.
fn any_size_is_as_the_definition_says(backend: Backend) {
    let network = support::network(2, 3);
    let engine = Engine::new(&network, backend, Options::default()).unwrap();
    for (rows, columns) in [
        (1, 1),
        (1, 2),
        (2, 1),
        (3, 3),
        (1, 33),
        (31, 5),
        (32, 32),
        (34, 65),
    ] {
        let image = support::noise("any size", (1, 3, rows, columns));
        let front = oracle::front(&network, &image.index_axis(Axis(0), 0).mapv(f64::from));
        let want = oracle::features(&network, Layer::MaxPool, front);
        let got = engine.features(image.view()).unwrap();
        let apart = support::apart(&got, &want);
        assert!(apart <= TOLERANCE, "{rows} x {columns}: {apart:e}");
    }
}
