//! Parameter files: what PyRadiomics says of them, every message, and damage.

mod errors;
mod golden;
mod properties;
pub(crate) mod shared;
mod typed;
