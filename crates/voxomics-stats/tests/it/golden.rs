//! What the references say, from `tests/data/statistics`; one module for each family.

use voxomics_testkit::goldens::Suite;

mod competing_risks;
mod distributions;
mod lifelines;
mod optimism;
mod smoothing;
mod survival;

/// A file of goldens.
fn suite(file: &str) -> Suite {
    Suite::load(&voxomics_testkit::data().join("statistics"), file)
}
