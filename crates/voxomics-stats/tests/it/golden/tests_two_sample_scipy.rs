//! Two groups, as scipy tests them.

use serde_json::{Map, Value, json as to_json};
use voxomics_stats::Alternative;
use voxomics_stats::hypothesis::brunner_munzel::brunner_munzel;
use voxomics_stats::hypothesis::kolmogorov_smirnov::{Method, kolmogorov_smirnov};
use voxomics_stats::hypothesis::levene::{Centre, levene};
use voxomics_stats::hypothesis::mann_whitney::{self, mann_whitney};
use voxomics_stats::hypothesis::shapiro_wilk::shapiro_wilk;
use voxomics_stats::hypothesis::signed_rank::{self, Zeros, signed_rank};
use voxomics_stats::hypothesis::t_test::{Options, welch};
use voxomics_testkit::goldens::{Near, Summary, json};

use super::suite;
use super::tests_two_sample::test;

const SIDES: [(&str, Alternative); 3] = [
    ("two-sided", Alternative::TwoSided),
    ("less", Alternative::Less),
    ("greater", Alternative::Greater),
];

/// scipy takes the exact distribution of the rank sum where the smaller group has eight values or fewer, none tied.
fn auto(x: &[f64], y: &[f64]) -> mann_whitney::Method {
    let mut pooled = [x, y].concat();
    pooled.sort_by(f64::total_cmp);
    let distinct = pooled.chunk_by(f64::eq).count();
    if x.len().min(y.len()) <= 8 && distinct == pooled.len() {
        mann_whitney::Method::Exact
    } else {
        mann_whitney::Method::NormalCorrected
    }
}

fn rank_sum(x: &[f64], y: &[f64], answer: &mut Map<String, Value>) {
    for (side, alternative) in SIDES {
        let mut insert = |name: &str, method| {
            let test = mann_whitney(x, y, method, alternative).unwrap();
            let value =
                to_json!({"statistic": json(test.statistic), "p_value": test.p_value.map(json)});
            answer.insert(format!("mannwhitneyu_{name}_{side}"), value);
        };
        insert("auto", auto(x, y));
        insert("asymptotic", mann_whitney::Method::NormalCorrected);
        insert("asymptotic_nocc", mann_whitney::Method::Normal);
        if x.len() * y.len() <= 3000 {
            insert("exact", mann_whitney::Method::ExactIgnoringTies);
        }
    }
}

fn pairs(x: &[f64], y: &[f64], answer: &mut Map<String, Value>) {
    for (side, alternative) in SIDES {
        let mut insert = |name: &str, method, zeros| {
            let test = signed_rank(
                x,
                y,
                &signed_rank::Options {
                    alternative,
                    method,
                    zeros,
                },
            )
            .unwrap();
            let statistic = if alternative == Alternative::TwoSided {
                test.statistic.min(test.negative)
            } else {
                test.statistic
            };
            let value = to_json!({"statistic": statistic, "p_value": test.p_value});
            answer.insert(format!("wilcoxon_{name}_{side}"), value);
        };
        insert("wilcox", signed_rank::Method::Exact, Zeros::Drop);
        insert("pratt", signed_rank::Method::Exact, Zeros::Pratt);
        insert("zsplit", signed_rank::Method::Exact, Zeros::Split);
        insert(
            "wilcox_asymptotic_correction",
            signed_rank::Method::NormalCorrected,
            Zeros::Drop,
        );
    }
}

fn answer(x: &[f64], y: &[f64]) -> Value {
    let mut answer = Map::new();
    for (side, alternative) in SIDES {
        let options = Options {
            alternative,
            ..Default::default()
        };
        let value = match welch(x, y, &options) {
            Ok(test) => {
                to_json!({"statistic": test.statistic, "p_value": test.p_value, "df": test.df})
            }
            // scipy answers NaN with df 1.
            Err(_) => to_json!({"statistic": null, "p_value": null, "df": 1}),
        };
        answer.insert(format!("welch_{side}"), value);
    }
    rank_sum(x, y, &mut answer);
    if x.len() == y.len() {
        pairs(x, y, &mut answer);
    }
    let undefined = || to_json!({"statistic": null, "p_value": null});
    let brunner_munzel = brunner_munzel(x, y).map_or_else(|_| undefined(), |test| to_json!(test));
    answer.insert("brunnermunzel".into(), brunner_munzel);
    let groups = [vec![0; x.len()], vec![1; y.len()]].concat();
    let levene = |centre| {
        let test = levene(&[x, y].concat(), &groups, centre);
        test.map_or_else(|_| undefined(), |test| to_json!(test))
    };
    answer.insert("levene_median".into(), levene(Centre::Median));
    answer.insert("levene_mean".into(), levene(Centre::Mean));
    let shapiro = shapiro_wilk(x);
    let shapiro = if shapiro.is_ok() {
        test(shapiro)
    } else {
        undefined()
    };
    answer.insert("shapiro_x".into(), shapiro);
    let ks = test(kolmogorov_smirnov(x, y, Method::ExactIgnoringTies));
    answer.insert("ks_2samp_auto".into(), ks);
    answer.into()
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/ks_*/p_value", Near::Mixed(1e-12)),
        ("/shapiro_*/statistic", Near::Mixed(1e-9)),
        ("/shapiro_*/p_value", Near::Mixed(1e-6)),
        ("/*/p_value", Near::Relative(1e-10)),
        ("/**", Near::Mixed(1e-12)),
    ];
    let data = suite("tests_two_sample.json");
    suite("tests_two_sample_scipy.json").check(&rules, |case| {
        let data = data.case(&case.id);
        answer(&data.numbers("/x"), &data.numbers("/y"))
    })
}

#[test]
fn tests_of_two_samples_equal_scipy() {
    check();
}

/// By a power of two, so that nothing is rounded.
#[test]
fn scale_does_not_matter() {
    let data = suite("tests_two_sample.json");
    for (id, exponent) in [("bigscale", -498), ("tinyscale", 498)] {
        let case = data.case(id);
        let scale = libm::ldexp(1.0, exponent);
        let usual = |values: &[f64]| values.iter().map(|value| value * scale).collect::<Vec<_>>();
        let (x, y) = (case.numbers("/x"), case.numbers("/y"));
        let (of_x, of_y) = (usual(&x), usual(&y));
        let near = |a: f64, b: f64| assert!((a - b).abs() <= 1e-14 * b.abs(), "{id}: {a} {b}");
        let options = Options::default();
        let (test, usual) = (
            welch(&x, &y, &options).unwrap(),
            welch(&of_x, &of_y, &options).unwrap(),
        );
        near(test.df, usual.df);
        near(test.p_value, usual.p_value);
        near(test.interval.upper * scale, usual.interval.upper);
        // Welch's formula as he wrote it, which has room here.
        let part = |values: &[f64]| {
            let deviation = voxomics_stats::moments::standard_deviation(values).unwrap();
            (
                deviation * deviation / values.len() as f64,
                values.len() as f64 - 1.0,
            )
        };
        let ((a, m), (b, n)) = (part(&of_x), part(&of_y));
        let df = (a + b) * (a + b) / (a * a / m + b * b / n);
        assert!((test.df / df - 1.0).abs() < 1e-13);
        near(
            shapiro_wilk(&x).unwrap().statistic,
            shapiro_wilk(&of_x).unwrap().statistic,
        );
    }
}

/// In 40-digit arithmetic; scipy's are further off.
#[test]
fn statistics_of_an_offset() {
    let data = suite("tests_two_sample.json");
    let case = data.case("offset");
    let (x, y) = (case.numbers("/x"), case.numbers("/y"));
    let t = welch(&x, &y, &Options::default()).unwrap().statistic;
    let groups = [vec![0; x.len()], vec![1; y.len()]].concat();
    let f = levene(&[x, y].concat(), &groups, Centre::Mean)
        .unwrap()
        .statistic;
    let (exact_t, exact_f) = (-1.007_386_958_546_768_5, 0.088_015_630_970_969_22);
    let (scipy_t, scipy_f) = (-1.007_387_345_845_006_4, 0.088_015_606_029_737_18);
    assert!((t - exact_t).abs() < 2e-7 && (scipy_t - exact_t).abs() > 3e-7);
    assert!((f - exact_f).abs() < 2e-8 && (scipy_f - exact_f).abs() > 2e-8);
}
