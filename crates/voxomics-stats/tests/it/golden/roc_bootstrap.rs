//! Bootstrap with the indices of R: areas and tests as pROC, intervals as boot's.

use serde_json::{Value, json};
use voxomics_stats::resample::{OrderInterval, Replicates, Resamples, acceleration, jackknife};
use voxomics_stats::roc::{Direction, Marker, bootstrap_auc, bootstrap_difference};
use voxomics_stats::{Alternative, ConfidenceLevel, Interval};
use voxomics_testkit::goldens::{Case, Near, Summary, indices, json as number};

use super::suite;

const HIGHER: Direction = Direction::Higher;

fn level(level: f64) -> ConfidenceLevel {
    ConfidenceLevel::new(level).unwrap()
}

fn given(case: &Case, name: &str) -> Vec<Vec<usize>> {
    let resamples = case.input[name].as_array().unwrap();
    resamples.iter().map(indices).collect()
}

fn limits(interval: Interval) -> Value {
    json!([number(interval.lower), number(interval.upper)])
}

fn areas(marker: &Marker, resamples: &Resamples<'_>) -> Vec<Option<f64>> {
    let area = |counts: &[u32]| marker.auc_of_counts(counts, HIGHER);
    resamples.map_counts(area).unwrap()
}

fn of_resamples([a, b]: [&Marker; 2], resamples: &Resamples<'_>) -> Value {
    let of_a = bootstrap_auc(a, HIGHER, resamples).unwrap();
    let difference = bootstrap_difference([a, b], HIGHER, resamples).unwrap();
    let test = difference.z_test(Alternative::TwoSided).unwrap();
    json!({
        "auc_a": areas(a, resamples),
        "auc_b": areas(b, resamples),
        "n_dropped_one_class": of_a.dropped,
        "percentile_ci95_a": limits(of_a.quantile_interval(level(0.95)).unwrap()),
        "percentile_ci90_a": limits(of_a.quantile_interval(level(0.9)).unwrap()),
        "median_a": of_a.quantile(0.5).unwrap(),
        "sd_a": of_a.standard_error().unwrap(),
        "test_D": number(test.statistic),
        "test_p_two_sided": test.p_value,
        "percentile_ci95_difference": limits(difference.quantile_interval(level(0.95)).unwrap()),
    })
}

/// Confidence, orders rounded as R prints them, limits.
fn row(level: f64, found: &OrderInterval) -> Value {
    let [low, high] = found.orders.map(|order| (order * 100.0).round() / 100.0);
    json!([level, low, high, found.interval.lower, found.interval.upper])
}

fn boot_ci(replicates: &Replicates, influences: &[f64]) -> Value {
    let levels = [0.9, 0.95];
    let rows = |of: &dyn Fn(ConfidenceLevel) -> OrderInterval| {
        levels
            .map(|at| row(at, &of(level(at))))
            .into_iter()
            .collect::<Value>()
    };
    let normal = levels.map(|at| {
        let found = replicates.normal_interval(level(at)).unwrap();
        json!([at, found.lower, found.upper])
    });
    json!({
        "t0": replicates.estimate,
        "bias": replicates.bias().unwrap(),
        "norm": normal,
        "basic": rows(&|level| replicates.basic_interval(level).unwrap()),
        "perc": rows(&|level| replicates.percentile_interval(level).unwrap()),
        "bca": rows(&|level| replicates.bca_interval(influences, level).unwrap()),
        "jackknife_L": influences,
        "z0": replicates.bias_correction().unwrap(),
        "acceleration": acceleration(influences).unwrap(),
        "columns_norm": ["conf", "lower", "upper"],
        "columns_other": ["conf", "order_lower", "order_upper", "lower", "upper"],
    })
}

pub(crate) fn check() -> Summary {
    let data = suite("roc.json");
    let rules = [
        ("/*/auc*/*", Near::Mixed(1e-14)),
        ("/*/n_dropped*", Near::Exact),
        ("/boot_ci*/**", Near::Mixed(1e-10)),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("roc_bootstrap.json").check(&rules, |case| {
        let id = case.input["dataset"].as_str().unwrap();
        let data = data.case(id);
        let labels = data.labels("/y");
        let marker = |name: &str| Marker::new(&labels, &data.numbers(name)).unwrap();
        let [a, b] = ["/a", "/b"].map(marker);
        let mut answer = json!({});
        for name in ["stratified", "unstratified"] {
            let indices = given(case, &format!("{name}_indices0"));
            let resamples = Resamples::given(labels.len(), &indices).unwrap();
            answer[name] = of_resamples([&a, &b], &resamples);
        }
        let indices = given(case, "unstratified_indices0");
        let resamples = Resamples::given(labels.len(), &indices).unwrap();
        let replicates = bootstrap_auc(&a, HIGHER, &resamples).unwrap();
        let area = |rows: &[usize]| {
            let mut counts = vec![0; labels.len()];
            for &row in rows {
                counts[row] += 1;
            }
            a.auc_of_counts(&counts, HIGHER)
        };
        // The reference makes these intervals only where no resample is dropped.
        if replicates.dropped == 0 {
            let influences = jackknife(labels.len(), area).unwrap();
            answer["boot_ci_unstratified_a"] = boot_ci(&replicates, &influences);
        } else {
            answer["boot_ci_unstratified_a"] = Value::Null;
        }
        answer
    })
}

#[test]
fn resamples_equal_r() {
    check();
}
