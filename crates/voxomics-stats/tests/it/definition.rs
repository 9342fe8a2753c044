//! The definitions, written out slowly and apart from the code; one module for each family.

mod hypothesis;
mod likelihood;
mod resample;
mod roc;
mod survival;
