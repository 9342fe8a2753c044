//! `samplesize`.

use serde_json::Value;

use crate::support::Folder;

#[track_caller]
fn json(arguments: &str) -> Value {
    let words = ["stats", "samplesize"].into_iter();
    let words = words.chain(arguments.split_whitespace());
    let words: Vec<&str> = words.chain(["--format", "json"]).collect();
    let run = Folder::new().run(&words);
    run.expect(0, &[]);
    serde_json::from_str(&run.stdout).unwrap()
}

/// The examples of `pmsampsize`'s manual.
#[test]
fn sizes_are_those_of_pmsampsize() {
    let binary = json("binary --parameters 24 --prevalence 0.174 --r2 0.288");
    assert_eq!(binary["sample_size"], 662);
    assert_eq!(binary["criteria"].as_array().unwrap().len(), 3);
    let survival =
        json("survival --parameters 30 --rate 0.065 --time 2 --follow-up 2.07 --r2 0.051");
    assert_eq!(survival["sample_size"], 5143);
    assert!(survival["lower"].as_f64() < survival["risk"].as_f64());
    let continuous = json("continuous --parameters 25 --r2 0.2 --mean 1.9 --sd 0.6");
    assert_eq!(continuous["sample_size"], 918);
    assert_eq!(continuous["criteria"][3]["criterion"], "mean");
}

#[test]
fn what_no_model_can_have() {
    let folder = Folder::new();
    let run = |arguments: &str| {
        let words = ["stats", "samplesize"].into_iter();
        folder.run(
            &words
                .chain(arguments.split_whitespace())
                .collect::<Vec<_>>(),
        )
    };
    run("binary --parameters 24 --prevalence 0.174 --r2 0.9")
        .expect(2, &["Cox-Snell R² 0.9 is not below"]);
    run("binary --parameters 24 --prevalence 1.5 --r2 0.1").expect(2, &["prevalence 1.5"]);
    run("binary --parameters 24 --prevalence 0.2").expect(2, &["--r2", "--nagelkerke"]);
    run("binary --parameters 0 --prevalence 0.2 --nagelkerke 0.3")
        .expect(2, &["parameters 0 is not at least 1"]);
    let text = run("binary --parameters 10 --prevalence 0.2 --nagelkerke 0.3").stdout;
    assert!(
        text.contains("optimism") && text.contains("per_parameter"),
        "{text}"
    );
    let csv = run("continuous --parameters 25 --r2 0.2 --mean 1.9 --sd 0.6 --format csv").stdout;
    assert!(csv.starts_with("criterion,sample_size,shrinkage,per_parameter\nshrinkage,"));
}
