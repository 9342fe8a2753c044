//! docs/guides/from-r-models.md names what is there.

use std::collections::BTreeSet;
use std::fs;

/// Imports each item and takes the address of each method, and lists them all.
macro_rules! compiled {
    (items { $($($item:ident)::+,)+ } methods { $($($method:ident)::+,)+ }) => {
        $(
            #[allow(unused_imports, reason = "that it exists is what is tested")]
            use voxomics_regress::$($item)::+ as _;
        )+

        fn compiled() -> BTreeSet<String> {
            $(let _ = voxomics_regress::$($method)::+;)+
            let paths = [
                $(stringify!($($item)::+),)+
                $(stringify!($($method)::+),)+
            ];
            paths.into_iter().map(|path| path.replace(' ', "")).collect()
        }
    };
}

compiled! {
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
    let path = voxomics_testkit::data().join("../../docs/guides/from-r-models.md");
    let page = fs::read_to_string(path).unwrap();
    let mut named = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with("| ")) {
        // Pipes do not occur within cells.
        let cell = row.split('|').nth(2).unwrap();
        named.extend(cell.split('`').skip(1).step_by(2).map(str::to_owned));
    }
    assert_eq!(named, compiled());
}
