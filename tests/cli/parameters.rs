//! Presets, and parameter files with filters.

use crate::support::{Folder, breast, cell};

#[test]
fn presets_are_listed_and_used() {
    let folder = Folder::new();
    let run = folder.run(&["extract", "--list-presets"]);
    run.expect(0, &[]);
    let names: Vec<&str> = run
        .stdout
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(names, ["leiomyosarcoma1834", "ibsi"]);
    let [image, mask] = breast();
    let run = folder.run(&[
        "extract",
        &image,
        &mask,
        "--preset",
        "leiomyosarcoma1834",
        "-f",
        "csv",
    ]);
    run.expect(0, &[]);
    let header = run.stdout.lines().next().unwrap();
    let features = header
        .split(',')
        .filter(|name| !name.starts_with("diagnostics_"));
    assert_eq!(features.count(), 2 + 1834, "Image, Mask and the features");
    assert!(
        cell(&run.stdout, 0, "lbp-3D-k_ngtdm_Complexity")
            .parse::<f64>()
            .is_ok()
    );
}

#[test]
fn a_preset_that_is_none() {
    let [image, mask] = breast();
    Folder::new()
        .run(&["extract", &image, &mask, "--preset", "leiomyosarkoma1834"])
        .expect(
            2,
            &["leiomyosarkoma1834", "did you mean `leiomyosarcoma1834`?"],
        );
}

/// The mistakes of the list in docs, each with its line, its key and what would be right.
#[test]
fn wrong_parameters_say_what_is_wrong() {
    let folder = Folder::new();
    let [image, mask] = breast();
    for (text, words) in [
        (
            "setting:\n  binWdith: 25\n",
            ["setting.binWdith (line 2)", "did you mean `binWidth`?"],
        ),
        (
            "setting:\n  binWidth: wide\n",
            [
                "setting.binWidth (line 2) is 'wide'",
                "finite number above 0",
            ],
        ),
        (
            "imageType:\n  LoG:\n    sigma: [1, 0]\n",
            ["imageType.LoG.sigma[1] (line 3) is 0", "above 0"],
        ),
        (
            "imageType:\n  Wavelet:\n    wavelet: coiff1\n",
            ["(line 3) is 'coiff1'", "did you mean `coif1`?"],
        ),
        (
            "setting:\n  resampledPixelSpacing: [1, -1, 1]\n",
            ["resampledPixelSpacing[1] (line 2) is -1", "at least 0"],
        ),
    ] {
        folder.write("p.yaml", text);
        folder
            .run(&["extract", &image, &mask, "-p", "p.yaml"])
            .expect(2, &words);
    }
    folder.write("p.yaml", "setting: {resegmentRange: [90000, 99999]}\n");
    folder
        .run(&["extract", &image, &mask, "-p", "p.yaml"])
        .expect(1, &["resegmentation keeps 0 of the 143 voxels of label 1"]);
    folder.write(
        "p.yaml",
        "setting: {resampledPixelSpacing: [1e-9, 1e-9, 1e-9]}\n",
    );
    folder
        .run(&["extract", &image, &mask, "-p", "p.yaml"])
        .expect(1, &["resampledPixelSpacing"]);
}

/// What is wrong with an image is not said of its mask.
#[test]
fn the_file_to_blame() {
    let [image, mask] = breast();
    for (setting, words) in [
        (
            "resampledPixelSpacing:1,1",
            "resampledPixelSpacing has 2 numbers",
        ),
        ("binWidth:1e-9", "grey levels"),
    ] {
        Folder::new()
            .run(&["extract", &image, &mask, "-s", setting])
            .expect(1, &["breast1_image.nrrd`: ", words]);
    }
}
