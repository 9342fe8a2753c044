//! lifelines on the data sets of survival.json.

use serde_json::{Map, Value, json};
use voxomics_stats::ChiSquaredTest;
use voxomics_stats::survival::concordance::{self, concordance};
use voxomics_stats::survival::kaplan_meier::{self, Hazard, Limits};
use voxomics_stats::survival::log_rank::{self, Options, Weights};
use voxomics_stats::survival::{Error, NearTies};
use voxomics_testkit::goldens::{Case, Near, Summary};

use super::{suite, survival::Data};

const WEIGHTS: [(&str, Weights); 7] = [
    ("logrank", Weights::LOG_RANK),
    ("logrank_wilcoxon", Weights::GehanWilcoxon),
    ("logrank_tarone-ware", Weights::TaroneWare),
    ("logrank_peto", Weights::PetoPeto),
    (
        "logrank_fleming-harrington_p1_q0",
        Weights::FlemingHarrington { p: 1.0, q: 0.0 },
    ),
    (
        "logrank_fleming-harrington_p0_q1",
        Weights::FlemingHarrington { p: 0.0, q: 1.0 },
    ),
    (
        "logrank_fleming-harrington_p1_q1",
        Weights::FlemingHarrington { p: 1.0, q: 1.0 },
    ),
];

fn answer(case: &Case, data: &Data) -> Value {
    let follow_up = data.follow_up(NearTies::Keep);
    let curve = kaplan_meier::curve(&follow_up);
    let limits = Limits::lifelines();
    let mut times = [
        &[0.0],
        &data.times[..],
        data.entries.as_deref().unwrap_or(&[]),
    ]
    .concat();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let every = if data.times.len() > 500 { 10 } else { 1 };
    let times: Vec<f64> = times.into_iter().step_by(every).collect();
    let at = times
        .iter()
        .map(|&t| curve.estimate_at(t, &limits).unwrap());
    let at: Vec<_> = at.collect();
    let median = curve.median_with_limits(&limits);
    let limit = |side: fn(voxomics_stats::Interval) -> f64| -> Vec<_> {
        at.iter().map(|at| at.interval.map(side)).collect()
    };
    let mut answer = Map::new();
    answer.insert(
        "kaplan_meier".into(),
        json!({
            "timeline": times,
            "survival": at.iter().map(|at| at.survival).collect::<Vec<_>>(),
            "ci95_lower_exp_greenwood": limit(|interval| interval.lower),
            "ci95_upper": limit(|interval| interval.upper),
            "median": median.time, "median_ci": [median.lower, median.upper],
            "percentile_0.25": curve.quantile(0.75, &limits).time,
        }),
    );
    let hazard = curve.cumulative_hazard(Hazard::NelsonAalen);
    answer.insert(
        "nelson_aalen_last".into(),
        json!(hazard.last().unwrap().hazard),
    );
    for (name, weights) in WEIGHTS {
        if case.expected.get(name).is_some() {
            let options = Options {
                weights,
                ..Options::default()
            };
            let comparison = log_rank::compare(&follow_up, &data.groups, &options);
            let result = comparison.and_then(|comparison| comparison.test());
            // lifelines crashes: its pooled curve has a row for time 0 anyway, and the events there are in it.
            let crashed = name.contains("fleming") && data.times.contains(&0.0);
            assert!(!crashed || result.is_ok());
            let value = if crashed {
                "error".into()
            } else {
                test(result)
            };
            answer.insert(name.into(), value);
        }
    }
    let options = concordance::Options::default();
    let index = concordance(&follow_up, &data.marker, &options).ok();
    let index = index.and_then(|result| result.index);
    answer.insert(
        "concordance_index_of_minus_marker".into(),
        index.map_or("error: no comparable pair".into(), |index| json!(index)),
    );
    Value::Object(answer)
}

fn test(result: Result<ChiSquaredTest, Error>) -> Value {
    match result {
        Ok(test) => json!({
            "chisq": test.statistic, "p": test.p_value, "df": test.df,
        }),
        // What lifelines gives where nothing can be tested: here an error.
        Err(Error::NoEvents | Error::NoVariance) => json!({"chisq": 0.0, "p": 1.0, "df": 1}),
        Err(error) => panic!("{error}"),
    }
}

pub(crate) fn check() -> Summary {
    let data = suite("survival.json");
    suite("survival_lifelines.json").check(&[("/**", Near::Mixed(1e-12))], |case| {
        let of = case.input["dataset"].as_str().unwrap();
        let input = data.case(of);
        answer(case, &Data::new(input))
    })
}

#[test]
fn survival_equals_lifelines() {
    check();
}

/// Where lifelines crashes, R has the statistic of p = 1, q = 0.
#[test]
fn events_at_time_zero_have_a_test() {
    let suite = suite("survival.json");
    let case = suite.case("time_zero");
    let data = Data::new(case);
    let options = Options {
        weights: Weights::FlemingHarrington { p: 1.0, q: 0.0 },
        ..Options::default()
    };
    let follow_up = data.follow_up(NearTies::Keep);
    let comparison = log_rank::compare(&follow_up, &data.groups, &options).unwrap();
    let want = case.expected["survdiff_rho_1"]["chisq"].as_f64().unwrap();
    assert!((comparison.test().unwrap().statistic / want - 1.0).abs() < 1e-12);
}
