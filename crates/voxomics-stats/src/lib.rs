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
pub mod bland_altman;
pub mod calibration;
pub mod dist;
pub mod hosmer_lemeshow;
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
pub mod quantile;
pub mod rank;
pub mod resample;
pub mod sample_size;

mod alternative;
mod error;
mod interval;
mod lanes;

pub use alternative::Alternative;
pub use error::Error;
pub use interval::{ConfidenceLevel, Interval, InvalidLevel};
