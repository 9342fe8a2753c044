//! Gradients below the last block against small steps; `cam/golden.rs` has torch's.

use ndarray::{Array2, Array4, Axis};
use voxomics_core::ErrorClass;
use voxomics_deep::engine::Error;
use voxomics_deep::gradient::gradients;
use voxomics_deep::layer::Layer;

use crate::definition::Plain;
use crate::support::{SEED, golden, network, noise};

/// By the definition, at every layer of a narrow network.
#[test]
fn gradients_are_those_of_a_small_step() {
    let network = network(SEED, 2, 3);
    let image = noise("small step", (1, 3, 37, 22));
    let slopes = Array2::from_shape_fn((1, 16), |(_, j)| (j as f64 - 7.25) / 8.0);
    let plain = Plain::from(&network);
    for layer in Layer::all().skip(1) {
        let blocks = layer.blocks().unwrap();
        let got = gradients(&network, image.view(), layer, slopes.view()).unwrap();
        let [a, slope] = [&got.activation, &got.gradient].map(|m| m.index_axis(Axis(0), 0));
        let score = |at: (usize, usize, usize), step: f64| {
            let mut stepped = a.to_owned();
            stepped[at] += step;
            plain.features(stepped, blocks).dot(&slopes.row(0))
        };
        let peak = slope
            .iter()
            .fold(0.0_f64, |peak, value| value.abs().max(peak));
        assert!(peak > 0.0, "{layer}");
        for (at, slope) in slope.indexed_iter() {
            let want = (score(at, 1e-7) - score(at, -1e-7)) / 2e-7;
            let off = (slope - want).abs() / peak;
            assert!(off < 1e-6, "{layer} {at:?}: {slope:e} instead of {want:e}");
        }
    }
}

#[test]
fn images_of_a_batch_do_not_see_each_other() {
    let network = network(SEED, 2, 3);
    let images = noise("batch", (3, 3, 33, 18));
    let slopes = Array2::from_shape_fn((3, 16), |(i, j)| f64::from(u8::from(i == j % 3)));
    let layer = Layer::Block(2, 0);
    let together = gradients(&network, images.view(), layer, slopes.view()).unwrap();
    let alone = |i: usize| {
        let image = images.slice_axis(Axis(0), (i..=i).into());
        gradients(
            &network,
            image,
            layer,
            slopes.slice_axis(Axis(0), (i..=i).into()),
        )
        .unwrap()
    };
    for i in 0..3 {
        let part = |array: &Array4<f64>| array.slice_axis(Axis(0), (i..=i).into()).to_owned();
        let alone = alone(i);
        assert_eq!(alone.gradient, part(&together.gradient));
        assert_eq!(alone.activation, part(&together.activation));
    }
}

#[test]
fn a_dead_feature_has_no_gradient_below_the_last_block() {
    let image = noise("dead", (1, 3, 33, 40));
    let slopes = Array2::from_shape_fn((1, 512), |(_, c)| f64::from(u8::from(c == 42)));
    for layer in [Layer::LAST, Layer::Block(4, 0), Layer::Block(3, 1)] {
        let got = gradients(golden(), image.view(), layer, slopes.view()).unwrap();
        let zero = got.gradient.iter().all(|&slope| slope == 0.0);
        assert_eq!(zero, layer != Layer::LAST, "{layer}");
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let network = network(SEED, 2, 3);
    let images = noise("errors", (2, 3, 8, 8));
    let of = |layer, slopes: Array2<f64>| {
        gradients(&network, images.view(), layer, slopes.view()).unwrap_err()
    };
    let (layer, fits) = (Layer::Block(4, 2), || Array2::zeros((2, 16)));
    assert_eq!(of(layer, fits()), Error::NoLayer(layer));
    assert_eq!(of(Layer::Stem, fits()), Error::NoGradient(Layer::Stem));
    for shape in [(1, 16), (2, 15)] {
        let error = of(Layer::LAST, Array2::zeros(shape));
        assert!(
            matches!(error, Error::Shape { want: [2, 16], .. }),
            "{error}"
        );
    }
    let error = of(Layer::LAST, Array2::from_elem((2, 16), f64::NAN)).to_string();
    assert!(
        error.starts_with("the slopes have the value NaN in row 0, column 0"),
        "{error}"
    );
    let error = of(Layer::Block(1, 0), Array2::from_elem((2, 16), 1e308));
    assert_eq!(error.class(), ErrorClass::Input, "{error}");
    let mut spoilt = network.clone();
    spoilt.blocks[5].second.weight[7] = f32::NAN;
    let slopes = Array2::zeros((2, 16));
    let error = gradients(&spoilt, images.view(), Layer::LAST, slopes.view()).unwrap_err();
    assert!(matches!(error, Error::Parameter { .. }), "{error}");
    // Beyond f64 behind the layer, where a ReLU would swallow what is no number.
    for block in &mut spoilt.blocks {
        for conv in [&mut block.first, &mut block.second] {
            conv.weight.fill(1e38);
        }
    }
    let error = gradients(&spoilt, images.view(), Layer::MaxPool, slopes.view()).unwrap_err();
    assert!(matches!(error, Error::Overflow { image: 0, .. }), "{error}");
    let grey = noise("errors", (1, 1, 8, 8));
    let slopes = Array2::zeros((1, 16));
    let error = gradients(&network, grey.view(), Layer::LAST, slopes.view()).unwrap_err();
    assert_eq!(error, Error::Channels(1));
}
