//! `stats confusion`.

use serde_json::{Map, Value, json};
use voxomics::stats::ConfidenceLevel;
use voxomics::stats::confusion::{Confusion, Ratio};
use voxomics::stats::proportion::{Method, Proportion};

use super::{Answer, Data, Grid, extended, flat, refused};
use crate::args::stats::{self as args, Side};
use crate::exit::Stop;
use crate::report::Report;

/// Values by their names, in the order in which they are shown.
type Named<T> = Vec<(&'static str, T)>;

pub(super) fn confusion(args: &args::Confusion, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let level = args.confidence.level;
    let answers = args.score.as_ref().or(args.predicted.as_ref());
    let answers = answers.expect("one of them is required");
    let data = Data::read(common, &[&args.outcome.outcome, answers], report)?;
    let labels = data.labels(&args.outcome)?;
    let positive = match args.threshold {
        Some(threshold) => called(&data.numbers(answers)?, args.direction, threshold)?,
        None => data.answers(
            answers,
            args.predicted_positive.as_deref(),
            "--predicted-positive",
        )?,
    };
    let table = Confusion::new(&labels, &positive).map_err(|error| refused(common, error))?;
    let proportions = each(proportions(table), |share| {
        share.map(|it| of_share(it, level))
    });
    let ratios = each(ratios(table), |ratio| Some(of_ratio(ratio, level)));
    let indices = each(indices(table), |index| Some(json!(index)));
    let mut metrics = Grid::new(
        "Metrics; limits are Wilson's, exact ones Clopper and Pearson's; those of ratios are normal on the log scale",
        &[
            "metric",
            "successes",
            "trials",
            "estimate",
            "lower",
            "upper",
            "exact_lower",
            "exact_upper",
        ],
    );
    for (name, metric) in proportions.iter().chain(&ratios).chain(&indices) {
        metrics.row(row(name, metric));
    }
    let json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "level": level,
        "threshold": args.threshold,
        "direction": args.threshold.map(|_| match args.direction {
            Side::Higher => "higher",
            Side::Lower => "lower",
        }),
        "table": table,
        "proportions": object(proportions),
        "ratios": object(ratios),
        "indices": object(indices),
    });
    Ok(Answer::with_sheet(
        json,
        vec![counts(table), metrics.clone()],
        metrics,
    ))
}

/// Who is called positive at a threshold.
fn called(scores: &[f64], direction: Side, threshold: f64) -> Result<Vec<bool>, Stop> {
    if threshold.is_nan() {
        return Err(Stop::refused(
            "the threshold is NaN: `--threshold` takes a number",
        ));
    }
    let is_positive = |&score: &f64| match direction {
        Side::Higher => score >= threshold,
        Side::Lower => score <= threshold,
    };
    Ok(scores.iter().map(is_positive).collect())
}

fn proportions(table: Confusion) -> Named<Option<Proportion>> {
    vec![
        ("sensitivity", table.sensitivity()),
        ("specificity", table.specificity()),
        ("ppv", table.ppv()),
        ("npv", table.npv()),
        ("accuracy", table.accuracy()),
        ("prevalence", table.prevalence()),
    ]
}

fn ratios(table: Confusion) -> Named<Ratio> {
    vec![
        (
            "positive_likelihood_ratio",
            table.positive_likelihood_ratio(),
        ),
        (
            "negative_likelihood_ratio",
            table.negative_likelihood_ratio(),
        ),
        ("diagnostic_odds_ratio", table.diagnostic_odds_ratio()),
        (
            "diagnostic_odds_ratio_haldane",
            table.diagnostic_odds_ratio_haldane(),
        ),
    ]
}

fn indices(table: Confusion) -> Named<Option<f64>> {
    vec![
        ("f1", table.f1()),
        ("jaccard", table.jaccard()),
        ("balanced_accuracy", table.balanced_accuracy()),
        ("youden", table.youden()),
        ("geometric_mean", table.geometric_mean()),
        ("matthews", table.matthews()),
        ("kappa", table.kappa()),
        ("false_discovery_rate", table.false_discovery_rate()),
        ("false_omission_rate", table.false_omission_rate()),
    ]
}

fn each<T>(named: Named<T>, of: impl Fn(T) -> Option<Value>) -> Named<Value> {
    let named = named.into_iter();
    named.map(|(name, it)| (name, json!(of(it)))).collect()
}

fn object(named: Named<Value>) -> Map<String, Value> {
    let named = named.into_iter();
    named.map(|(name, it)| (name.to_owned(), it)).collect()
}

fn of_share(share: Proportion, level: ConfidenceLevel) -> Value {
    json!({
        "successes": share.successes(),
        "trials": share.trials(),
        "estimate": share.estimate(),
        "wilson": share.interval(Method::Wilson, level),
        "clopper_pearson": share.interval(Method::ClopperPearson, level),
    })
}

fn of_ratio(ratio: Ratio, level: ConfidenceLevel) -> Value {
    flat(json!({
        "estimate": ratio.estimate.map(extended),
        "log_standard_error": ratio.log_standard_error.map(extended),
        "interval": ratio.interval(level),
    }))
}

/// A metric of any of the kinds: a number alone, a share, or a ratio.
fn row(name: &str, metric: &Value) -> Vec<Value> {
    let at = |pointer: &str| metric.pointer(pointer).cloned().unwrap_or(Value::Null);
    let either = |a: &str, b: &str| metric.pointer(a).cloned().unwrap_or_else(|| at(b));
    vec![
        json!(name),
        at("/successes"),
        at("/trials"),
        if metric.is_object() {
            at("/estimate")
        } else {
            metric.clone()
        },
        either("/wilson/lower", "/lower"),
        either("/wilson/upper", "/upper"),
        at("/clopper_pearson/lower"),
        at("/clopper_pearson/upper"),
    ]
}

/// The two by two table.
fn counts(table: Confusion) -> Grid {
    let mut counts = Grid::new("Counts", &["answer", "cases", "controls"]);
    counts.row([
        json!("positive"),
        json!(table.true_positives),
        json!(table.false_positives),
    ]);
    counts.row([
        json!("negative"),
        json!(table.false_negatives),
        json!(table.true_negatives),
    ]);
    counts
}
