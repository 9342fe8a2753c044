//! From image and mask to the network's input.
#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "helpers too; indices are stored as numbers; equal doubles have no error"
)]

mod boxes;
mod edges;
mod lesions;
mod planes;
mod properties;
mod ranges;
mod recipes;
mod resize;
mod volumes;
