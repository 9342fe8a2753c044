//! Two groups, as R tests them.

use serde_json::{Map, Value, json as to_json};
use voxomics_stats::hypothesis::correlation::{self, Correlation, kendall, pearson, spearman};
use voxomics_stats::hypothesis::hodges_lehmann::shift;
use voxomics_stats::hypothesis::kolmogorov_smirnov::{self, kolmogorov_smirnov};
use voxomics_stats::hypothesis::kruskal_wallis::kruskal_wallis;
use voxomics_stats::hypothesis::mann_whitney::{self, mann_whitney};
use voxomics_stats::hypothesis::shapiro_wilk::shapiro_wilk;
use voxomics_stats::hypothesis::signed_rank::{self, signed_rank};
use voxomics_stats::hypothesis::t_test::{self, TTest, paired, student, welch};
use voxomics_stats::hypothesis::variance_ratio::variance_ratio;
use voxomics_stats::hypothesis::{Error, Test};
use voxomics_stats::moments::mean;
use voxomics_stats::{Alternative, ConfidenceLevel, Interval};
use voxomics_testkit::goldens::{Case, Near, Summary, json};

use super::suite;

const SIDES: [(&str, Alternative); 3] = [
    ("two.sided", Alternative::TwoSided),
    ("less", Alternative::Less),
    ("greater", Alternative::Greater),
];

pub(super) fn error(error: &Error) -> Value {
    format!("error: {error}").into()
}

pub(super) fn interval(interval: Interval) -> Value {
    to_json!([json(interval.lower), json(interval.upper)])
}

pub(super) fn test(test: Result<Test, Error>) -> Value {
    match test {
        Ok(test) => to_json!({"statistic": json(test.statistic), "p_value": json(test.p_value)}),
        Err(found) => error(&found),
    }
}

fn t(test: Result<TTest, Error>, estimate: &[f64]) -> Value {
    match test {
        Ok(test) => to_json!({
            "statistic": json(test.statistic),
            "p_value": json(test.p_value),
            "df": json(test.df),
            "conf_int": interval(test.interval),
            "estimate": estimate,
        }),
        Err(found) => error(&found),
    }
}

fn correlation(test: Result<Correlation, Error>, df: usize) -> Value {
    match test {
        Ok(test) => to_json!({
            "statistic": json(test.statistic),
            "p_value": json(test.p_value),
            "df": test.df,
            "estimate": [json(test.estimate)],
            "conf_int": test.interval.map(interval),
        }),
        // A constant variable: R has a list of NA.
        Err(Error::Constant { .. }) => to_json!({
            "statistic": null, "p_value": null, "df": df, "estimate": [null], "conf_int": [null, null],
        }),
        Err(found) => error(&found),
    }
}

/// Of two pairs the asymptotic p is undefined, and Kendall's z too; S and the coefficients are those of the exact test.
fn asymptotic(
    test: Result<Correlation, Error>,
    exact: Result<Correlation, Error>,
    s: bool,
) -> Value {
    match (test, exact) {
        (Err(Error::Size { .. }), Ok(exact)) => to_json!({
            "statistic": s.then_some(exact.statistic), "p_value": null, "estimate": [exact.estimate],
        }),
        (test, _) => correlation(test, 0),
    }
}

fn rank_sum(x: &[f64], y: &[f64], answer: &mut Map<String, Value>) {
    let by = |method, alternative| {
        let test = mann_whitney(x, y, method, alternative).unwrap();
        to_json!({"statistic": json(test.statistic), "p_value": test.p_value.map(json)})
    };
    for (side, alternative) in SIDES {
        let mut insert = |name: &str, method| {
            answer.insert(format!("wilcox_{name}_{side}"), by(method, alternative));
        };
        insert("default", mann_whitney::Method::Auto);
        insert("normal_corrected", mann_whitney::Method::NormalCorrected);
        insert("normal_uncorrected", mann_whitney::Method::Normal);
        if x.len() * y.len() <= 3000 {
            insert("exact_with_ties", mann_whitney::Method::Exact);
        }
    }
    let test = mann_whitney(x, y, mann_whitney::Method::Auto, Alternative::TwoSided).unwrap();
    if x.len() * y.len() <= 3000 {
        let shift = match shift(x, y, ConfidenceLevel::P95) {
            Ok(shift) => to_json!({
                "statistic": json(test.statistic),
                "p_value": test.p_value.map(json),
                "conf_int": interval(shift.interval),
                "estimate": [json(shift.estimate)],
            }),
            Err(found) => error(&found),
        };
        answer.insert("wilcox_hodges_lehmann".into(), shift);
    }
}

fn pairs(x: &[f64], y: &[f64], answer: &mut Map<String, Value>) {
    for (side, alternative) in SIDES {
        let options = t_test::Options {
            alternative,
            ..Default::default()
        };
        let differences: Vec<f64> = x.iter().zip(y).map(|(x, y)| x - y).collect();
        let estimate = [mean(&differences).unwrap()];
        answer.insert(
            format!("paired_t_{side}"),
            t(paired(x, y, &options), &estimate),
        );
        for (name, method) in [
            ("default", signed_rank::Method::Auto),
            ("corrected", signed_rank::Method::NormalCorrected),
            ("uncorrected", signed_rank::Method::Normal),
            ("exact_with_ties", signed_rank::Method::Exact),
        ] {
            let options = signed_rank::Options {
                alternative,
                method,
                ..Default::default()
            };
            let test = signed_rank(x, y, &options).unwrap();
            let value = to_json!({"statistic": test.statistic, "p_value": test.p_value});
            answer.insert(format!("signed_rank_{name}_{side}"), value);
        }
    }
    let df = x.len().saturating_sub(2);
    let mut insert = |name: &str, test| answer.insert(name.into(), correlation(test, df));
    insert("pearson", pearson(x, y, ConfidenceLevel::P95));
    insert(
        "spearman_default",
        spearman(x, y, correlation::Method::Auto),
    );
    insert("kendall_default", kendall(x, y, correlation::Method::Auto));
    let by = |method| [spearman(x, y, method), kendall(x, y, method)];
    let [s, t] = by(correlation::Method::Auto);
    let [s_asymptotic, t_asymptotic] = by(correlation::Method::Asymptotic);
    answer.insert(
        "spearman_asymptotic".into(),
        asymptotic(s_asymptotic, s, true),
    );
    answer.insert(
        "kendall_asymptotic".into(),
        asymptotic(t_asymptotic, t, false),
    );
}

fn answer(case: &Case) -> Value {
    let (x, y) = (case.numbers("/x"), case.numbers("/y"));
    let mut answer = Map::new();
    let means = [mean(&x).unwrap(), mean(&y).unwrap()];
    for (side, alternative) in SIDES {
        let options = t_test::Options {
            alternative,
            ..Default::default()
        };
        answer.insert(format!("welch_{side}"), t(welch(&x, &y, &options), &means));
        answer.insert(
            format!("student_{side}"),
            t(student(&x, &y, &options), &means),
        );
    }
    rank_sum(&x, &y, &mut answer);
    if x.len() == y.len() {
        pairs(&x, &y, &mut answer);
    }
    let variances = match variance_ratio(&x, &y, Alternative::TwoSided, ConfidenceLevel::P95) {
        Ok(test) => to_json!({
            "statistic": json(test.statistic),
            "p_value": json(test.p_value),
            "df": test.df1,
            "df2": test.df2,
            "conf_int": interval(test.interval),
            "estimate": [json(test.statistic)],
        }),
        Err(Error::Constant { .. }) => to_json!({
            "statistic": null, "p_value": null, "df": x.len() - 1, "df2": y.len() - 1,
            "conf_int": [null, null], "estimate": [null],
        }),
        Err(found) => error(&found),
    };
    answer.insert("var_test".into(), variances);
    let ks = |method| test(kolmogorov_smirnov(&x, &y, method));
    answer.insert("ks_default".into(), ks(kolmogorov_smirnov::Method::Auto));
    answer.insert(
        "ks_asymptotic".into(),
        ks(kolmogorov_smirnov::Method::Asymptotic),
    );
    answer.insert("shapiro_x".into(), test(shapiro_wilk(&x)));
    answer.insert("shapiro_y".into(), test(shapiro_wilk(&y)));
    let groups = [vec![0; x.len()], vec![1; y.len()]].concat();
    let kruskal = match kruskal_wallis(&[x, y].concat(), &groups) {
        Ok(test) => to_json!(test),
        Err(_) => to_json!({"statistic": null, "p_value": null, "df": 1}),
    };
    answer.insert("kruskal_2".into(), kruskal);
    answer.into()
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/ks_*/p_value", Near::Mixed(1e-12)),
        ("/shapiro_*/statistic", Near::Mixed(1e-9)),
        ("/shapiro_*/p_value", Near::Mixed(1e-6)),
        ("/wilcox_hodges_lehmann/conf_int/*", Near::Mixed(1e-4)),
        ("/wilcox_hodges_lehmann/estimate/*", Near::Mixed(1e-4)),
        ("/*/p_value", Near::Relative(1e-10)),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("tests_two_sample.json").check(&rules, answer)
}

/// R's W has eight digits here.
#[test]
fn w_of_an_offset() {
    let suite = suite("tests_two_sample.json");
    let case = suite.case("offset");
    let x = case.numbers("/x");
    let moved: Vec<f64> = x.iter().map(|x| x - 1e9).collect();
    let (w, moved) = (shapiro_wilk(&x).unwrap(), shapiro_wilk(&moved).unwrap());
    assert!((w.statistic - moved.statistic).abs() < 1e-14);
}

#[test]
fn tests_of_two_samples_equal_r() {
    check();
}
