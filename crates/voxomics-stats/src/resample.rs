//! Bootstrap, permutation and cross-validation, for any statistic.
//!
//! A statistic, or a whole model with its selection of features, is a closure over row indices, so that the data
//! are never copied here. [`Resamples`] names the rows of each resample: drawn from a [`Seed`], with replacement or
//! permuted, over all rows or within strata, or given by the caller, for instance exported from R.
//!
//! | I want ...                                           | Use                                        |
//! |------------------------------------------------------|--------------------------------------------|
//! | a confidence interval, as R's `boot` and `boot.ci`   | [`bootstrap`], then [`Replicates`]         |
//! | a p value by permutation                             | [`permutation_test`]                       |
//! | Harrell's optimism-corrected index, `rms::validate`  | [`optimism`]                               |
//! | folds for cross-validation                           | [`k_fold`], [`leave_one_out`]              |
//! | something else, over every resample in parallel      | [`Resamples::map`]                         |
//!
//! Resamples run in parallel on rayon's current pool. Each has a stream of random numbers of its own, so results do not
//! depend on the number of threads, and the first hundred of 200 resamples are the resamples of a run of 100.
//!
//! ```
//! use voxomics_stats::resample::{Draws, Resamples, bootstrap};
//!
//! let months = [4.0, 7.0, 9.0, 12.0, 15.0, 22.0, 31.0, 48.0];
//! let mean = |rows: &[usize]| Some(rows.iter().map(|&row| months[row]).sum::<f64>() / rows.len() as f64);
//! let replicates = bootstrap(&Resamples::plain(months.len(), Draws::default())?, mean)?;
//! assert_eq!(replicates.values.len(), 2000);
//! # Ok::<(), voxomics_stats::resample::Error>(())
//! ```
//!
//! [`Seed`]: voxomics_core::Seed

mod bca;
mod draw;
mod draws;
mod error;
mod folds;
mod interval;
mod jackknife;
mod optimism;
mod permutation;
mod replicates;
mod resamples;

pub use bca::acceleration;
pub use draws::Draws;
pub use error::Error;
pub use folds::{Fold, Folds, contiguous_k_fold, k_fold, leave_one_out, stratified_k_fold};
pub use interval::{OrderInterval, ZTest};
pub use jackknife::jackknife;
pub use optimism::{OnBoth, Optimism, optimism};
pub use permutation::{PermutationTest, permutation_test};
pub use replicates::{Replicates, bootstrap};
pub use resamples::Resamples;
