//! docs/guides/from-r-models.md names what is there.

use voxomics_testkit::guide;

voxomics_testkit::compiled! {
    voxomics_regress
    items {
        cox::Cohort,
        cox::fit,
        firth::fit,
        firth::flic,
        firth::profile_intervals,
        formula::Formula,
        frame::Recipe,
        inflation::factors,
        knn::Model,
        knn::choose_k,
        logistic::add_each,
        logistic::backward,
        logistic::drop_each,
        logistic::fit,
        logistic::profile_as_r,
        logistic::profile_intervals,
        logistic::screen,
        net::cross_validate,
        net::fit,
        net::lambda_of_c,
        net::lasso_cv,
    }
    methods {
        model::Model::predict,
    }
}

#[test]
fn paths_exist() {
    assert_eq!(
        guide::paths("from-r-models.md", "voxomics-regress"),
        compiled()
    );
}
