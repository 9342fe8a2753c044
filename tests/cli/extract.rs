//! `extract IMAGE MASK`: one case, every flag.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use crate::support::{Folder, breast, cell, prostate};

/// PyRadiomics 3.0.1, `tests/data/pyradiomics/a_default/breast1.json`.
const VOXELS: &str = "diagnostics_Mask-original_VoxelNum";

#[test]
fn version_is_the_packages() {
    let run = Folder::new().run(&["--version"]);
    assert_eq!(
        run.stdout,
        concat!("voxomics ", env!("CARGO_PKG_VERSION"), "\n")
    );
    run.expect(0, &[]);
}

#[test]
fn text_is_a_line_for_each_value() {
    let [image, mask] = breast();
    let run = Folder::new().run(&["extract", &image, &mask]);
    run.expect(0, &[]);
    assert!(
        run.stdout
            .starts_with(&format!("Case-1_Image: {image}\nCase-1_Mask: {mask}\n"))
    );
    assert!(
        run.stdout.contains(&format!("Case-1_{VOXELS}: 143\n")),
        "{}",
        run.stdout
    );
    assert_eq!(
        run.stdout
            .lines()
            .filter(|line| line.contains("_original_"))
            .count(),
        107
    );
}

#[test]
fn table_has_the_columns_of_pyradiomics() {
    let [image, mask] = breast();
    let run = Folder::new().run(&["extract", &image, &mask, "-f", "csv"]);
    run.expect(0, &[]);
    assert_eq!(run.stdout.lines().count(), 2);
    assert_eq!(cell(&run.stdout, 0, VOXELS), "143");
    let header = run.stdout.lines().next().unwrap();
    assert!(
        header.starts_with("Image,Mask,diagnostics_Versions_PyRadiomics,"),
        "{header}"
    );
    assert!(
        header.ends_with("original_ngtdm_Contrast,original_ngtdm_Strength"),
        "{header}"
    );
}

#[test]
fn json_is_an_array_of_objects() {
    let [image, mask] = breast();
    let run = Folder::new().run(&["extract", &image, &mask, "--format", "json"]);
    run.expect(0, &[]);
    let rows: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(rows[0][VOXELS], 143);
    assert!(rows[0]["original_firstorder_Mean"].is_f64());
}

#[test]
fn parquet_is_told_by_its_name() {
    let folder = Folder::new();
    let [image, mask] = breast();
    folder
        .run(&["extract", &image, &mask, "-o", "out.parquet"])
        .expect(0, &[]);
    let bytes = fs::read(folder.path().join("out.parquet")).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("original_glcm_Contrast"));
}

/// Trigger 35 of PyRadiomics' command: there the values are those of label 1.
#[test]
fn label_is_the_one_asked_for() {
    let [image, mask] = prostate();
    let run = Folder::new().run(&["extract", &image, &mask, "-l", "8", "-f", "csv"]);
    run.expect(0, &[]);
    assert_eq!(cell(&run.stdout, 0, VOXELS), "2997");
    let settings = cell(&run.stdout, 0, "diagnostics_Configuration_Settings");
    assert!(settings.contains("'label': 8"), "{settings}");
}

#[test]
fn all_labels_are_a_row_each() {
    let [image, mask] = prostate();
    let run = Folder::new().run(&["extract", &image, &mask, "-l", "all", "-f", "csv"]);
    run.expect(0, &[]);
    let labels: Vec<&str> = (0..4).map(|row| cell(&run.stdout, row, "Label")).collect();
    assert_eq!(labels, ["1", "7", "8", "9"]);
    let voxels: Vec<&str> = (0..4).map(|row| cell(&run.stdout, row, VOXELS)).collect();
    assert_eq!(voxels, ["168", "170", "2997", "9088"]);
}

#[test]
fn settings_override_the_parameter_file() {
    let folder = Folder::new();
    folder.write(
        "p.yaml",
        "setting: {binWidth: 25}\nfeatureClass: {firstorder: [Entropy]}\n",
    );
    let [image, mask] = breast();
    let entropy = |settings: &[&str]| {
        let mut arguments = vec!["extract", &image, &mask, "-p", "p.yaml", "-f", "csv"];
        arguments.extend(settings);
        let run = folder.run(&arguments);
        run.expect(0, &[]);
        cell(&run.stdout, 0, "original_firstorder_Entropy").to_owned()
    };
    assert_ne!(entropy(&[]), entropy(&["-s", "binWidth:5"]));
    assert_eq!(entropy(&[]), entropy(&["--setting", "binWidth:25"]));
}

#[test]
fn paths_are_shown_as_asked() {
    let [image, mask] = breast();
    let run = Folder::new().run(&[
        "extract",
        &image,
        &mask,
        "-f",
        "csv",
        "--format-path",
        "basename",
    ]);
    run.expect(0, &[]);
    assert_eq!(cell(&run.stdout, 0, "Image"), "breast1_image.nrrd");
}

#[test]
fn another_grid_is_refused_and_can_be_resampled() {
    let folder = Folder::new();
    let [image, mask] = breast();
    folder.run(&["convert", &mask, "mask.nrrd"]).expect(0, &[]);
    // A raw header field: the same mask, moved by a thousandth of a voxel.
    let moved = moved_by(&fs::read(folder.path().join("mask.nrrd")).unwrap(), 1e-3);
    folder.write("moved.nrrd", moved);
    let run = folder.run(&["extract", &image, "moved.nrrd"]);
    run.expect(1, &["moved.nrrd", "origin", "apart", "--resample-mask"]);
    let run = folder.run(&[
        "extract",
        &image,
        "moved.nrrd",
        "--resample-mask",
        "-f",
        "csv",
    ]);
    run.expect(0, &[]);
    assert_eq!(
        cell(&run.stdout, 0, "diagnostics_Mask-corrected_VoxelNum"),
        "143"
    );
}

/// The bytes of an NRRD file with its origin moved along x.
fn moved_by(file: &[u8], mm: f64) -> Vec<u8> {
    let end = file.windows(2).position(|pair| pair == b"\n\n").unwrap();
    let header = String::from_utf8(file[..end].to_vec()).unwrap();
    let lines = header
        .lines()
        .map(|line| match line.strip_prefix("space origin: (") {
            Some(origin) => {
                let (x, rest) = origin.split_once(',').unwrap();
                format!("space origin: ({},{rest}", x.parse::<f64>().unwrap() + mm)
            }
            None => line.to_owned(),
        });
    let header = lines.collect::<Vec<_>>().join("\n");
    [header.as_bytes(), &file[end..]].concat()
}

/// `voxomics extract ... | head -1` ends well.
#[test]
fn a_broken_pipe_is_success() {
    let folder = Folder::new();
    let [image, mask] = prostate();
    let mut command = folder.command(&["extract", &image, &mask, "-l", "all"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{stderr}");
}

#[test]
fn bytes_do_not_depend_on_threads() {
    let [image, mask] = breast();
    let [one, two] = ["1", "2"].map(|threads| {
        let run = Folder::new().run(&["extract", &image, &mask, "-f", "csv", "--threads", threads]);
        run.expect(0, &[]);
        run.stdout
    });
    assert_eq!(one, two);
}

#[test]
fn demo_says_that_it_is_synthetic() {
    let folder = Folder::new();
    let run = folder.run(&["demo", "--out-dir", "d"]);
    run.expect(0, &[]);
    assert!(run.stdout.contains("ynthetic"), "{}", run.stdout);
    assert!(
        run.stdout.contains("original_glcm_Contrast"),
        "{}",
        run.stdout
    );
    assert!(folder.has("d/features.csv"));
}
