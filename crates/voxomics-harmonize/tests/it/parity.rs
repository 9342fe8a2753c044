//! docs/PARITY.md is what the goldens say: its table of harmonisation is printed from their comparisons.

use voxomics_testkit::page::Part;
use voxomics_testkit::tally;

use crate::combat::{python, study, sva};
use crate::scale;

#[test]
fn parity_page_is_what_the_goldens_say() {
    let rows = [
        tally::rows("sva", sva::small),
        tally::rows("neuroCombat and neuroHarmonize", python::small),
        tally::rows("neuroCombat without empirical Bayes", python::without_prior),
        tally::rows("1,000 features of 179 patients", study::both),
        tally::rows("scikit-learn's scalers", scale::scikit_learn),
    ];
    let part = Part {
        page: "docs/PARITY.md",
        name: "harmonization",
        command: "cargo test --release -p voxomics-harmonize --test it parity",
    };
    part.is(&tally::table(&rows.concat()));
}
