//! Tails.

use serde_json::{Value, json};
use voxomics_stats::dist::normal;
use voxomics_testkit::goldens::{Near, Summary};

use super::suite;

fn check() -> Summary {
    suite("distributions.json").check(&[("/p/*", Near::Relative(1e-12))], |case| {
        let p = |id: &str, z: f64| match id {
            "normal_upper" => json!(normal::upper(z)),
            _ => Value::Null,
        };
        json!({"p": case.numbers("/z").into_iter().map(|z| p(&case.id, z)).collect::<Vec<_>>()})
    })
}

#[test]
fn tails_equal_r() {
    check();
}
