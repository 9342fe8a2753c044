//! Matrices of formulas, knots of splines and variance inflation, as R has them.

use serde_json::Value;
use voxomics_regress::formula::Formula;
use voxomics_regress::frame::{Error, Frame, Recipe};
use voxomics_regress::inflation;
use voxomics_regress::logistic::{self, Options};
use voxomics_table::Sheet;
use voxomics_testkit::goldens::{numbers, read};

use voxomics_testkit::tally::{Tally, flat};

fn file() -> Value {
    read(&voxomics_testkit::data().join("models/frame.json.gz"))
}

/// A table of the columns of an object.
pub(crate) fn sheet(columns: &Value) -> Sheet {
    let columns = columns.as_object().unwrap();
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let rows = columns.values().next().unwrap().as_array().unwrap().len();
    let row = |row: usize| columns.values().map(move |column| text(&column[row]));
    Sheet::from_rows(columns.keys().cloned(), (0..rows).map(row)).unwrap()
}

fn frame(formula: &str, sheet: &Sheet) -> Frame {
    let formula: Formula = formula.parse().unwrap();
    Recipe::learn(&formula, sheet)
        .unwrap()
        .apply(sheet)
        .unwrap()
}

fn column(values: &[f64]) -> Sheet {
    Sheet::from_rows(["x"], values.iter().map(|x| [x.to_string()])).unwrap()
}

#[test]
fn matrices_are_those_of_r() {
    let file = file();
    let sheet = sheet(&file["data"]);
    for case in file["matrices"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let frame = frame(case["formula"].as_str().unwrap(), &sheet);
        let columns = frame.matrix.columns().into_iter();
        let columns: Vec<Vec<f64>> = columns.map(|column| column.to_vec()).collect();
        let rows: Vec<Vec<f64>> = case["matrix"]
            .as_array()
            .unwrap()
            .iter()
            .map(numbers)
            .collect();
        let want: Vec<Vec<f64>> = (0..rows[0].len())
            .map(|j| rows.iter().map(|row| row[j]).collect())
            .collect();
        assert_eq!(columns, want, "{name}: {:?}", frame.names);
        assert_eq!(columns.len(), frame.names.len());
    }
}

#[test]
fn splines_are_those_of_hmisc() {
    let mut tally = Tally::default();
    for case in file()["splines"].as_array().unwrap() {
        let (name, count) = (
            case["name"].as_str().unwrap(),
            case["count"].as_u64().unwrap(),
        );
        let sheet = column(&numbers(&case["x"]));
        let learnt = Recipe::learn(&format!("~ rcs(x, {count})").parse().unwrap(), &sheet).unwrap();
        let knots = serde_json::to_value(&learnt.codes[0][0].coding).unwrap();
        let knots = numbers(&knots["spline"]["knots"]);
        let at = format!("{name}, {count} knots");
        tally.numbers((&at, "knots"), &knots, &case["knots"], 1e-13);
        let frame = learnt.apply(&sheet).unwrap();
        let basis: Vec<f64> = frame.matrix.iter().copied().collect();
        tally.numbers((&at, "basis"), &basis, &case["basis"], 1e-12);
    }
    assert!(tally.0["basis"].values > 10_000);
}

#[test]
fn variance_inflation_is_that_of_car_and_rms() {
    let file = file();
    let sheet = sheet(&file["data"]);
    let y = sheet.column("low").unwrap().numbers().unwrap();
    let factors = |formula: &str, each_column: bool| {
        let frame = frame(formula, &sheet);
        let fit = logistic::fit(frame.matrix.view(), &y, &Options::default()).unwrap();
        let slopes: Vec<Vec<f64>> = (fit.covariance[1..].iter())
            .map(|row| row[1..].to_vec())
            .collect();
        let terms = frame.terms.iter().map(|term| term.columns.clone());
        let columns = (0..slopes.len()).map(|column| column..column + 1);
        let groups: Vec<_> = if each_column {
            columns.collect()
        } else {
            terms.collect()
        };
        inflation::factors(&slopes, &groups)
    };
    let mut tally = Tally::default();
    let got = factors("~ age + lwt + race + smoke", false);
    tally.all(("birthwt", "gvif"), &got, &file["vif"]["gvif"], 1e-6);
    let got = factors("~ age + lwt + smoke", true);
    tally.all(("birthwt", "vif"), &got, &file["vif"]["per_column"], 1e-6);
    assert_eq!(flat(&file["vif"]["df"]).len(), 4);
}

#[test]
fn formulas_come_back_as_they_were_written() {
    for (given, want) in [
        ("y~a", "y ~ a"),
        ("y ~ a*b - a", "y ~ b + a:b"),
        ("y ~ a:b + a + b", "y ~ a + b + a:b"),
        ("~ 1", "~ 1"),
        ("~ 0 + a", "~ a - 1"),
        ("y ~ -1", "y ~ 0"),
        ("`log-sigma` ~ rcs(`x y`, 4)", "`log-sigma` ~ rcs(`x y`, 4)"),
        ("y ~ factor(g, 'b\"c')", "y ~ factor(g, \"b\\\"c\")"),
        ("y ~ a + a:a + a", "y ~ a"),
        (
            "Surv(t0, t, e) ~ rcs(x, c(3, -1.5, 2e1)) + strata(s) + offset(o)",
            "Surv(t0, t, e) ~ rcs(x, c(-1.5, 3, 20)) + offset(o) + strata(s)",
        ),
    ] {
        let formula: Formula = given.parse().unwrap();
        assert_eq!(formula.to_string(), want);
        assert_eq!(want.parse::<Formula>().unwrap(), formula);
        let json = serde_json::to_string(&formula).unwrap();
        assert_eq!(serde_json::from_str::<Formula>(&json).unwrap(), formula);
    }
}

#[test]
fn formulas_that_cannot_be_read_say_where() {
    for (given, part) in [
        ("", "ends where"),
        ("y", "ends where ~"),
        ("y ~", "ends where"),
        ("y ~ a +", "ends where"),
        ("y ~ a b", "character 7: `b`"),
        ("y ~ log(a)", "`log`"),
        ("y ~ a ^ 2", "`^`"),
        ("y ~ 2", "`2`"),
        ("y ~ `a", "opens and is not closed"),
        ("y ~ rcs(a, 2)", "spline of 2 knots"),
        ("y ~ rcs(a, 1e9)", "knots"),
        ("y ~ rcs(a, c(1, 1, 1))", "spline of 1 knots"),
        ("Surv(t) ~ a", "Surv(time, event)"),
        ("y ~ a + y", "`y` is the outcome"),
        ("Surv(t, e) ~ a:e", "`e` is the outcome"),
        ("y ~ log-sigma-1", "`- sigma` takes away what is not there"),
    ] {
        let error = given.parse::<Formula>().unwrap_err().to_string();
        assert!(error.contains(part), "{given}: {error}");
    }
}

#[test]
fn tables_that_do_not_fit_are_refused_by_name() {
    let train = Sheet::parse(b"g,x\na,1\nb,2\na,3\nc,4\n", &[]).unwrap();
    let learn = |formula: &str| Recipe::learn(&formula.parse().unwrap(), &train);
    assert!(matches!(learn("~ h"), Err(Error::Table(_))));
    assert!(matches!(
        learn("~ factor(g, d)"),
        Err(Error::NoLevel { .. })
    ));
    assert!(matches!(learn("~ rcs(x, 3)"), Err(Error::Knots { .. })));
    assert!(matches!(learn("~ rcs(g, 3)"), Err(Error::Table(_))));
    let recipe = learn("~ factor(g, c) + x").unwrap();
    assert_eq!(recipe.names(), ["ga", "gb", "x"]);
    let new = Sheet::parse(b"x,g\n5,b\n6,d\n", &[]).unwrap();
    let Err(Error::NewLevel {
        line: 3,
        level,
        known,
        ..
    }) = recipe.apply(&new)
    else {
        panic!("a level that was not there");
    };
    assert_eq!((level.as_str(), known.len()), ("d", 3));
    let missing = Sheet::parse(b"x,g\n5,b\n,a\n", &[]).unwrap();
    assert!(matches!(recipe.apply(&missing), Err(Error::Table(_))));
    let one = Sheet::parse(b"g\nz\nz\n", &[]).unwrap();
    let learnt = Recipe::learn(&"~ g".parse().unwrap(), &one);
    assert!(matches!(learnt, Err(Error::OneLevel { .. })));
    // Levels that are numbers are equal as numbers.
    let numbers = Sheet::parse(b"s\n1\n2\n3\n", &[]).unwrap();
    let recipe = Recipe::learn(&"~ factor(s)".parse().unwrap(), &numbers).unwrap();
    let written = Sheet::parse(b"s\n2.0\n", &[]).unwrap();
    assert_eq!(
        recipe.apply(&written).unwrap().matrix.row(0).to_vec(),
        [1.0, 0.0]
    );
}
