//! `select` and `icc`.

use std::fmt::Write as _;

use serde_json::{Value, json as value};
use voxomics_testkit::generator::normal;

use super::{json, run};
use crate::support::Folder;

const ROWS: u64 = 60;

/// Sixty rows of twenty columns of normal numbers; `f0` tells relapses, roughly; `f3` is `f2` once more.
pub(super) fn study() -> String {
    table(0.0, true)
}

/// The same with noise, as another reader would have measured it, with or without the outcome.
fn table(noise: f64, outcome: bool) -> String {
    let mut text = "case".to_owned();
    if outcome {
        text.push_str(",relapse,note");
    }
    for column in 0..20 {
        let _ = write!(text, ",f{column}");
    }
    text.push('\n');
    for row in 0..ROWS {
        let value = |column: u64| normal(7, row * 100 + if column == 3 { 2 } else { column });
        let relapse = value(0) + 0.5 * normal(8, row) > 0.0;
        let _ = write!(text, "c{row}");
        if outcome {
            let _ = write!(text, ",{},seen", u8::from(relapse));
        }
        for column in 0..20 {
            // The later a column, the less is it reproduced.
            let error = noise * column as f64 * normal(9, row * 100 + column);
            let _ = write!(text, ",{}", value(column) + error);
        }
        text.push('\n');
    }
    text
}

#[test]
fn features_are_ranked_by_each_scheme() {
    let folder = Folder::new();
    folder.write("study.csv", study());
    for scheme in ["mrmre", "fcq", "fcd", "mid", "miq"] {
        let got = json(
            &folder,
            &format!(
                "select mrmr study.csv --outcome relapse --id case --count 4 --scheme {scheme}"
            ),
        );
        assert_eq!(got["chosen"][0]["name"], "f0", "{scheme}");
        assert_eq!(got["chosen"].as_array().unwrap().len(), 4);
    }
    let ranked = run(
        &folder,
        "select mrmr study.csv --outcome relapse --id case --count 2 --keep two.csv",
    );
    assert!(
        ranked.stdout.contains("2 of 20 features"),
        "{}",
        ranked.stdout
    );
    let kept = folder.read("two.csv");
    assert!(
        kept.starts_with("case,f0,") && kept.lines().count() == 61,
        "{kept}"
    );
    run(&folder, "select mrmr study.csv --outcome relapse --count 0").expect(2, &["count"]);
    run(
        &folder,
        "select mrmr study.csv --outcome relapse --id relapse",
    )
    .expect(2, &["named twice"]);
}

#[test]
fn features_that_differ_are_kept() {
    let folder = Folder::new();
    folder.write("study.csv", study());
    for test in ["welch", "mann-whitney", "logistic"] {
        let command =
            format!("select univariate study.csv --outcome relapse --id case --test {test}");
        let got = json(&folder, &format!("{command} --keep kept.{test}.csv"));
        let first = &got["features"][0];
        assert_eq!(
            (&first["name"], &first["kept"]),
            (&value!("f0"), &value!(true)),
            "{test}"
        );
        assert!(first["adjusted"].as_f64().unwrap() >= first["p_value"].as_f64().unwrap());
        let plain = json(&folder, &format!("{command} --adjust none"));
        assert_eq!(
            plain["features"][3]["adjusted"],
            plain["features"][3]["p_value"]
        );
        assert!(
            folder
                .read(&format!("kept.{test}.csv"))
                .starts_with("case,f0")
        );
    }
    let cox = "select univariate study.csv --outcome relapse --id case --test cox";
    run(&folder, cox).expect(2, &["--time"]);
    let months = study();
    let months = months.lines().enumerate().map(|(row, line)| match row {
        0 => format!("{line},months"),
        _ => format!("{line},{}", row * 37 % 61),
    });
    folder.write("study.csv", months.collect::<Vec<_>>().join("\n"));
    let got = json(&folder, &format!("{cox} --time months"));
    assert_eq!(got["test"], "cox");
    run(
        &folder,
        "select univariate study.csv --outcome relapse --adjust fdrr",
    )
    .expect(2, &["fdrr"]);
}

#[test]
fn correlated_and_constant_features_go() {
    let folder = Folder::new();
    folder.write("study.csv", study());
    let got = json(
        &folder,
        "select correlation study.csv --id case --cutoff 0.95",
    );
    assert_eq!(got["dropped"].as_array().unwrap().len(), 1);
    let reason = got["dropped"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("correlation 1.000 with `f"), "{reason}");
    folder.write("flat.csv", "id,a,b,c\nx,1,7,\ny,2,7,3\n");
    let got = json(&folder, "select constant flat.csv --id id");
    assert_eq!(got["kept"], value!(["a"]));
    let got = json(
        &folder,
        "select constant flat.csv --id id --max-missing 0.5",
    );
    assert_eq!(got["dropped"].as_array().unwrap().len(), 2, "{got}");
}

#[test]
fn features_that_readers_agree_on_are_kept() {
    let folder = Folder::new();
    folder.write("first.csv", table(0.0, false));
    folder.write("again.csv", table(0.04, false));
    folder.write("other.csv", table(0.08, false));
    // Rows and columns in another order are the same rows and columns.
    let turned: Vec<String> = (folder.read("again.csv").lines())
        .map(|line| {
            let (case, rest) = line.split_once(',').unwrap();
            format!("{rest},{case}")
        })
        .collect();
    let mut rows = turned.clone();
    rows[1..].reverse();
    folder.write("turned.csv", rows.join("\n"));
    let icc = "icc --study first.csv,again.csv --study first.csv,other.csv --id case";
    let got = json(&folder, &format!("{icc} --threshold 0.8 --keep kept.csv"));
    let kept: Vec<&Value> = got["kept"].as_array().unwrap().iter().collect();
    assert!(kept.contains(&&value!("f1")) && kept.len() < 12, "{kept:?}");
    let first = &got["features"][19];
    assert!(first["icc_1"].as_f64().unwrap() > first["icc_2"].as_f64().unwrap());
    assert_eq!(
        folder
            .read("kept.csv")
            .lines()
            .next()
            .unwrap()
            .split(',')
            .count(),
        1 + kept.len()
    );
    let same = json(&folder, "icc --study first.csv,turned.csv --id case");
    let one = json(&folder, "icc --study first.csv,again.csv --id case");
    assert_eq!(same["features"], one["features"]);
    let strict = json(&folder, &format!("{icc} --threshold 0.8 --lower-limit"));
    assert!(strict["kept"].as_array().unwrap().len() < kept.len());
    run(&folder, "icc --study first.csv --id case").expect(2, &["delineations", "at least 2"]);
    folder.write("fewer.csv", "case,f0\nc0,1\n");
    run(&folder, "icc --study first.csv,fewer.csv --id case")
        .expect(2, &["`fewer.csv`", "no column `f1`"]);
}
