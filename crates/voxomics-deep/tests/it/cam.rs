//! Activation maps, where they lie, and how they are painted.
#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "helpers too; indices are stored as numbers; equal doubles have no error"
)]

mod golden;
mod paint;
mod place;
mod scores;
