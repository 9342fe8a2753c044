//! `deep`: features and maps by weights that a formula makes; nothing was trained.

mod maps;
mod scores;

use voxomics::deep::backend::Backend;
use voxomics::deep::extract::Extractor;
use voxomics::deep::input::Recipe;
use voxomics::deep::network::Network;
use voxomics::deep::weights::hash_made;
use voxomics::io;
use voxomics::volume::Mask;

use crate::support::{Folder, breast, cell};

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
