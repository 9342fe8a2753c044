//! Features, logits and every layer, against torch in f64.

use ndarray::{Array2, Axis};
use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Options};
use voxomics_deep::layer::Layer;
use voxomics_testkit::goldens::{indices, numbers};
use voxomics_testkit::tally::Tally;

use super::{engine, on_each};
use crate::support::{
    Near, apart, arrays, batch, cases, check_digest, input, json, network, noise,
};

/// Absolute, of values up to 14; torch's own f32 is 5e-6 away. The README of the goldens has the reasons.
pub(crate) const TOLERANCE: f64 = 2e-5;

on_each! {
    features_and_logits_are_those_of_torch
    layers_are_those_of_torch
    dead_features_are_zero
    a_narrow_network
}

fn features_and_logits_are_those_of_torch(backend: Backend) {
    let mut tally = Tally::default();
    forward(backend, &mut tally);
    for (what, field) in &tally.0 {
        println!("{backend}: {what} {:e} apart", field.worst);
        // So far 6.5e-6 of both: what gives that up is to be noticed.
        assert!(backend != Backend::Cpu || field.worst <= TOLERANCE / 2.0);
    }
}

/// Every case of the goldens.
pub(crate) fn forward(backend: Backend, tally: &mut Tally) {
    let wanted = arrays("forward.safetensors");
    for case in cases() {
        let name = case["name"].as_str().unwrap();
        let features = engine(backend).features(input(&case).view()).unwrap();
        let logits = engine(backend).logits(features.view()).unwrap();
        let mut count = |got: &Array2<f32>, what: &'static str| {
            let apart = apart(got, &wanted[&format!("{name}.{what}_f64")]);
            assert!(apart <= TOLERANCE, "{name}: {what} {apart:e} apart");
            let field = tally.0.entry(what).or_default();
            field.values += got.len();
            field.worst = field.worst.max(apart);
            field.allowed = TOLERANCE;
        };
        count(&features, "features");
        count(&logits, "logits");
        let largest = (0..1000).max_by(|&a, &b| logits[[0, a]].total_cmp(&logits[[0, b]]));
        let want = case["argmax_logit"].as_u64().unwrap();
        assert_eq!(largest.map(|class| class as u64), Some(want), "{name}");
    }
}

fn layers_are_those_of_torch(backend: Backend) {
    let worst = layers(backend);
    println!("{backend}: digests of layers {worst:e} apart");
}

/// The worst of all digests.
pub(crate) fn layers(backend: Backend) -> f64 {
    let mut worst = 0.0_f64;
    for case in cases() {
        let input = input(&case);
        for layer in Layer::all() {
            let stage = match layer {
                Layer::Stem => "stem_relu".to_owned(),
                other => other.to_string(),
            };
            let (want, at) = (&case["stages"][&stage], format!("{} {layer}", case["name"]));
            let got = engine(backend).forward(input.view(), layer).unwrap();
            assert_eq!(got.shape()[1..], indices(&want["shape"]), "{at}");
            let values: Vec<f64> = got.iter().map(|&value| f64::from(value)).collect();
            // Zeros: within rounding of 0, on either side.
            let near = Near {
                zeros: 4,
                ..Near::within(TOLERANCE)
            };
            worst = worst.max(check_digest(&values, want, near, &at));
        }
    }
    worst
}

/// 14 channels of the last stage are switched off by the weights.
fn dead_features_are_zero(backend: Backend) {
    let images: Vec<_> = cases()[..4].iter().map(input).collect();
    let features = engine(backend).features(batch(&images).view()).unwrap();
    for channel in (5..512).step_by(37) {
        let column = features.index_axis(Axis(1), channel);
        assert!(column.iter().all(|value| value.to_bits() == 0), "{channel}");
    }
    let alive = features.iter().filter(|value| **value > 0.0).count();
    assert!(alive > 1900, "{alive}");
}

fn a_narrow_network(backend: Backend) {
    let want = json("weights/weights.json.gz");
    let seed = want["seed"].as_str().unwrap();
    let engine = Engine::new(&network(seed, 2, 7), backend, Options::default()).unwrap();
    let image = voxomics_deep::weights::hash_noise(seed, "tiny_64", 3 * 64 * 64);
    let image = ndarray::Array4::from_shape_vec((1, 3, 64, 64), image).unwrap();
    let features = engine.features(image.view()).unwrap();
    let logits = engine.logits(features.view()).unwrap();
    let good = &want["good"][0];
    assert!(apart(&features, &numbers(&good["features_f64"])) <= 1e-5);
    assert!(apart(&logits, &numbers(&good["logits_f64"])) <= 1e-5);
    assert_ne!(noise("tiny_64", (1, 3, 64, 64)), image, "of another seed");
}
