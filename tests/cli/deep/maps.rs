//! Maps: their files, and that none is left beside a row of other settings.

use voxomics::io;

use super::deep;
use crate::support::{Folder, breast, cell, cells, lung};

#[test]
fn a_list_is_resumed_and_has_maps_pictures_and_a_contact_sheet() {
    let folder = Folder::new();
    folder.cases(
        "ID,Image,Mask",
        &[
            format!("a,{}", cells(&breast())),
            format!("b,{}", cells(&lung())),
        ],
    );
    let flags = [
        "cases.csv",
        "--out-dir",
        "out",
        "--map",
        "feature:12",
        "--logits",
    ];
    deep(&folder, &flags).expect(
        0,
        &[
            "2 cases: 2 computed",
            "have one value in all 2 cases",
            "2 pictures",
        ],
    );
    let table = folder.read("out/features.csv");
    for name in [
        "Case-1_deep_feature-12.nrrd",
        "Case-2_deep_feature-12.png",
        "contact_sheet_feature-12.png",
    ] {
        assert!(folder.has(&format!("out/{name}")), "{name}");
    }
    assert_eq!(
        cell(&table, 0, "diagnostics_deep_Score"),
        cell(&table, 0, "deep_resnet18_12")
    );
    assert!(table.contains("deep_resnet18_logit_999"));
    deep(&folder, &flags).expect(0, &["2 cases: 0 computed, 2 found finished"]);
    assert_eq!(folder.read("out/features.csv"), table);
    // A map that is gone is made again, and so are maps of another recipe.
    std::fs::remove_file(folder.path().join("out/Case-1_deep_feature-12.png")).unwrap();
    deep(&folder, &flags).expect(0, &["2 cases: 1 computed, 1 found finished"]);
    let other = [&flags[..], &["--setting", "background:zero"]].concat();
    deep(&folder, &other).expect(0, &["2 cases: 2 computed"]);
    deep(&folder, &flags).expect(0, &["2 cases: 2 computed"]);
}

#[test]
fn a_run_that_ends_between_a_map_and_its_picture_leaves_no_map_of_other_settings() {
    let folder = Folder::new();
    folder.cases("ID,Image,Mask", &[format!("a,{}", cells(&breast()))]);
    let flags = ["cases.csv", "--out-dir", "out", "--map", "feature:12"];
    deep(&folder, &flags).expect(0, &[]);
    let picture = folder.path().join("out/Case-1_deep_feature-12.png");
    let kept = std::fs::read(&picture).unwrap();
    std::fs::remove_file(&picture).unwrap();
    std::fs::create_dir(&picture).unwrap();
    let other = [&flags[..], &["--setting", "background:zero"]].concat();
    deep(&folder, &other).expect(1, &["Case-1_deep_feature-12.png"]);
    std::fs::remove_dir(&picture).unwrap();
    std::fs::write(&picture, kept).unwrap();
    // The map beside it is that of the other settings.
    let told = [&flags[..], &["--verbosity", "4"]].concat();
    deep(&folder, &told).expect(0, &["1 case: 1 computed, 0 found finished"]);
}

#[test]
fn maps_of_several_slices_lie_in_theirs() {
    let folder = Folder::new();
    let [image, mask] = &lung();
    let all = r#"slices:{"all":{"pool":"mean"}}"#;
    let done = deep(
        &folder,
        &[
            image,
            mask,
            "--map",
            "feature:3",
            "--setting",
            all,
            "--format",
            "csv",
        ],
    );
    done.expect(0, &[]);
    let map = io::read(folder.path().join("Case-1_deep_feature-3.nrrd")).unwrap();
    let [x, y, z] = map.volume().geometry().size();
    let voxels = map.volume().to_f64();
    let seen = (0..z).filter(|slice| voxels[slice * x * y..][..x * y].iter().any(|v| *v > 0.0));
    assert!(seen.count() > 1);
    // The score is that of the pooled features, which stand in the same row.
    let score = cell(&done.stdout, 0, "diagnostics_deep_Score");
    assert_eq!(score, cell(&done.stdout, 0, "deep_resnet18_3"));
}

#[test]
fn a_picture_of_an_earlier_run_is_on_no_sheet_of_this_one() {
    let folder = Folder::new();
    let rows = [
        format!("a,{}", cells(&breast())),
        format!("b,{}", cells(&lung())),
    ];
    folder.cases(
        "ID,Image,Mask",
        &[&rows[..], &[format!("c,{}", cells(&lung()))]].concat(),
    );
    let flags = ["cases.csv", "--out-dir", "out", "--map", "feature:12"];
    deep(&folder, &flags).expect(0, &["3 pictures"]);
    let gone = "c,gone.nii.gz,gone.nii.gz".to_owned();
    folder.cases("ID,Image,Mask", &[&rows[..], &[gone]].concat());
    deep(&folder, &flags).expect(1, &["2 found finished, 1 failed", "2 pictures"]);
}

#[test]
fn a_check_and_a_layer_are_results_of_their_own() {
    let folder = Folder::new();
    folder.cases("ID,Image,Mask", &[format!("a,{}", cells(&breast()))]);
    let flags = [
        "cases.csv",
        "--out-dir",
        "out",
        "--map",
        "class",
        "--verbosity",
        "4",
    ];
    for more in [&[][..], &["--map-check"], &["--map-layer", "layer3.1"]] {
        let flags = [&flags[..], more].concat();
        deep(&folder, &flags).expect(0, &["1 case: 1 computed"]);
        deep(&folder, &flags).expect(0, &["1 case: 0 computed, 1 found finished"]);
    }
}

#[test]
fn maps_lie_on_the_grid_of_the_image_and_within_the_box() {
    let folder = Folder::new();
    let [image, mask] = &lung();
    std::fs::write(
        folder.path().join("score.json"),
        r#"{"intercept":0.5,"terms":[{"feature":3,"coefficient":0.7,"mean":0.9,"sd":0.4}]}"#,
    )
    .unwrap();
    deep(
        &folder,
        &[image, mask, "--map", "score.json", "--format", "csv"],
    )
    .expect(0, &[]);
    let map = io::read(folder.path().join("Case-1_deep_score.nrrd")).unwrap();
    let image = io::read(image).unwrap();
    assert_eq!(
        map.volume().geometry().size(),
        image.volume().geometry().size()
    );
    // The same file is not replaced.
    deep(&folder, &[&lung()[0], mask, "--map", "score.json"]).expect(1, &["--overwrite"]);
}
