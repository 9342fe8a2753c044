//! The files of the goldens.

use std::path::Path;

use voxomics_core::ErrorClass;
use voxomics_deep::network::Network;
use voxomics_deep::weights::{self, Origin, StateDict, hash_made};
use voxomics_testkit::goldens::indices;

use crate::support::{deep, files, json, sha256_of};

#[test]
fn hash_made_weights_are_those_of_the_goldens_bit_for_bit() {
    assert_eq!(tensors_are_equal(), 102);
}

/// Their number.
pub(crate) fn tensors_are_equal() -> usize {
    let goldens = json("params.json");
    let state = hash_made(goldens["seed"].as_str().unwrap(), 64, 1000);
    let parameters = goldens["parameters"].as_array().unwrap();
    assert_eq!(state.tensors.len() + state.skipped.len(), parameters.len());
    let (mut all, mut tensors) = (Vec::new(), 0);
    for want in parameters {
        let name = want["name"].as_str().unwrap();
        let shape = indices(&want["shape"]);
        if want["dtype"] == "i64" {
            assert_eq!(state.skipped[name].shape, shape, "{name}");
            continue;
        }
        let tensor = &state.tensors[name];
        assert_eq!(tensor.shape, shape, "{name}");
        assert_eq!(
            sha256_of(&tensor.values),
            want["sha256_le"].as_str().unwrap(),
            "{name}"
        );
        all.extend_from_slice(&tensor.values);
        tensors += 1;
    }
    assert_eq!(
        all.len() as u64,
        goldens["f32_values_total"].as_u64().unwrap()
    );
    let digest = goldens["sha256_all_f32_concatenated_in_order"]
        .as_str()
        .unwrap();
    assert_eq!(sha256_of(&all), digest);
    tensors
}

/// Files of the goldens that load and are a network, that are refused, and that load and are none.
pub(crate) fn counted() -> [usize; 3] {
    let read = |case: &serde_json::Value| {
        let path = deep("weights").join(case["file"].as_str().unwrap());
        weights::read(path).map(|read| Network::from_state_dict(&read.state))
    };
    [
        (
            "good",
            (|read| matches!(read, Ok(Ok(_)))) as fn(Read) -> bool,
        ),
        ("bad_must_be_refused", |read| read.is_err()),
        ("wrong_must_be_refused_by_the_network", |read| {
            matches!(read, Ok(Err(_)))
        }),
    ]
    .map(|(list, fits)| {
        let files = files(list);
        assert!(files.iter().all(|case| fits(read(case))), "{list}");
        files.len()
    })
}

type Read = Result<Result<Network, voxomics_deep::network::Error>, weights::Error>;

/// As f32 files hold them.
fn tiny() -> StateDict {
    hash_made("voxomics-deep-tiny-v1", 2, 7)
}

#[test]
fn files_of_single_precision_hold_the_very_weights() {
    let mut compared = 0;
    for case in files("good") {
        let file = case["file"].as_str().unwrap();
        if file.contains("16") {
            continue;
        }
        let read = weights::read(deep("weights").join(file)).unwrap();
        let mut want = tiny();
        if file.contains("no_fc") {
            want.tensors.retain(|key, _| !key.starts_with("fc."));
        }
        if file.contains("no_tracked") {
            want.skipped.clear();
        }
        assert!(read.state == want, "{file} differs");
        assert_eq!(read.origin, Origin::Unknown, "{file}");
        compared += 1;
    }
    assert_eq!(compared, 12);
}

#[test]
fn every_bad_file_is_refused_and_nothing_is_run() {
    let index = json("weights/weights.json.gz");
    let bad = files("bad_must_be_refused");
    for case in &bad {
        let file = case["file"].as_str().unwrap();
        let error = weights::read(deep("weights").join(file)).unwrap_err();
        assert!(matches!(error.class(), ErrorClass::Input), "{error}");
        assert!(error.to_string().contains(file), "{error}");
        assert_eq!(error.path(), deep("weights").join(file));
    }
    assert_eq!(bad.len(), 38);
    assert!(!Path::new(index["marker"].as_str().unwrap()).exists());
}

#[test]
fn messages_tell_what_is_wrong_and_what_to_do() {
    for (file, words) in [
        ("bad_html.pth", "this is a web page"),
        ("bad_lfs_pointer.safetensors", "git lfs pull"),
        ("bad_empty.pth", "empty"),
        ("bad_pickle_os_system_zip.pth", "`posix.system`"),
        ("bad_pickle_full_zip.pth", "`posix.system`"),
        ("bad_pickle_os_system_legacy.pth", "`posix.system`"),
        ("bad_pickle_eval_zip.pth", "eval`"),
        ("bad_pickle_open_zip.pth", "`io.open`"),
        ("bad_pickle_getattr_zip.pth", "getattr`"),
        ("bad_pickle_bare.pth", "bare pickle"),
        ("bad_truncated_25.safetensors", "fetch it again"),
        (
            "bad_truncated_legacy_90.pth",
            "the file ends within the storage",
        ),
        ("bad_truncated_zip_90.pth", "fetch the file again"),
        (
            "bad_st_header_huge.safetensors",
            "9223372036854775808 bytes are declared",
        ),
        ("bad_st_unknown_dtype.safetensors", "`F24`"),
        ("bad_st_overlap.safetensors", "tensor `b`"),
        (
            "bad_st_shape_overflow.safetensors",
            "[1099511627776, 1099511627776]",
        ),
        (
            "bad_zip_missing_storage.pth",
            "data/0` of the zip, is absent",
        ),
        (
            "bad_zip_short_storage.pth",
            "has 100 bytes and should have 294 elements of 4",
        ),
        ("bad_zip_no_pickle.pth", "no data.pkl"),
        (
            "bad_zip_pickle_no_stop.pth",
            "ends there before its last opcode",
        ),
        (
            "bad_zip_negative_stride.pth",
            "its strides have the number -1",
        ),
        (
            "bad_zip_size_lies.pth",
            "tensor `conv1.weight`: shape [1099511627776]",
        ),
        ("bad_zip_offset_lies.pth", "offset 3"),
        ("bad_zip_stride_lies.pth", "strides [1099511627776, 1]"),
        (
            "bad_zip_zero_stride_bomb.pth",
            "more elements than its storage, which has 4",
        ),
    ] {
        let message = weights::read(deep("weights").join(file))
            .unwrap_err()
            .to_string();
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn what_is_no_file_is_told() {
    let message = |path: &Path| weights::read(path).unwrap_err().to_string();
    assert!(message(&deep("weights")).contains("no plain file"));
    assert!(message(&deep("absent.pth")).contains("there is no such file"));
}

/// Containers that no torch writes any more, made by `make_old_containers.py`.
#[test]
fn old_containers_hold_the_very_weights() {
    for (file, tracked) in [
        ("tar.pth", false),
        ("stream_python2.pth", true),
        ("zip_metadata.pth", true),
    ] {
        let read = weights::read(deep("old_containers").join(file)).unwrap();
        let mut want = tiny();
        if !tracked {
            want.skipped.clear();
        }
        assert!(read.state == want, "{file} differs");
    }
}
