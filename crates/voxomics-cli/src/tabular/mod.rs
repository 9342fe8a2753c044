//! What commands on tables share: the columns that they need, and answers in every format.

mod answer;
mod data;
mod grid;
mod sheet;

pub(crate) use answer::{Answer, extended, flat};
pub(crate) use data::Data;
pub(crate) use grid::Grid;
pub(crate) use sheet::{is_parquet, parquet, read as read_sheet};

use voxomics::batch::Output;
use voxomics::batch::output::Existing;

use crate::args::stats::Output as Written;
use crate::exit::Stop;

/// The answer, where it should go.
pub(crate) fn write(args: &Written, answer: &Answer) -> Result<(), Stop> {
    let existing = if args.overwrite {
        Existing::Overwrite
    } else {
        Existing::Refuse
    };
    let mut output = match &args.out {
        Some(path) => Output::file(path, existing)?,
        None => Output::stdout(),
    };
    output.add(answer.in_format(args.format).as_bytes())?;
    output.commit()?;
    Ok(())
}
