//! Pixels: what their bits mean, where they lie, and their values.

mod format;
mod fragments;
mod load;
mod reader;
mod rescale;
mod unpack;

pub(super) use format::Format;
pub(super) use load::{Frames, Part, Store, fill};
pub(super) use rescale::{Rescale, voxel_type};
