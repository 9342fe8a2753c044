//! `combat`.

use std::fmt::Write as _;

use serde_json::Value;
use voxomics::harmonize::combat::{self, Options};
use voxomics::harmonize::{Cohort, Covariate};
use voxomics::table::{Sheet, Table};
use voxomics_testkit::generator::normal;

use super::{json, run};
use crate::support::Folder;

const FLAGS: &str = "--id case --batch centre --covariates age --except relapse";

/// Rows of four features in these centres, the second of which is shifted and wider.
fn table(centres: &[&str], rows: u64) -> String {
    let mut text = "case,centre,age,stage,relapse,f0,f1,f2,f3\n".to_owned();
    for row in 0..rows {
        let centre = centres[usize::try_from(row).unwrap() % centres.len()];
        let away = f64::from(u8::from(centre != "north"));
        let _ = write!(text, "c{row},{centre},{},I,{}", 50 + row % 20, row % 3 % 2);
        for feature in 0..4 {
            let noise = normal(3 + feature, row);
            let _ = write!(text, ",{}", 10.0 + 2.0 * away + (1.0 + away) * noise);
        }
        text.push('\n');
    }
    text
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("train.csv", table(&["north", "south"], 60));
    folder.write("tomorrow.csv", table(&["south", "north"], 10));
    folder.write("west.csv", table(&["west", "north"], 30));
    folder
}

/// What the library makes of the same file.
fn by_library(text: &str) -> Sheet {
    let sheet = Sheet::parse(text.as_bytes(), &[]).unwrap();
    let features = Table::of_columns(&sheet, Some("case"), &["f0", "f1", "f2", "f3"]).unwrap();
    let batches = sheet.column("centre").unwrap().texts().unwrap();
    let covariates = [Covariate::read(&sheet, "age").unwrap()];
    let cohort = Cohort {
        features: &features,
        batches: &batches,
        covariates: &covariates,
    };
    let model = combat::fit(&cohort, &Options::default()).unwrap();
    sheet.with_numbers(&model.apply(&cohort).unwrap()).unwrap()
}

#[test]
fn the_table_is_that_of_the_library_and_the_rest_of_it_is_kept() {
    let folder = folder();
    let line = format!("combat train.csv {FLAGS} --harmonized alike.csv --save model.json");
    let got = json(&folder, &line);
    assert_eq!(
        folder.read("alike.csv"),
        by_library(&folder.read("train.csv")).to_csv()
    );
    assert_eq!(got["features"], 4);
    let of = |test: &str| {
        let tests = got["tests"].as_array().unwrap().iter();
        tests
            .clone()
            .find(|row| row["test"].as_str().unwrap().starts_with(test))
            .unwrap()
            .clone()
    };
    assert_eq!(
        (&of("means")["before"], &of("means")["after"]),
        (&Value::from(4), &Value::from(0))
    );
    assert_eq!(of("variances")["after"], 0);
    assert_eq!(got["batches"][0]["name"], "north");
    // The same rows by the model in the file.
    let line =
        "combat train.csv --id case --batch centre --apply model.json --harmonized again.csv";
    run(&folder, line).expect(0, &[]);
    assert_eq!(folder.read("again.csv"), folder.read("alike.csv"));
    // A model and a table are not replaced.
    run(
        &folder,
        &format!("combat train.csv {FLAGS} --save model.json"),
    )
    .expect(2, &["model.json"]);
}

#[cfg(feature = "parquet")]
#[test]
fn tomorrow_in_parquet_is_tomorrow_in_csv() {
    let folder = folder();
    run(
        &folder,
        &format!("combat train.csv {FLAGS} --save model.json"),
    )
    .expect(0, &[]);
    let apply = "--id case --batch centre --apply model.json --harmonized";
    run(
        &folder,
        &format!("combat tomorrow.csv {apply} tomorrow.parquet"),
    )
    .expect(0, &[]);
    run(&folder, &format!("combat tomorrow.csv {apply} alike.csv")).expect(0, &[]);
    let parquet = Sheet::read_parquet(folder.path().join("tomorrow.parquet")).unwrap();
    assert_eq!(parquet.to_csv(), folder.read("alike.csv"));
    // And it is read again.
    let got = json(
        &folder,
        "stats table1 tomorrow.parquet --group centre --variable f0",
    );
    assert!(got.to_string().contains("f0"), "{got}");
}

#[test]
fn a_new_centre_is_refused_or_learnt() {
    let folder = folder();
    run(
        &folder,
        &format!("combat train.csv {FLAGS} --save model.json"),
    )
    .expect(0, &[]);
    let apply = "combat west.csv --id case --batch centre --apply model.json";
    run(&folder, apply).expect(2, &["batch `west` was not there", "--new-batches"]);
    let learnt = json(&folder, &format!("{apply} --new-batches --save more.json"));
    assert_eq!(
        (&learnt["batches"][2]["name"], &learnt["batches"][2]["new"]),
        (&Value::from("west"), &Value::from(true))
    );
    run(
        &folder,
        "combat west.csv --id case --batch centre --apply more.json",
    )
    .expect(0, &[]);
}

#[test]
fn what_cannot_be_is_said() {
    let folder = folder();
    for (flags, words) in [
        (
            "--batch relapse --covariates centre --columns f0",
            "--prior none",
        ),
        (
            "--batch stage --except relapse,age",
            "all rows are of batch `I`",
        ),
        (
            "--batch centre --categorical stage --except relapse",
            "covariate `stage` is `I` in all rows",
        ),
        ("--batch center --except relapse", "did you mean `centre`?"),
        (
            "--batch centre --reference west --except relapse",
            "no batch `west`",
        ),
        ("--batch centre --apply train.csv", "writes a model"),
        (
            "--batch centre --apply model.json --prior none",
            "cannot be used with",
        ),
    ] {
        run(&folder, &format!("combat train.csv --id case {flags}")).expect(2, &[words]);
    }
    // Of two files none is written where the other cannot be.
    folder.write("there.json", "{}");
    let both = format!("combat train.csv {FLAGS} --harmonized alike.csv --save there.json");
    run(&folder, &both).expect(2, &["there.json` exists"]);
    assert!(!folder.has("alike.csv"));
    let same = format!("combat train.csv {FLAGS} --harmonized one.csv --save one.csv");
    run(&folder, &same).expect(2, &["name one file"]);
    assert!(!folder.has("one.csv"));
    // An outcome that is not excepted is warned of.
    let words = "two values are taken for features: `relapse`";
    run(&folder, "combat train.csv --id case --batch centre").expect(0, &[words]);
}

#[test]
fn a_missing_outcome_is_none_of_its_business() {
    let folder = folder();
    let without = folder.read("train.csv").replacen(",I,0,", ",I,,", 1);
    folder.write("missing.csv", &without);
    run(
        &folder,
        &format!("combat missing.csv {FLAGS} --harmonized alike.csv"),
    )
    .expect(0, &[]);
    assert_eq!(folder.read("alike.csv"), by_library(&without).to_csv());
}
