//! Two by two tables: R's intervals, scikit-learn's metrics, statsmodels' intervals.

use serde_json::{Value, json};
use voxomics_stats::ConfidenceLevel;
use voxomics_stats::confusion::{Confusion, Ratio, paired};
use voxomics_stats::proportion::{Method, Proportion};
use voxomics_testkit::goldens::{Case, Near, Summary, json as number};

use super::suite;

fn confusion(case: &Case) -> Confusion {
    let count = |cell: &str| case.input[cell].as_u64().unwrap();
    Confusion {
        true_positives: count("tp"),
        false_positives: count("fp"),
        false_negatives: count("fn"),
        true_negatives: count("tn"),
    }
}

fn defined(value: Option<f64>) -> Value {
    value.map_or(Value::Null, number)
}

fn limits(proportion: Proportion, method: Method, level: f64) -> Value {
    let level = ConfidenceLevel::new(level).unwrap();
    let interval = proportion.unclipped_interval(method, level);
    if !matches!(method, Method::Wald | Method::AgrestiCoull) {
        assert_eq!(interval, proportion.interval(method, level));
    }
    json!([interval.lower, interval.upper])
}

fn share(proportion: Option<Proportion>, [successes, trials]: [u64; 2]) -> Value {
    let Some(proportion) = proportion else {
        return json!({"k": successes, "n": trials, "estimate": null});
    };
    assert_eq!(
        [proportion.successes(), proportion.trials()],
        [successes, trials]
    );
    let limits = |method, level| limits(proportion, method, level);
    json!({
        "k": proportion.successes(),
        "n": proportion.trials(),
        "estimate": proportion.estimate(),
        "wilson95": limits(Method::Wilson, 0.95),
        "wilson99": limits(Method::Wilson, 0.99),
        "wilson95_continuity": limits(Method::WilsonContinuity, 0.95),
        "clopper_pearson95": limits(Method::ClopperPearson, 0.95),
        "clopper_pearson90": limits(Method::ClopperPearson, 0.9),
        "wald95_unclipped": limits(Method::Wald, 0.95),
        "agresti_coull95_unclipped": limits(Method::AgrestiCoull, 0.95),
        "jeffreys95_textbook": limits(Method::Jeffreys, 0.95),
    })
}

fn ratio(ratio: Ratio) -> Value {
    let [lower, upper] = ratio.limits(ConfidenceLevel::P95);
    json!({
        "estimate": defined(ratio.estimate),
        "ci95_log": [defined(lower), defined(upper)],
        "se_log": defined(ratio.log_standard_error),
    })
}

/// A table as McNemar has it: one class, two tests, of which the first finds all but `fn`, the second all but `fp`.
fn mcnemar(it: Confusion) -> Value {
    let few = it.false_positives + it.false_negatives;
    let first: Vec<bool> = (0..few).map(|row| row < it.false_positives).collect();
    let second: Vec<bool> = first.iter().map(|&right| !right).collect();
    let labels = vec![true; first.len()];
    let cases = paired(&labels, &first, &second).unwrap().sensitivity;
    let cases = cases.as_ref();
    json!({
        "mcnemar_chisq_corrected": defined(cases.and_then(|it| it.statistic)),
        "mcnemar_p_corrected": defined(cases.and_then(|it| it.p_value)),
        "mcnemar_p_exact": cases.map_or(1.0, |it| it.exact_p_value),
    })
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/*/k", Near::Exact),
        ("/*/n", Near::Exact),
        ("/*/clopper*/*", Near::Mixed(1e-10)),
        ("/*/jeffreys*/*", Near::Mixed(1e-10)),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("confusion.json").check(&rules, |case| {
        let it = confusion(case);
        let (tp, fp) = (it.true_positives, it.false_positives);
        let (fn_, tn) = (it.false_negatives, it.true_negatives);
        let n = tp + fp + fn_ + tn;
        let (odds, haldane) = (
            it.diagnostic_odds_ratio(),
            it.diagnostic_odds_ratio_haldane(),
        );
        let mut answer = json!({
            "sensitivity": share(it.sensitivity(), [tp, tp + fn_]),
            "specificity": share(it.specificity(), [tn, tn + fp]),
            "ppv": share(it.ppv(), [tp, tp + fp]),
            "npv": share(it.npv(), [tn, tn + fn_]),
            "accuracy": share(it.accuracy(), [tp + tn, n]),
            "prevalence": share(it.prevalence(), [tp + fn_, n]),
            "f1": defined(it.f1()),
            "balanced_accuracy": defined(it.balanced_accuracy()),
            "youden": defined(it.youden()),
            "mcc_raw": defined(it.matthews()),
            "cohen_kappa": defined(it.kappa()),
            "lr_positive": ratio(it.positive_likelihood_ratio()),
            "lr_negative": ratio(it.negative_likelihood_ratio()),
            "dor": defined(odds.estimate),
            "dor_se_log": defined(odds.log_standard_error),
            "dor_haldane": defined(haldane.estimate),
            "dor_haldane_se_log": defined(haldane.log_standard_error),
            "fdr": defined(it.false_discovery_rate()),
            "for_": defined(it.false_omission_rate()),
            "gmean": defined(it.geometric_mean()),
        });
        let tests = mcnemar(it);
        answer
            .as_object_mut()
            .unwrap()
            .extend(tests.as_object().unwrap().clone());
        answer
    })
}

/// Undefined becomes a number where scikit-learn is told to.
fn zero_division(it: Confusion, value: Option<f64>) -> Value {
    let share =
        |proportion: Option<Proportion>| defined(proportion.map(Proportion::estimate).or(value));
    json!({
        "precision": share(it.ppv()),
        "recall": share(it.sensitivity()),
        "f1": defined(it.f1().or(value)),
        "jaccard": it.jaccard().unwrap_or(value.unwrap_or(0.0)),
    })
}

fn statsmodels(proportion: Option<Proportion>) -> Value {
    let Some(proportion) = proportion else {
        return Value::Null;
    };
    let limits = |method| {
        let interval = proportion.interval(method, ConfidenceLevel::P95);
        json!([interval.lower, interval.upper])
    };
    json!({
        "normal": limits(Method::Wald),
        "wilson": limits(Method::Wilson),
        "beta": limits(Method::ClopperPearson),
        "agresti_coull": limits(Method::AgrestiCoull),
        "jeffreys": limits(Method::Jeffreys),
    })
}

pub(crate) fn check_sklearn() -> Summary {
    let rules = [
        ("/statsmodels*/beta/*", Near::Mixed(1e-10)),
        ("/statsmodels*/jeffreys/*", Near::Mixed(1e-10)),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("confusion_sklearn.json").check(&rules, |case| {
        let it = confusion(case);
        let [se, sp] = [it.sensitivity(), it.specificity()];
        let rates: Vec<f64> = [se, sp].into_iter().flatten().map(Proportion::estimate).collect();
        // Where a ratio is infinite, scikit-learn says NaN.
        let finite = |ratio: Ratio| defined(ratio.estimate.filter(|ratio| ratio.is_finite()));
        let one_label = [it.true_positives, it.true_negatives].contains(&it.accuracy().unwrap().trials());
        json!({
            // 0/0 is 0 there, and a class that does not occur does not count.
            "mcc": it.matthews().unwrap_or(0.0),
            "kappa": defined(it.kappa()),
            "balanced_accuracy": rates.iter().sum::<f64>() / rates.len() as f64,
            "accuracy": it.accuracy().unwrap().estimate(),
            "zero_division_0.0": zero_division(it, Some(0.0)),
            "zero_division_1.0": zero_division(it, Some(1.0)),
            "zero_division_nan": zero_division(it, None),
            "class_likelihood_ratios": if one_label {
                json!("error: one class")
            } else {
                json!([finite(it.positive_likelihood_ratio()), finite(it.negative_likelihood_ratio())])
            },
            "statsmodels_sensitivity": statsmodels(se),
            "statsmodels_specificity": statsmodels(sp),
        })
    })
}

#[test]
fn tables_equal_r() {
    check();
}

#[test]
fn tables_equal_scikit_learn() {
    check_sklearn();
}
