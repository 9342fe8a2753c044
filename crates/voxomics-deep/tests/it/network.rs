//! State dicts as networks: folding bit for bit, and what is refused.

mod refused;

use serde_json::Value;
use voxomics_deep::network::{Conv, Error, Network};
use voxomics_deep::weights::{self, StateDict, hash_made};
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
