//! The command as a user runs it: exit code, standard output, standard error, files.

use std::path::PathBuf;
use std::process::{Command, Output};

/// `voxomics` with these arguments, to its end.
fn voxomics<const N: usize>(args: [&str; N]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_voxomics"));
    command.args(args).output().expect("the command starts")
}

fn image(name: &str) -> String {
    let folder: PathBuf = voxomics_testkit::data().join("images/pyradiomics");
    folder.join(name).display().to_string()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("messages are UTF-8")
}

#[test]
fn version_is_the_packages() {
    let output = voxomics(["--version"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        text(&output.stdout),
        concat!("voxomics ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn a_case_is_extracted() {
    let output = voxomics([
        "extract",
        &image("brain1_image.nrrd"),
        &image("brain1_label.nrrd"),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    // PyRadiomics 3.0.1, tests/data/pyradiomics/a_default/brain1.json
    let want = "Case-1_diagnostics_Mask-original_VoxelNum: 4137";
    assert!(lines.lines().any(|line| line == want), "{lines}");
    assert_eq!(
        lines
            .lines()
            .filter(|line| line.contains("_original_"))
            .count(),
        107
    );
}

#[test]
fn a_missing_image_fails_and_is_named() {
    let output = voxomics(["extract", "absent.nrrd", &image("brain1_label.nrrd")]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "error: absent.nrrd: there is no such file\n"
    );
}
