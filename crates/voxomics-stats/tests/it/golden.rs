//! What the references say, from `tests/data/statistics`; one module for each family.

use voxomics_testkit::goldens::Suite;

pub(crate) mod agreement;
pub(crate) mod baseline;
pub(crate) mod calibration;
pub(crate) mod competing_risks;
pub(crate) mod confusion;
pub(crate) mod decision_curve;
pub(crate) mod distributions;
pub(crate) mod exceptions;
pub(crate) mod hostile_calibration;
pub(crate) mod hostile_discrimination;
pub(crate) mod hostile_hypothesis;
pub(crate) mod hostile_survival;
pub(crate) mod large_auc;
pub(crate) mod large_calibration;
pub(crate) mod large_survival;
pub(crate) mod large_wilcoxon;
pub(crate) mod lifelines;
pub(crate) mod nomogram;
pub(crate) mod optimism;
pub(crate) mod p_adjust;
pub(crate) mod quantiles;
pub(crate) mod reclassification;
pub(crate) mod roc;
pub(crate) mod roc_bootstrap;
pub(crate) mod sample_size;
pub(crate) mod smoothing;
pub(crate) mod survival;
pub(crate) mod survival_calibration;
pub(crate) mod survival_ends;
pub(crate) mod tests_k_sample;
pub(crate) mod tests_tables;
pub(crate) mod tests_two_sample;
pub(crate) mod tests_two_sample_scipy;

/// A file of goldens, without what is proven wrong.
pub(crate) fn suite(file: &str) -> Suite {
    let mut suite = Suite::load(&voxomics_testkit::data().join("statistics"), file);
    let name = file.trim_end_matches(".json");
    for of in exceptions::LEFT_OUT.iter().filter(|of| of.file == name) {
        for case in of.cases {
            for field in of.fields {
                suite = suite.without(case, field);
            }
        }
    }
    suite
}
