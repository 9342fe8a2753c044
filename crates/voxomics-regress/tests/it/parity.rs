//! docs/PARITY.md is what the goldens say: its table of models is printed from their comparisons.

use std::fmt::Write as _;

use voxomics_testkit::goldens::ten_above;
use voxomics_testkit::page::Part;

use crate::cox::golden as cox;
use crate::knn::golden as knn;
use crate::logistic::{firth, golden as logistic, terms};
use crate::net::{cross_validation, golden as net};
use crate::tally::Tally;

/// A row: what is compared, how much of it, how far off, how far it may be.
struct Row(String, String, f64, String);

fn tallied(what: &str, compare: impl FnOnce(&mut Tally)) -> Vec<Row> {
    let mut tally = Tally::default();
    compare(&mut tally);
    let mut limits: Vec<f64> = tally.0.values().map(|field| field.allowed).collect();
    limits.sort_by(f64::total_cmp);
    limits.dedup();
    let of_limit = |allowed: f64| {
        let fields = tally.0.iter().filter(|(_, field)| field.allowed == allowed);
        let names: Vec<&str> = fields.clone().map(|(name, _)| *name).collect();
        let values: usize = fields.clone().map(|(_, field)| field.values).sum();
        let worst = fields.fold(0.0_f64, |most, (_, field)| most.max(field.worst));
        let what = format!("{what}: {}", names.join(", "));
        Row(
            what,
            format!("{values} values"),
            worst,
            format!("{allowed:e}"),
        )
    };
    limits.into_iter().map(of_limit).collect()
}

fn rows() -> Vec<Row> {
    let mut rows = tallied("logistic", |tally| {
        logistic::fits(tally);
        logistic::profiles(tally);
        terms::terms(tally);
        terms::screening(tally);
    });
    rows.extend(tallied("Firth", firth::fits));
    for file in net::FILES {
        let found = net::paths(file);
        let beyond = match found.beyond {
            0 => String::new(),
            beyond => {
                format!("; {beyond} more where glmnet is a thousand times further from optimal")
            }
        };
        rows.push(Row(
            format!("{}, coefficients in units of the largest", stem(file)),
            format!(
                "{} paths, {} fits{beyond}",
                found.cases,
                found.fits - found.beyond
            ),
            found.worst,
            "1e-7, Cox and without intercept 1e-6".to_owned(),
        ));
    }
    for file in cross_validation::FILES {
        let found = cross_validation::check(file);
        let loose = match found.loose {
            0 => String::new(),
            loose => format!("; {loose} more, fits too far from optimal, to 1e-2"),
        };
        rows.push(Row(
            format!(
                "{}, means and standard errors of folds, equal lambdas",
                stem(file)
            ),
            format!("{} cross-validations{loose}", found.tight),
            found.worst,
            "1e-6".to_owned(),
        ));
    }
    let all = cox::check();
    for (kind, allowed) in cox::ALLOWED {
        let found = &all.kinds[kind];
        rows.push(Row(
            format!("Cox: {kind}"),
            format!("{} values", found.values),
            found.worst,
            format!("{allowed:e}"),
        ));
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
        let compared = format!("{compared} results");
        rows.push(Row(what.to_owned(), compared, 0.0, allowed.to_owned()));
    }
    rows
}

fn stem(file: &str) -> &str {
    file.trim_end_matches(".json.gz")
}

#[test]
fn parity_page_is_what_the_goldens_say() {
    let mut table = "| what | compared | worst error | allowed |\n|---|---|---|---|\n".to_owned();
    for Row(what, compared, worst, allowed) in rows() {
        let worst = match allowed.strip_prefix("equal") {
            Some(_) => String::new(),
            None => ten_above(worst),
        };
        writeln!(table, "| {what} | {compared} | {worst} | {allowed} |").unwrap();
    }
    let part = Part {
        page: "docs/PARITY.md",
        name: "models",
        command: "cargo test --release -p voxomics-regress --test it parity",
    };
    part.is(&table);
}
