//! The numbers of a prediction-model paper, equal to those of R's packages to the last useful digit.
//!
//! Input is slices: labels as `&[bool]` (`true` is a case), values as `&[f64]`, groups as `&[u32]`.
//! What is undefined is `None`, or an error where the whole result is; NaN never leaves.

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
mod error;
mod extended;
mod fenwick;
mod interval;
mod lanes;
mod radix;

pub use alternative::Alternative;
pub use error::Error;
pub use interval::{ConfidenceLevel, Interval, InvalidLevel};
