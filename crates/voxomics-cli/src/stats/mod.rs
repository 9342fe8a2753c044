//! `stats`: validation statistics of a table.

mod answer;
mod data;
mod roc;

use voxomics::batch::Output;
use voxomics::batch::output::Existing;

use crate::args::stats::{Command, Common, Stats};
use crate::exit::{Outcome, Stop};
use crate::report::Report;
use answer::Answer;
use data::Data;

pub(crate) fn run(args: &Stats, report: &Report) -> Result<Outcome, Stop> {
    let (common, answer) = match &args.command {
        Command::Roc(args) => (&args.common, roc::roc(args, report)?),
        Command::Delong(args) => (&args.common, roc::delong(args, report)?),
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
