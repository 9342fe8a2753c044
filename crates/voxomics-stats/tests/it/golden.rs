//! What the references say, from `tests/data/statistics`; one module for each family.

use voxomics_testkit::goldens::Suite;

mod calibration;
mod distributions;
mod optimism;
mod p_adjust;
mod quantiles;
mod smoothing;

/// A file of goldens.
fn suite(file: &str) -> Suite {
    Suite::load(&voxomics_testkit::data().join("statistics"), file)
}
