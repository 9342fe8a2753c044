//! Cases, one or a list: what they are, what is done for each, where results go.

mod cases;
mod chosen;
mod destination;
mod labels;
mod paths;
pub(crate) mod read;
mod run;
mod seals;
mod shared;
mod told;

use std::thread::available_parallelism;

use crate::exit::Stop;
use crate::report::Report;

pub(crate) use cases::{pair, read as read_cases};
use chosen::{ROI, VOLUME};

pub(crate) use chosen::Chosen;
pub(crate) use destination::{Destination, Results};
pub(crate) use paths::{shown_absolute, slashed};
pub(crate) use run::run;
pub(crate) use seals::Seals;
pub(crate) use shared::Shared;

/// So many of what the noun says, in the plural but for one.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// Everything that computes does so in rayon's global pool.
pub(crate) fn start_threads(threads: Option<usize>, report: &Report) -> Result<(), Stop> {
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
