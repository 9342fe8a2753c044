//! Tests of whole terms, and the tables of a paper.

use voxomics_regress::frame::{Frame, Recipe};
use voxomics_regress::logistic::{
    OddsRatio, Options, TermTest, add_each, backward, drop_each, screen_terms,
};
use voxomics_stats::ConfidenceLevel;
use voxomics_table::Sheet;

use super::cases::{Case, cases, file};
use crate::frame::sheet;
use voxomics_testkit::tally::Tally;

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

#[test]
fn the_table_of_a_paper_is_that_of_r() {
    screening(&mut Tally::default());
}

pub(crate) fn screening(tally: &mut Tally) {
    let file = file();
    let want = &file["screening"][0];
    let sheet = sheet(&want["columns"]);
    let formula = "~ age + lwt + factor(race, white) + smoke + ptl + ht + ui + factor(ftv3)"
        .parse()
        .unwrap();
    let frame = Recipe::learn(&formula, &sheet)
        .unwrap()
        .apply(&sheet)
        .unwrap();
    let y = sheet.column("low").unwrap().numbers().unwrap();
    let at = (want["threshold"].as_f64().unwrap(), ConfidenceLevel::P95);
    let table = screen_terms(&frame, &y, &Options::default(), at).unwrap();
    let names = ["age", "lwt", "race", "smoke", "ptl", "ht", "ui", "ftv3"];
    for (name, got) in names.iter().zip(&table.univariate) {
        let want = &want["univariate"][name];
        let of = |value: fn(&OddsRatio) -> f64| -> Vec<f64> {
            got.odds_ratios.iter().map(value).collect()
        };
        tally.numbers(
            (name, "screening coef"),
            &of(|row| row.coefficient),
            &want["coef"],
            1e-9,
        );
        tally.numbers(
            (name, "screening se"),
            &of(|row| row.standard_error),
            &want["se"],
            1e-9,
        );
        tally.numbers(
            (name, "screening or"),
            &of(|row| row.odds_ratio),
            &want["or"],
            1e-9,
        );
        tally.numbers(
            (name, "screening ci"),
            &of(|row| row.interval.lower),
            &want["or_lower"],
            1e-9,
        );
        tally.numbers(
            (name, "screening ci"),
            &of(|row| row.interval.upper),
            &want["or_upper"],
            1e-9,
        );
        tally.numbers(
            (name, "screening p"),
            &of(|row| row.p_value),
            &want["p_wald"],
            1e-9,
        );
        let ratio = [got.likelihood_ratio, got.df as f64, got.p_value.unwrap()];
        let want = serde_json::json!([want["lr"], want["lr_df"], want["p_lr"]]);
        tally.numbers((name, "screening lr"), &ratio, &want, 1e-9);
    }
    let kept: Vec<&str> = want["kept"]
        .as_array()
        .unwrap()
        .iter()
        .map(|k| k.as_str().unwrap())
        .collect();
    assert_eq!(kept.len(), table.kept.len());
    for (got, want) in table.kept.iter().zip(kept) {
        assert!(got.contains(want));
    }
    let want = &want["multivariable"];
    let slopes =
        |field: &str| serde_json::Value::Array(want[field].as_array().unwrap()[1..].to_vec());
    let of = |value: fn(&OddsRatio) -> f64| -> Vec<f64> {
        table.multivariable.iter().map(value).collect()
    };
    tally.numbers(
        ("all", "screening coef"),
        &of(|row| row.coefficient),
        &slopes("coef"),
        1e-9,
    );
    tally.numbers(
        ("all", "screening p"),
        &of(|row| row.p_value),
        &slopes("p_wald"),
        1e-9,
    );
    let ends: Vec<f64> = (table.multivariable.iter())
        .flat_map(|row| [row.interval.lower, row.interval.upper])
        .collect();
    tally.numbers(("all", "screening ci"), &ends, &slopes("or_wald_95"), 1e-9);
    tally.numbers(
        ("all", "screening aic"),
        &[table.fit.aic()],
        &want["aic"],
        1e-9,
    );
}

#[test]
fn a_term_that_separates_is_named_and_the_others_stay() {
    let sheet = Sheet::parse(b"y,a,b\n0,1,1\n0,2,4\n0,3,2\n1,4,3\n1,5,1\n1,6,5\n", &[]).unwrap();
    let frame = Recipe::learn(&"~ a + b".parse().unwrap(), &sheet)
        .unwrap()
        .apply(&sheet)
        .unwrap();
    let y = sheet.column("y").unwrap().numbers().unwrap();
    let table = screen_terms(&frame, &y, &Options::default(), (1.0, ConfidenceLevel::P95)).unwrap();
    assert_eq!(table.kept, ["b"]);
    assert_eq!(table.without_model[0].0, "a");
    assert!(table.without_model[0].1.contains("complete separation"));
}
