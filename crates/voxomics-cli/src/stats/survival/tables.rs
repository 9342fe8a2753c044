//! What `stats km` answers, as tables.

use serde_json::Value;

use super::super::Grid;
use crate::args::stats as args;

const AT: [&str; 6] = [
    "time",
    "at_risk",
    "survival",
    "standard_error",
    "lower",
    "upper",
];
const STEP: [&str; 8] = [
    "time",
    "at_risk",
    "events",
    "censored",
    "survival",
    "standard_error",
    "lower",
    "upper",
];

/// What is read: groups, survival at times, numbers at risk, the test.
pub(super) fn tables(json: &Value, times: &[f64], at: bool) -> Vec<Grid> {
    let groups = json["groups"].as_array().expect("groups were written");
    let header = [
        "group",
        "subjects",
        "events",
        "median",
        "median_lower",
        "median_upper",
    ];
    let mut tables = vec![Grid::of("Kaplan-Meier", &header, groups)];
    if at {
        tables.push(by_group("Survival", &AT, "at", groups));
    }
    let texts: Vec<String> = times.iter().map(ToString::to_string).collect();
    let header: Vec<&str> = ["group"]
        .into_iter()
        .chain(texts.iter().map(String::as_str))
        .collect();
    let mut at_risk = Grid::new("At risk", &header);
    let rows = json["risk_table"]["at_risk"]
        .as_array()
        .into_iter()
        .flatten();
    for (group, counts) in groups.iter().zip(rows) {
        let counts = counts.as_array().into_iter().flatten();
        at_risk.row([&group["group"]].into_iter().chain(counts).cloned());
    }
    tables.push(at_risk);
    let test = &json["log_rank"];
    if test.is_object() {
        let header = ["group", "subjects", "observed", "expected"];
        let groups = test["groups"].as_array().into_iter().flatten();
        tables.push(Grid::of("Events", &header, groups));
        let header = ["statistic", "degrees_of_freedom", "p_value"];
        tables.push(Grid::of("Log-rank test", &header, [test]));
        if test["hazard_ratio"].is_object() {
            let header = ["ratio", "lower", "upper"];
            let title = "Hazard ratio of the second group, Peto's";
            tables.push(Grid::of(title, &header, [&test["hazard_ratio"]]));
        }
    }
    tables.extend(restricted_means(&json["restricted_means"]));
    tables
}

/// Each group's mean, and how two compare.
fn restricted_means(means: &Value) -> Vec<Grid> {
    let Some(groups) = means["groups"].as_array() else {
        return Vec::new();
    };
    let header = ["group", "mean", "lost", "standard_error", "lower", "upper"];
    let title = format!("Restricted means up to {}", means["horizon"]);
    let mut tables = vec![Grid::of(title, &header, groups)];
    if let Some(comparison) = means["comparison"].as_object() {
        let header = [
            "second against first",
            "estimate",
            "lower",
            "upper",
            "p_value",
        ];
        let mut grid = Grid::new("Comparison of restricted means", &header);
        for (what, found) in comparison {
            let cells = header[1..].iter().map(|&name| found[name].clone());
            grid.row([Value::from(what.as_str())].into_iter().chain(cells));
        }
        tables.push(grid);
    }
    tables
}

/// What a spreadsheet gets in place of the groups: the curves, or survival at times.
pub(super) fn sheet(json: &Value, args: &args::Km) -> Option<Grid> {
    let groups = json["groups"].as_array()?;
    if args.curves.curve {
        return Some(by_group("", &STEP, "curve", groups));
    }
    (!args.curves.at.is_empty()).then(|| by_group("", &AT, "at", groups))
}

/// Rows that each group has under `key`, with the group's name before them.
fn by_group(title: &str, columns: &[&str], key: &str, groups: &[Value]) -> Grid {
    let header: Vec<&str> = ["group"].iter().chain(columns).copied().collect();
    let mut grid = Grid::new(title, &header);
    for group in groups {
        for row in group[key].as_array().into_iter().flatten() {
            let cells = columns.iter().map(|&column| &row[column]);
            grid.row([&group["group"]].into_iter().chain(cells).cloned());
        }
    }
    grid
}
