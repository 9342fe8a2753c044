//! Files of weights, and the network that they make.

use std::path::Path;

use voxomics_core::ErrorClass;
use voxomics_deep::network::{Conv, Network};
use voxomics_deep::weights::{self, Checkpoint, Error, Fault};

use super::{folder, guarded, write};

/// Reads a file of weights, in whatever container its bytes are, and makes a network of what it holds.
pub fn read(bytes: &[u8]) {
    let path = folder("").join("input.pth");
    write(&path, bytes);
    guarded(|| match weights::read(&path) {
        Ok(checkpoint) => {
            check(&checkpoint, bytes.len());
            match Network::from_state_dict(&checkpoint.state) {
                Ok(network) => check_network(&network),
                Err(error) => {
                    assert!(!error.problems.is_empty());
                    assert!(!error.to_string().is_empty());
                }
            }
        }
        Err(error) => check_error(&error, &path),
    });
}

/// A value for each element of a shape, and not many more bytes than the file has.
fn check(checkpoint: &Checkpoint, size: usize) {
    let state = &checkpoint.state;
    let mut values = 0;
    for (name, tensor) in &state.tensors {
        let elements = tensor
            .shape
            .iter()
            .try_fold(1, |product: usize, &length| product.checked_mul(length));
        let is_empty = tensor.shape.contains(&0) && tensor.values.is_empty();
        assert!(is_empty || elements == Some(tensor.values.len()), "{name}");
        assert!(!state.skipped.contains_key(name), "`{name}` is there twice");
        values += tensor.values.len();
    }
    assert!(values <= size, "{values} values of {size} bytes");
    let digest = &checkpoint.sha256;
    assert_eq!(digest.len(), 64);
    assert!(digest.bytes().all(|digit| digit.is_ascii_hexdigit()));
}

/// Shapes that follow from each other, and finite values throughout.
fn check_network(network: &Network) {
    check_conv(&network.stem, 3);
    assert_eq!(network.blocks.len(), 8);
    let mut channels = network.stem.outputs;
    for block in &network.blocks {
        check_conv(&block.first, channels);
        check_conv(&block.second, block.first.outputs);
        if let Some(shortcut) = &block.shortcut {
            check_conv(shortcut, channels);
        }
        channels = block.second.outputs;
    }
    let (weight, bias) = (&network.head_weight, &network.head_bias);
    assert_eq!(weight.len(), bias.len() * channels);
    assert!(weight.iter().chain(bias).all(|value| value.is_finite()));
}

fn check_conv(conv: &Conv, inputs: usize) {
    assert_eq!(conv.inputs, inputs);
    assert_eq!(conv.bias.len(), conv.outputs);
    assert_eq!(
        conv.weight.len(),
        conv.outputs * inputs * conv.kernel * conv.kernel
    );
    let mut values = conv.weight.iter().chain(&conv.bias);
    assert!(values.all(|value| value.is_finite()));
}

/// The path, what is wrong, and that it is the file's fault.
fn check_error(error: &Error, path: &Path) {
    let text = error.to_string();
    assert_eq!(error.path(), path);
    let told = text.strip_prefix(&format!("{}: ", path.display()));
    assert!(told.is_some_and(|told| !told.is_empty()), "{text}");
    assert!(
        matches!(error.class(), ErrorClass::Input | ErrorClass::Unsupported),
        "{text}"
    );
    assert!(!matches!(error.fault(), Fault::Io { .. }), "{text}");
}
