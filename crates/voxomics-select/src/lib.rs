//! Which of thousands of features a model may use.
//!
//! | I want ...                                                   | Use                                    |
//! |--------------------------------------------------------------|----------------------------------------|
//! | columns without missing or with varying values only          | [`constant`]                           |
//! | features that readers agree on, as papers report them        | [`icc`]                                |
//! | one of each set of correlated columns, as `findCorrelation`  | [`correlation`]                        |
//! | mRMR as R's `mRMRe`: Gaussian information, ensembles         | [`mrmr::gaussian`]                     |
//! | mRMR as Python's `mrmr-selection`: FCQ, KSCQ, RFCQ; FCD      | [`mrmr::correlation`], [`mrmr::relevance`] |
//! | mRMR as Peng published it: discretised, MID and MIQ          | [`mrmr::discrete`]                     |
//! | how often a selector chooses a column over resamples         | [`stability`]                          |
//!
//! A table is an [`ArrayView2`](ndarray::ArrayView2) of rows by columns. Any memory layout is taken; column-major is used in
//! place, others are copied once. Columns are named by index from 0, names are the caller's. Filters return a [`Selection`], mRMR
//! a [`Ranking`](mrmr::Ranking): what was kept, what was not and why. Results are `serde`-serialisable, and their bytes do not depend on the
//! number of threads.
//!
//! Everything here learns from data. Inside a cross-validation, select inside the fold.
//!
//! # Example
//!
//! ```
//! use voxomics_select::mrmr::gaussian::{self, Options, Outcome};
//! use voxomics_select::ndarray::array;
//!
//! let features = array![
//!     [1.0, 2.1, 0.3], [2.0, 3.9, 0.9], [3.0, 6.2, 0.1], [4.0, 7.8, 0.7], [5.0, 10.1, 0.4], [6.0, 12.2, 0.2],
//! ];
//! let months = [10.0, 12.0, 13.0, 19.0, 18.0, 23.0];
//! let ranking = gaussian::select(features.view(), Outcome::Continuous(&months), 2, &Options::default())?;
//! // The first two columns say the same: one of them is chosen, then the third.
//! assert_eq!(ranking.columns(), [0, 2]);
//! # Ok::<(), voxomics_select::mrmr::Error>(())
//! ```
//!
//! # Limits
//!
//! Columns are numbers: categories must be coded first. Of an outcome, `mRMRe`'s kinds are known: continuous, ordered, survival.
//! Its priors and its bootstrapped strata weights are not.

#![allow(
    clippy::float_cmp,
    reason = "ties are equal doubles, and 0 and 1 are exact"
)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "array views are passed by value, as slices are"
)]

pub mod constant;
pub mod correlation;
pub mod icc;
pub mod input;
pub mod mrmr;
pub mod stability;

mod association;
mod columns;
mod error;
mod selection;

pub use error::Error;
pub use ndarray;
pub use selection::{Dropped, Reason, Selection};
