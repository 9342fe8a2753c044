//! `extract`: features of a case, or of a list of them.

mod cases;
mod destination;
mod labels;
mod maps;
mod parameters;
mod paths;
mod read;
mod run;
mod told;
mod validate;

pub(crate) mod chosen;
pub(crate) mod table;
pub(crate) mod work;

use std::thread::available_parallelism;

use voxomics::features::Extractor;

use crate::args::{Extract, Mode};
use crate::exit::{Outcome, Stop};
use crate::out;
use crate::report::Report;
use crate::signals::Signals;
pub(crate) use cases::pair;
pub(crate) use chosen::Chosen;
pub(crate) use paths::shown_absolute;
use table::Table;

pub(crate) fn run(args: &Extract, report: &Report, signals: &Signals) -> Result<Outcome, Stop> {
    if args.list_presets {
        out::print(&parameters::presets())?;
        return Ok(Outcome::Done);
    }
    start_threads(args.threads, report)?;
    let params = parameters::read(args, report)?;
    let chosen = Chosen::of_command(args)?;
    let cases = cases::read(args, params.settings().label_channel, report)?;
    let rank = read::rank(&cases, &chosen);
    let table = match args.mode {
        Mode::Segment => Table::new(&params, rank, args.skip_nans),
        Mode::Voxel => Table::of_maps(&params, rank, args.skip_nans),
    };
    let extractor = Extractor::new(params);
    cases.check_outputs(&table.columns())?;
    if args.validate {
        return validate::run(&extractor, &cases, &chosen, report);
    }
    run::run(args, extractor, table, &cases, chosen, report, signals)
}

fn counted(cases: usize) -> String {
    format!("{cases} {}", if cases == 1 { "case" } else { "cases" })
}

/// Everything that computes does so in rayon's global pool.
fn start_threads(threads: Option<usize>, report: &Report) -> Result<(), Stop> {
    let threads = threads.map_or(0, |count| capped("--threads", count, report));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global();
    pool.map_err(|error| Stop::refused(format!("threads cannot be started: {error}")))
}

/// No more than there are cores.
fn capped(flag: &str, count: usize, report: &Report) -> usize {
    let cores = available_parallelism().map_or(count, usize::from);
    if count > cores {
        report.warning(&format!(
            "{flag} {count} is more than this machine has cores: {cores} are used"
        ));
    }
    count.min(cores)
}
