//! Regression for prediction models: elastic nets as glmnet fits them.
//!
//! | I want ... | Use |
//! |---|---|
//! | a LASSO or elastic net, linear, logistic or Cox, along a path of penalties | [`net::fit`] |
//! | the classes of the nearest rows, and how many to ask | [`knn::Model`], [`knn::choose_k`] |
//! | what a pipeline with its selection and tuning is worth | [`nested::evaluate`] |
//!
//! Matrices have a row for each subject and a column for each variable. Column-major ones (`ndarray`'s
//! `ShapeBuilder::f`) are read in place, others are copied once.
//!
//! ```
//! use ndarray::array;
//! use voxomics_regress::net::{self, Options, Response};
//!
//! let x = array![[1.0, 5.0], [2.0, 3.0], [3.0, 4.0], [4.0, 1.0], [5.0, 2.0]];
//! let path = net::fit(x.view(), &Response::Gaussian(&[1.1, 1.9, 3.2, 3.9, 5.1]), &Options::default())?;
//! assert_eq!(path.coefficients[1].columns, [0]);
//! # Ok::<(), net::Error>(())
//! ```
#![allow(
    clippy::float_cmp,
    reason = "a coefficient that is out is 0, a bound is met exactly, values are the same"
)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "views are small and passed by value, as ndarray does"
)]

mod folds;
mod kernel;
mod summary;

pub mod knn;
pub mod nested;
pub mod net;

pub use folds::Error as FoldsError;
pub use summary::Summary;
