//! `info` and `convert`.

use crate::support::{Folder, breast};

#[test]
fn an_image_survives_both_ways() {
    let folder = Folder::new();
    let [image, _] = breast();
    folder.run(&["convert", &image, "a.nii.gz"]).expect(0, &[]);
    folder
        .run(&["convert", "a.nii.gz", "b.nrrd"])
        .expect(0, &[]);
    let facts = |path: &str| {
        let run = folder.run(&["info", "--format", "json", "--hash", path]);
        run.expect(0, &[]);
        let facts: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let facts = facts.get(0).cloned().unwrap_or(facts);
        (facts["sha256_f64"].clone(), facts["size"].clone())
    };
    let original = facts(&image);
    assert!(original.0.is_string(), "{original:?}");
    assert_eq!(facts("a.nii.gz"), original);
    assert_eq!(facts("b.nrrd"), original);
}

#[test]
fn what_exists_is_kept_unless_asked() {
    let folder = Folder::new();
    let [image, _] = breast();
    folder.write("out.nrrd", "mine");
    folder
        .run(&["convert", &image, "out.nrrd"])
        .expect(2, &["out.nrrd", "--overwrite"]);
    assert_eq!(folder.read("out.nrrd"), "mine");
    folder
        .run(&["convert", &image, "out.nrrd", "--overwrite"])
        .expect(0, &[]);
    folder
        .run(&["convert", &image, "out.png"])
        .expect(2, &["out.png"]);
}
