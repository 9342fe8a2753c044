//! Decision curves of dcurves.

use serde_json::{Value, json};
use voxomics_stats::decision_curve::{
    DecisionCurve, Error, Options, model, survival_model, survival_treat_all, treat_all, treat_none,
};
use voxomics_testkit::goldens::{Case, Near, Summary, json as number};

use super::suite;

fn columns(curve: &DecisionCurve) -> Value {
    let points = || curve.points.iter();
    let defined = |value: Option<f64>| value.map_or(Value::Null, number);
    json!({
        "threshold": points().map(|point| point.threshold).collect::<Vec<_>>(),
        "pos_rate": points().map(|_| curve.prevalence).collect::<Vec<_>>(),
        "tp_rate": points().map(|point| defined(point.true_positive_rate)).collect::<Vec<_>>(),
        "fp_rate": points().map(|point| defined(point.false_positive_rate)).collect::<Vec<_>>(),
        "net_benefit": points().map(|point| defined(point.net_benefit)).collect::<Vec<_>>(),
        "net_intervention_avoided":
            points().map(|point| defined(point.interventions_avoided)).collect::<Vec<_>>(),
        "standardized_net_benefit":
            points().map(|point| defined(point.standardized)).collect::<Vec<_>>(),
    })
}

fn all_of(case: &Case, options: &Options, harm: f64) -> Result<Value, Error> {
    let labels = case.labels("/y");
    let with_harm = Options {
        harm,
        ..options.clone()
    };
    // Treating all or none needs no test, and has no harm.
    let all = treat_all(&labels, &with_harm)?;
    Ok(json!({
        "all": columns(&all),
        "none": columns(&treat_none(all.prevalence, &with_harm)?),
        "m1": columns(&model(&labels, &case.numbers("/m1"), &with_harm)?),
        "m2": columns(&model(&labels, &case.numbers("/m2"), options)?),
    }))
}

pub(crate) fn check() -> Summary {
    suite("dca_binary.json").check(&[("/**", Near::Mixed(1e-12))], |case| {
        let options = Options {
            thresholds: case.numbers("/thresholds"),
            ..Options::default()
        };
        let given = Options {
            prevalence: Some(0.1),
            ..options.clone()
        };
        json!({
            "plain": all_of(case, &options, 0.0).unwrap(),
            "prevalence_0.1": all_of(case, &given, 0.0).unwrap(),
            "harm_m1_0.02": all_of(case, &options, 0.02).unwrap(),
        })
    })
}

pub(crate) fn check_survival() -> Summary {
    suite("dca_survival.json").check(&[("/**", Near::Mixed(1e-12))], |case| {
        let (times, events) = (case.numbers("/time"), case.labels("/event"));
        let options = Options {
            thresholds: case.numbers("/thresholds"),
            ..Options::default()
        };
        let at = |time: f64| -> Result<Value, Error> {
            let all = survival_treat_all((&times, &events), time, &options)?;
            let risks = case.numbers("/m1");
            Ok(json!({
                "all": columns(&all),
                "none": columns(&treat_none(all.prevalence, &options)?),
                "m1": columns(&survival_model((&times, &events), &risks, time, &options)?),
            }))
        };
        let answer = |time: f64| at(time).unwrap_or_else(|error| format!("error: {error}").into());
        let times = case.numbers("/times").into_iter();
        times
            .map(|time| (format!("time_{time}"), answer(time)))
            .collect()
    })
}

#[test]
fn curves_equal_dcurves() {
    check();
}

#[test]
fn survival_curves_equal_dcurves() {
    check_survival();
}
