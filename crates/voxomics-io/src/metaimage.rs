//! `MetaImage`, with its voxels behind the header (`.mha`) or in files of their own (`.mhd`).

mod fields;
mod names;
mod placement;
mod plan;
mod write;

pub(crate) use fields::recognises;
pub(crate) use plan::plan;
pub(crate) use write::header;
