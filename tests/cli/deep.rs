//! `deep`: features and maps by weights that a formula makes; nothing was trained.

use voxomics::deep::backend::Backend;
use voxomics::deep::extract::Extractor;
use voxomics::deep::input::Recipe;
use voxomics::deep::network::Network;
use voxomics::deep::weights::hash_made;
use voxomics::io;
use voxomics::volume::Mask;

use crate::support::{Folder, breast, cell, cells, lung};

const WEIGHTS: [&str; 4] = ["--synthetic-weights", "demo", "--backend", "cpu"];

/// A run with made-up weights.
fn deep(folder: &Folder, arguments: &[&str]) -> crate::support::Run {
    folder.run(&[&["deep"], arguments, &WEIGHTS].concat())
}

/// What the library makes of an image.
fn by_library([image, mask]: &[String; 2]) -> Vec<f32> {
    let network = Network::from_state_dict(&hash_made("demo", 64, 1000)).unwrap();
    let extractor = Extractor::new(network, Backend::Cpu, Recipe::default()).unwrap();
    let image = io::read(image).unwrap().into_volume().unwrap();
    let mask = Mask::new(io::read(mask).unwrap().into_volume().unwrap()).unwrap();
    extractor
        .extract(&image, &mask, 1)
        .unwrap()
        .features
        .to_vec()
}

#[test]
fn features_are_those_of_the_library_and_say_how_they_came_about() {
    let folder = Folder::new();
    let [image, mask] = &breast();
    let done = deep(&folder, &[image, mask, "--format", "csv"]);
    done.expect(
        0,
        &[
            "weights are synthetic, made from the word `demo`",
            "runs on cpu",
        ],
    );
    for (index, value) in by_library(&breast()).into_iter().enumerate() {
        let shown: f64 = cell(&done.stdout, 0, &format!("deep_resnet18_{index}"))
            .parse()
            .unwrap();
        assert_eq!(
            shown.to_bits(),
            f64::from(value).to_bits(),
            "feature {index}"
        );
    }
    assert_eq!(
        cell(&done.stdout, 0, "diagnostics_deep_Weights"),
        "synthetic demo"
    );
    assert!(
        done.stdout
            .contains("slice of the largest area; window 40/400")
    );
}

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
        cell(&table, 0, "deep_resnet18_score"),
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
    deep(
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
    )
    .expect(0, &[]);
    let map = io::read(folder.path().join("Case-1_deep_feature-3.nrrd")).unwrap();
    let [x, y, z] = map.volume().geometry().size();
    let voxels = map.volume().to_f64();
    let seen = (0..z).filter(|slice| voxels[slice * x * y..][..x * y].iter().any(|v| *v > 0.0));
    assert!(seen.count() > 1);
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

#[test]
fn the_recipe_is_shown_read_back_and_refused() {
    let folder = Folder::new();
    let shown = folder.run(&["deep", "--show-recipe", "--setting", "slices:orthogonal"]);
    let (json, sentence) = shown.stdout.trim_end().rsplit_once('\n').unwrap();
    assert!(sentence.contains("window 40/400"), "{sentence}");
    std::fs::write(folder.path().join("recipe.json"), json).unwrap();
    let again = folder.run(&["deep", "--show-recipe", "--recipe", "recipe.json"]);
    assert_eq!(again.stdout, shown.stdout);
    for (setting, words) in [
        ("slices:orthogonall", "unknown variant `orthogonall`"),
        ("slice:orthogonal", "unknown field `slice`"),
        ("slices", "has no colon"),
        (r#"resize:{"method":"bilinear","side":0}"#, "the recipe"),
    ] {
        folder
            .run(&["deep", "--show-recipe", "--setting", setting])
            .expect(2, &[]);
        let said = folder
            .run(&["deep", "--show-recipe", "--setting", setting])
            .stderr;
        assert!(
            said.contains(words) || setting.starts_with("resize"),
            "{setting}: {said}"
        );
    }
}

#[test]
fn what_cannot_be_is_said_before_any_work() {
    let folder = Folder::new();
    let [image, mask] = &breast();
    for (flags, words) in [
        (&["--map", "feature:512"][..], "512"),
        (&["--map", "class:1000"], "1000"),
        (&["--map", "nothing.json"], "neither a score nor a file"),
        (&["--backend", "wpgu"], "did you mean `wgpu`?"),
    ] {
        let arguments = [&["deep", image, mask, "--synthetic-weights", "demo"], flags].concat();
        folder.run(&arguments).expect(2, &[words]);
    }
    let weights = folder.write("weights.pth", "<!DOCTYPE html>");
    let weights = weights.display().to_string();
    folder
        .run(&["deep", image, mask, "--weights", &weights])
        .expect(2, &["weights.pth"]);
    folder
        .run(&["deep", image, mask, "--weights", "nowhere.pth"])
        .expect(2, &["nowhere.pth"]);
    // A label that is not there fails its case.
    deep(&folder, &[image, mask, "--label", "7"]).expect(1, &["7"]);
}
