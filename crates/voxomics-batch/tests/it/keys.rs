//! Keys and digests.

use std::collections::HashSet;
use std::path::Path;

use voxomics_batch::Key;
use voxomics_batch::key::{Digest, Digests};
use voxomics_core::ErrorClass;

#[test]
fn digests_are_sha256() {
    // printf abc | sha256sum
    let want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(Digest::of(b"abc").to_string(), want);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("abc");
    std::fs::write(&path, "abc").unwrap();
    assert_eq!(Digests::new().of(&path).unwrap().to_string(), want);
    // head -c 1000000 /dev/zero | sha256sum: longer than the buffer
    std::fs::write(&path, vec![0; 1_000_000]).unwrap();
    assert_eq!(
        Digests::new().of(&path).unwrap().to_string(),
        "d29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025"
    );
}

#[test]
fn a_shared_file_is_read_once_in_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("image");
    std::fs::write(&path, "one").unwrap();
    let digests = Digests::new();
    let first = digests.of(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(digests.of(&path).unwrap(), first);
    assert!(Digests::new().of(&path).is_err());
}

#[test]
fn a_failure_is_not_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("late");
    let digests = Digests::new();
    let error = digests.of(&path).unwrap_err();
    assert_eq!(
        (error.class(), error.path()),
        (ErrorClass::Input, path.as_path())
    );
    std::fs::write(&path, "now").unwrap();
    digests.of(&path).unwrap();
}

#[test]
fn a_folder_is_its_names_and_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let series = folder.path().join("series");
    let digest = |files: &[(&str, &str)]| {
        let _ = std::fs::remove_dir_all(&series);
        for (name, content) in files {
            let path = series.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        Digests::new().of(&series).unwrap()
    };
    let base = digest(&[("a", "1"), ("sub/b", "2")]);
    assert_eq!(base, digest(&[("sub/b", "2"), ("a", "1")]));
    let others = [
        digest(&[("a", "1"), ("sub/c", "2")]),
        digest(&[("a", "1"), ("sub/b", "3")]),
        digest(&[("a", "1")]),
        digest(&[("a", "12"), ("sub/b", "")]),
    ];
    assert!(!others.contains(&base));
}

#[cfg(unix)]
#[test]
fn devices_and_circles_are_refused() {
    let message = Digests::new()
        .of(Path::new("/dev/null"))
        .unwrap_err()
        .to_string();
    assert_eq!(message, "`/dev/null` is neither a file nor a folder");
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
    let message = Digests::new().of(folder.path()).unwrap_err().to_string();
    assert!(
        message.ends_with("is there a symbolic link in a circle?"),
        "{message}"
    );
}

#[test]
fn parts_do_not_run_into_each_other() {
    let file = |text: &str| Digest::of(text.as_bytes());
    let key = |parts: &[(&str, &str)]| {
        let builder = Key::builder().file("image", file("i"));
        let add = |builder: voxomics_batch::key::Builder, (name, value): &(&str, &str)| {
            builder.part(name, value)
        };
        parts.iter().fold(builder, add).finish()
    };
    let keys = [
        key(&[]),
        key(&[("a", "bc")]),
        key(&[("ab", "c")]),
        key(&[("a", "b"), ("c", "")]),
        key(&[("a", ""), ("b", "c")]),
        Key::builder().file("image", file("j")).finish(),
        Key::builder().file("mask", file("i")).finish(),
    ];
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
    assert_eq!(key(&[("label", "1")]), key(&[("label", "1")]));
}

#[test]
fn the_mapping_is_a_contract() {
    // printf '\5\0\0\0\0\0\0\0label\1\0\0\0\0\0\0\0002' | sha256sum
    let key = Key::builder().part("label", 2).finish();
    assert_eq!(
        key.to_string(),
        "1c03c9f54d097803e6eed4f511d9faad2bcbde359e3aa038000cfb7860a15876"
    );
}
