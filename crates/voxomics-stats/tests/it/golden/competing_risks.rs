//! cmprsk, and survival's Aalen-Johansen curves.

use serde_json::{Map, Value, json};
use voxomics_stats::survival::competing_risks::{
    self, CompetingRisks, GrayOptions, Incidence, gray_test, incidence,
};
use voxomics_testkit::goldens::{Case, Near, Summary, numbers};

use super::suite;

const CAUSES: [u32; 2] = [1, 2];

fn labels(case: &Case, pointer: &str) -> Vec<u32> {
    let labels = case.indices(pointer).into_iter();
    labels.map(|label| label.try_into().unwrap()).collect()
}

fn at(incidence: &Incidence, times: &[f64]) -> Value {
    let variance = |t: f64| {
        let known = incidence.incidence_at(t);
        known.map(|_| incidence.step_at(t).map_or(0.0, |step| step.variance))
    };
    json!({
        "est": times.iter().map(|&t| incidence.incidence_at(t)).collect::<Vec<_>>(),
        "var": times.iter().map(|&t| variance(t)).collect::<Vec<_>>(),
    })
}

fn answer(case: &Case) -> Value {
    let groups = labels(case, "/group");
    let risks = CompetingRisks::new(&case.numbers("/time"), &labels(case, "/status")).unwrap();
    let times = numbers(&case.expected["times"]);
    let overall = CAUSES.map(|cause| incidence(&risks, cause));
    let named = overall
        .iter()
        .map(|curve| (format!("1 {}", curve.cause), at(curve, &times)));
    let mut answer = Map::new();
    answer.insert("times".into(), json!(times));
    answer.insert("cuminc_overall".into(), named.collect());
    let by_group = CAUSES.iter().flat_map(|&cause| {
        let groups = competing_risks::by_group(&risks, cause, &groups).unwrap();
        let named = groups
            .into_iter()
            .map(|of| (format!("{} {cause}", of.group), at(&of.incidence, &times)));
        named.collect::<Vec<_>>()
    });
    answer.insert("cuminc_by_group".into(), by_group.collect());
    let gray = |options: &GrayOptions<'_>| {
        let tests = CAUSES.map(|cause| gray_test(&risks, cause, &groups, options).unwrap());
        json!({
            "rows_causes": ["1", "2"],
            "stat": tests.map(|test| test.statistic),
            "p": tests.map(|test| test.p_value),
            "df": tests.map(|test| test.df),
        })
    };
    answer.insert("gray_test_rho0".into(), gray(&GrayOptions::default()));
    let rho = GrayOptions {
        rho: 1.0,
        ..GrayOptions::default()
    };
    answer.insert("gray_test_rho1".into(), gray(&rho));
    if !case.input["strata"].is_null() {
        let strata = labels(case, "/strata");
        let options = GrayOptions {
            strata: Some(&strata),
            ..GrayOptions::default()
        };
        answer.insert("gray_test_stratified".into(), gray(&options));
    }
    let error = |curve: &Incidence| -> Vec<f64> {
        let step = |&t: &f64| {
            curve
                .step_at(t)
                .map_or(0.0, |step| step.delta_variance.sqrt())
        };
        times.iter().map(step).collect()
    };
    let curve = |curve: &Incidence| -> Vec<f64> {
        times
            .iter()
            .map(|&t| curve.incidence_at(t).unwrap())
            .collect()
    };
    answer.insert(
        "aalen_johansen_survival_pkg".into(),
        json!({
            "pstate_cause1": curve(&overall[0]), "pstate_cause2": curve(&overall[1]),
            "se_cause1_infinitesimal_jackknife_or_aj": error(&overall[0]),
            "se_cause2": error(&overall[1]),
        }),
    );
    Value::Object(answer)
}

pub(crate) fn check() -> Summary {
    suite("competing_risks.json").check(&[("/**", Near::Mixed(1e-10))], answer)
}

#[test]
fn competing_risks_equal_cmprsk() {
    check();
}
