//! From cases to a table.

use std::path::Path;

use voxomics::batch::run::{Options, Summary, Work};
use voxomics::batch::{self, Cases};

use super::destination::Destination;
use super::told::{Told, Watcher};
use super::{capped, counted};
use crate::args::Listed;
use crate::exit::{Outcome, Stop};
use crate::report::Report;
use crate::signals::Signals;

/// More cases at once use more memory, and hardly less time.
const MOST_AT_ONCE: usize = 8;

/// Does the work of every case that is not finished, and writes the table and the failures.
pub(crate) fn run(
    (args, mut destination): (&Listed, Destination),
    work: &impl Work,
    cases: &Cases,
    (report, signals): (&Report, &Signals),
) -> Result<Outcome, Stop> {
    let total = cases.as_slice().len();
    let options = Options {
        store: destination.store.as_ref(),
        watch: &Watcher { report, signals },
        at_once: at_once(args, report),
        ..Options::default()
    };
    let mut sink = Told {
        sink: &mut *destination.sink,
        report,
        total,
    };
    report.progress().begin(total);
    let summary = batch::run(cases, work, &mut sink, &options);
    report.progress().end();
    report.repetitions();
    let summary = summary.map_err(|error| stopped(error, args))?;
    if let Some(failures) = &destination.failures {
        if args.append {
            failures.add(&summary.failures)?;
        } else {
            failures.write(&summary.failures)?;
        }
    }
    if let Some(kept) = &destination.kept {
        tell_kept(kept, &summary, report);
    }
    sum_up(&summary, total, report);
    Ok(match summary.failures.as_slice() {
        [] => Outcome::Done,
        _ => Outcome::SomeFailed,
    })
}

/// The table of an earlier run stays beside one with failures: it may have what is missing now.
fn tell_kept(kept: &Path, summary: &Summary, report: &Report) {
    if summary.failures.is_empty() {
        // A copy too many harms nobody.
        let _ = std::fs::remove_file(kept);
        return;
    }
    let kept = kept.display();
    report.warning(&format!(
        "some cases failed: the table of the run before is kept as `{kept}`"
    ));
}

fn at_once(args: &Listed, report: &Report) -> usize {
    let threads = rayon::current_num_threads();
    match args.jobs {
        Some(jobs) => capped("--jobs", jobs, report),
        None => threads.min(MOST_AT_ONCE),
    }
}

fn stopped(error: batch::Error, args: &Listed) -> Stop {
    let stop = Stop::from(error);
    match (&stop, &args.out_dir) {
        (Stop::Interrupted { .. }, Some(folder)) => {
            let folder = folder.display();
            stop.hint(format!(
                "finished cases are in `{folder}`: the same command goes on from there"
            ))
        }
        (Stop::Interrupted { .. }, None) => {
            stop.hint("with --out-dir, finished cases are kept and the next run goes on from there")
        }
        _ => stop,
    }
}

fn sum_up(summary: &Summary, total: usize, report: &Report) {
    for damaged in &summary.damaged {
        report.warning(&damaged.to_string());
    }
    let (computed, resumed) = (summary.computed, summary.resumed);
    let (total_cases, failed) = (counted(total, "case"), summary.failures.len());
    let text =
        format!("{total_cases}: {computed} computed, {resumed} found finished, {failed} failed");
    if total > 1 || resumed > 0 {
        report.line(&text);
    } else {
        report.info(&text);
    }
}
