//! What the references say, from `tests/data/statistics`; one module for each family.

use voxomics_testkit::goldens::Suite;

mod distributions;
mod hostile_hypothesis;
mod p_adjust;
mod quantiles;
mod tests_k_sample;
mod tests_tables;
mod tests_two_sample;
mod tests_two_sample_scipy;

/// A file of goldens.
fn suite(file: &str) -> Suite {
    Suite::load(&voxomics_testkit::data().join("statistics"), file)
}
