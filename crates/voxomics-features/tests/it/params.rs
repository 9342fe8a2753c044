//! Parameter files: what PyRadiomics says of them, every message, and damage.

mod errors;
mod golden;
mod properties;
mod shared;
mod typed;
