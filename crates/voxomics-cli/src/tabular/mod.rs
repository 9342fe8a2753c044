//! What commands on tables share: the columns that they need, and answers in every format.

mod answer;
mod data;
mod grid;
mod sheet;

pub(crate) use answer::{Answer, extended, flat};
pub(crate) use data::Data;
pub(crate) use grid::Grid;
pub(crate) use sheet::{Tabular, read as read_sheet, write as write_sheet};

use crate::args::stats::Output as Written;
use crate::exit::Stop;
use crate::out;

/// The answer, where it should go.
pub(crate) fn write(args: &Written, answer: &Answer) -> Result<(), Stop> {
    let text = answer.in_format(args.format);
    match &args.out {
        Some(path) => out::file(path, text.as_bytes(), out::existing(args.overwrite)),
        None => out::print(&text),
    }
}
