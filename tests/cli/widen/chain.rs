//! From `deep` to a wide table, and the commands that take one.

use std::fmt::Write as _;

#[cfg(feature = "parquet")]
use voxomics::table::Sheet;

use super::widen;
use crate::support::Folder;

/// Twelve patients in three phases, two centres and an outcome, with text among the features.
fn cohort(noise: u32) -> String {
    let mut text = "Patient,Centre,Event,Phase,diagnostics_Version,mean,sd,flat\n".to_owned();
    for row in 0..36_u32 {
        let (patient, phase) = (
            row / 3,
            ["arterial", "venous", "late phase"][row as usize % 3],
        );
        let centre = ["north", "south"][patient as usize % 2];
        let measure = |by: u32| f64::from((row * by) % 17 + noise * (row % 2)) / 4.0;
        let (mean, sd) = (measure(7), measure(11));
        let event = patient / 2 % 2;
        let _ = writeln!(text, "c{patient},{centre},{event},{phase},v3,{mean},{sd},1");
    }
    text
}

#[test]
fn the_commands_on_tables_take_it() {
    let folder = Folder::new();
    let flags = "--id Patient --by Phase --keep Centre,Event";
    for (noise, name) in [(0, "first"), (1, "again")] {
        folder.write("long.csv", cohort(noise));
        widen(&folder, &format!("long.csv {flags} --out {name}.csv")).expect(0, &[]);
    }
    let left_out = "columns that are no numbers, or diagnostics, are left out: ";
    let run = |line: &str, code, words: &[&str]| {
        let words_of = line.split_whitespace().collect::<Vec<_>>();
        let done = folder.run(&words_of);
        done.expect(code, words);
        done.stdout
    };
    let shown = run(
        "select constant first.csv --id Patient --keep varying.csv",
        0,
        &[&format!("{left_out}4")],
    );
    assert!(shown.contains("7 of 10 features are kept"), "{shown}");
    let header = folder
        .read("varying.csv")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        header,
        "Patient,Event,arterial_mean,arterial_sd,venous_mean,venous_sd,late phase_mean,late phase_sd"
    );
    let combat =
        "combat first.csv --id Patient --batch Centre --except Event --harmonized alike.csv";
    run(combat, 0, &[&format!("{left_out}3")]);
    let alike = folder.read("alike.csv");
    assert_eq!(
        alike.lines().next(),
        folder.read("first.csv").lines().next()
    );
    assert_ne!(alike, folder.read("first.csv"));
    let shown = run(
        "icc --study first.csv,again.csv --id Patient --threshold 0.5",
        0,
        &[left_out],
    );
    assert!(shown.contains("arterial_mean"), "{shown}");
    let lasso = "fit lasso alike.csv --outcome Event --id Patient --folds 3";
    run(lasso, 0, &[&format!("{left_out}4")]);
    let line = "fit knn alike.csv --outcome Event --id Patient --k 1 --columns";
    let names: Vec<&str> = line
        .split_whitespace()
        .chain(["venous_mean,late phase_sd"])
        .collect();
    folder.run(&names).expect(0, &[]);
}

#[cfg(feature = "parquet")]
#[test]
fn what_is_kept_of_it_may_be_parquet() {
    let folder = Folder::new();
    folder.write("long.csv", cohort(0));
    let flags = "--id Patient --by Phase --keep Centre,Event";
    widen(&folder, &format!("long.csv {flags} --out wide.parquet")).expect(0, &[]);
    let line = "select constant wide.parquet --id Patient --keep kept.parquet";
    folder
        .run(&line.split_whitespace().collect::<Vec<_>>())
        .expect(0, &[]);
    let kept = Sheet::read_parquet(folder.path().join("kept.parquet")).unwrap();
    assert_eq!((kept.names().len(), kept.rows().len()), (8, 12));
}

#[cfg(feature = "deep")]
#[test]
fn deep_features_of_three_phases_are_1536() {
    use crate::support::{breast, cell, cells, lung, split};

    let folder = Folder::new();
    let cases: Vec<String> = ["P1", "P2"]
        .iter()
        .flat_map(|patient| {
            let phases = ["arterial", "portal", "venous"];
            phases.map(|phase| {
                let files = if (*patient == "P1") == (phase == "portal") {
                    lung()
                } else {
                    breast()
                };
                format!("{patient},{phase},{}", cells(&files))
            })
        })
        .collect();
    folder.cases("Patient,Phase,Image,Mask", &cases);
    let deep = [
        "deep",
        "cases.csv",
        "--synthetic-weights",
        "demo",
        "--backend",
        "cpu",
        "--out",
        "deep.csv",
    ];
    folder.run(&deep).expect(0, &["6 cases"]);
    let line = "deep.csv --id Patient --by Phase --out wide.csv";
    widen(&folder, line).expect(0, &["2 rows of 3 values of `Phase` from 6 rows"]);
    let (long, wide) = (folder.read("deep.csv"), folder.read("wide.csv"));
    let header = split(wide.lines().next().unwrap());
    let features = header
        .iter()
        .filter(|name| name.contains("_deep_resnet18_"));
    assert_eq!(features.count(), 1536);
    for case in 0..6 {
        let (patient, phase) = (case / 3, ["arterial", "portal", "venous"][case % 3]);
        for feature in [0, 100, 511].map(|index| format!("deep_resnet18_{index}")) {
            assert_eq!(
                cell(&wide, patient, &format!("{phase}_{feature}")),
                cell(&long, case, &feature)
            );
        }
    }
    let of_phase = |phase: &str| cell(&wide, 0, &format!("{phase}_deep_resnet18_0"));
    assert_ne!(of_phase("arterial"), of_phase("portal"));
    let read = folder.run(&["select", "constant", "wide.csv", "--id", "Patient"]);
    read.expect(
        0,
        &["columns that are no numbers, or diagnostics, are left out"],
    );
    // The slice that was seen is a number as well, and no feature.
    let first = read.stdout.lines().next().unwrap();
    assert!(first.contains("of 1536 features are kept"), "{first}");
}
