//! Features of several centres on one scale, learnt from the rows of a study and applied to those of tomorrow.
//!
//! | I want ...                                                     | Use                          |
//! |----------------------------------------------------------------|------------------------------|
//! | centres or scanners alike in mean and variance                 | [`combat`]                   |
//! | to know in how many features centres differ, before and after | [`effect`]                   |
//! | z-scores, robust scales, ranges, quantiles                     | [`scale`]                    |
//!
//! Everything here learns from data: `fit` sees the rows of a training set, `apply` any rows, one by one. Inside a
//! cross-validation, fit inside the fold. Results are `serde`-serialisable, and their bytes do not depend on the number of
//! threads.

#![allow(
    clippy::float_cmp,
    reason = "constant columns are equal doubles, and 0 is exact"
)]

pub mod combat;
pub mod effect;
pub mod scale;

mod cohort;
mod columns;
mod header;
mod levels;

pub use cohort::{Cohort, Covariate, Values};
pub use header::{Header, OtherFile};
pub use ndarray;

/// The code of the pages about this crate, run as its own examples are.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../README.md")]
    struct Readme;
    #[doc = include_str!("../../../docs/guides/harmonization.md")]
    struct Guide;
}
