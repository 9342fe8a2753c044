//! State dicts as networks: folding bit for bit, and what is refused.

use serde_json::Value;
use voxomics_core::ErrorClass;
use voxomics_deep::network::{Conv, Error, Network, Problem};
use voxomics_deep::weights::{self, Skipped, StateDict, Tensor, hash_made};
use voxomics_testkit::goldens::indices;

use crate::support::{deep, files, json, sha256_of};

fn tiny() -> StateDict {
    hash_made("voxomics-deep-tiny-v1", 2, 7)
}

fn refused(state: &StateDict) -> Error {
    Network::from_state_dict(state).unwrap_err()
}

/// The convolutions by their names in the goldens.
fn convolutions(network: &Network) -> Vec<(String, &Conv)> {
    let mut named = vec![("conv1".to_owned(), &network.stem)];
    for (index, block) in network.blocks.iter().enumerate() {
        let name = format!("layer{}.{}", index / 2 + 1, index % 2);
        named.push((format!("{name}.conv1"), &block.first));
        named.push((format!("{name}.conv2"), &block.second));
        let shortcut = block.shortcut.as_ref();
        named.extend(shortcut.map(|conv| (format!("{name}.downsample.0"), conv)));
    }
    named
}

#[test]
fn folded_parameters_are_those_of_the_goldens_bit_for_bit() {
    assert_eq!(folded_tensors_are_equal(), 42);
}

/// Their number.
pub(crate) fn folded_tensors_are_equal() -> usize {
    let goldens = json("params.json");
    let seed = goldens["seed"].as_str().unwrap();
    let network = Network::from_state_dict(&hash_made(seed, 64, 1000)).unwrap();
    let mut found: Vec<(String, &[f32])> = Vec::new();
    for (name, conv) in convolutions(&network) {
        found.push((format!("{name}.weight"), &conv.weight));
        found.push((format!("{name}.bias"), &conv.bias));
    }
    found.push(("fc.weight".to_owned(), &network.head_weight));
    found.push(("fc.bias".to_owned(), &network.head_bias));
    let folded = goldens["folded"].as_array().unwrap();
    assert_eq!(found.len(), folded.len());
    for ((name, values), want) in found.iter().zip(folded) {
        assert_eq!(name, want["name"].as_str().unwrap());
        assert_eq!(
            values.len(),
            indices(&want["shape"]).iter().product::<usize>(),
            "{name}"
        );
        assert_eq!(
            sha256_of(values),
            want["sha256_le"].as_str().unwrap(),
            "{name}"
        );
    }
    found.len()
}

#[test]
fn shapes_strides_and_paddings_are_those_of_a_resnet_18() {
    let network = Network::from_state_dict(&tiny()).unwrap();
    let shapes: Vec<[usize; 5]> = convolutions(&network)
        .into_iter()
        .map(|(_, conv)| {
            [
                conv.inputs,
                conv.outputs,
                conv.kernel,
                conv.stride,
                conv.padding,
            ]
        })
        .collect();
    assert_eq!(shapes.len(), 20);
    assert_eq!(shapes[0], [3, 2, 7, 2, 3]);
    assert_eq!(shapes[1..5], [[2, 2, 3, 1, 1]; 4]);
    assert_eq!(
        shapes[5..10],
        [
            [2, 4, 3, 2, 1],
            [4, 4, 3, 1, 1],
            [2, 4, 1, 2, 0],
            [4, 4, 3, 1, 1],
            [4, 4, 3, 1, 1]
        ]
    );
}

#[test]
fn every_golden_file_is_a_network() {
    let good = files("good");
    for case in &good {
        let file = case["file"].as_str().unwrap();
        let checkpoint = weights::read(deep("weights").join(file)).unwrap();
        let network = Network::from_state_dict(&checkpoint.state).unwrap();
        let classes = case
            .get("logits_f64")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        assert_eq!(network.head_bias.len(), classes, "{file}");
        assert_eq!(network.head_weight.len(), 16 * classes, "{file}");
    }
}

#[test]
fn every_wrong_file_is_refused_by_what_is_wrong() {
    let words = [
        (
            "wrong_missing_key.safetensors",
            "`layer3.1.bn2.running_var` [8] is missing",
        ),
        (
            "wrong_gray_conv1.safetensors",
            "`conv1.weight` is [2, 1, 7, 7] and should be [2, 3, 7, 7]",
        ),
        (
            "wrong_resnet34_keys.safetensors",
            "`layer1.2.conv1.weight` [2, 2, 3, 3] is one too many",
        ),
        (
            "wrong_bottleneck_key.safetensors",
            "`layer1.0.conv3.weight` [8, 2, 1, 1] is one too many",
        ),
        (
            "wrong_negative_var.safetensors",
            "`layer2.0.bn1.running_var` is -1 at channel 0",
        ),
        (
            "wrong_nan_weight.safetensors",
            "`layer2.0.conv1.weight` is NaN at [0, 0, 0, 0]",
        ),
        ("wrong_int_weight.safetensors", "`fc.bias` [7] holds int64"),
    ];
    let wrong = files("wrong_must_be_refused_by_the_network");
    assert_eq!(wrong.len(), words.len());
    for case in &wrong {
        let file = case["file"].as_str().unwrap();
        let checkpoint = weights::read(deep("weights").join(file)).unwrap();
        let error = refused(&checkpoint.state);
        let (_, words) = words.iter().find(|(name, _)| *name == file).unwrap();
        assert_eq!(error.problems.len(), 1, "{file}");
        assert_eq!(error.class(), ErrorClass::Input);
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn larger_networks_are_told_by_name() {
    let tensor = |shape: &[usize]| Tensor {
        shape: shape.to_vec(),
        values: vec![0.0; shape.iter().product()],
    };
    let with = |keys: &[String], shape: &[usize]| {
        let mut state = tiny();
        let added = keys.iter().map(|key| (key.clone(), tensor(shape)));
        state.tensors.extend(added);
        refused(&state).looks_like
    };
    let blocks = |blocks: usize| -> Vec<String> {
        let bottleneck = ["layer1.0.conv3.weight".to_owned()];
        let rest = (2..blocks).map(|block| format!("layer3.{block}.conv1.weight"));
        bottleneck.into_iter().chain(rest).collect()
    };
    for (keys, want) in [
        (
            vec!["layer1.2.conv1.weight".to_owned()],
            Some("a ResNet-34"),
        ),
        (blocks(6), Some("a ResNet-50")),
        (blocks(23), Some("a ResNet-101")),
        (blocks(36), Some("a ResNet-152")),
        (blocks(7), Some("a ResNet with bottlenecks")),
        (
            vec!["features.0.weight".to_owned()],
            Some("a VGG, DenseNet or AlexNet"),
        ),
        (vec!["fc2.weight".to_owned()], None),
    ] {
        assert_eq!(with(&keys, &[1, 1]).as_deref(), want, "{keys:?}");
    }
    let mut state = tiny();
    state
        .tensors
        .insert("conv1.weight".to_owned(), tensor(&[2, 1, 7, 7, 7]));
    assert_eq!(
        refused(&state).looks_like.as_deref(),
        Some("a network of three dimensions")
    );

    let tensors = tiny().tensors.into_iter();
    let tensors = tensors
        .map(|(key, tensor)| (format!("encoder.{key}"), tensor))
        .collect();
    let error = refused(&StateDict {
        tensors,
        ..StateDict::default()
    });
    assert!(
        error
            .to_string()
            .contains("under names beginning with `encoder.`"),
        "{error}"
    );
}

#[test]
fn three_problems_are_spelt_out_and_the_others_counted() {
    let mut state = tiny();
    state
        .tensors
        .retain(|key, _| !key.ends_with("running_mean"));
    let error = refused(&state);
    assert_eq!(error.problems.len(), 20);
    let message = error.to_string();
    assert_eq!(message.matches("is missing").count(), 3, "{message}");
    assert!(message.contains("and 17 more"), "{message}");
    assert!(message.contains("torchvision.models.resnet18"), "{message}");
}

#[test]
fn an_empty_state_dict_misses_everything() {
    let error = refused(&StateDict::default());
    assert_eq!(error.problems.len(), 100);
}

#[test]
fn half_a_head_is_refused() {
    for (key, other) in [
        ("fc.weight", "`fc.bias` [7]"),
        ("fc.bias", "`fc.weight` [7, 16]"),
    ] {
        let mut state = tiny();
        state
            .tensors
            .retain(|own, _| !own.starts_with("fc.") || own == key);
        let message = refused(&state).to_string();
        assert!(
            message.contains(&format!("{other} is missing")),
            "{message}"
        );
    }
}

#[test]
fn values_that_cannot_be_are_refused() {
    let change = |key: &str, change: &dyn Fn(&mut Tensor)| {
        let mut state = tiny();
        change(state.tensors.get_mut(key).unwrap());
        refused(&state).problems.remove(0)
    };
    let found = change("bn1.bias", &|tensor| tensor.values[1] = f32::NEG_INFINITY);
    let key = "bn1.bias".to_owned();
    let (at, value) = (vec![1], f32::NEG_INFINITY);
    assert_eq!(found, Problem::NotFinite { key, at, value });

    let found = change("fc.bias", &|tensor| tensor.values.truncate(6));
    let (key, shape, values) = ("fc.bias".to_owned(), vec![7], 6);
    assert_eq!(found, Problem::Length { key, shape, values });

    for shape in [vec![usize::MAX, 0, 7, 7], vec![0, 3, 7, 7], vec![], vec![2]] {
        let found = change("conv1.weight", &|tensor| tensor.shape.clone_from(&shape));
        assert!(matches!(found, Problem::Shape { .. }), "{found:?}");
    }
}

#[test]
fn what_folding_takes_beyond_f32_is_refused() {
    let mut state = tiny();
    for key in ["conv1.weight", "bn1.weight"] {
        state.tensors.get_mut(key).unwrap().values.fill(1e30);
    }
    let key = "conv1.weight".to_owned();
    assert_eq!(refused(&state).problems, [Problem::Overflow { key }]);
}

#[test]
fn counts_of_batches_may_be_of_any_type_or_absent() {
    let mut state = tiny();
    state.skipped.clear();
    let bare = Network::from_state_dict(&state).unwrap();
    let (shape, values) = (Vec::new(), vec![f32::NAN]);
    state.tensors.insert(
        "bn1.num_batches_tracked".to_owned(),
        Tensor { shape, values },
    );
    assert_eq!(Network::from_state_dict(&state), Ok(bare));

    let (shape, element) = (vec![3], "int64".to_owned());
    state
        .skipped
        .insert("layer9.steps".to_owned(), Skipped { shape, element });
    assert!(
        refused(&state)
            .to_string()
            .contains("`layer9.steps` [3] is one too many")
    );
}
