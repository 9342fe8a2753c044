//! pROC's curves and tests, scikit-learn's curves.

use serde_json::{Value, json};
use voxomics_stats::delong::{IntervalMethod, Options, Placements, paired_test, unpaired_test};
use voxomics_stats::precision_recall::PrecisionRecall;
use voxomics_stats::proportion::Proportion;
use voxomics_stats::roc::{Criterion, Curve, CutOff, CutOffMethod, Direction, Focus, Marker};
use voxomics_stats::{Alternative, ConfidenceLevel, Interval, hanley_mcneil};
use voxomics_testkit::goldens::{Case, Near, Summary, json as number, numbers};

use super::suite;

const ALTERNATIVES: [(&str, Alternative); 3] = [
    ("two.sided", Alternative::TwoSided),
    ("less", Alternative::Less),
    ("greater", Alternative::Greater),
];

fn marker(case: &Case, name: &str) -> Marker {
    Marker::new(&case.labels("/y"), &case.numbers(&format!("/{name}"))).unwrap()
}

fn limits(interval: Interval) -> Value {
    json!([number(interval.lower), number(interval.upper)])
}

/// A value or its error, which the comparison takes as undefined.
fn or_error<T>(result: Result<T, impl std::fmt::Display>, value: impl FnOnce(T) -> Value) -> Value {
    result.map_or_else(|error| format!("error: {error}").into(), value)
}

fn all(values: &[f64]) -> Value {
    values.iter().copied().map(number).collect()
}

fn direction_of(sign: Direction) -> &'static str {
    match sign {
        Direction::Higher => "<",
        Direction::Lower => ">",
    }
}

fn one_direction(marker: &Marker, expected: &Value, direction: Direction) -> Value {
    let curve = marker.curve(direction);
    let placements = marker.placements(direction);
    let wald = |level: f64| {
        let level = ConfidenceLevel::new(level).unwrap();
        or_error(placements.estimate(IntervalMethod::Wald, level), |it| {
            limits(it.interval)
        })
    };
    let p95 = ConfidenceLevel::P95;
    let (m, k) = (marker.cases(), marker.controls());
    let variance = hanley_mcneil::variance(curve.auc, m, k).unwrap();
    let mut answer = json!({
        "direction": direction_of(direction),
        "n_cases": m,
        "n_controls": k,
        "auc": curve.auc,
        "thresholds": all(&curve.thresholds),
        "sensitivities": all(&curve.sensitivities),
        "specificities": all(&curve.specificities),
        "delong_var": or_error(placements.variance(), number),
        "delong_se": or_error(placements.variance(), |variance| number(variance.sqrt())),
        "placements_cases_V10": all(&placements.of_cases()),
        "placements_controls_V01": all(&placements.of_controls()),
        "delong_ci_90": wald(0.9),
        "delong_ci_95": wald(0.95),
        "delong_ci_99": wald(0.99),
        "logit_ci_95": logit(&placements, expected),
        "hanley_mcneil_se": variance.sqrt(),
        "hanley_mcneil_ci_95_clipped": limits(hanley_mcneil::interval(curve.auc, m, k, p95).unwrap()),
        "partial_auc": partial_areas(&curve, expected),
        "best": best(&curve, expected),
        "sens_at_spec": at(&curve, expected, "/sens_at_spec/spec", "sens", Curve::sensitivity_at),
        "spec_at_sens": at(&curve, expected, "/spec_at_sens/sens", "spec", Curve::specificity_at),
        "at_threshold": at_thresholds(marker, expected, direction),
    });
    // The inputs of a field are repeated beside its values.
    for (field, input) in [("sens_at_spec", "spec"), ("spec_at_sens", "sens")] {
        answer[field][input] = expected[field][input].clone();
    }
    answer
}

fn logit(placements: &Placements, expected: &Value) -> Value {
    let text = &expected["logit_ci_95"];
    match placements.estimate(IntervalMethod::Logit, ConfidenceLevel::P95) {
        Ok(estimate) => limits(estimate.interval),
        // The reference says so in words.
        Err(_) if text.is_string() => text.clone(),
        Err(error) => format!("error: {error}").into(),
    }
}

fn partial_areas(curve: &Curve, expected: &Value) -> Value {
    let area = |want: &Value| {
        let focus = match want["focus"].as_str().unwrap() {
            "specificity" => Focus::Specificity,
            _ => Focus::Sensitivity,
        };
        let [from, to] = ["from", "to"].map(|end| want[end].as_f64().unwrap());
        let partial = curve.partial_auc(focus, from, to).unwrap();
        json!({
            "focus": want["focus"], "from": from, "to": to,
            "pauc": partial.area,
            "corrected": (!partial.below_chance).then_some(partial.corrected),
            "corrected_allow_invalid": partial.corrected,
        })
    };
    expected["partial_auc"]
        .as_array()
        .unwrap()
        .iter()
        .map(area)
        .collect()
}

fn best(curve: &Curve, expected: &Value) -> Value {
    let best = |want: &Value| {
        let [cost, prevalence] =
            ["weight_fn_cost", "weight_prevalence"].map(|weight| want[weight].as_f64().unwrap());
        let method = match want["method"].as_str().unwrap() {
            "youden" => CutOffMethod::Youden,
            _ => CutOffMethod::ClosestTopLeft,
        };
        let [criterion, youden, closest] =
            [method, CutOffMethod::Youden, CutOffMethod::ClosestTopLeft]
                .map(|method| Criterion::weighted(method, cost, prevalence).unwrap());
        let cuts = curve.best(criterion);
        let of = |criterion: Criterion| {
            let value = |cut: &CutOff| number(criterion.value(cut.sensitivity, cut.specificity));
            cuts.iter().map(value).collect::<Value>()
        };
        let mut answer = columns(&cuts);
        answer["youden"] = of(youden);
        answer["closest.topleft"] = of(closest);
        json!({
            "method": want["method"], "weight_fn_cost": cost, "weight_prevalence": prevalence,
            "best": answer,
        })
    };
    expected["best"]
        .as_array()
        .unwrap()
        .iter()
        .map(best)
        .collect()
}

fn columns(cuts: &[CutOff]) -> Value {
    let column = |of: &dyn Fn(&CutOff) -> Value| cuts.iter().map(of).collect::<Value>();
    let share = |value: Option<f64>| value.map_or(Value::Null, number);
    json!({
        "threshold": column(&|cut| number(cut.threshold)),
        "sensitivity": column(&|cut| number(cut.sensitivity)),
        "specificity": column(&|cut| number(cut.specificity)),
        "ppv": column(&|cut| share(cut.confusion.ppv().map(Proportion::estimate))),
        "npv": column(&|cut| share(cut.confusion.npv().map(Proportion::estimate))),
        "accuracy": column(&|cut| share(cut.confusion.accuracy().map(Proportion::estimate))),
        "tp": column(&|cut| cut.confusion.true_positives.into()),
        "fp": column(&|cut| cut.confusion.false_positives.into()),
        "tn": column(&|cut| cut.confusion.true_negatives.into()),
        "fn": column(&|cut| cut.confusion.false_negatives.into()),
    })
}

fn at(
    curve: &Curve,
    expected: &Value,
    pointer: &str,
    name: &str,
    of: impl Fn(&Curve, f64) -> Result<f64, voxomics_stats::roc::Error>,
) -> Value {
    let values = numbers(expected.pointer(pointer).unwrap());
    json!({ name: values.iter().map(|&x| of(curve, x).unwrap()).collect::<Vec<_>>() })
}

fn at_thresholds(marker: &Marker, expected: &Value, direction: Direction) -> Value {
    let thresholds = numbers(&expected["at_threshold"]["threshold"]);
    let cut = |&threshold: &f64| marker.at_threshold(threshold, direction).unwrap();
    columns(&thresholds.iter().map(cut).collect::<Vec<_>>())
}

fn paired(a: &Marker, b: &Marker) -> Value {
    let direction = Direction::Higher;
    let [a, b] = [a, b].map(|marker| marker.placements(direction));
    let mut answer =
        json!({"direction": direction_of(direction), "auc1": a.auc(), "auc2": b.auc()});
    for (name, alternative) in ALTERNATIVES {
        let options = Options {
            alternative,
            ..Options::default()
        };
        let test = paired_test(&a, &b, &options).unwrap();
        answer[name] = json!({
            "statistic": number(test.statistic),
            "df": test.degrees_of_freedom,
            "p_value": test.p_value,
            "conf_int_95": limits(test.interval),
        });
        answer["var1"] = test.variance[0].into();
        answer["var2"] = test.variance[1].into();
        answer["cov"] = test.covariance.into();
        answer["se_difference"] = test.standard_error.into();
        answer["difference"] = test.difference.into();
    }
    answer
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/*/*/auc", Near::Mixed(1e-14)),
        ("/*/auc*", Near::Mixed(1e-14)),
        ("/*/*/n_*", Near::Exact),
        ("/*/*/thresholds/*", Near::Exact),
        ("/*/*/sensitivities/*", Near::Exact),
        ("/*/*/specificities/*", Near::Exact),
        ("/*/*/placements*/*", Near::Mixed(1e-14)),
        ("/*/*/delong_var", Near::Relative(1e-12)),
        ("/*/var*", Near::Relative(1e-12)),
        ("/*/cov", Near::Relative(1e-12)),
        ("/*/*/p_value", Near::Relative(1e-10)),
        ("/*/*/best/*/best/threshold/*", Near::Exact),
        ("/*/*/best/*/best/*/*", Near::Mixed(1e-15)),
        ("/*/*/at_threshold/*/*", Near::Mixed(1e-15)),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("roc.json").check(&rules, |case| {
        let markers = ["a", "b"].map(|name| marker(case, name));
        let mut answer = json!({"paired_delong": paired(&markers[0], &markers[1])});
        for (name, marker) in ["a", "b"].iter().zip(&markers) {
            let auto = marker.auto_direction();
            let other = match auto {
                Direction::Higher => Direction::Lower,
                Direction::Lower => Direction::Higher,
            };
            let directions = [("auto", auto), ("forced_other_direction", other)];
            answer[name] = directions
                .map(|(key, direction)| {
                    let expected = &case.expected[name][key];
                    (key.to_owned(), one_direction(marker, expected, direction))
                })
                .into_iter()
                .collect();
        }
        answer
    })
}

pub(crate) fn check_unpaired() -> Summary {
    let data = suite("roc.json");
    let placements = |case: &Case, which: usize| {
        let text = |key: &str| case.input[format!("{key}{which}")].as_str().unwrap();
        marker(data.case(text("dataset")), text("marker")).placements(Direction::Higher)
    };
    suite("roc_unpaired.json").check(&[("/**", Near::Mixed(1e-11))], |case| {
        let [a, b] = [1, 2].map(|which| placements(case, which));
        let mut answer = json!({"direction": "<", "auc1": a.auc(), "auc2": b.auc()});
        for (name, alternative) in ALTERNATIVES {
            let options = Options {
                alternative,
                ..Options::default()
            };
            let test = unpaired_test(&a, &b, &options).unwrap();
            answer[name] = json!({
                "statistic": test.statistic, "df": test.degrees_of_freedom, "p_value": test.p_value,
            });
            answer["var1"] = test.variance[0].into();
            answer["var2"] = test.variance[1].into();
            answer["se_difference"] = test.standard_error.into();
            answer["difference"] = test.difference.into();
        }
        answer
    })
}

pub(crate) fn check_sklearn() -> Summary {
    let data = suite("roc.json");
    suite("roc_sklearn.json").check(&[("/**", Near::Mixed(1e-14))], |case| {
        let id = case.input["dataset"].as_str().unwrap();
        let data = data.case(id);
        let mut answer = json!({});
        for name in ["a", "b"] {
            let scores = data.numbers(&format!("/{name}"));
            let marker = marker(data, name);
            let negated: Vec<f64> = scores.iter().map(|score| -score).collect();
            let negated = Marker::new(&data.labels("/y"), &negated).unwrap();
            let curve = marker.curve(Direction::Higher);
            let rate = |rate: f64| {
                let partial = curve.partial_auc(Focus::Specificity, 1.0, 1.0 - rate);
                partial.unwrap().corrected
            };
            let roc = |drop| {
                let curve = marker.score_curve(drop);
                json!({
                    "fpr": curve.false_positive_rates, "tpr": curve.true_positive_rates,
                    "thresholds": all(&curve.thresholds),
                })
            };
            let pr = |drop| {
                let curve = PrecisionRecall::new(&marker, drop);
                json!({
                    "precision": curve.precisions, "recall": curve.recalls,
                    "thresholds": curve.thresholds,
                })
            };
            let full = PrecisionRecall::new(&marker, false);
            answer[name] = json!({
                "roc_curve_drop_intermediate_true": roc(true),
                "roc_curve_drop_intermediate_false": roc(false),
                "roc_auc": curve.auc,
                "roc_auc_max_fpr_standardised": {"0.1": rate(0.1), "0.2": rate(0.2), "0.5": rate(0.5)},
                "pr_curve": pr(false),
                "pr_curve_drop_intermediate": pr(true),
                "average_precision": full.average_precision(),
                "pr_auc_trapezoid": full.trapezoid_auc(),
                "neg_log_x_average_precision_of_negated":
                    PrecisionRecall::new(&negated, false).average_precision(),
            });
        }
        answer
    })
}

#[test]
fn curves_equal_proc() {
    check();
}

#[test]
fn unpaired_tests_equal_proc() {
    check_unpaired();
}

#[test]
fn curves_equal_scikit_learn() {
    check_sklearn();
}
