//! `stats km`, `stats cuminc`, `stats concordance` and `stats timeroc`.

mod compare;
mod concordance;
mod cuminc;
mod kaplan_meier;
mod tables;
mod time_roc;

use voxomics::stats::survival::{Error, FollowUp, NearTies, Records};

use super::{Data, refused};
use crate::args::stats as args;
use crate::exit::Stop;

pub(super) use concordance::concordance;
pub(super) use cuminc::cuminc;
pub(super) use kaplan_meier::km;
pub(super) use time_roc::timeroc;

/// Names of the columns that a follow-up needs.
fn columns(args: &args::FollowUp) -> Vec<&str> {
    let names = [&args.time, &args.event].into_iter().chain(&args.entry);
    names.map(String::as_str).collect()
}

fn follow_up(
    common: &args::Common,
    data: &Data<'_>,
    args: &args::FollowUp,
) -> Result<FollowUp, Stop> {
    let times = data.times(&args.time)?;
    let events = data.answers(&args.event, args.positive.as_deref(), "--positive")?;
    let entries = args.entry.as_ref().map(|name| data.times(name));
    let entries = entries.transpose()?;
    let records = Records {
        times: &times,
        events: &events,
        entries: entries.as_deref(),
        near_ties: NearTies::Merge,
    };
    FollowUp::from_records(&records).map_err(|error| match (error, &args.entry) {
        (Error::NeverAtRisk { row, entry, time }, Some(name)) => Stop::refused(format!(
            "table `{}`, line {}: column `{name}` is {entry}, not before the time {time}: drop the row, it was never at risk",
            common.table.display(),
            data.line(row),
        )),
        (error, _) => refused(common, error),
    })
}

/// A score that is high for early events.
fn marker(data: &Data<'_>, name: &str, direction: args::Side) -> Result<Vec<f64>, Stop> {
    let mut marker = data.numbers(name)?;
    if direction == args::Side::Lower {
        for score in &mut marker {
            *score = -*score;
        }
    }
    Ok(marker)
}
