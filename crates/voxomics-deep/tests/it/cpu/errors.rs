//! What is refused, and in which words.

use ndarray::{Array2, Array4, ArrayView4};
use voxomics_deep::cpu::{Engine, Error};
use voxomics_deep::layer::Layer;
use voxomics_deep::network::Network;

use crate::support_cpu::network;

fn small() -> Network {
    network("errors", 2, 7)
}

#[expect(clippy::needless_pass_by_value, reason = "views are made to be passed")]
fn refused(input: ArrayView4<'_, f32>) -> String {
    let engine = Engine::new(&small()).unwrap();
    let error = engine.features(input).unwrap_err();
    assert_eq!(
        engine.forward(input, Layer::Stem).unwrap_err().to_string(),
        error.to_string()
    );
    error.to_string()
}

#[test]
fn inputs() {
    let zeros = |shape| Array4::<f32>::zeros(shape);
    assert_eq!(
        refused(zeros((0, 3, 8, 8)).view()),
        "no images: the input has 0 of 8 x 8, give at least one of at least 1 x 1"
    );
    assert_eq!(
        refused(zeros((2, 3, 0, 8)).view()),
        "no images: the input has 2 of 0 x 8, give at least one of at least 1 x 1"
    );
    assert_eq!(
        refused(zeros((1, 1, 8, 8)).view()),
        "the input has 1 channels: give [images, 3, rows, columns], a grey image thrice"
    );
    let one = zeros((1, 1, 1, 1));
    let large = one.broadcast((1, 3, 4097, 4096)).unwrap();
    assert_eq!(
        refused(large),
        "images of 4097 x 4096 are too large: at most 16777216 pixels, crop or resize them"
    );
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut input = zeros((3, 3, 8, 9));
        input[[1, 2, 3, 4]] = value;
        input[[2, 0, 0, 0]] = value;
        let want = format!(
            "the input is {value} at image 1, channel 2, row 3, column 4: give finite numbers"
        );
        assert_eq!(refused(input.view()), want);
    }
}

#[test]
fn numbers_beyond_single_precision() {
    let engine = Engine::new(&small()).unwrap();
    for value in [f32::MAX, f32::MIN, 1e38, -3e37] {
        let mut input = Array4::zeros((2, 3, 33, 20));
        input.index_axis_mut(ndarray::Axis(0), 1).fill(value);
        match engine.features(input.view()) {
            Err(Error::Overflow { image, .. }) => assert_eq!(image, 1),
            Err(error) => panic!("{error}"),
            Ok(features) => assert!(features.iter().all(|feature| feature.is_finite())),
        }
    }
    let large = Array4::from_elem((1, 3, 33, 20), f32::MAX);
    assert!(matches!(
        engine.forward(large.view(), Layer::MaxPool),
        Err(Error::Overflow { image: 0, .. })
    ));
    // Nothing of it is left in the buffers.
    let zeros = Array4::zeros((2, 3, 33, 20));
    let fresh = Engine::new(&small()).unwrap();
    assert_eq!(engine.features(zeros.view()), fresh.features(zeros.view()));
}

#[test]
fn layers_and_heads() {
    let engine = Engine::new(&small()).unwrap();
    let input = Array4::zeros((1, 3, 8, 8));
    let error = engine
        .forward(input.view(), Layer::Block(5, 0))
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("no layer is called `layer5.0`"),
        "{error}"
    );
    let error = engine.logits(Array2::zeros((1, 15)).view()).unwrap_err();
    assert_eq!(
        error,
        Error::Features {
            got: 15,
            wanted: 16
        }
    );
    let headless = Engine::new(&network("errors", 2, 0)).unwrap();
    assert_eq!(
        headless.logits(Array2::zeros((1, 16)).view()),
        Err(Error::NoHead)
    );
    assert_eq!(
        engine.logits(Array2::zeros((0, 16)).view()).unwrap().dim(),
        (0, 7)
    );
    let large = Array2::from_elem((1, 16), f32::MAX);
    assert!(matches!(
        engine.logits(large.view()),
        Err(Error::Overflow { image: 0, .. })
    ));
}

#[test]
fn networks() {
    let refused = |change: &dyn Fn(&mut Network)| {
        let mut network = small();
        change(&mut network);
        Engine::new(&network).unwrap_err().to_string()
    };
    for (change, want) in [
        (
            &(|network: &mut Network| {
                network.blocks.pop();
            }) as &dyn Fn(&mut Network),
            "the network: number of blocks is 7",
        ),
        (
            &|network| network.stem.inputs = 1,
            "conv1: number of inputs is 1, a ResNet-18 has 3",
        ),
        (
            &|network| network.stem.outputs = 0,
            "conv1: number of outputs is 0",
        ),
        (
            &|network| network.stem.outputs = usize::MAX,
            "conv1: number of outputs is 18446744073709551615",
        ),
        (
            &|network| network.blocks[2].first.stride = 1,
            "layer2.0.conv1: stride is 1, a ResNet-18 has 2",
        ),
        (
            &|network| network.blocks[3].second.kernel = 5,
            "layer2.1.conv2: side of the kernel is 5",
        ),
        (
            &|network| network.blocks[3].second.padding = 0,
            "layer2.1.conv2: padding is 0",
        ),
        (
            &|network| network.blocks[4].shortcut = None,
            "layer3.0.downsample.0: number of convolutions is 0",
        ),
        (
            &|network| {
                network.blocks[1].first.weight.pop();
            },
            "layer1.1.conv1: number of weights is 35",
        ),
        (
            &|network| {
                network.blocks[1].first.bias.clear();
            },
            "layer1.1.conv1: number of biases is 0",
        ),
        (
            &|network| network.blocks[1].first.weight[3] = f32::NAN,
            "layer1.1.conv1: weight 3 is NaN",
        ),
        (
            &|network| network.blocks[7].second.bias[1] = f32::INFINITY,
            "layer4.1.conv2: bias 1 is inf",
        ),
        (
            &|network| {
                network.head_bias.pop();
            },
            "fc: number of weights is 112, a ResNet-18 has 96",
        ),
        (
            &|network| network.head_weight[5] = f32::NEG_INFINITY,
            "fc: weight 5 is -inf",
        ),
    ] {
        let error = refused(change);
        assert!(error.starts_with(want), "{error}");
    }
}
