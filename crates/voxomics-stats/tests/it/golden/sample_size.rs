//! Riley's criteria.

use serde_json::{Value, json};
use voxomics_stats::sample_size::{
    self, BinaryModel, ContinuousModel, Criterion, Events, R2, SurvivalModel,
};
use voxomics_testkit::goldens::{Case, Near, Summary};

use super::suite;

fn rounded(value: f64, digits: i32) -> f64 {
    let factor = if digits == 2 { 100.0 } else { 1000.0 };
    (value * factor).round() / factor
}

struct Input<'a>(&'a Case);

impl Input<'_> {
    fn number(&self, key: &str) -> Option<f64> {
        self.0.input[key].as_f64()
    }

    fn parameters(&self) -> u32 {
        u32::try_from(self.0.input["parameters"].as_u64().unwrap()).unwrap()
    }

    fn r2(&self) -> R2 {
        self.number("csrsquared").map_or_else(
            || R2::Nagelkerke(self.number("nagrsquared").unwrap_or(f64::NAN)),
            R2::CoxSnell,
        )
    }

    fn shrinkage(&self) -> f64 {
        self.number("shrinkage").unwrap_or(0.9)
    }
}

fn row(criterion: &Criterion, events: &Events, parameters: u32) -> Vec<f64> {
    vec![
        criterion.sample_size as f64,
        rounded(criterion.shrinkage, 3),
        f64::from(parameters),
        rounded(events.r2, 3),
        rounded(events.largest_r2, 3),
        rounded(events.r2 / events.largest_r2, 3),
        rounded(criterion.per_parameter, 2),
    ]
}

fn common(events: &Events, parameters: u32) -> Value {
    let rows = [
        &events.shrinkage,
        &events.optimism,
        &events.precision,
        &events.result,
    ];
    json!({
        "results_table": rows.map(|criterion| row(criterion, events, parameters)),
        "final_shrinkage": events.result.shrinkage,
        "sample_size": events.result.sample_size,
        "parameters": parameters,
        "max_r2a": events.largest_r2,
        "nag_r2": events.r2 / events.largest_r2,
        "events": events.events,
        "EPP": rounded(events.result.per_parameter, 2),
        "results_rows": [],
        "results_columns": [],
    })
}

fn binary(input: &Input<'_>) -> Value {
    let model = BinaryModel {
        parameters: input.parameters(),
        prevalence: input.number("prevalence").unwrap(),
        r2: input.r2(),
        shrinkage: input.shrinkage(),
    };
    let events = match sample_size::binary(&model) {
        Ok(events) => events,
        Err(error) => return format!("error: {error}").into(),
    };
    let mut answer = common(&events, model.parameters);
    answer["rsquared"] = events.r2.into();
    answer["prevalence"] = model.prevalence.into();
    answer["type"] = "binary".into();
    answer
}

fn survival(input: &Input<'_>) -> Value {
    let number = |key: &str| input.number(key).unwrap();
    let model = SurvivalModel {
        parameters: input.parameters(),
        rate: number("rate"),
        time_point: number("timepoint"),
        mean_follow_up: number("meanfup"),
        r2: input.r2(),
        shrinkage: input.shrinkage(),
    };
    let found = sample_size::survival(&model).unwrap();
    let mut answer = common(&found.events, model.parameters);
    answer["r2a"] = found.events.r2.into();
    answer["int_uci"] = rounded(found.risk_upper, 3).into();
    answer["int_lci"] = rounded(found.risk_lower, 3).into();
    answer["int_cuminc"] = rounded(found.risk, 3).into();
    answer["rate"] = model.rate.into();
    answer["timepoint"] = model.time_point.into();
    answer["meanfup"] = model.mean_follow_up.into();
    answer["tot_per_yrs_final"] = found.total_follow_up.into();
    answer["type"] = "survival".into();
    answer
}

fn continuous(input: &Input<'_>) -> Value {
    let number = |key: &str| input.number(key).unwrap();
    let model = ContinuousModel {
        parameters: input.parameters(),
        r2: number("rsquared"),
        intercept: number("intercept"),
        sd: number("sd"),
        shrinkage: input.shrinkage(),
        margin: 1.1,
    };
    let found = sample_size::continuous(&model).unwrap();
    let row = |criterion: &Criterion| {
        [
            criterion.sample_size as f64,
            rounded(criterion.shrinkage, 3),
            f64::from(model.parameters),
            model.r2,
            rounded(criterion.per_parameter, 2),
        ]
    };
    let rows = [
        &found.shrinkage,
        &found.optimism,
        &found.residual,
        &found.mean,
        &found.result,
    ];
    json!({
        "results_table": rows.map(row),
        "final_shrinkage": rounded(found.result.shrinkage, 3),
        "sample_size": found.result.sample_size,
        "parameters": model.parameters,
        "r2a": model.r2,
        "SPP": rounded(found.result.per_parameter, 2),
        "int_mmoe": found.margin,
        "intercept": model.intercept,
        "int_uci": rounded(found.mean_upper, 2),
        "int_lci": rounded(found.mean_lower, 2),
        "type": "continuous",
        "results_rows": [],
        "results_columns": [],
    })
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/results_table/*/0", Near::Exact),
        ("/sample_size", Near::Exact),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("sample_size.json").check(&rules, |case| {
        let input = Input(case);
        match case.input["type"].as_str() {
            _ if case.id == "bin_cstat" => Value::Null,
            Some("b") => binary(&input),
            Some("s") => survival(&input),
            _ => continuous(&input),
        }
    })
}

#[test]
fn sample_sizes_equal_pmsampsize() {
    check();
}
