//! How well a marker or a predicted risk tells who has the event by a given time: AUC(t) and Brier(t).
//!
//! By time t there are *cases*, who had the event, *controls*, still under observation without it, and those censored before,
//! of whom neither is known. They are made up for by inverse probability of censoring weights: a case at time T stands for
//! `1/G(T-)` subjects and a control for `1/G(t)`, with G the Kaplan-Meier curve of the censorings, in which events leave the
//! risk set before censorings at their time.

mod auc;
mod brier;
mod censoring;

pub use auc::{Auc, Convention, auc};
pub use brier::{Brier, brier};
