//! Decision curves: whether acting on a model does more good than harm, at every threshold of risk.
//!
//! A subject is treated if the predicted risk is at least the threshold `t`, and the threshold is the price of treating one
//! in vain: `t/(1 - t)` treated who need not be for one who needs it. The net benefit is that of R's dcurves (and of its
//! Python twin):
//!
//! ```text
//! NB = tp/n - t/(1 - t) · fp/n - harm
//! ```
//!
//! with the harm of the test itself, which only a model has: treating all or none needs no test.
//!
//! [`model`] and [`treat_all`] are for a binary outcome, [`survival_model`] and [`survival_treat_all`] for one at a time with
//! censoring; [`treat_none`] is 0. [`bootstrap_band`] and [`bootstrap_difference`] say how sure the curves are.
//!
//! ```
//! use voxomics_stats::decision_curve::{Options, model, treat_all};
//!
//! let labels = [false, false, false, true, true];
//! let risks = [0.1, 0.2, 0.6, 0.5, 0.9];
//! let options = Options { thresholds: vec![0.25, 0.5], ..Options::default() };
//! let curve = model(&labels, &risks, &options)?;
//! assert!(curve.points[0].net_benefit > treat_all(&labels, &options)?.points[0].net_benefit);
//! # Ok::<(), voxomics_stats::decision_curve::Error>(())
//! ```
//!
//! # References
//!
//! Vickers AJ, Elkin EB. *Med Decis Making* 2006;26:565-574. Vickers AJ, Cronin AM, Elkin EB, Gonen M. *BMC Med Inform Decis
//! Mak* 2008;8:53.

mod binary;
mod bootstrap;
mod curve;
mod error;
mod survival;

pub use binary::{model, treat_all};
pub use bootstrap::{BandPoint, bootstrap_band, bootstrap_difference};
pub use curve::{DecisionCurve, Options, Point, treat_none};
pub use error::Error;
pub use survival::{survival_model, survival_treat_all};
