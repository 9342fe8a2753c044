//! Quantiles and moments.

#![allow(clippy::float_cmp, reason = "equal doubles are meant")]

use serde_json::{Map, Value, json as to_json};
use voxomics_stats::moments::{mean, standard_deviation};
use voxomics_stats::quantile::{
    Type, five_numbers, interquartile_range, median, median_absolute_deviation, quantiles,
};
use voxomics_testkit::goldens::{Case, Near, Summary, json};

use super::suite;

fn answer(case: &Case) -> Value {
    let (x, p) = (case.numbers("/x"), case.numbers("/probs"));
    let array = |values: &[f64]| values.iter().copied().map(json).collect::<Value>();
    let mut answer = Map::new();
    for (index, kind) in Type::ALL.into_iter().enumerate() {
        let quantiles = quantiles(&x, &p, kind).unwrap();
        answer.insert(format!("type{}", index + 1), array(&quantiles));
    }
    let mut insert = |key: &str, value: Option<f64>| {
        answer.insert(key.to_owned(), value.map_or(Value::Null, json));
    };
    insert("median", median(&x).ok());
    insert("mad", median_absolute_deviation(&x).ok());
    insert("iqr7", interquartile_range(&x).ok());
    insert("mean", mean(&x).ok());
    insert("sd", standard_deviation(&x).ok());
    let five = five_numbers(&x).map_or(Value::Null, |five| array(&five));
    answer.insert("fivenum".to_owned(), five);
    to_json!(answer)
}

pub(crate) fn check() -> Summary {
    suite("quantiles.json").check(&[("/**", Near::Mixed(1e-14))], answer)
}

#[test]
fn quantiles_equal_r() {
    check();
}

#[test]
fn hostile_quantiles() {
    let error = |x: &[f64], p: f64| quantiles(x, &[p], Type::Seven).unwrap_err().to_string();
    // h049, h050, h051.
    assert_eq!(error(&[], 0.5), "values: none given, at least 1 needed");
    assert!(error(&[1.0, f64::NAN], 0.5).starts_with("values, row 1: NaN is not finite"));
    assert_eq!(
        error(&[1.0, 2.0], 1.5),
        "probabilities, row 0: 1.5 is not between 0 and 1"
    );
    let halves = [f64::NEG_INFINITY, f64::INFINITY];
    assert!(error(&halves, 0.5).contains("infinities") && median(&halves).is_err());
}

#[test]
fn spreads_of_extreme_values() {
    let wide = standard_deviation(&[-1e308, 1e308]).unwrap();
    assert!((wide / (2.0_f64.sqrt() * 1e308) - 1.0).abs() < 1e-15);
    let narrow = standard_deviation(&[-1e-200, 1e-200]).unwrap();
    assert!((narrow / (2.0_f64.sqrt() * 1e-200) - 1.0).abs() < 1e-15);
    assert!(mean(&[f64::MAX, f64::MAX]).is_ok_and(|mean| mean == f64::MAX));
}
