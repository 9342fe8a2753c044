//! The definitions, written out slowly and apart from the code; one module for each family.

mod likelihood;
mod resample;
