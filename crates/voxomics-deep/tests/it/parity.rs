//! docs/PARITY.md is what the goldens say: its table of deep features is printed from their comparisons.

use voxomics_testkit::page::Part;
use voxomics_testkit::tally::{self, Row};

use crate::{cam, engine, extract, input, network, weights};
use voxomics_deep::backend::Backend;

/// Equal, or the test fails.
fn equal(what: &str, compared: String) -> Row {
    Row {
        what: what.to_owned(),
        compared,
        worst: 0.0,
        allowed: "equal".to_owned(),
    }
}

/// Rounded up to one digit: limits are near, so that the power of ten above says too little.
fn digit_above(error: f64) -> String {
    let text = format!("{error:e}");
    let (digits, exponent) = text.split_once('e').unwrap();
    let exponent: i32 = exponent.parse().unwrap();
    match digits.parse::<f64>().unwrap().ceil() {
        0.0 => "0".to_owned(),
        10.0 => format!("1e{}", exponent + 1),
        digit => format!("{digit}e{exponent}"),
    }
}

#[test]
fn parity_page_is_what_the_goldens_say() {
    let of = |what: &str, worst: f64, compared: String, allowed: f64| Row {
        what: what.to_owned(),
        compared,
        worst,
        allowed: format!("{allowed:e}"),
    };
    let [good, bad, wrong] = weights::golden::counted();
    let [crop, resized, whole] = input::lesions::recipes_are_those_of_the_goldens();
    let lesions = "5 lesions, 9 recipes";
    let mut rows = vec![
        equal(
            "weights by formula, bits",
            format!("{} tensors", weights::golden::tensors_are_equal()),
        ),
        equal(
            "batch norms folded in, bits",
            format!("{} tensors", network::folded_tensors_are_equal()),
        ),
        equal("weight files that must load", format!("{good} files")),
        equal("weight files that must be refused", format!("{bad} files")),
        equal("weight files of other networks", format!("{wrong} files")),
        of(
            "preprocessing: boxes cut out",
            crop,
            lesions.to_owned(),
            1e-12,
        ),
        of(
            "preprocessing: resampled",
            resized,
            lesions.to_owned(),
            1e-12,
        ),
        of(
            "preprocessing: input of the network",
            whole,
            lesions.to_owned(),
            2.5e-7,
        ),
    ];
    rows.extend(tally::rows("forward", |tally| {
        engine::parity::forward(Backend::Cpu, tally);
    }));
    rows.push(of(
        "forward: digests of 10 layers",
        engine::parity::layers(Backend::Cpu),
        "11 images".to_owned(),
        engine::parity::TOLERANCE,
    ));
    rows.extend(tally::rows("lesions of CT, nine recipes", extract::nine));
    rows.extend(tally::rows(
        "a CT, an MR and a PET, whole volumes",
        extract::three,
    ));
    rows.extend(tally::rows("activation maps", cam::golden::explained));
    let part = Part {
        page: "docs/PARITY.md",
        name: "deep",
        command: "cargo test --release -p voxomics-deep --test it parity",
    };
    part.is(&tally::table_by(&rows, digit_above));
}
