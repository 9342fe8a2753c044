//! The arithmetic of rms's nomograms, and R's `pretty`, from `tests/data/nomogram`.

use std::collections::BTreeMap;

use serde_json::Value;
use voxomics_core::math;
use voxomics_stats::likelihood::logistic::expit;
use voxomics_stats::nomogram::{self, Nomogram, Options, Variable, pretty};
use voxomics_testkit::goldens::{Near, Summary, numbers};

fn read(file: &str) -> String {
    std::fs::read_to_string(voxomics_testkit::data().join("nomogram").join(file)).unwrap()
}

/// Errors of doubles, the worst of them kept.
struct Found(Summary);

impl Found {
    fn new(file: &str) -> Self {
        Self(Summary {
            file: file.to_owned(),
            cases: 0,
            fields: 0,
            worst: 0.0,
            at: String::new(),
            near: Near::Exact,
        })
    }

    /// Compares relative to the larger of 1 and the reference's.
    #[track_caller]
    fn near(&mut self, got: &[f64], want: &[f64], tolerance: f64, what: &str) {
        assert_eq!(got.len(), want.len(), "{what}: {got:?}, want {want:?}");
        self.0.fields += got.len();
        for (got, want) in got.iter().zip(want) {
            let error = (got - want).abs() / want.abs().max(1.0);
            assert!(error <= tolerance, "{what}: {got}, want {want}: {error:e}");
            if error > self.0.worst {
                self.0.worst = error;
                what.clone_into(&mut self.0.at);
                self.0.near = Near::Mixed(tolerance);
            }
        }
    }
}

pub(crate) fn check_pretty() -> Summary {
    let mut found = Found::new("pretty.json");
    let cases: Vec<Value> = serde_json::from_str(&read("pretty.json")).unwrap();
    assert_eq!(cases.len(), 400);
    for case in &cases {
        let number = |key: &str| case[key].as_f64().unwrap();
        let (low, high) = (number("lo"), number("hi"));
        let n = u32::try_from(case["n"].as_u64().unwrap()).unwrap();
        let largest = low.abs().max(high.abs());
        let scaled = |ticks: &[f64]| ticks.iter().map(|tick| tick / largest).collect::<Vec<_>>();
        let got = pretty(low, high, n).unwrap();
        let want = numbers(&case["ticks"]);
        found.near(
            &scaled(&got),
            &scaled(&want),
            1e-15,
            &format!("pretty({low}, {high}, {n})"),
        );
    }
    found.0.cases = cases.len();
    found.0
}

#[test]
fn pretty_equals_r() {
    check_pretty();
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
            points: info["maxscale"].as_f64().unwrap(),
            intervals: u32::try_from(info["nint"].as_u64().unwrap()).unwrap(),
        };
        nomogram::nomogram(&self.variables(), (range[0], range[1]), &options).unwrap()
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

pub(crate) fn check() -> Summary {
    let mut found = Found::new("nomogram.json");
    let goldens: BTreeMap<String, Value> = serde_json::from_str(&read("nomogram.json")).unwrap();
    let models = goldens.into_iter().filter(|(name, _)| name != "versions");
    let models: Vec<Model> = models
        .map(|(name, golden)| Model { golden, name })
        .collect();
    assert_eq!(models.len(), 4);
    for model in &models {
        let (name, golden, got) = (&model.name, &model.golden, model.nomogram());
        let info = &golden["info"];
        let number = |value: &Value| [value.as_f64().unwrap()];
        let totals = |linear: &Value| {
            let totals = numbers(linear).into_iter().map(|eta| got.total(eta));
            totals.collect::<Vec<_>>()
        };
        let points: Vec<f64> = got.points.iter().flatten().flatten().copied().collect();
        let axes = golden["axes"].as_object().unwrap().values();
        let axes: Vec<f64> = axes.flat_map(|axis| numbers(&axis["points"])).collect();
        let mut near = |what: &str, tolerance: f64, got: &[f64], want: &[f64]| {
            found.near(got, want, tolerance, &format!("{name}/{what}"));
        };
        near("info/sc", 1e-13, &[got.scale], &number(&info["sc"]));
        let shifted = number(&info["intercept_shifted"]);
        near("info/intercept_shifted", 1e-13, &[got.intercept], &shifted);
        let linear = numbers(&info["lp_at"]);
        near("info/lp_at", 1e-14, &got.linear_predictors, &linear);
        let total = numbers(&golden["total_points"]);
        near("total_points", 1e-14, &got.total_points, &total);
        near("axes/points", 1e-13, &points, &axes);
        for of in ["lp_axis", "patients"] {
            let want = numbers(&golden[of]["total_points"]);
            near(of, 1e-13, &totals(&golden[of]["lp"]), &want);
        }
        for (function, axis) in golden["functions"].as_object().unwrap() {
            let positions = got.function_axis(model.function(function), &numbers(&axis["value"]));
            let positions: Vec<f64> = positions.into_iter().map(Option::unwrap).collect();
            found.near(
                &positions,
                &numbers(&axis["total_points"]),
                1e-11,
                &format!("{name}/functions/{function}"),
            );
        }
    }
    found.0.cases = models.len();
    found.0
}

#[test]
fn nomograms_equal_rms() {
    check();
}

/// Ticks of continuous variables cover the data.
#[test]
fn ticks_equal_rms() {
    let goldens: BTreeMap<String, Value> = serde_json::from_str(&read("nomogram.json")).unwrap();
    let (data, mut compared, mut found) = (data(), 0, Found::new("nomogram.json"));
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
            found.near(
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
