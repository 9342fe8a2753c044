//! docs/PARITY.md is what the goldens say: its table of models is printed from their comparisons.

use voxomics_testkit::page::Part;

use crate::cox::golden as cox;
use crate::knn::golden as knn;
use crate::logistic::{firth, golden as logistic, terms};
use crate::net::{cross_validation, golden as net};
use voxomics_testkit::tally::{self, Row};

fn rows() -> Vec<Row> {
    let mut rows = tally::rows("logistic", |tally| {
        logistic::fits(tally);
        logistic::profiles(tally);
        terms::terms(tally);
        terms::screening(tally);
    });
    rows.extend(tally::rows("Firth", firth::fits));
    for file in net::FILES {
        let found = net::paths(file);
        let beyond = match found.beyond {
            0 => String::new(),
            beyond => {
                format!("; {beyond} more where glmnet is a thousand times further from optimal")
            }
        };
        rows.push(Row {
            what: format!("{}, coefficients in units of the largest", stem(file)),
            compared: format!(
                "{} paths, {} fits{beyond}",
                found.cases,
                found.fits - found.beyond
            ),
            worst: found.worst,
            allowed: "1e-7, Cox and without intercept 1e-6".to_owned(),
        });
    }
    for file in cross_validation::FILES {
        let found = cross_validation::check(file);
        let loose = match found.loose {
            0 => String::new(),
            loose => format!("; {loose} more, fits too far from optimal, to 1e-2"),
        };
        rows.push(Row {
            what: format!(
                "{}, means and standard errors of folds, equal lambdas",
                stem(file)
            ),
            compared: format!("{} cross-validations{loose}", found.tight),
            worst: found.worst,
            allowed: "1e-6".to_owned(),
        });
    }
    let all = cox::check();
    for (kind, allowed) in cox::ALLOWED {
        let found = &all.kinds[kind];
        rows.push(Row {
            what: format!("Cox: {kind}"),
            compared: format!("{} values", found.values),
            worst: found.worst,
            allowed: format!("{allowed:e}"),
        });
    }
    for (what, compared, allowed) in [
        ("class::knn", knn::class_knn(), "equal"),
        ("class::knn.cv", knn::class_knn_cv(), "equal"),
        (
            "KNeighborsClassifier",
            knn::scikit_learn(),
            "equal, probabilities 1e-12",
        ),
    ] {
        rows.push(Row {
            what: what.to_owned(),
            compared: format!("{compared} results"),
            worst: 0.0,
            allowed: allowed.to_owned(),
        });
    }
    rows
}

fn stem(file: &str) -> &str {
    file.trim_end_matches(".json.gz")
}

#[test]
fn parity_page_is_what_the_goldens_say() {
    let part = Part {
        page: "docs/PARITY.md",
        name: "models",
        command: "cargo test --release -p voxomics-regress --test it parity",
    };
    part.is(&tally::table(&rows()));
}
