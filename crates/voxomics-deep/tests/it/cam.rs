//! Activation maps, where they lie, and how they are painted.
#![allow(clippy::cast_possible_wrap, reason = "indices are stored as numbers")]

pub(crate) mod golden;
mod maps;
mod paint;
mod place;
mod scores;
