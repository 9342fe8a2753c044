//! Elastic nets as glmnet fits them.

mod cases;
mod cold;
pub(crate) mod cross_validation;
mod folds;
pub(crate) mod golden;
mod optimality;
mod replay;
mod sklearn;
