//! The examples of the help and of the guide, run as they stand there.

use std::fs;
use std::path::Path;

use crate::support::Folder;

const COMMANDS: [&str; 20] = [
    "",
    "roc",
    "delong",
    "confusion",
    "nri",
    "calibration",
    "hosmer",
    "dca",
    "km",
    "cuminc",
    "concordance",
    "icc",
    "kappa",
    "bland-altman",
    "lin",
    "table1",
    "test",
    "adjust",
    "timeroc",
    "samplesize",
];

/// The tables that the examples name.
fn tables() -> Folder {
    let folder = Folder::new();
    let patients = (0..60).map(|row| {
        let case = u8::from(row * 7 % 20 < 8);
        let risk = f64::from(row * 13 % 60 + 1) / 62.0;
        let better = (2.0 * risk + f64::from(case)) / 3.1;
        let words = ["no,alive", "yes,dead"][usize::from(case)];
        let (months, age) = (row * 11 % 90 + 1, 40 + row % 33);
        let sex = if row % 2 == 0 { "f" } else { "m" };
        let (stage, arm) = (row % 3 + 1, row % 2);
        let cause = match row * 5 % 7 % 3 {
            0 => "alive",
            1 => "relapse",
            _ => "death",
        };
        format!(
            "{case},{better},{risk},{words},{better},{risk},{risk},{better},{months},{case},{arm},{age},{sex},{stage},{cause}\n"
        )
    });
    let header = "relapse,model,rival,reader,status,a,b,clinical,combined,months,died,arm,age,sex,stage,cause\n";
    folder.write(
        "patients.csv",
        header.to_owned() + &patients.collect::<String>(),
    );
    let features = "reader1,reader2,reader3\n1,1.5,1\n2,2,2.5\n4,3.5,4\n3,3,3\n";
    folder.write("features.csv", features);
    let readings = "reader1,reader2\nlow,low\nlow,middle\nmiddle,middle\nhigh,high\n";
    folder.write("readings.csv", readings);
    let tests = "feature,p_value\nshape,0.01\ntexture,0.04\nintensity,0.03\n";
    folder.write("tests.csv", tests);
    folder
}

#[track_caller]
fn run(folder: &Folder, example: &str) {
    let words: Vec<&str> = example.split_whitespace().skip(1).collect();
    let run = folder.run(&words);
    assert_eq!(run.code, Some(0), "{example}: {}", run.stderr);
    assert!(run.stdout.lines().count() > 1, "{example}");
}

#[test]
fn examples_of_the_help_work() {
    let folder = tables();
    for command in COMMANDS {
        let words = ["stats", command, "--help"];
        let words = words.into_iter().filter(|word| !word.is_empty());
        let help = folder.run(&words.collect::<Vec<_>>()).stdout;
        let (_, after) = help.split_once("\nExample").unwrap();
        // Long lines are folded.
        let examples = after
            .split_whitespace()
            .skip(1)
            .collect::<Vec<_>>()
            .join(" ");
        let mut examples = examples.split("voxomics ").skip(1).peekable();
        assert!(examples.peek().is_some(), "no example of {command}");
        for example in examples {
            run(&folder, &format!("voxomics {example}"));
        }
    }
}

#[test]
fn examples_of_the_guide_work() {
    let folder = tables();
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guides/stats-command.md");
    let guide = fs::read_to_string(guide).unwrap();
    let examples = guide
        .lines()
        .filter(|line| line.starts_with("voxomics stats "));
    let mut count = 0;
    for example in examples {
        run(&folder, example);
        count += 1;
    }
    // Two of `confusion` and of `test`, three of `samplesize`.
    assert_eq!(count, COMMANDS.len() + 3);
}
