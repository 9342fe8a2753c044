//! Elastic nets as glmnet fits them.

mod cases;
mod golden;
mod optimality;
