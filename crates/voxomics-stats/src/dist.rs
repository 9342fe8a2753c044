//! Distributions: tails without loss of digits, and quantiles.

pub mod normal;
