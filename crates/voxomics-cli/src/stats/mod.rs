//! `stats`: validation statistics of a table.

mod agreement;
mod answer;
mod baseline;
mod calibration;
mod confusion;
mod data;
mod decision_curve;
mod grid;
mod hosmer;
mod reclassification;
mod roc;
mod survival;

use voxomics::batch::Output;
use voxomics::batch::output::Existing;

use crate::args::stats::{Command, Common, Stats};
use crate::exit::{Outcome, Stop};
use crate::report::Report;
use answer::{Answer, flat};
use data::Data;
use grid::Grid;

pub(crate) fn run(args: &Stats, report: &Report) -> Result<Outcome, Stop> {
    let (common, answer) = match &args.command {
        Command::Roc(args) => (&args.common, roc::roc(args, report)?),
        Command::Delong(args) => (&args.common, roc::delong(args, report)?),
        Command::Confusion(args) => (&args.common, confusion::confusion(args, report)?),
        Command::Nri(args) => (&args.common, reclassification::nri(args, report)?),
        Command::Calibration(args) => (&args.common, calibration::calibration(args, report)?),
        Command::Hosmer(args) => (&args.common, hosmer::hosmer(args, report)?),
        Command::Dca(args) => (&args.common, decision_curve::dca(args, report)?),
        Command::Km(args) => (&args.common, survival::km(args, report)?),
        Command::Concordance(args) => (&args.common, survival::concordance(args, report)?),
        Command::Icc(args) => (&args.common, agreement::icc(args, report)?),
        Command::Kappa(args) => (&args.common, agreement::kappa(args, report)?),
        Command::Table1(args) => (&args.common, baseline::table1(args, report)?),
    };
    write(common, &answer)?;
    Ok(Outcome::Done)
}

fn write(common: &Common, answer: &Answer) -> Result<(), Stop> {
    let existing = if common.overwrite {
        Existing::Overwrite
    } else {
        Existing::Refuse
    };
    let mut output = match &common.out {
        Some(path) => Output::file(path, existing)?,
        None => Output::stdout(),
    };
    output.add(answer.in_format(common.format).as_bytes())?;
    output.commit()?;
    Ok(())
}

/// An error of the statistics, with the name of the table.
fn refused(common: &Common, error: impl Into<voxomics::stats::Error>) -> Stop {
    Stop::refused(format!(
        "table `{}`: {}",
        common.table.display(),
        error.into()
    ))
}

/// A number as the results of the library are written: null where undefined, `"inf"` or `"-inf"` where infinite.
fn number(value: Option<f64>) -> serde_json::Value {
    match value {
        Some(value) if value.is_infinite() => serde_json::Value::from(value.to_string()),
        _ => serde_json::json!(value),
    }
}

/// What could be had, or null and a warning that says why not.
fn or_null<T: serde::Serialize>(
    common: &Common,
    what: &str,
    result: Result<T, impl Into<voxomics::stats::Error>>,
    report: &Report,
) -> serde_json::Value {
    match result {
        Ok(value) => flat(value),
        Err(error) => {
            let (table, error) = (common.table.display(), error.into());
            report.warning(&format!("{table}: no {what}: {error}"));
            serde_json::Value::Null
        }
    }
}
