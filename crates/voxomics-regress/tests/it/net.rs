//! Elastic nets as glmnet fits them.

mod cases;
mod cold;
mod cross_validation;
mod golden;
mod optimality;
mod replay;
mod sklearn;
