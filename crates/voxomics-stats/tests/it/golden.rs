//! What the references say, from `tests/data/statistics`; one module for each family.

use voxomics_testkit::goldens::Suite;

mod confusion;
mod decision_curve;
mod distributions;
mod hostile_discrimination;
mod large_auc;
mod optimism;
mod p_adjust;
mod quantiles;
mod reclassification;
mod roc;
mod roc_bootstrap;
mod smoothing;
mod survival;

/// A file of goldens.
fn suite(file: &str) -> Suite {
    Suite::load(&voxomics_testkit::data().join("statistics"), file)
}
