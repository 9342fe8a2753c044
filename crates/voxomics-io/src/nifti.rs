//! NIfTI-1 and NIfTI-2.

mod codes;
mod header;
mod pair;
mod placement;
mod plan;
mod quaternion;
mod write;

pub(crate) use header::recognise;
pub(crate) use plan::plan;
pub(crate) use write::{Layout, header_bytes};
