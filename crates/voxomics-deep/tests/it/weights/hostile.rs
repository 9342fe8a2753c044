//! Files with changed bytes are read or refused, never a panic.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use voxomics_deep::network::Network;
use voxomics_deep::weights::{self, Fault};
use voxomics_testkit::memory::peak;

use super::memory::allowed;
use crate::support::deep;

/// One file of each container.
const FILES: [&str; 6] = [
    "weights/tiny_f32.safetensors",
    "weights/tiny_zip_f32.pth",
    "weights/tiny_zip_proto4.pth",
    "weights/tiny_legacy_nested_module.pth",
    "old_containers/tar.pth",
    "old_containers/stream_python2.pth",
];

fn written(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.pth");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// Read and made a network, or refused by either; no message is empty and no value is lost.
fn survives(bytes: &[u8]) -> Result<(), TestCaseError> {
    let (_folder, path) = written(bytes);
    let (peak, read) = peak(|| weights::read(&path));
    prop_assert!(peak <= allowed(bytes.len()), "{} bytes", peak);
    match read {
        Ok(checkpoint) => {
            for tensor in checkpoint.state.tensors.values() {
                prop_assert_eq!(tensor.values.len(), tensor.shape.iter().product::<usize>());
            }
            if let Err(error) = Network::from_state_dict(&checkpoint.state) {
                prop_assert!(!error.problems.is_empty());
            }
        }
        Err(error) => prop_assert!(!matches!(error.fault(), Fault::Io { .. }), "{}", error),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn changed_bytes(
        file in prop::sample::select(&FILES[..]),
        // Headers and pickles lie in the first bytes, and directories in the last.
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = fs::read(deep(file)).unwrap();
        let length = bytes.len();
        for (at, at_end, value) in changes {
            let at = at.index(length.min(14_000));
            let at = if at_end { length - 1 - at } else { at };
            bytes[at] = value;
        }
        survives(&bytes)?;
    }

    #[test]
    fn cut_files_are_refused(
        file in prop::sample::select(&FILES[..]),
        cut in any::<prop::sample::Index>(),
    ) {
        let bytes = fs::read(deep(file)).unwrap();
        // A tar ends in blocks of zeros that hold nothing.
        let end = bytes.iter().rposition(|&byte| byte != 0).unwrap();
        let cut = cut.index(end);
        let (_folder, path) = written(&bytes[..cut]);
        prop_assert!(weights::read(&path).is_err(), "{} cut at {}", file, cut);
    }
}
