//! docs/guides/harmonization.md names what is there.

use voxomics_testkit::guide;

voxomics_testkit::compiled! {
    voxomics_harmonize
    items {
        Cohort,
        Covariate,
        combat::Constant,
        combat::Divisor,
        combat::Options,
        combat::PriorKind,
        combat::Stopping,
        combat::fit,
        effect::summary,
        effect::tests,
        scale::Method,
        scale::fit,
    }
    methods {
        combat::Model::apply,
        combat::Model::prior_fits,
        combat::Model::removed,
        combat::Model::with_new_batches,
        scale::Scaler::apply,
    }
}

#[test]
fn paths_exist() {
    assert_eq!(
        guide::paths("harmonization.md", "voxomics-harmonize"),
        compiled()
    );
}
