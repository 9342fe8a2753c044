//! `stats bland-altman` and `stats lin`: two methods of measurement.

use serde_json::{Value, json};
use voxomics::stats::{Interval, bland_altman, lin};

use super::{Answer, Data, Grid, flat, refused};
use crate::args::stats::{self as args, Common, Methods};
use crate::exit::Stop;
use crate::report::Report;

/// Both methods' values, a pair for each row.
fn pairs<'a>(
    common: &'a Common,
    methods: &Methods,
    report: &Report,
) -> Result<(Data<'a>, [Vec<f64>; 2]), Stop> {
    let data = Data::read(common, &[&methods.first, &methods.second], report)?;
    let values = [
        data.numbers(&methods.first)?,
        data.numbers(&methods.second)?,
    ];
    Ok((data, values))
}

pub(super) fn bland_altman(args: &args::BlandAltman, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let (data, [first, second]) = pairs(common, &args.methods, report)?;
    let options = bland_altman::Options {
        level: args.confidence.level,
        multiplier: args.multiplier,
    };
    let found = bland_altman::compare(&first, &second, &options);
    let found = found.map_err(|error| refused(common, error))?;
    let estimate = |estimate: f64, interval: Interval| {
        flat(json!({"estimate": estimate, "interval": interval}))
    };
    let json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "level": options.level,
        "bias": estimate(found.bias, found.bias_interval),
        "lower_limit": estimate(found.limits.lower, found.lower_interval),
        "upper_limit": estimate(found.limits.upper, found.upper_interval),
        "standard_deviation": found.standard_deviation,
        "slope": found.slope,
        "within_sd": found.within_sd,
        "within_cv": found.within_cv,
    });
    let title = format!("{} less {}", args.methods.first, args.methods.second);
    let mut grid = Grid::new(title, &["quantity", "estimate", "lower", "upper"]);
    for name in ["bias", "lower_limit", "upper_limit"] {
        let cells = ["estimate", "lower", "upper"].map(|cell| json[name][cell].clone());
        grid.row([json!(name)].into_iter().chain(cells));
    }
    for name in ["standard_deviation", "slope", "within_sd", "within_cv"] {
        grid.row([json!(name), json[name].clone(), Value::Null, Value::Null]);
    }
    Ok(Answer::new(json, vec![grid]))
}

pub(super) fn lin(args: &args::Lin, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let (data, [first, second]) = pairs(common, &args.methods, report)?;
    let found = lin::concordance(&first, &second, args.confidence.level);
    let found = found.map_err(|error| refused(common, error))?;
    let mut json = flat(found);
    json["rows"] = json!(data.rows());
    json["omitted"] = json!(data.omitted);
    json["level"] = json!(args.confidence.level);
    let header = [
        "ccc",
        "standard_error",
        "lower",
        "upper",
        "pearson",
        "bias_correction",
        "scale_shift",
        "location_shift",
    ];
    let grid = Grid::of("Lin's concordance", &header, [&json]);
    Ok(Answer::new(json, vec![grid]))
}
