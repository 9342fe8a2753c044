//! DICOM as a user meets it: folders, zips, regions by name.

use serde_json::Value;

use crate::support::{Folder, cell, data};

fn dicom(name: &str) -> String {
    data(&format!("../../imaging-io/dicom/{name}"))
}

fn facts(folder: &Folder, path: &str) -> Value {
    let run = folder.run(&["info", "--format", "json", "--hash", path]);
    run.expect(0, &[]);
    serde_json::from_str(&run.stdout).unwrap()
}

/// The keys of the goldens, so that anyone can hold the two side by side.
#[test]
fn info_has_the_keys_of_the_goldens() {
    let folder = Folder::new();
    let text = std::fs::read_to_string(data("../../imaging-io/expected.json")).unwrap();
    let goldens: Value = serde_json::from_str(&text).unwrap();
    for (name, key) in [
        ("rt_two_rois", "rois"),
        ("seg_labelmap", "segments"),
        ("series.zip", "size"),
    ] {
        let (found, golden) = (
            facts(&folder, &dicom(name)),
            &goldens[format!("dicom/{name}")],
        );
        for key in ["size", "sha256_f64"] {
            assert!(
                golden[key].is_null() || found[key] == golden[key],
                "{name}: {key}"
            );
        }
        for (region, wanted) in golden[key].as_object().into_iter().flatten() {
            for fact in ["number", "voxels", "contours", "sha256_mask01_f64"] {
                let (got, want) = (&found[key][region][fact], &wanted[fact]);
                assert!(
                    want.is_null() || got == want,
                    "{name}: {region}: {fact} {got} {want}"
                );
            }
        }
    }
    let phases = facts(&folder, &dicom("three_phases"));
    for (volume, wanted) in phases["volumes"]
        .as_array()
        .unwrap()
        .iter()
        .zip(goldens["dicom/three_phases"]["volumes"].as_array().unwrap())
    {
        assert_eq!(volume["sha256_f64"], wanted["sha256_f64"]);
    }
    let pet = facts(&folder, &dicom("pet_bqml_start"));
    assert_eq!(
        pet["suv_bw"]["factor"],
        goldens["dicom/pet_bqml_start"]["suv_bw"]["factor"]
    );
    assert_eq!(
        facts(&folder, &dicom("pet_no_weight"))["suv_error"],
        "missing_attribute"
    );
}

#[test]
fn a_refused_series_says_which_kind_of_error() {
    let folder = Folder::new();
    let run = folder.run(&["info", "--format", "json", &dicom("missing_slice")]);
    run.expect(2, &["slices are missing: 1"]);
    let refusal: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(refusal["error"], "missing_slice");
}

#[test]
fn a_region_is_chosen_by_its_name() {
    let folder = Folder::new();
    let study = dicom("rt_two_rois");
    let case = [study.as_str(), study.as_str()];
    folder
        .run(&["extract", case[0], case[1]])
        .expect(1, &["which region is meant?", "`gtv` (#1), `node` (#2)"]);
    folder
        .run(&["extract", case[0], case[1], "--roi", "GTV"])
        .expect(1, &["no region is `GTV`"]);
    for (roi, voxels) in [("gtv", "876"), ("#2", "42"), ("/NODE/i", "42")] {
        let run = folder.run(&["extract", case[0], case[1], "--roi", roi, "--format", "csv"]);
        run.expect(0, &[]);
        assert_eq!(
            cell(&run.stdout, 0, "diagnostics_Mask-original_VoxelNum"),
            voxels
        );
    }
    folder
        .run(&["extract", case[0], case[1], "--roi", "/(/"])
        .expect(2, &["`/(/` is no regular expression"]);
    folder
        .run(&["extract", case[0], case[1], "--roi", "gtv", "--validate"])
        .expect(0, &[]);
    folder
        .run(&["extract", case[0], case[1], "--validate"])
        .expect(1, &["which region is meant?"]);
}

#[test]
fn a_list_names_volumes_and_regions() {
    let folder = Folder::new();
    let (phases, study) = (dicom("three_phases"), dicom("rt_two_rois"));
    let mask = format!("{study}/rt/rt.dcm");
    let line = |image: &str, volume: &str, roi: &str| format!("{image},{mask},{volume},{roi}");
    let cases = folder.cases(
        "Image,Mask,Image_volume,Mask_roi",
        &[
            line(&study, "1", "gtv"),
            line(&study, "", "node"),
            line(&phases, "4", "gtv"),
        ],
    );
    let run = folder.run(&[
        "extract",
        cases.to_str().unwrap(),
        "--format",
        "csv",
        "--jobs",
        "1",
    ]);
    run.expect(1, &["there is no volume 4: they count from 1 to 3"]);
    let voxels = |row| cell(&run.stdout, row, "diagnostics_Mask-original_VoxelNum").to_owned();
    assert_eq!([voxels(0), voxels(1), voxels(2)], ["876", "42", ""]);
}

#[test]
fn a_region_becomes_a_mask() {
    let folder = Folder::new();
    let study = dicom("rt_two_rois");
    let mask = format!("{study}/rt/rt.dcm");
    let image = format!("{study}/image");
    folder
        .run(&["convert", &mask, "gtv.nrrd", "--roi", "gtv", "--on", &image])
        .expect(0, &[]);
    let found = facts(&folder, "gtv.nrrd");
    assert_eq!(found["labels"][0]["voxels"], 876);
    assert_eq!(found["size"], facts(&folder, &image)["size"]);
    folder
        .run(&[
            "convert",
            &dicom("two_series"),
            "second.nrrd",
            "--volume",
            "2",
        ])
        .expect(0, &[]);
    let second = &facts(&folder, &dicom("two_series"))["volumes"][1];
    assert_eq!(
        facts(&folder, "second.nrrd")["sha256_f64"],
        second["sha256_f64"]
    );
}

#[test]
fn uptake_is_asked_for() {
    let folder = Folder::new();
    folder
        .run(&["convert", &dicom("pet_bqml_start"), "suv.nrrd", "--suv"])
        .expect(0, &[]);
    let text = std::fs::read_to_string(data("../../imaging-io/expected.json")).unwrap();
    let goldens: Value = serde_json::from_str(&text).unwrap();
    let wanted =
        &goldens["dicom/pet_bqml_start"]["suv_bw"]["sha256_f64_of_stored_times_slope_times_factor"];
    assert_eq!(&facts(&folder, "suv.nrrd")["sha256_f64"], wanted);
    folder
        .run(&["convert", &dicom("basic"), "none.nrrd", "--suv"])
        .expect(2, &["SUV is told from PET"]);
}

/// Another region is another case, though files and label are the same.
#[test]
fn finished_cases_know_their_region() {
    let folder = Folder::new();
    let study = dicom("rt_two_rois");
    let run = |roi: &str| {
        let run = folder.run(&[
            "extract",
            &study,
            &study,
            "--roi",
            roi,
            "--out-dir",
            "out",
            "--overwrite",
        ]);
        run.expect(0, &[]);
        cell(
            &folder.read("out/features.csv"),
            0,
            "diagnostics_Mask-original_VoxelNum",
        )
        .to_owned()
    };
    assert_eq!([run("gtv"), run("node"), run("gtv")], ["876", "42", "876"]);
}

/// A seg.nrrd has names too.
#[test]
fn a_named_segment_of_a_nrrd() {
    let folder = Folder::new();
    let mask = data("../../imaging-io/nrrd/layers.seg.nrrd");
    let segments = facts(&folder, &mask)["segments"].clone();
    let convert = |name: &str| {
        let args = ["convert", &mask, "one.nrrd", "--roi", name, "--on", &mask];
        folder.run(&[&args[..], &["--overwrite"]].concat())
    };
    for (name, segment) in segments.as_object().unwrap() {
        convert(name).expect(0, &[]);
        assert!(segment["label"].is_number());
        let labels = &facts(&folder, "one.nrrd")["labels"];
        assert_eq!(labels.as_array().unwrap().len(), 1);
    }
    convert("liver").expect(2, &["no segment has that name: there are `"]);
}

/// What was drawn goes back to a viewer, and comes out of it as it was.
#[test]
fn masks_become_a_segmentation() {
    let folder = Folder::new();
    let study = dicom("rt_two_rois");
    let (contours, series) = (format!("{study}/rt/rt.dcm"), format!("{study}/image"));
    let convert = |from: &str, to: &str, more: &[&str]| {
        let args = ["convert", from, to, "--on", &series, "--overwrite"];
        folder.run(&[&args[..], more].concat())
    };
    let hash = |path: &str| facts(&folder, path)["sha256_f64"].clone();
    convert(&contours, "gtv.nrrd", &["--roi", "gtv"]).expect(0, &[]);

    convert(&contours, "all.dcm", &[]).expect(0, &[]);
    let names = &facts(&folder, "all.dcm")["segments"];
    assert_eq!([&names["gtv"]["number"], &names["node"]["number"]], [1, 2]);
    convert("all.dcm", "back.nrrd", &["--roi", "gtv"]).expect(0, &[]);
    assert_eq!(hash("back.nrrd"), hash("gtv.nrrd"));

    // A mask without names, which the series has in all of its voxels.
    convert("gtv.nrrd", "one.dcm", &[]).expect(0, &[]);
    convert("one.dcm", "back.nrrd", &["--roi", "label 1"]).expect(0, &[]);
    assert_eq!(hash("back.nrrd"), hash("gtv.nrrd"));

    let run = folder.run(&["convert", "gtv.nrrd", "none.dcm"]);
    run.expect(2, &["DICOM is written of masks", "by --on"]);
    let run = folder.run(&["convert", "gtv.nrrd", "one.dcm", "--on", &series]);
    run.expect(2, &["`one.dcm` exists"]);
    let other = dicom("enc_fragments");
    let run = folder.run(&["convert", "gtv.nrrd", "none.dcm", "--on", &other]);
    run.expect(2, &["is not on the volume's grid"]);
}
