//! `extract --mode voxel`: maps as files, and their paths as a table.

use std::fs;

use crate::support::{Folder, Run, breast, cell, prostate};

const MEAN: &str = "original_firstorder_Mean";

/// Parameters of two maps.
fn two(folder: &Folder) {
    folder.write(
        "p.yaml",
        "featureClass: {shape: , firstorder: [Mean], ngtdm: [Contrast]}\n",
    );
}

/// The maps of a label, in the folder `r`.
fn of_label(folder: &Folder, label: &str) -> Run {
    let [image, mask] = prostate();
    folder.run(&[
        "extract", &image, &mask, "-p", "p.yaml", "-m", "voxel", "-od", "r", "-l", label,
    ])
}

#[test]
fn a_map_is_a_file_and_the_table_has_its_path() {
    let folder = Folder::new();
    two(&folder);
    let [image, mask] = breast();
    let run = folder.run(&[
        "extract", &image, &mask, "-p", "p.yaml", "-m", "voxel", "-od", "r", "-f", "csv",
    ]);
    run.expect(0, &[]);
    let table = folder.read("r/features.csv");
    for name in [MEAN, "original_ngtdm_Contrast"] {
        let path = cell(&table, 0, name);
        assert_eq!(path, format!("r/Case-1_{name}.nrrd"));
        folder.run(&["info", path]).expect(0, &[]);
    }
    assert!(!table.contains("_shape_"), "{table}");
}

#[test]
fn maps_may_be_nifti() {
    let folder = Folder::new();
    two(&folder);
    let [image, mask] = breast();
    folder
        .run(&[
            "extract",
            &image,
            &mask,
            "-p",
            "p.yaml",
            "-m",
            "voxel",
            "--map-format",
            "nifti",
        ])
        .expect(0, &[]);
    assert!(folder.has("Case-1_original_firstorder_Mean.nii.gz"));
}

/// A finished file is not harmed: without --out-dir it is refused to write over it.
#[test]
fn maps_of_an_earlier_run_are_not_overwritten() {
    let folder = Folder::new();
    two(&folder);
    let [image, mask] = breast();
    let arguments = ["extract", &image, &mask, "-p", "p.yaml", "-m", "voxel"];
    folder.run(&arguments).expect(0, &[]);
    let before = fs::read(folder.path().join("Case-1_original_firstorder_Mean.nrrd")).unwrap();
    folder
        .run(&arguments)
        .expect(1, &["Case-1_original_firstorder_Mean.nrrd", "--overwrite"]);
    folder
        .run(&[&arguments[..], &["--overwrite"]].concat())
        .expect(0, &[]);
    let after = fs::read(folder.path().join("Case-1_original_firstorder_Mean.nrrd")).unwrap();
    assert_eq!(before, after);
}

/// PyRadiomics' maps have the same names: a folder that is not of an earlier run keeps them.
#[test]
fn maps_of_others_are_not_overwritten() {
    let folder = Folder::new();
    two(&folder);
    let [image, mask] = breast();
    fs::create_dir(folder.path().join("r")).unwrap();
    folder.write("r/Case-1_original_firstorder_Mean.nrrd", "theirs");
    let run = |more: &[&str]| {
        let first = [
            "extract", &image, &mask, "-p", "p.yaml", "-m", "voxel", "-od", "r",
        ];
        folder.run(&[&first[..], more].concat())
    };
    run(&[]).expect(1, &["Case-1_original_firstorder_Mean.nrrd", "--overwrite"]);
    assert_eq!(
        folder.read("r/Case-1_original_firstorder_Mean.nrrd"),
        "theirs"
    );
    run(&["--overwrite"]).expect(0, &[]);
}

/// Finished cases are found again, but not if their files are gone, or those of another label.
#[test]
fn a_second_run_knows_whether_its_maps_are_there() {
    let folder = Folder::new();
    two(&folder);
    let run = |label: &str| of_label(&folder, label);
    run("1").expect(0, &[]);
    run("1").expect(0, &["1 found finished"]);
    let of_one = fs::read(folder.path().join("r/Case-1_original_firstorder_Mean.nrrd")).unwrap();
    run("8").expect(0, &[]);
    let again = run("1");
    again.expect(0, &[]);
    assert!(!again.stderr.contains("found finished"), "{}", again.stderr);
    let back = fs::read(folder.path().join("r/Case-1_original_firstorder_Mean.nrrd")).unwrap();
    assert_eq!(of_one, back);
    fs::remove_file(folder.path().join("r/Case-1_original_ngtdm_Contrast.nrrd")).unwrap();
    run("1").expect(0, &[]);
    assert!(folder.has("r/Case-1_original_ngtdm_Contrast.nrrd"));
}

/// A run that ended half way left maps of another label under the same names.
#[test]
fn maps_of_a_run_that_failed_are_not_taken_for_finished_ones() {
    let folder = Folder::new();
    two(&folder);
    let run = |label: &str| of_label(&folder, label);
    run("1").expect(0, &[]);
    let [first, last] = [MEAN, "original_ngtdm_Contrast"]
        .map(|name| folder.path().join(format!("r/Case-1_{name}.nrrd")));
    let of_one = fs::read(&first).unwrap();
    let aside = folder.path().join("aside.nrrd");
    fs::rename(&last, &aside).unwrap();
    fs::create_dir(&last).unwrap();
    run("8").expect(1, &["Case-1_original_ngtdm_Contrast.nrrd"]);
    assert_ne!(fs::read(&first).unwrap(), of_one);
    fs::remove_dir(&last).unwrap();
    fs::rename(&aside, &last).unwrap();
    run("1").expect(0, &[]);
    assert_eq!(fs::read(&first).unwrap(), of_one);
}

#[test]
fn another_format_is_another_result() {
    let folder = Folder::new();
    two(&folder);
    let [image, mask] = breast();
    for (format, name) in [("nrrd", "nrrd"), ("nifti", "nii.gz")] {
        folder
            .run(&[
                "extract",
                &image,
                &mask,
                "-p",
                "p.yaml",
                "-m",
                "voxel",
                "-od",
                "r",
                "--map-format",
                format,
            ])
            .expect(0, &[]);
        assert!(folder.has(&format!("r/Case-1_{MEAN}.{name}")), "{format}");
    }
}
