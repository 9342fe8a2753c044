//! The arithmetic of rms's nomograms, and R's `pretty`, from `tests/data/nomogram`.

use std::collections::BTreeMap;

use serde_json::Value;
use voxomics_core::math;
use voxomics_stats::likelihood::logistic::expit;
use voxomics_stats::nomogram::{self, Nomogram, Options, Variable, pretty};
use voxomics_testkit::goldens::numbers;

fn read(file: &str) -> String {
    std::fs::read_to_string(voxomics_testkit::data().join("nomogram").join(file)).unwrap()
}

#[track_caller]
fn near(got: &[f64], want: &[f64], tolerance: f64, what: &str) {
    assert_eq!(got.len(), want.len(), "{what}: {got:?}, want {want:?}");
    for (got, want) in got.iter().zip(want) {
        let error = (got - want).abs() / want.abs().max(1.0);
        assert!(error <= tolerance, "{what}: {got}, want {want}: {error:e}");
    }
}

#[test]
fn pretty_equals_r() {
    let cases: Vec<Value> = serde_json::from_str(&read("pretty.json")).unwrap();
    assert_eq!(cases.len(), 400);
    for case in cases {
        let number = |key: &str| case[key].as_f64().unwrap();
        let (low, high) = (number("lo"), number("hi"));
        let n = u32::try_from(case["n"].as_u64().unwrap()).unwrap();
        let largest = low.abs().max(high.abs());
        let scaled = |ticks: &[f64]| ticks.iter().map(|tick| tick / largest).collect::<Vec<_>>();
        let got = pretty(low, high, n).unwrap();
        let want = numbers(&case["ticks"]);
        near(
            &scaled(&got),
            &scaled(&want),
            1e-15,
            &format!("pretty({low}, {high}, {n})"),
        );
    }
}

/// Values of the patients, by column.
fn data() -> BTreeMap<String, Vec<f64>> {
    let text = read("data.csv");
    let mut lines = text.lines();
    let names: Vec<&str> = lines
        .next()
        .unwrap()
        .split(',')
        .map(|name| name.trim_matches('"'))
        .collect();
    let mut columns = BTreeMap::<String, Vec<f64>>::new();
    for line in lines {
        for (name, value) in names.iter().zip(line.split(',')) {
            if let Ok(value) = value.parse() {
                columns.entry((*name).to_owned()).or_default().push(value);
            }
        }
    }
    columns
}

struct Model {
    golden: Value,
    name: String,
}

impl Model {
    /// The variables in the order of rms, lines of an interaction together.
    fn variables(&self) -> Vec<Variable> {
        let mut variables: Vec<Variable> = Vec::new();
        for (axis, of) in self.golden["axes"].as_object().unwrap() {
            let name = axis.split(" (").next().unwrap();
            let line = numbers(&of["xbeta"]);
            match variables.iter_mut().find(|variable| variable.name == name) {
                Some(variable) => variable.lines.push(line),
                None => variables.push(Variable {
                    name: name.to_owned(),
                    lines: vec![line],
                }),
            }
        }
        variables
    }

    fn nomogram(&self) -> Nomogram {
        let info = &self.golden["info"];
        let range = numbers(&self.golden["fit_lp_range"]);
        let model = &self.golden["model"];
        let intercept = model["coefficients"]["Intercept"]
            .as_f64()
            .unwrap_or_else(|| -model["center"].as_f64().unwrap());
        let options = Options {
            intercept,
            range: (range[0], range[1]),
            points: info["maxscale"].as_f64().unwrap(),
            intervals: u32::try_from(info["nint"].as_u64().unwrap()).unwrap(),
        };
        nomogram::nomogram(&self.variables(), &options).unwrap()
    }

    /// What the function axes are of.
    fn function(&self, name: &str) -> Box<dyn Fn(f64) -> f64> {
        let survival = |at: usize| {
            let baseline = numbers(&self.golden["model"]["baseline"]["survival_at_lp0"])[at];
            move |eta: f64| math::pow(baseline, math::exp(eta))
        };
        match name {
            "Odds" => Box::new(math::exp),
            "24-month DMFS" => Box::new(survival(0)),
            "60-month DMFS" => Box::new(survival(1)),
            _ => Box::new(expit),
        }
    }
}

#[test]
fn nomograms_equal_rms() {
    let goldens: BTreeMap<String, Value> = serde_json::from_str(&read("nomogram.json")).unwrap();
    let models = goldens.into_iter().filter(|(name, _)| name != "versions");
    let models: Vec<Model> = models
        .map(|(name, golden)| Model { golden, name })
        .collect();
    assert_eq!(models.len(), 4);
    for model in &models {
        let (name, golden, got) = (&model.name, &model.golden, model.nomogram());
        near(
            &[got.scale],
            &numbers(&serde_json::json!([golden["info"]["sc"]])),
            1e-13,
            name,
        );
        near(
            &[got.intercept],
            &[golden["info"]["intercept_shifted"].as_f64().unwrap()],
            1e-13,
            name,
        );
        near(
            &got.linear_predictors,
            &numbers(&golden["info"]["lp_at"]),
            1e-14,
            name,
        );
        near(
            &got.total_points,
            &numbers(&golden["total_points"]),
            1e-14,
            name,
        );
        let points: Vec<f64> = got.points.iter().flatten().flatten().copied().collect();
        let axes = golden["axes"].as_object().unwrap();
        let want: Vec<f64> = axes
            .values()
            .flat_map(|axis| numbers(&axis["points"]))
            .collect();
        near(&points, &want, 1e-13, name);
        let totals = |linear: &Value| {
            numbers(linear)
                .iter()
                .map(|&eta| got.total(eta))
                .collect::<Vec<_>>()
        };
        near(
            &totals(&golden["lp_axis"]["lp"]),
            &numbers(&golden["lp_axis"]["total_points"]),
            1e-13,
            name,
        );
        near(
            &totals(&golden["patients"]["lp"]),
            &numbers(&golden["patients"]["total_points"]),
            1e-13,
            name,
        );
        for (function, axis) in golden["functions"].as_object().unwrap() {
            let found = got.function_axis(model.function(function), &numbers(&axis["value"]));
            let found: Vec<f64> = found.into_iter().map(Option::unwrap).collect();
            near(
                &found,
                &numbers(&axis["total_points"]),
                1e-11,
                &format!("{name}, {function}"),
            );
        }
    }
}

/// Ticks of continuous variables cover the data.
#[test]
fn ticks_equal_rms() {
    let goldens: BTreeMap<String, Value> = serde_json::from_str(&read("nomogram.json")).unwrap();
    let (data, mut compared) = (data(), 0);
    for (name, golden) in goldens.iter().filter(|(name, _)| *name != "versions") {
        let intervals = u32::try_from(golden["info"]["nint"].as_u64().unwrap()).unwrap();
        for (axis, of) in golden["axes"].as_object().unwrap() {
            let variable = axis.split(" (").next().unwrap();
            // The user gave these.
            if name == "lrm_spline_factor" && variable == "age" {
                continue;
            }
            let Some(values) = data.get(variable) else {
                continue;
            };
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let ticks = pretty(low, high, intervals).unwrap();
            near(
                &ticks,
                &numbers(&of["values"]),
                1e-14,
                &format!("{name}, {axis}"),
            );
            compared += 1;
        }
    }
    assert!(compared >= 7, "{compared} axes compared");
}
