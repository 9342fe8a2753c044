//! Values that leave the range of doubles.

use voxomics_harmonize::Covariate;

use super::edges::changed;
use super::hostile::{cell, fit, input, refused, with};

#[test]
fn values_whose_squares_are_no_numbers_are_refused() {
    let large = changed(
        &input(),
        |_, feature, value| {
            if feature == 1 { 1e200 * value } else { value }
        },
    );
    refused(
        &large,
        "feature `f1` leaves the range of doubles in the sums of squares",
    );
    let opposite = changed(&input(), |row, feature, value| match (row, feature) {
        (0, 2) => f64::MAX,
        (1, 2) => -f64::MAX,
        _ => value,
    });
    refused(&opposite, "feature `f2` leaves the range of doubles");
    // The same where each feature has rows of its own.
    let missing = changed(
        &opposite,
        |row, _, value| if row == 3 { f64::NAN } else { value },
    );
    refused(&missing, "feature `f2` leaves the range of doubles");
    let covariate = with(|input| {
        let age = [1e200, 50.0, 72.0, 66.0, 58.0, 64.0, 70.0, 49.0];
        input.covariates = vec![Covariate::numbers("age", age)];
    });
    refused(&covariate, "covariate `age` leaves the range of doubles");
    // Batches that are further apart in their spread than doubles reach.
    let alone = with(|input| input.covariates.clear());
    let spread = changed(&alone, |row, feature, value| match (row, feature) {
        (0..4, 0) => 1e-160 * value,
        _ => value,
    });
    refused(
        &spread,
        "feature `f0` leaves the range of doubles in batch `N`",
    );
}

#[test]
fn what_becomes_no_number_is_refused_where_it_is_applied() {
    let (input, words) = (
        input(),
        "feature `f2` leaves the range of doubles in row `r1`",
    );
    let model = fit(&input).unwrap();
    let large = cell(1, 2, -f64::MAX);
    let of_batch = |name: &str| model.batches.iter().find(|batch| batch.name == name);
    assert!(
        of_batch("N").unwrap().delta_star[2] < 1.0,
        "so that it grows"
    );
    let error = model.apply(&large.cohort()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{words}: rescale it, or leave it out")
    );
    let mut old = input.clone();
    let words = words.replace("f2", "f0").replace("r1", "r4");
    old.covariates = vec![Covariate::numbers(
        "age",
        [60.0, 60.0, 60.0, 60.0, f64::MAX, 60.0, 60.0, 60.0],
    )];
    let mut steep = model.clone();
    steep.slopes = vec![vec![10.0; 3]];
    let error = steep.apply(&old.cohort()).unwrap_err();
    assert!(error.to_string().starts_with(&words), "{error}");
    old.batches[4..].fill("E".to_owned());
    let error = steep.with_new_batches(&old.cohort()).unwrap_err();
    assert!(error.to_string().starts_with(&words), "{error}");
}
