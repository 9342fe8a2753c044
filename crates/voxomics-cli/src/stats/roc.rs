//! `stats roc` and `stats delong`.

use serde_json::{Value, json};
use voxomics::stats::adjust::{self, Method};
use voxomics::stats::delong::{AucTest, IntervalMethod, Options, Placements, paired_test};
use voxomics::stats::roc::{Criterion, Curve, Marker};
use voxomics::stats::{Alternative, ConfidenceLevel};

use super::{Answer, Data, Grid, extended, refused};
use crate::args::stats::{self as args, Common, Delong, Roc};
use crate::exit::Stop;
use crate::report::Report;

/// A score's marker and the direction that is taken.
struct Scored {
    name: String,
    marker: Marker,
    direction: voxomics::stats::roc::Direction,
}

/// The scores of a command, and the rows that were left out.
struct Scores {
    scored: Vec<Scored>,
    rows: usize,
    omitted: usize,
}

fn read(common: &Common, args: &args::Scores, report: &Report) -> Result<Scores, Stop> {
    let args::Scores {
        outcome,
        names: scores,
        direction,
    } = args;
    let names = [&outcome.outcome].into_iter().chain(scores);
    let names: Vec<&str> = names.map(String::as_str).collect();
    let data = Data::read(common, &names, report)?;
    let labels = data.labels(outcome)?;
    let scored = scores.iter().map(|name| {
        let values = data.numbers(name)?;
        let marker = Marker::new(&labels, &values).map_err(|error| refused(common, error))?;
        Ok(Scored {
            name: name.clone(),
            direction: direction.of(&marker),
            marker,
        })
    });
    Ok(Scores {
        scored: scored.collect::<Result<_, Stop>>()?,
        rows: data.rows(),
        omitted: data.omitted,
    })
}

pub(super) fn roc(args: &Roc, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let level = args.confidence.level;
    let scores = read(common, &args.scores, report)?;
    let mut summary = Grid::new(
        "ROC curves",
        &[
            "score",
            "direction",
            "cases",
            "controls",
            "auc",
            "standard_error",
            "lower",
            "upper",
            "threshold",
            "sensitivity",
            "specificity",
        ],
    );
    let mut points = Grid::new("", &["score", "threshold", "sensitivity", "specificity"]);
    let mut results = Vec::new();
    for scored in &scores.scored {
        let curve = scored.marker.curve(scored.direction);
        let mut result = estimate(scored, &curve, level).map_err(|error| refused(common, error))?;
        let object = result.as_object().expect("an object was made");
        summary.members(object);
        if args.curve {
            add_points(&mut points, &scored.name, &curve);
            result["curve"] = json!(curve);
        }
        results.push(result);
    }
    let grids = if args.curve {
        vec![points, summary]
    } else {
        vec![summary]
    };
    Ok(Answer::new(
        json!({
            "rows": scores.rows,
            "omitted": scores.omitted,
            "level": level,
            "scores": results,
        }),
        grids,
    ))
}

/// The area, its interval, and the first of the cut-offs with the most of sensitivity and specificity.
fn estimate(
    scored: &Scored,
    curve: &Curve,
    level: ConfidenceLevel,
) -> Result<Value, voxomics::stats::Error> {
    let placements = scored.marker.placements(scored.direction);
    let estimate = placements.estimate(IntervalMethod::Wald, level)?;
    let best = curve.best(Criterion::youden());
    let first = best.first().map(|cut_off| json!(cut_off));
    let of_best = |name: &str| {
        first
            .as_ref()
            .map_or(Value::Null, |first| first[name].clone())
    };
    Ok(json!({
        "score": scored.name,
        "direction": scored.direction,
        "cases": curve.cases,
        "controls": curve.controls,
        "auc": estimate.auc,
        "standard_error": estimate.standard_error,
        "lower": estimate.interval.lower,
        "upper": estimate.interval.upper,
        "threshold": of_best("threshold"),
        "sensitivity": of_best("sensitivity"),
        "specificity": of_best("specificity"),
        "best": best,
    }))
}

fn add_points(points: &mut Grid, name: &str, curve: &Curve) {
    let shown = json!(curve);
    for (at, threshold) in shown["thresholds"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        points.row([
            json!(name),
            threshold.clone(),
            json!(curve.sensitivities[at]),
            json!(curve.specificities[at]),
        ]);
    }
}

pub(super) fn delong(args: &Delong, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    if args.scores.names.len() < 2 {
        return Err(Stop::refused(
            "a comparison needs two scores: name another by `--score`",
        ));
    }
    let level = args.confidence.level;
    let options = Options {
        alternative: Alternative::TwoSided,
        level,
    };
    let scores = read(common, &args.scores, report)?;
    let placements: Vec<Placements> = scores
        .scored
        .iter()
        .map(|scored| scored.marker.placements(scored.direction))
        .collect();
    let pairs = (0..placements.len()).flat_map(|a| (a + 1..placements.len()).map(move |b| (a, b)));
    let mut results = Vec::new();
    for (a, b) in pairs {
        let test = paired_test(&placements[a], &placements[b], &options)
            .map_err(|error| refused(common, error))?;
        results.push(of_pair([&scores.scored[a], &scores.scored[b]], &test));
    }
    adjust_all(&mut results);
    let header = [
        "first",
        "second",
        "auc_first",
        "auc_second",
        "difference",
        "standard_error",
        "lower",
        "upper",
        "z",
        "p_value",
        "p_holm",
    ];
    let grid = Grid::of("DeLong's test of each pair", &header, &results);
    Ok(Answer::new(
        json!({
            "rows": scores.rows,
            "omitted": scores.omitted,
            "level": level,
            "pairs": results,
        }),
        vec![grid],
    ))
}

fn of_pair([first, second]: [&Scored; 2], test: &AucTest) -> Value {
    json!({
        "first": first.name,
        "second": second.name,
        "auc_first": test.auc[0],
        "auc_second": test.auc[1],
        "difference": test.difference,
        "standard_error": test.standard_error,
        "lower": extended(test.interval.lower),
        "upper": extended(test.interval.upper),
        "z": extended(test.statistic),
        "p_value": test.p_value,
    })
}

/// Holm's p value beside each.
fn adjust_all(results: &mut [Value]) {
    let p: Vec<Option<f64>> = results
        .iter()
        .map(|result| result["p_value"].as_f64())
        .collect();
    let Ok(adjusted) = adjust::adjust_present(&p, Method::Holm) else {
        return;
    };
    for (result, p) in results.iter_mut().zip(adjusted) {
        result["p_holm"] = json!(p);
    }
}
