//! Lowess.

use serde_json::{Value, json};
use voxomics_stats::lowess::{self, Options};
use voxomics_testkit::goldens::{Case, Near, Summary};

use super::suite;

fn answer(case: &Case) -> Value {
    let (x, y) = (case.numbers("/x"), case.numbers("/y"));
    let fit = |fit: &Value| {
        let number = |key: &str| fit[key].as_f64().unwrap();
        let options = Options {
            span: number("f"),
            iterations: fit["iter"].as_u64().unwrap() as usize,
            delta: Some(number("delta")),
        };
        let curve = lowess::fit(&x, &y, &options).unwrap();
        json!({"f": fit["f"], "iter": fit["iter"], "delta": fit["delta"], "y": curve.y})
    };
    let fits = case.expected["fits"].as_array().unwrap();
    json!({
        "x_sorted": lowess::fit(&x, &y, &Options::default()).unwrap().x,
        "fits": fits.iter().map(fit).collect::<Vec<_>>(),
    })
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/x_sorted/*", Near::Exact),
        ("/fits/*/y/*", Near::Mixed(1e-10)),
        ("/fits/**", Near::Exact),
    ];
    suite("lowess.json").check(&rules, answer)
}

#[test]
fn lowess_equals_r() {
    let summary = check();
    eprintln!("{summary}");
}
