//! Tests of whole terms, and the tables of a paper.

use voxomics_regress::frame::{Frame, Recipe};
use voxomics_regress::logistic::{Options, TermTest, add_each, backward, drop_each};

use super::cases::{Case, cases, file};
use crate::frame::sheet;
use crate::tally::Tally;

#[test]
fn terms_are_tested_as_r_does() {
    terms(&mut Tally::default());
}

/// The terms of each case's columns, as its formula names them.
fn frame(case: &Case) -> Option<Frame> {
    let formula = case.expected["formula"].as_str().unwrap();
    let recipe = Recipe {
        formula: formula.parse().unwrap(),
        codes: Vec::new(),
    };
    let names: Vec<&str> = (case.expected["terms"].as_array().unwrap().iter())
        .map(|name| name.as_str().unwrap())
        .filter(|name| *name != "(Intercept)")
        .collect();
    let mut first = 0;
    let terms = recipe.formula.terms.iter().map(|term| {
        let name = term.to_string();
        let own = |column: &&&str| {
            column.starts_with(name.as_str()) && (column.contains(':') == name.contains(':'))
        };
        let count = names[first..].iter().take_while(own).count();
        first += count;
        voxomics_regress::frame::TermColumns {
            name,
            columns: first - count..first,
            term: term.clone(),
        }
    });
    let terms: Vec<_> = terms.collect();
    (first == names.len()).then(|| Frame {
        names: names.iter().map(ToString::to_string).collect(),
        matrix: case.x.clone(),
        offset: None,
        terms,
    })
}

pub(crate) fn terms(tally: &mut Tally) {
    let mut compared = 0;
    for case in cases() {
        let want = &case.expected["lrt_drop1"];
        let frame = frame(&case).expect("the terms' columns stand in their order");
        let (Ok(dropped), Ok(added)) = (
            drop_each(&frame, &case.y, &case.options()),
            add_each(&frame, &case.y, &case.options()),
        ) else {
            assert!(super::golden::is_separated(&case.name), "{}", case.name);
            continue;
        };
        if dropped.is_empty() {
            assert_eq!(case.name, "birthwt_intercept_only");
            continue;
        }
        compared += dropped.len();
        let names: Vec<&str> = dropped.iter().map(|test| test.term.as_str()).collect();
        assert_eq!(serde_json::json!(names), want["term"], "{}", case.name);
        let at = |field| (case.name.as_str(), field);
        let of = |tests: &[TermTest], value: fn(&TermTest) -> f64| -> Vec<f64> {
            tests.iter().map(value).collect()
        };
        let df = of(&dropped, |test| test.df as f64);
        tally.numbers(at("drop1 df"), &df, &want["df"], 0.0);
        tally.numbers(
            at("drop1 deviance"),
            &of(&dropped, |test| test.deviance),
            &want["deviance"],
            1e-9,
        );
        tally.numbers(
            at("drop1 lrt"),
            &of(&dropped, |test| test.ratio),
            &want["lrt"],
            1e-9,
        );
        let p: Vec<Option<f64>> = dropped.iter().map(|test| test.p_value).collect();
        tally.all(at("drop1 p"), &p, &want["p"], 1e-9);
        let want = &case.expected["anova_sequential"];
        let without_null =
            |field: &str| serde_json::Value::Array(want[field].as_array().unwrap()[1..].to_vec());
        let deviance = of(&added, |test| test.deviance);
        tally.numbers(
            at("anova deviance"),
            &deviance,
            &without_null("resid_deviance"),
            1e-9,
        );
        let ratio = of(&added, |test| test.ratio);
        tally.numbers(
            at("anova lrt"),
            &ratio,
            &without_null("deviance_drop"),
            1e-9,
        );
        let p: Vec<Option<f64>> = added.iter().map(|test| test.p_value).collect();
        tally.all(at("anova p"), &p, &without_null("p"), 1e-9);
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn backward_elimination_ends_where_step_does() {
    let file = file();
    let screening = &file["screening"][0];
    let sheet = sheet(&screening["columns"]);
    let formula = "low ~ age + lwt + factor(race, white) + smoke + ptl + ht + ui";
    let recipe = Recipe::learn(&formula.parse().unwrap(), &sheet).unwrap();
    let frame = recipe.apply(&sheet).unwrap();
    let y = sheet.column("low").unwrap().numbers().unwrap();
    let kept = backward(&frame, &y, &Options::default()).unwrap();
    assert_eq!(
        kept,
        ["lwt", "factor(race, \"white\")", "smoke", "ptl", "ht", "ui"]
    );
}
