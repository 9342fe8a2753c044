//! `stats concordance`.

use serde_json::json;
use voxomics::stats::survival::concordance::{self, Options};

use super::super::{Answer, Data, Grid, flat, refused};
use super::{columns, follow_up, marker};
use crate::args::stats::{self as args, TimeWeights};
use crate::exit::Stop;
use crate::report::Report;

pub(in super::super) fn concordance(
    args: &args::Concordance,
    report: &Report,
) -> Result<Answer, Stop> {
    let (common, level) = (&args.common, args.confidence.level);
    let mut names = columns(&args.follow_up);
    names.push(&args.score);
    let data = Data::read(common, &names, report)?;
    let follow_up = follow_up(common, &data, &args.follow_up)?;
    let marker = marker(&data, &args.score, args.direction)?;
    let options = Options {
        time_weights: match args.weights {
            TimeWeights::Harrell => concordance::TimeWeights::Harrell,
            TimeWeights::Uno => concordance::TimeWeights::Uno,
        },
        horizon: args.horizon,
        ..Options::default()
    };
    let found = concordance::concordance(&follow_up, &marker, &options);
    let found = found.map_err(|error| refused(common, error))?;
    let json = flat(json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "level": level,
        "events": follow_up.events(),
        "index": found.index,
        "standard_error": found.standard_error,
        "interval": found.interval(level),
        "somers_d": found.somers_d(),
        "counts": found.counts,
    }));
    let header = ["index", "standard_error", "lower", "upper", "somers_d"];
    let index = Grid::of("Concordance", &header, [&json]);
    let header = [
        "concordant",
        "discordant",
        "tied_marker",
        "tied_time",
        "tied_both",
    ];
    let pairs = Grid::of("Pairs", &header, [&json["counts"]]);
    Ok(Answer::new(json, vec![index, pairs]))
}
