//! Zips and pickles written here, for what the goldens do not have.

use std::fs;

use voxomics_core::ErrorClass;
use voxomics_deep::weights::{self, Error, Fault, StateDict};

/// A zip of stored entries, or of entries that claim to be deflated.
fn zip(entries: &[(&str, &[u8])], method: u16) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in entries {
        let offset = u32::try_from(bytes.len()).unwrap();
        let size = u32::try_from(data.len()).unwrap().to_le_bytes();
        let mut head = vec![20, 0, 0, 0];
        head.extend(method.to_le_bytes());
        head.extend([0; 4]);
        head.extend(crc(data).to_le_bytes());
        head.extend(size);
        head.extend(size);
        head.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        head.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(name.as_bytes());
        bytes.extend(*data);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let start = u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let length = u32::try_from(directory.len()).unwrap().to_le_bytes();
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    for part in [&count[..], &count, &length, &start, &[0, 0]] {
        bytes.extend(part);
    }
    bytes
}

/// The checksum of a zip, by its definition.
fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 * (crc & 1))
        })
    })
}

pub(super) fn read(bytes: &[u8]) -> Result<StateDict, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.pth");
    fs::write(&path, bytes).unwrap();
    weights::read(&path).map(|checkpoint| checkpoint.state)
}

pub(super) fn text(text: &str) -> Vec<u8> {
    let mut bytes = b"X".to_vec();
    bytes.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes
}

/// The call that rebuilds a tensor over storage `0` of four elements.
pub(super) fn tensor(class: &str, shape: &[u8], strides: &[u8]) -> Vec<u8> {
    let tuple = |items: &[u8]| {
        let mut bytes = b"(".to_vec();
        bytes.extend(items.iter().flat_map(|&item| [b'K', item]));
        bytes.push(b't');
        bytes
    };
    let mut bytes = b"ctorch._utils\n_rebuild_tensor_v2\n((".to_vec();
    bytes.extend(text("storage"));
    bytes.extend(format!("ctorch\n{class}\n").bytes());
    bytes.extend(text("0"));
    bytes.extend(text("cpu"));
    bytes.extend(b"K\x04tQK\0");
    bytes.extend(tuple(shape));
    bytes.extend(tuple(strides));
    bytes.extend(b"\x89)tR");
    bytes
}

pub(super) fn dictionary(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = b"}(".to_vec();
    for (key, value) in entries {
        bytes.extend(text(key));
        bytes.extend(value);
    }
    bytes.push(b'u');
    bytes
}

fn pickled(value: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x80\x02".to_vec();
    bytes.extend(value);
    bytes.push(b'.');
    bytes
}

fn four() -> Vec<u8> {
    [1.0_f32, 2.0, 3.0, 4.0]
        .into_iter()
        .flat_map(f32::to_le_bytes)
        .collect()
}

/// A state dict in a zip beside one storage of four floats.
pub(super) fn saved(value: &[u8]) -> Vec<u8> {
    zip(&[("a/data.pkl", &pickled(value)), ("a/data/0", &four())], 0)
}

#[test]
fn strides_give_the_transpose() {
    let entries = [("a", tensor("FloatStorage", &[2, 2], &[1, 2]))];
    let state = read(&saved(&dictionary(&entries))).unwrap();
    assert_eq!(state.tensors["a"].values, [1.0, 3.0, 2.0, 4.0]);
    assert_eq!(state.tensors["a"].shape, [2, 2]);
}

#[test]
fn storages_may_lie_in_the_root_of_a_zip() {
    let pickle = pickled(&dictionary(&[("a", tensor("FloatStorage", &[4], &[1]))]));
    let bytes = zip(
        &[
            ("data.pkl", &pickle),
            ("data/0", &four()),
            ("byteorder", b"little"),
        ],
        0,
    );
    assert_eq!(
        read(&bytes).unwrap().tensors["a"].values,
        [1.0, 2.0, 3.0, 4.0]
    );
}

#[test]
fn a_name_that_is_there_twice_is_refused() {
    let whole = || tensor("FloatStorage", &[4], &[1]);
    let twice = dictionary(&[("a", whole()), ("a", whole())]);
    let error = read(&saved(&twice)).unwrap_err();
    assert_eq!(
        error.fault(),
        &Fault::Duplicate {
            name: "a".to_owned()
        }
    );
    let both = dictionary(&[("module.a", whole()), ("a", whole())]);
    assert_eq!(
        read(&saved(&both)).unwrap().tensors.len(),
        2,
        "a prefix is taken off only from all"
    );
}

#[test]
fn storages_shown_over_and_over_are_refused() {
    let names: Vec<String> = (0..4000).map(|index| format!("{index}")).collect();
    let storage = vec![0; 1 << 20];
    let mut shown = tensor("FloatStorage", &[], &[]);
    let numel = b"K\x04tQK\0".to_vec();
    let place = shown
        .windows(numel.len())
        .position(|bytes| bytes == numel)
        .unwrap();
    shown.splice(place..place + 2, *b"J\0\0\x04\0");
    let shape = shown.windows(2).position(|bytes| bytes == b"(t").unwrap();
    shown.splice(shape..shape + 4, *b"(J\0\0\x04\0t(K\x01t");
    let entries: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), shown.clone()))
        .collect();
    let pickle = pickled(&dictionary(&entries));
    let error = read(&zip(&[("a/data.pkl", &pickle), ("a/data/0", &storage)], 0)).unwrap_err();
    let Fault::Expanded { bytes, limit } = error.fault() else {
        panic!("{error}");
    };
    assert_eq!(*bytes, 4000 << 20);
    assert!(*limit < 8 << 20, "{error}");
}

#[test]
fn what_is_no_state_dict_is_described() {
    let whole = || tensor("FloatStorage", &[4], &[1]);
    for (value, words) in [
        (b"K\x07".to_vec(), "the file holds the number 7"),
        (whole(), "the file holds a tensor"),
        (b"}".to_vec(), "the dictionary is empty"),
        (
            dictionary(&[("epoch", b"K\x01".to_vec())]),
            "of 1 entries none is a tensor: the text \"epoch\"",
        ),
        (
            dictionary(&[("state_dict", b"}".to_vec())]),
            "the dictionary is empty",
        ),
        (
            dictionary(&[("a", whole()), ("epoch", b"K\x01".to_vec())]),
            "tensor `epoch`: it is the number 1",
        ),
        (
            [b"}K\x01".to_vec(), whole(), b"s".to_vec()].concat(),
            "a key of the dictionary is the number 1",
        ),
    ] {
        let message = read(&saved(&value)).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn other_zips_are_told_by_what_they_are() {
    let pickle = pickled(&dictionary(&[("a", tensor("FloatStorage", &[4], &[1]))]));
    let (pickle, four) = (pickle.as_slice(), four());
    for (entries, words) in [
        (
            vec![("a/data.pkl", pickle), ("a/constants.pkl", b"")],
            "TorchScript",
        ),
        (
            vec![("a/data.pkl", pickle), ("b/data.pkl", pickle)],
            "several data.pkl",
        ),
        (vec![("arr_0.npy", pickle)], "no data.pkl"),
        (
            vec![
                ("a/data.pkl", pickle),
                ("a/byteorder", b"big"),
                ("a/data/0", &four),
            ],
            "big-endian",
        ),
    ] {
        let message = read(&zip(&entries, 0)).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }
    let compressed = read(&zip(&[("a/data.pkl", pickle)], 8)).unwrap_err();
    assert_eq!(compressed.class(), ErrorClass::Unsupported, "{compressed}");
    assert!(
        compressed.to_string().contains("compressed"),
        "{compressed}"
    );
}

#[test]
fn a_changed_weight_is_a_wrong_checksum() {
    let mut bytes = saved(&dictionary(&[("a", tensor("FloatStorage", &[4], &[1]))]));
    let four = four();
    let place = bytes.windows(16).position(|window| window == four).unwrap();
    bytes[place] ^= 1;
    let message = read(&bytes).unwrap_err().to_string();
    assert!(
        message.contains("a/data/0") && message.contains("hecksum"),
        "{message}"
    );
}
