//! `stats`: validation statistics of a table.

mod adjust;
mod agreement;
mod baseline;
mod calibration;
mod confusion;
mod decision_curve;
mod hosmer;
mod hypothesis;
mod methods;
mod reclassification;
mod roc;
mod sample_size;
mod survival;

use crate::args::stats::{Command, Common, Stats};
use crate::exit::{Outcome, Stop};
use crate::report::Report;
use crate::tabular::{Answer, Data, Grid, extended, flat, write};

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
        Command::Cuminc(args) => (&args.common, survival::cuminc(args, report)?),
        Command::Concordance(args) => (&args.common, survival::concordance(args, report)?),
        Command::Icc(args) => (&args.common, agreement::icc(args, report)?),
        Command::Kappa(args) => (&args.common, agreement::kappa(args, report)?),
        Command::BlandAltman(args) => (&args.common, methods::bland_altman(args, report)?),
        Command::Lin(args) => (&args.common, methods::lin(args, report)?),
        Command::Table1(args) => (&args.common, baseline::table1(args, report)?),
        Command::Test(args) => (&args.common, hypothesis::test(args, report)?),
        Command::Adjust(args) => (&args.common, adjust::adjust(args, report)?),
        Command::Timeroc(args) => (&args.common, survival::timeroc(args, report)?),
        Command::Samplesize(args) => {
            let (output, answer) = sample_size::sample_size(args)?;
            write(output, &answer)?;
            return Ok(Outcome::Done);
        }
    };
    write(&common.output, &answer)?;
    Ok(Outcome::Done)
}

/// An error of the statistics, with the name of the table.
fn refused(common: &Common, error: impl Into<voxomics::stats::Error>) -> Stop {
    Stop::refused(format!(
        "table `{}`: {}",
        common.table.display(),
        error.into()
    ))
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
