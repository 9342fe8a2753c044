//! What maps explain: layers, models, classes, and how much they are like those of random weights.

use std::collections::BTreeSet;

use voxomics::io;

use super::deep;
use crate::support::{Folder, breast, cell, lung};

#[test]
fn maps_of_earlier_layers_are_finer_and_have_names_of_their_own() {
    let folder = Folder::new();
    let [image, mask] = &lung();
    let [image, mask] = [image.as_str(), mask];
    let map = ["--map", "feature:3", "--format", "csv"];
    let finer = [&map[..], &["--map-layer", "layer2.1"]].concat();
    let runs = [&map[..], &finer].map(|flags| deep(&folder, &[&[image, mask], flags].concat()));
    for run in &runs {
        run.expect(0, &[]);
    }
    let [last, second] = runs.map(|run| cell(&run.stdout, 0, "diagnostics_deep_Score").to_owned());
    assert_eq!(last, second);
    let distinct = |name: &str| {
        let map = io::read(folder.path().join(name)).unwrap();
        let bits = map.volume().to_f64().into_iter().map(f64::to_bits);
        bits.collect::<BTreeSet<_>>().len()
    };
    let [coarse, fine] =
        ["", "_layer2.1"].map(|layer| distinct(&format!("Case-1_deep_feature-3{layer}.nrrd")));
    assert!(coarse > 1 && fine > coarse, "{coarse} and {fine} values");
    deep(
        &folder,
        &[image, mask, "--map", "class", "--map-layer", "stem"],
    )
    .expect(2, &["stem"]);
    deep(&folder, &[image, mask, "--map-layer", "layer2.1"]).expect(2, &["--map"]);
}

#[test]
fn a_model_of_deep_features_is_a_score() {
    let folder = Folder::new();
    let [image, mask] = &breast();
    let rows = (0..30).map(|row| format!("{},{},{}\n", row * 7 % 11, row % 3, row % 5 % 2));
    let table = rows.collect::<String>();
    folder.write(
        "table.csv",
        format!("deep_resnet18_3,deep_resnet18_12,relapse\n{table}"),
    );
    let fit = |formula: &str, file: &str| {
        let fit = folder.run(&[
            "fit",
            "logistic",
            "table.csv",
            "--formula",
            formula,
            "--save",
            file,
        ]);
        fit.expect(0, &[]);
    };
    fit("relapse ~ deep_resnet18_3 + deep_resnet18_12", "model.json");
    let done = deep(
        &folder,
        &[image, mask, "--map", "model.json", "--format", "csv"],
    );
    done.expect(0, &[]);
    let model: serde_json::Value = serde_json::from_str(&folder.read("model.json")).unwrap();
    let number = |name: &str| cell(&done.stdout, 0, name).parse::<f64>().unwrap();
    let coefficient = |index: usize| model["coefficients"][index].as_f64().unwrap();
    let expected = model["intercept"].as_f64().unwrap()
        + coefficient(0) * number("deep_resnet18_3")
        + coefficient(1) * number("deep_resnet18_12");
    assert!((number("diagnostics_deep_Score") - expected).abs() < 1e-12);
    // Columns of these models have names of features, `deep_resnet18_122` for the level 2 of feature 12.
    fit("relapse ~ rcs(deep_resnet18_3, 3)", "spline.json");
    fit("relapse ~ factor(deep_resnet18_12)", "factor.json");
    fit("relapse ~ deep_resnet18_3:deep_resnet18_12", "product.json");
    for model in ["spline.json", "factor.json", "product.json"] {
        let refused = deep(&folder, &[image, mask, "--map", model]);
        refused.expect(
            2,
            &[
                "its term of `deep_resnet18_",
                "is no deep feature taken as a number",
            ],
        );
    }
    folder.write(
        "other.json",
        r#"{"format":"other","version":1,"kind":"linear"}"#,
    );
    deep(&folder, &[image, mask, "--map", "other.json"]).expect(2, &["model `other.json`: "]);
}

#[test]
fn maps_are_compared_with_those_of_random_weights() {
    let folder = Folder::new();
    let [image, mask] = &lung();
    let flags = ["--map", "feature:3", "--map-check", "--format", "csv"];
    let done = deep(&folder, &[&[image.as_str(), mask][..], &flags].concat());
    done.expect(0, &[]);
    let alike: f64 = cell(&done.stdout, 0, "diagnostics_deep_RandomWeights")
        .parse()
        .unwrap();
    assert!(alike.abs() < 0.9, "{alike}");
    // The weights that it is compared with are those of a word.
    let same = [
        "deep",
        image,
        mask,
        "--synthetic-weights",
        "random",
        "--overwrite",
    ];
    let same = folder.run(&[&same[..], &flags].concat());
    same.expect(0, &[]);
    let alike = cell(&same.stdout, 0, "diagnostics_deep_RandomWeights");
    assert_eq!(alike, "1.0");
    // The class of the largest logit is that of the weights, not of those that are compared with.
    let check = |class: &str| {
        let flags = ["--map", class, "--map-check", "--format", "csv"];
        let run = deep(&folder, &[&[image.as_str(), mask][..], &flags].concat());
        run.expect(0, &[]);
        ["diagnostics_deep_Score", "diagnostics_deep_RandomWeights"]
            .map(|name| cell(&run.stdout, 0, name).to_owned())
    };
    let logits = deep(&folder, &[image, mask, "--logits", "--format", "csv"]).stdout;
    let logit = |class: &usize| -> f64 {
        let text = cell(&logits, 0, &format!("deep_resnet18_logit_{class}"));
        text.parse().unwrap()
    };
    let largest = (0..1000).max_by(|one, other| logit(one).total_cmp(&logit(other)));
    assert_eq!(
        check("class"),
        check(&format!("class:{}", largest.unwrap()))
    );
}

#[test]
fn of_several_slices_one_class_is_explained() {
    let folder = Folder::new();
    let [image, mask] = &lung();
    let run = |map: &[&str]| {
        let all = r#"slices:{"all":{"pool":"max"}}"#;
        let flags = [
            "--synthetic-weights",
            "b",
            "--backend",
            "cpu",
            "--setting",
            all,
            "--format",
            "csv",
        ];
        let run = folder.run(&[&["deep", image, mask], &flags[..], map].concat());
        run.expect(0, &[]);
        run.stdout
    };
    let table = run(&["--logits"]);
    let logit = |class: &usize| -> f64 {
        let text = cell(&table, 0, &format!("deep_resnet18_logit_{class}"));
        text.parse().unwrap()
    };
    let largest = (0..1000).max_by(|one, other| logit(one).total_cmp(&logit(other)));
    let named = format!("class:{}", largest.unwrap());
    let [largest, named] = ["class", &named].map(|class| {
        let score = cell(&run(&["--map", class]), 0, "diagnostics_deep_Score").to_owned();
        let map = format!("Case-1_deep_{}.nrrd", class.replace(':', "-"));
        let map = io::read(folder.path().join(map)).unwrap();
        (score, map.volume().to_f64())
    });
    assert_eq!(largest, named);
}
