//! Every promise of the crate, one module for each room.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod cases;
mod crash;
mod failures;
mod keys;
mod outputs;
#[cfg(feature = "parquet")]
mod parquet;
mod properties;
mod runs;
mod sinks;
mod stores;
mod support;
