//! `widen`: one row a patient.

use voxomics::core::hint::listed_few;
use voxomics::table::widen::{Error, Incomplete, Options, Wide};

use crate::args::widen::{self, Widen};
use crate::exit::{Outcome, Stop};
use crate::listed::counted;
use crate::out;
use crate::report::Report;
use crate::tabular::{read_sheet, write_sheet};

/// How many columns a warning names.
const NAMED: usize = 5;

pub(crate) fn run(args: &Widen, report: &Report) -> Result<Outcome, Stop> {
    if let Some(path) = args.out.as_deref().filter(|_| !args.overwrite) {
        out::refuse_existing(path, "--overwrite replaces it")?;
    }
    let ids: Vec<&str> = args.id.iter().map(String::as_str).collect();
    let mut wanted = ids.clone();
    wanted.push(&args.by);
    wanted.extend(args.keep.iter().map(String::as_str));
    let long = read_sheet(&args.table, &wanted)?;
    let wide = long.widen(&ids, &args.by, &options(args));
    let wide = wide.map_err(|error| refused(args, &error))?;
    match &args.out {
        Some(path) => {
            let table = (&wide.sheet, &ids[..]);
            write_sheet(path, &table, out::existing(args.overwrite))?;
        }
        None => out::print(&wide.sheet.to_csv())?,
    }
    warn(args, &wide, report);
    report.line(&format!(
        "{} of {} of `{}` from {}",
        counted(wide.sheet.rows().len(), "row"),
        counted(wide.values.len(), "value"),
        args.by,
        counted(long.rows().len(), "row")
    ));
    Ok(Outcome::Done)
}

fn options(args: &Widen) -> Options {
    Options {
        keep: args.keep.clone(),
        order: args.order.clone(),
        incomplete: match args.incomplete {
            widen::Incomplete::Refuse => Incomplete::Refuse,
            widen::Incomplete::Keep => Incomplete::Keep,
            widen::Incomplete::Omit => Incomplete::Omit,
        },
    }
}

fn refused(args: &Widen, error: &Error) -> Stop {
    let stop = Stop::refused(format!("table `{}`{error}", args.table.display()));
    match error {
        Error::Incomplete(_) => stop.hint(
            "`--incomplete keep` leaves their cells empty, `--incomplete omit` leaves them out",
        ),
        Error::Disagree { .. } => stop.hint(format!(
            "a column that `--keep` does not name is there once for each value of `{}`",
            args.by
        )),
        _ => stop,
    }
}

fn warn(args: &Widen, wide: &Wide, report: &Report) {
    let table = args.table.display();
    if !wide.gaps.each.is_empty() {
        let fate = match args.incomplete {
            widen::Incomplete::Omit => "left out",
            _ => "cells of these are empty",
        };
        report.warning(&format!("{table}: {}; {fate}", wide.gaps));
    }
    if !wide.alike.is_empty() {
        let names = wide.alike.iter().map(String::as_str);
        let named = listed_few(&names.take(NAMED).collect::<Vec<_>>(), wide.alike.len());
        report.warning(&format!(
            "{table}: columns that agree in all rows of an id are there {} times: {named}; `--keep` has a column once",
            wide.values.len()
        ));
    }
}
