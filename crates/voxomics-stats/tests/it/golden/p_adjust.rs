//! `p.adjust`.

#![allow(clippy::float_cmp, reason = "equal doubles are meant")]

use serde_json::{Value, json};
use voxomics_stats::adjust::{Method, adjust, adjust_present};
use voxomics_testkit::goldens::{Case, Near, Summary};

use super::suite;

fn answer(case: &Case) -> Value {
    let present = |p: f64| (!p.is_nan()).then_some(p);
    let p: Vec<Option<f64>> = case.numbers("/p").into_iter().map(present).collect();
    let by = |method| adjust_present(&p, method).unwrap();
    json!({
        "holm": by(Method::Holm),
        "hochberg": by(Method::Hochberg),
        "hommel": by(Method::Hommel),
        "bonferroni": by(Method::Bonferroni),
        "BH": by(Method::BenjaminiHochberg),
        "BY": by(Method::BenjaminiYekutieli),
        "fdr": by(Method::BenjaminiHochberg),
        "none": by(Method::None),
    })
}

pub(crate) fn check() -> Summary {
    suite("p_adjust.json").check(&[("/**", Near::Mixed(1e-14))], answer)
}

#[test]
fn adjusted_p_values_equal_r() {
    check();
}

#[test]
fn h057_refuses_what_is_no_probability() {
    assert_eq!(
        adjust(&[0.5, 1.5], Method::Holm).unwrap_err().to_string(),
        "p, row 1: 1.5 is not between 0 and 1"
    );
    assert!(adjust(&[f64::NAN], Method::None).is_err());
    assert_eq!(adjust(&[], Method::Holm), Ok(vec![]));
}
