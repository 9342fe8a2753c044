//! The numbers of a prediction-model paper, equal to those of R's packages to the last useful digit.
//!
//! | I want ...                                                        | Use                                        |
//! |-------------------------------------------------------------------|--------------------------------------------|
//! | a ROC curve, its area, a cut-off                                  | [`roc`]                                    |
//! | an interval for an area, or a comparison of areas                 | [`delong`], [`hanley_mcneil`]              |
//! | precision and recall                                              | [`precision_recall`]                       |
//! | sensitivity, specificity and their kin, with limits               | [`confusion`], [`proportion`]              |
//! | calibration: slope, intercepts, Brier, ICI, `val.prob`            | [`calibration`], [`hosmer_lemeshow`]       |
//! | the same corrected for optimism by the bootstrap                  | [`optimism`]                               |
//! | bootstrap, permutation and cross-validation of any statistic      | [`resample`]                               |
//! | net benefit                                                       | [`decision_curve`]                         |
//! | what a new marker adds                                            | [`reclassification`]                       |
//! | Kaplan-Meier, log-rank, concordance, cut points, competing risks  | [`survival`]                               |
//! | calibration of survival models                                    | [`survival::calibration`]                  |
//! | agreement of readers                                              | [`icc`], [`kappa`], [`bland_altman`], [`lin`] |
//! | the first table of a paper, and every test in it                  | [`baseline`], [`hypothesis`], [`adjust`]   |
//! | how many patients a model needs                                   | [`sample_size`]                            |
//! | points of a nomogram                                              | [`nomogram`]                               |
//! | a logistic or Cox likelihood                                      | [`likelihood`]                             |
//! | tails and quantiles of distributions without loss of digits       | [`dist`]                                   |
//! | quantiles, moments, ranks, smoothers                              | [`quantile`], [`moments`], [`rank`], [`lowess`], [`loess`] |
//! | labels and counts from numbers                                    | [`input`]                                  |
//!
//! Input is slices: labels as `&[bool]` (`true` is a case), values as `&[f64]`, groups as `&[u32]`. What is undefined is
//! `None`, or an error where the whole result is; NaN never leaves. Every result is `serde`-serialisable: what is undefined is
//! null in files, infinities are `"inf"` and `"-inf"`. The bytes do not depend on the number of threads.
//!
//! Errors and lists of methods may grow and are `#[non_exhaustive]`; what is complete by its nature (sides of a test,
//! directions, axes) is not, and options are structs to be written with `..Options::default()`.
//!
//! # Example
//!
//! ```
//! use voxomics_stats::ConfidenceLevel;
//! use voxomics_stats::delong::IntervalMethod;
//! use voxomics_stats::roc::{Direction, Marker};
//!
//! let relapse = [false, false, true, false, true, true];
//! let score = [0.1, 0.4, 0.35, 0.2, 0.8, 0.7];
//! let placements = Marker::new(&relapse, &score)?.placements(Direction::Higher);
//! let area = placements.estimate(IntervalMethod::Wald, ConfidenceLevel::P95)?;
//! assert!((area.auc - 8.0 / 9.0).abs() < 1e-15 && area.interval.contains(1.0));
//! # Ok::<(), voxomics_stats::Error>(())
//! ```

#![allow(
    clippy::float_cmp,
    reason = "ties are equal doubles, and 0 and 1 are exact"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions are computed as doubles, as the references do, and are within bounds"
)]

pub mod adjust;
pub mod baseline;
pub mod bland_altman;
pub mod calibration;
pub mod confusion;
pub mod decision_curve;
pub mod delong;
pub mod dist;
pub mod hanley_mcneil;
pub mod hosmer_lemeshow;
pub mod hypothesis;
pub mod icc;
pub mod input;
pub mod kappa;
pub mod likelihood;
pub mod lin;
pub mod loess;
pub mod lowess;
pub mod moments;
pub mod nomogram;
pub mod optimism;
pub mod precision_recall;
pub mod proportion;
pub mod quantile;
pub mod rank;
pub mod reclassification;
pub mod resample;
pub mod roc;
pub mod sample_size;
pub mod survival;

mod alternative;
mod chi_squared_test;
mod error;
mod extended;
mod fenwick;
mod interval;
mod lanes;
mod names;
mod radix;

pub use alternative::Alternative;
pub use chi_squared_test::ChiSquaredTest;
pub use error::Error;
pub use interval::{ConfidenceLevel, Interval, InvalidLevel};
pub use names::UnknownName;
