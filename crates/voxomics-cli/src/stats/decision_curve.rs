//! `stats dca`.

use serde_json::json;
use voxomics::stats::decision_curve::{DecisionCurve, Options, model, treat_all, treat_none};

use super::{Answer, Data, Grid, number, refused};
use crate::args::stats as args;
use crate::exit::Stop;
use crate::report::Report;

/// More thresholds than anybody plots are a mistake.
const MOST_THRESHOLDS: f64 = 100_000.0;

pub(super) fn dca(args: &args::Dca, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let options = Options {
        thresholds: thresholds(args)?,
        prevalence: args.prevalence,
        ..Options::default()
    };
    let names = [&args.outcome.outcome]
        .into_iter()
        .chain(&args.probabilities);
    let names: Vec<&str> = names.map(String::as_str).collect();
    let data = Data::read(common, &names, report)?;
    let labels = data.labels(&args.outcome)?;
    let all = treat_all(&labels, &options).map_err(|error| refused(common, error))?;
    let none = treat_none(all.prevalence, &options).map_err(|error| refused(common, error))?;
    let prevalence = all.prevalence;
    let mut curves = vec![("all".to_owned(), all), ("none".to_owned(), none)];
    for name in &args.probabilities {
        let curve = model(&labels, &data.risks(name)?, &options);
        curves.push((name.clone(), curve.map_err(|error| refused(common, error))?));
    }
    let of_curve =
        |(name, curve): &(String, DecisionCurve)| json!({"name": name, "points": curve.points});
    let json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "prevalence": prevalence,
        "curves": curves.iter().map(of_curve).collect::<Vec<_>>(),
    });
    Ok(Answer::with_sheet(
        json,
        vec![side_by_side(&curves)],
        points(&curves),
    ))
}

/// The doubles nearest to the decimal numbers that are meant: 0.35, not 35 times 0.01.
fn thresholds(args: &args::Dca) -> Result<Vec<f64>, Stop> {
    let steps = ((args.to - args.from) / args.step + 1e-9).floor();
    if !(args.step > 0.0 && steps >= 0.0) {
        let (from, to, step) = (args.from, args.to, args.step);
        return Err(Stop::refused(format!(
            "no thresholds from {from} to {to} by {step}: `--to` must be at least `--from`, and `--step` above 0"
        )));
    }
    if steps >= MOST_THRESHOLDS {
        return Err(Stop::refused(format!(
            "{steps} steps from one threshold to the next: at most {MOST_THRESHOLDS}, take a larger `--step`"
        )));
    }
    let mut thresholds = Vec::new();
    let mut at = 0.0;
    while at <= steps {
        let decimal = format!("{:.12}", args.from + at * args.step);
        thresholds.push(decimal.parse().expect("digits were written"));
        at += 1.0;
    }
    Ok(thresholds)
}

/// Net benefits only, a column for each strategy.
fn side_by_side(curves: &[(String, DecisionCurve)]) -> Grid {
    let names = curves.iter().map(|(name, _)| name.as_str());
    let header: Vec<&str> = ["threshold"].into_iter().chain(names).collect();
    let mut grid = Grid::new("Net benefit", &header);
    let (_, first) = &curves[0];
    for (at, point) in first.points.iter().enumerate() {
        let benefits = curves
            .iter()
            .map(|(_, curve)| json!(curve.points[at].net_benefit));
        grid.row([json!(point.threshold)].into_iter().chain(benefits));
    }
    grid
}

/// All that is known of each strategy, one below the other.
fn points(curves: &[(String, DecisionCurve)]) -> Grid {
    let mut grid = Grid::new(
        "",
        &[
            "strategy",
            "threshold",
            "net_benefit",
            "standardized",
            "interventions_avoided",
            "true_positive_rate",
            "false_positive_rate",
        ],
    );
    for (name, curve) in curves {
        for point in &curve.points {
            grid.row([
                json!(name),
                json!(point.threshold),
                json!(point.net_benefit),
                number(point.standardized),
                number(point.interventions_avoided),
                json!(point.true_positive_rate),
                json!(point.false_positive_rate),
            ]);
        }
    }
    grid
}
