//! NRRD, with its header attached or detached.

mod axes;
mod data_file;
mod fields;
mod names;
mod placement;
mod plan;
mod segments;
mod write;

pub(crate) use fields::recognises;
pub(crate) use plan::plan;
pub(crate) use write::header;
