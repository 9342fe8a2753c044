//! From image and mask to the network's input.
#![allow(clippy::cast_possible_wrap, reason = "indices are stored as numbers")]

mod boxes;
mod edges;
pub(crate) mod lesions;
mod planes;
mod properties;
mod ranges;
mod recipes;
mod resize;
mod volumes;
