//! `extract`: features of a case, or of a list of them.

mod maps;
mod parameters;
mod validate;

pub(crate) mod table;
pub(crate) mod work;

use voxomics::features::Extractor;

use crate::args::{Extract, Mode};
use crate::exit::{Outcome, Stop};
use crate::listed::{self, Chosen, Destination, Results, Shared, read, read_cases, start_threads};
use crate::out;
use crate::report::Report;
use crate::signals::Signals;
use maps::Maps;
use table::Table;
use work::Features;

pub(crate) fn run(args: &Extract, report: &Report, signals: &Signals) -> Result<Outcome, Stop> {
    if args.list_presets {
        out::print(&parameters::presets())?;
        return Ok(Outcome::Done);
    }
    start_threads(args.listed.threads, report)?;
    let params = parameters::read(args, report)?;
    let chosen = Chosen::of_command(&args.listed)?;
    let cases = read_cases(
        (&args.inputs, &args.listed),
        params.settings().label_channel,
        report,
    )?;
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
    let results = Results {
        folder_files: args.mode == Mode::Voxel,
        is_text: table.text(),
    };
    let destination = Destination::open(&args.listed, results)?;
    let maps = match args.mode {
        Mode::Segment => None,
        Mode::Voxel => Some(Maps::new(args, destination.is_ours)?),
    };
    let work = Features {
        maps,
        extractor,
        table,
        shared: Shared::new(cases.as_slice().len() == 1, chosen, report, signals),
    };
    listed::run(
        (&args.listed, destination),
        &work,
        &cases,
        (report, signals),
    )
}
