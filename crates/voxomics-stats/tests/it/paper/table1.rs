//! Table 1: characteristics of the patients (P1 to P4).

use voxomics_stats::hypothesis::chi_squared;
use voxomics_stats::proportion::Proportion;
use voxomics_stats::quantile::{Type, five_numbers, quantiles};

use super::{Row, by_cohort, by_outcome, check, close, p_values, prints, range, table};

const COHORTS: [(&str, [u64; 2]); 2] = [("training", [73, 48]), ("external", [43, 15])];

/// The names of the categorical variables, in the order of print.
fn variables() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in table("table1_categorical.csv") {
        if names.last() != Some(&row["variable"]) {
            names.push(row["variable"].clone());
        }
    }
    names
}

/// P1: every variable counts every patient; the sexes are 61 and 60, where the text has 60 and 61.
#[test]
fn columns_sum_to_the_groups() {
    let names = variables();
    assert_eq!(names.len(), 8);
    for name in &names {
        for (cohort, sizes) in COHORTS {
            let [a, b] = by_outcome(name, cohort);
            assert_eq!([a[0] + b[0], a[1] + b[1]], sizes, "{name}, {cohort}");
        }
    }
    let want = check("P1");
    for (at, [training, external]) in by_cohort("Gender").into_iter().enumerate() {
        let listed = |key: &str| want[key][at].clone();
        close(
            training as f64,
            &listed("table1_training_male_female"),
            "training",
        );
        close(
            external as f64,
            &listed("table1_external_male_female"),
            "external",
        );
    }
}

/// Where between two neighbouring values a quartile lies, in units of their distance.
fn fraction(n: u32, quarter: u32, kind: Option<Type>) -> f64 {
    let ranks: Vec<f64> = (0..n).map(f64::from).collect();
    let position = match kind {
        Some(kind) => quantiles(&ranks, &[f64::from(quarter) / 4.0], kind).unwrap()[0],
        // Tukey's hinges.
        None => five_numbers(&ranks).unwrap()[quarter as usize],
    };
    let fraction = position - (position + 1e-9).floor();
    if fraction < 1e-9 { 0.0 } else { fraction }
}

/// Whether a quartile of whole years may be printed so: it is a whole number plus that fraction of a whole number.
fn is_possible(text: &str, fraction: f64) -> bool {
    let [low, high] = range(text);
    (0..60).map(f64::from).any(|distance| {
        let part = fraction * distance;
        (low - 1e-9 - part).ceil() <= high + 1e-9 - part
    })
}

/// P2: no one of the usual definitions gives all printed quartiles of ages in whole years.
#[test]
fn quartiles_of_whole_years() {
    let ages = [
        ("training non-MDM", 73, ["50", "59", "64"]),
        ("training MDM", 48, ["48.2", "60", "66.3"]),
        ("external non-MDM", 43, ["47.5", "56.0", "62"]),
        ("external MDM", 15, ["38.5", "66.0", "69.5"]),
        ("training men (n=60 text)", 60, ["49", "60", "65"]),
        ("training men (n=61 Table 1)", 61, ["49", "60", "65"]),
        ("training women (n=61 text)", 61, ["48", "58.2", "67"]),
        ("training women (n=60 Table 1)", 60, ["48", "58.2", "67"]),
        ("external men", 29, ["46.5", "61", "66"]),
        ("external women", 29, ["43", "59", "67.5"]),
    ];
    let kinds = [
        ("2", Some(Type::Two)),
        ("4", Some(Type::Four)),
        ("5", Some(Type::Five)),
        ("6", Some(Type::Six)),
        ("7", Some(Type::Seven)),
        ("8", Some(Type::Eight)),
        ("9", Some(Type::Nine)),
        ("tukey_hinge", None),
    ];
    let want = check("P2");
    assert_eq!(want.as_object().unwrap().len(), ages.len());
    let mut always: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
    for (group, n, [lower, median, upper]) in ages {
        let middle = is_possible(median, fraction(n, 2, Some(Type::Seven)));
        assert_eq!(want[group]["median_possible"], middle, "{group}");
        let gives = |kind| {
            is_possible(lower, fraction(n, 1, kind)) && is_possible(upper, fraction(n, 3, kind))
        };
        let possible = kinds.iter().filter(|(_, kind)| gives(*kind));
        let possible: Vec<&str> = possible.map(|(name, _)| *name).collect();
        let listed = &want[group]["quantile_types_possible"];
        assert_eq!(&serde_json::json!(possible), listed, "{group}");
        always.retain(|name| possible.contains(name));
    }
    assert_eq!(always, ["9"]);
}

/// The percentage of a cell, from its count.
fn percentage(row: &Row) -> f64 {
    let mut cohorts = COHORTS.into_iter();
    let (_, sizes) = cohorts.find(|(name, _)| *name == row["cohort"]).unwrap();
    let size = sizes[usize::from(row["group"] == "MDM")];
    let share = Proportion::new(row["n"].parse().unwrap(), size).unwrap();
    100.0 * share.estimate()
}

/// P3: four percentages do not follow from their counts.
#[test]
fn percentages() {
    let cells = table("table1_categorical.csv");
    let follows = |row: &&Row| match row["percent_printed"].as_str() {
        // 50.0 without its decimal.
        "50" => prints(percentage(row), "50.0"),
        printed => prints(percentage(row), printed),
    };
    let want = check("P3");
    close(cells.len() as f64, &want["cells"], "cells");
    let wrong: Vec<&Row> = cells.iter().filter(|row| !follows(row)).collect();
    let mismatches = want["mismatches"].as_array().unwrap();
    assert_eq!(wrong.len(), mismatches.len());
    for (row, want) in wrong.into_iter().zip(mismatches) {
        for key in ["variable", "level", "cohort", "group"] {
            assert_eq!(want[key], row[key]);
        }
        close(percentage(row), &want["exact"], "percentage");
    }
}

/// P4: all p values but those of one row are Pearson's, without a correction.
#[test]
fn tests_of_the_categorical_rows() {
    let want = check("P4");
    let printed = table("table1_pvalues.csv");
    let mut rows = want["rows"].as_array().unwrap().iter();
    let (mut fitted, mut small) = ([0; 3], Vec::new());
    for name in variables() {
        let line = printed.iter().find(|row| row["variable"] == name).unwrap();
        for (counts, column) in [
            (by_outcome(&name, "training"), "p_training_MDM_vs_nonMDM"),
            (by_outcome(&name, "external"), "p_external_MDM_vs_nonMDM"),
            (by_cohort(&name), "p_training_vs_external"),
        ] {
            let want = rows.next().unwrap();
            assert_eq!(want["variable"], name);
            for (at, (test, p)) in p_values(counts).into_iter().enumerate() {
                close(p, &want["p"][test], test);
                let fits = prints(p, &line[column]);
                let listed = want["fits"].as_array().unwrap();
                assert_eq!(fits, listed.iter().any(|fit| fit == test), "{name}, {test}");
                fitted[at] += u32::from(fits);
            }
            let expected = chi_squared::expected(&counts.map(Vec::from)).unwrap();
            let least = expected.into_iter().flatten().fold(f64::INFINITY, f64::min);
            close(least, &want["min_expected"], "smallest expected count");
            if least < 5.0 {
                small.push(name.clone());
            }
        }
    }
    assert!(rows.next().is_none());
    assert_eq!(fitted, [21, 1, 1]);
    let listed = want["small_expected"].as_array().unwrap();
    assert_eq!(
        small,
        listed
            .iter()
            .map(|row| row[0].as_str().unwrap())
            .collect::<Vec<_>>()
    );
}
