//! What the references say, from `tests/data/statistics`; one module for each family.

use voxomics_testkit::goldens::Suite;

mod agreement;
mod baseline;
mod calibration;
mod competing_risks;
mod confusion;
mod decision_curve;
mod distributions;
mod hostile_calibration;
mod hostile_discrimination;
mod hostile_hypothesis;
mod hostile_survival;
mod large_auc;
mod large_calibration;
mod large_survival;
mod large_wilcoxon;
mod lifelines;
mod nomogram;
mod optimism;
mod p_adjust;
mod quantiles;
mod reclassification;
mod roc;
mod roc_bootstrap;
mod sample_size;
mod smoothing;
mod survival;
mod survival_calibration;
mod tests_k_sample;
mod tests_tables;
mod tests_two_sample;
mod tests_two_sample_scipy;

/// A file of goldens.
fn suite(file: &str) -> Suite {
    Suite::load(&voxomics_testkit::data().join("statistics"), file)
}
