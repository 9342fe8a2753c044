//! What is refused, and in what words.

use ndarray::{Array2, Array4};
use voxomics_core::ErrorClass;
use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Error, Options};
use voxomics_deep::layer::Layer;
use voxomics_deep::network::Network;

use super::on_each;
use crate::support::{SEED, network, noise};

on_each! {
    images_that_are_none
    layers_that_there_are_none_of
    a_network_that_does_not_fit_together
    values_beyond_f32
    a_network_without_a_head
}

fn small() -> Network {
    network(SEED, 2, 3)
}

fn open(backend: Backend, network: &Network) -> Result<Engine, Error> {
    Engine::new(network, backend, Options::default())
}

fn images_that_are_none(backend: Backend) {
    let engine = open(backend, &small()).unwrap();
    let error = |images: &Array4<f32>| engine.features(images.view()).unwrap_err();
    let of = |shape| error(&Array4::zeros(shape));
    assert_eq!(of((0, 3, 8, 8)), Error::NoImages);
    assert_eq!(of((1, 1, 8, 8)), Error::Channels(1));
    assert_eq!(
        of((1, 3, 0, 8)),
        Error::NoPixels {
            rows: 0,
            columns: 8
        }
    );
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut images = Array4::zeros((2, 3, 4, 5));
        images[[1, 2, 3, 4]] = value;
        let text = error(&images).to_string();
        let place = format!("image 1 has the value {value} in channel 2, row 3, column 4");
        assert!(text.starts_with(&place), "{text}");
        assert_eq!(error(&images).class(), ErrorClass::Input);
        assert!(engine.forward(images.view(), Layer::Stem).is_err());
    }
}

fn layers_that_there_are_none_of(backend: Backend) {
    let engine = open(backend, &small()).unwrap();
    let images = noise("errors", (2, 3, 8, 8));
    for layer in [Layer::Block(4, 2), Layer::Block(0, 0)] {
        let error = engine.forward(images.view(), layer).unwrap_err();
        assert_eq!(error, Error::NoLayer(layer));
    }
}

fn a_network_that_does_not_fit_together(backend: Backend) {
    let mut spoilt = small();
    spoilt.blocks[3].first.stride = 2;
    let error = open(backend, &spoilt).unwrap_err();
    let words = "layer2.1.conv1: stride is 2, a ResNet-18 has 1 there";
    assert_eq!(error.to_string(), words);
}

fn values_beyond_f32(backend: Backend) {
    let mut network = small();
    let weights = network.blocks[7].first.weight.iter_mut();
    weights.for_each(|weight| *weight *= 1e30);
    let engine = open(backend, &network).unwrap();
    let mut images = noise("overflow", (2, 3, 8, 8));
    images.mapv_inplace(|value| value * 1e20);
    let error = engine.features(images.view()).unwrap_err();
    assert!(
        matches!(
            error,
            Error::Overflow {
                image: 0,
                layer: Layer::LAST
            }
        ),
        "{error}"
    );
    let error = engine.forward(images.view(), Layer::LAST).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Input, "{error}");
}

fn a_network_without_a_head(backend: Backend) {
    let mut network = small();
    network.head_weight.clear();
    network.head_bias.clear();
    let engine = open(backend, &network).unwrap();
    let features = engine.features(noise("head", (1, 3, 9, 9)).view()).unwrap();
    assert_eq!(engine.logits(features.view()).unwrap_err(), Error::NoHead);
    let engine = open(backend, &small()).unwrap();
    assert_eq!(engine.logits(features.view()).unwrap().dim(), (1, 3));
    assert!(engine.logits(Array2::zeros((1, 15)).view()).is_err());
}

/// 2048 x 2048 pixels ask for a buffer of 256 MiB, twice what llvmpipe has.
#[cfg(feature = "gpu")]
#[test]
#[ignore = "needs an adapter of wgpu"]
fn wgpu_goes_on_after_it_was_full() {
    let engine = super::engine(Backend::Wgpu);
    let small = noise("full", (1, 3, 32, 32));
    let before = engine.features(small.view()).unwrap();
    if engine.chosen().adapter.as_ref().unwrap().software {
        let large = Array4::zeros((1, 3, 2048, 2048));
        let error = engine.features(large.view()).unwrap_err();
        assert_eq!(error.class(), ErrorClass::Resource, "{error}");
        assert!(matches!(&error, Error::OutOfMemory { why, .. } if why.contains("268435456")));
    }
    assert_eq!(engine.features(small.view()).unwrap(), before);
}
