//! What is no image and no ResNet-18, and in which words; the checks are the same for all backends.

use ndarray::{Array2, Array4, ArrayView4};
use voxomics_core::ErrorClass;
use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Error, Options};
use voxomics_deep::layer::Layer;
use voxomics_deep::network::Network;

use crate::support::network;

fn small() -> Network {
    network("errors", 2, 7)
}

fn open(network: &Network) -> Result<Engine, Error> {
    Engine::new(network, Backend::Cpu, Options::default())
}

#[expect(clippy::needless_pass_by_value, reason = "views are made to be passed")]
fn refused(input: ArrayView4<'_, f32>) -> String {
    let engine = open(&small()).unwrap();
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
        "there are no images: at least one is needed"
    );
    assert_eq!(
        refused(zeros((2, 3, 0, 8)).view()),
        "the images have 0 rows and 8 columns: at least one of each is needed"
    );
    assert_eq!(
        refused(zeros((1, 1, 8, 8)).view()),
        "the images have 1 channels, but the network takes 3: repeat a grey image three times"
    );
    let one = zeros((1, 1, 1, 1));
    let large = one.broadcast((1, 3, 4097, 4096)).unwrap();
    assert_eq!(
        refused(large),
        "images of 4097 rows and 4096 columns are too large: 16777216 pixels at most, crop or resize them"
    );
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut input = zeros((3, 3, 8, 9));
        input[[1, 2, 3, 4]] = value;
        input[[2, 0, 0, 0]] = value;
        let want = format!(
            "image 1 has the value {value} in channel 2, row 3, column 4 (counted from 0): only finite values are taken"
        );
        assert_eq!(refused(input.view()), want);
    }
}

#[test]
fn numbers_beyond_single_precision() {
    let engine = open(&small()).unwrap();
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
    let fresh = open(&small()).unwrap();
    assert_eq!(engine.features(zeros.view()), fresh.features(zeros.view()));
}

#[test]
fn layers_and_heads() {
    let engine = open(&small()).unwrap();
    let input = Array4::zeros((1, 3, 8, 8));
    let layer = Layer::Block(5, 0);
    let error = engine.forward(input.view(), layer).unwrap_err();
    assert_eq!(error, Error::NoLayer(layer));
    let (what, got, want) = ("the features", [1, 15], [1, 16]);
    let error = engine.logits(Array2::zeros((1, 15)).view()).unwrap_err();
    assert_eq!(error, Error::Shape { what, got, want });
    let headless = open(&network("errors", 2, 0)).unwrap();
    let logits = headless.logits(Array2::zeros((1, 16)).view());
    assert_eq!(logits, Err(Error::NoHead));
    let none = engine.logits(Array2::zeros((0, 16)).view()).unwrap();
    assert_eq!(none.dim(), (0, 7));
    let logits = |value| engine.logits(Array2::from_elem((1, 16), value).view());
    let error = logits(f32::MAX).unwrap_err();
    assert!(matches!(error, Error::Logit { image: 0, .. }), "{error}");
    let error = logits(f32::NAN).unwrap_err();
    assert!(matches!(error, Error::NotFiniteEntry { .. }), "{error}");
}

#[test]
fn networks() {
    type Spoil = fn(&mut Network);
    let changes: [(Spoil, &str); 17] = [
        (
            |n| n.blocks.truncate(7),
            "the network: number of blocks is 7",
        ),
        (
            |n| n.stem.inputs = 1,
            "conv1: number of inputs is 1, a ResNet-18 has 3 there",
        ),
        (|n| n.stem.outputs = 0, "conv1: number of outputs is 0"),
        (
            |n| n.stem.outputs = usize::MAX,
            "conv1: number of outputs is 18446744073709551615",
        ),
        (
            |n| n.stem.weight.truncate(5),
            "conv1: number of weights is 5",
        ),
        (
            |n| n.blocks[2].first.stride = 1,
            "layer2.0.conv1: stride is 1, a ResNet-18 has 2",
        ),
        (
            |n| n.blocks[3].first.stride = 0,
            "layer2.1.conv1: stride is 0",
        ),
        (
            |n| n.blocks[3].second.kernel = 5,
            "layer2.1.conv2: side of the kernel is 5",
        ),
        (
            |n| n.blocks[3].second.padding = 0,
            "layer2.1.conv2: padding is 0",
        ),
        (
            |n| n.blocks[4].shortcut = None,
            "layer3.0.downsample.0: number of convolutions is 0",
        ),
        (
            |n| n.blocks[1].first.weight.truncate(35),
            "layer1.1.conv1: number of weights is 35",
        ),
        (
            |n| n.blocks[1].first.bias.clear(),
            "layer1.1.conv1: number of biases is 0",
        ),
        (
            |n| n.blocks[2].second.bias.push(0.0),
            "layer2.0.conv2: number of biases is 5",
        ),
        (
            |n| n.blocks[1].first.weight[3] = f32::NAN,
            "layer1.1.conv1: weight 3 is NaN",
        ),
        (
            |n| n.blocks[7].second.bias[1] = f32::INFINITY,
            "layer4.1.conv2: bias 1 is inf",
        ),
        (
            |n| n.head_bias.truncate(6),
            "fc: number of weights is 112, a ResNet-18 has 96",
        ),
        (
            |n| n.head_weight[5] = f32::NEG_INFINITY,
            "fc: weight 5 is -inf",
        ),
    ];
    for (change, want) in changes {
        let mut network = small();
        change(&mut network);
        let error = open(&network).unwrap_err();
        assert_eq!(error.class(), ErrorClass::Input);
        assert!(error.to_string().starts_with(want), "{error}");
    }
}
