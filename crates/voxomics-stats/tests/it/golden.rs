//! What the references say, from `tests/data/statistics`; one module for each family.

use voxomics_testkit::goldens::Suite;

mod agreement;
mod calibration;
mod distributions;
mod hostile_calibration;
mod large_calibration;
mod nomogram;
mod optimism;
mod p_adjust;
mod quantiles;
mod sample_size;
mod smoothing;

/// A file of goldens.
fn suite(file: &str) -> Suite {
    Suite::load(&voxomics_testkit::data().join("statistics"), file)
}
