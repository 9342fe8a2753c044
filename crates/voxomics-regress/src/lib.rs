//! Regression for prediction models, with the numbers of R.
//!
//! | I want ... | Use |
//! |---|---|
//! | odds ratios of a logistic model, with Wald's or profile likelihood intervals | [`logistic::fit`], [`logistic::profile_intervals`] |
//! | finite estimates from separated or small data | [`firth::fit`] |
//! | terms tested, chosen, or tabulated as in a clinical paper | [`logistic::drop_each`], [`logistic::backward`], [`logistic::screen_terms`] |
//! | one logistic model for each of thousands of features | [`logistic::screen`] |
//! | features that pass a test, with the false discovery rate | [`univariate::filter`] |
//! | factors, products and splines from a table's columns, by a formula | [`formula::Formula`], [`frame::Recipe`] |
//! | hazard ratios by Cox's partial likelihood, residuals, baseline hazard, survival of new subjects | [`cox`] |
//! | a LASSO or elastic net, linear, logistic or Cox, along a path of penalties, and its cross-validation | [`net::fit`], [`net::cross_validate`] |
//! | the classes of the nearest rows, and how many to ask | [`knn::Model`], [`knn::choose_k`] |
//! | to keep a model, and predict other tables by column name | [`model::Model`] |
//! | how much collinearity costs | [`inflation::factors`] |
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

mod basis;
mod dense;
mod folds;
mod kernel;
mod link;
mod scale;
mod spline;
mod summary;

pub mod cox;
pub mod firth;
pub mod formula;
pub mod frame;
pub mod inflation;
pub mod knn;
pub mod logistic;
pub mod model;
pub mod nested;
pub mod net;
pub mod univariate;

pub use folds::Error as FoldsError;
pub use summary::Summary;
