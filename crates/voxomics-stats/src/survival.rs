//! Times to an event: survival curves, their comparison, and how well a marker predicts the time.
//!
//! | I want ...                                                  | Use                                       |
//! |-------------------------------------------------------------|-------------------------------------------|
//! | a survival curve, medians, numbers at risk, restricted means | [`kaplan_meier`]                          |
//! | to compare curves, a hazard ratio                           | [`log_rank`]                              |
//! | how well a marker ranks the times                           | [`concordance`]                           |
//! | its area under the curve, and Brier score, at a time        | [`time_dependent`]                        |
//! | whether predicted survival is kept, corrected for optimism  | [`calibration`]                           |
//! | incidence where other events come between, Gray's test      | [`competing_risks`]                       |
//! | a cut-point of a marker, with an honest p                   | [`cut_point`]                             |
//! | to compare groups that form over time                       | [`Landmark`]                              |
//! | late entry, times equal but for rounding                    | [`Records`], [`NearTies`]                 |
//!
//! All start from a [`FollowUp`]: who was seen until when, and whether the event came. It is checked and sorted once
//! and then serves every statistic.
//!
//! ```
//! use voxomics_stats::survival::{FollowUp, kaplan_meier, log_rank};
//!
//! let months = [6.0, 13.0, 21.0, 30.0, 37.0, 38.0];
//! let died = [true, true, false, true, false, true];
//! let arm = [0, 0, 1, 0, 1, 1];
//!
//! let follow_up = FollowUp::new(&months, &died)?;
//! assert_eq!(kaplan_meier::curve(&follow_up).median(), Some(30.0));
//! let test = log_rank::compare(&follow_up, &arm, &log_rank::Options::default())?.test()?;
//! assert_eq!(test.df, 1);
//! # Ok::<(), voxomics_stats::survival::Error>(())
//! ```

pub mod calibration;
pub mod competing_risks;
pub mod concordance;
pub mod cut_point;
pub mod kaplan_meier;
pub mod log_rank;
pub mod time_dependent;

mod error;
pub(crate) mod follow_up;
mod groups;
mod landmark;

pub use error::Error;
pub use follow_up::{FollowUp, NearTies, Records};
pub use landmark::Landmark;
