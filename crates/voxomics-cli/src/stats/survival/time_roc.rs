//! `stats timeroc`.

use serde_json::{Value, json};
use voxomics::stats::survival::time_dependent::{Auc, auc};

use super::super::{Answer, Data, Grid, flat, refused};
use super::{columns, follow_up, marker};
use crate::args::stats as args;
use crate::exit::Stop;
use crate::report::Report;

pub(in super::super) fn timeroc(args: &args::TimeRoc, report: &Report) -> Result<Answer, Stop> {
    let (common, level) = (&args.common, args.confidence.level);
    let mut names = columns(&args.follow_up);
    names.extend(args.scores.iter().map(String::as_str));
    let data = Data::read(common, &names, report)?;
    let follow_up = follow_up(common, &data, &args.follow_up)?;
    let mut scores = Vec::new();
    let header = [
        "score",
        "time",
        "cases",
        "controls",
        "auc",
        "standard_error",
        "lower",
        "upper",
    ];
    let mut grid = Grid::new("Areas under ROC curves at times", &header);
    for name in &args.scores {
        let marker = marker(&data, name, args.direction)?;
        let mut at = Vec::new();
        for &time in &args.at {
            let found = auc(&follow_up, &marker, time, args.convention);
            let found = found.map_err(|error| refused(common, error))?;
            let row = flat(of_time(&found, found.interval(level)));
            let cells = header[1..].iter().map(|&name| row[name].clone());
            grid.row([json!(name)].into_iter().chain(cells));
            at.push(row);
        }
        scores.push(json!({"score": name, "at": at}));
    }
    let json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "level": level,
        "convention": args.convention,
        "events": follow_up.events(),
        "scores": scores,
    });
    Ok(Answer::new(json, vec![grid]))
}

/// Null without cases or controls.
fn of_time(found: &Auc, interval: Option<voxomics::stats::Interval>) -> Value {
    json!({
        "time": found.time,
        "cases": found.cases,
        "controls": found.controls,
        "auc": found.auc,
        "standard_error": found.standard_error,
        "interval": interval,
    })
}
