//! DeLong's variance of areas under ROC curves: confidence intervals, comparisons of markers, joint tests.
//!
//! Everything starts from [`Placements`], which a sorted [`Marker`](crate::roc::Marker) gives in one pass, O(n log n) in all
//! where the paper's formula is O(n²). They are whole numbers (twice the pairs won), so sums of their squares and products
//! are exact, in whatever order the rows come, and so are variances of 0.
//!
//! | I want ...                                         | R's pROC                          | Use                        |
//! |----------------------------------------------------|-----------------------------------|----------------------------|
//! | an area with its interval                          | `ci.auc(method = "delong")`       | [`Placements::estimate`]   |
//! | its variance, or the covariance of two             | `var`, `cov`                      | [`Placements::variance`], [`Placements::covariance`] |
//! | the covariances of many                            | none                              | [`covariance_matrix`]      |
//! | two markers on the same subjects                   | `roc.test(paired = TRUE)`         | [`paired_test`]            |
//! | a marker in two groups of subjects                 | `roc.test(paired = FALSE)`        | [`unpaired_test`]          |
//! | three or more markers at once                      | none                              | [`joint_test`]             |
//! | a marker that is at most a margin worse            | none                              | [`AucTest::non_inferiority`] |
//!
//! For several pairs, adjust the p values (Holm, Benjamini and Hochberg).
//!
//! # References
//!
//! DeLong ER, DeLong DM, Clarke-Pearson DL. *Biometrics* 1988;44:837-845. Sun X, Xu W. *IEEE Signal Process Lett*
//! 2014;21:1389-1393 (the algorithm). Robin X et al. *BMC Bioinformatics* 2011;12:77 (pROC).
//!
//! # Example
//!
//! ```
//! use voxomics_stats::delong::{Options, paired_test};
//! use voxomics_stats::roc::{Direction, Marker};
//!
//! let labels = [false, false, false, true, true, true];
//! let a = Marker::new(&labels, &[1.0, 2.0, 4.0, 3.0, 5.0, 6.0])?.placements(Direction::Higher);
//! let b = Marker::new(&labels, &[1.0, 4.0, 2.0, 3.0, 6.0, 2.0])?.placements(Direction::Higher);
//! let test = paired_test(&a, &b, &Options::default())?;
//! assert!(test.difference > 0.0 && test.p_value > 0.05);
//! # Ok::<(), voxomics_stats::Error>(())
//! ```

mod error;
mod estimate;
mod joint;
mod non_inferiority;
mod placements;
mod test;

pub use error::Error;
pub(crate) use estimate::wald;
pub use estimate::{Estimate, IntervalMethod};
pub use joint::{JointTest, covariance_matrix, joint_test};
pub use non_inferiority::NonInferiority;
pub use placements::Placements;
pub(crate) use test::ratio;
pub use test::{AucTest, Options, paired_test, unpaired_test};
