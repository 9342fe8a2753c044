//! Where a variance is nothing.

use voxomics_harmonize::Covariate;
use voxomics_harmonize::combat::{self, Constant, Error, Options, PriorKind, Reason, Stopping};
use voxomics_table::Table;

use super::case::{Input, by_feature, table};
use super::hostile::{fit, input, refused, with};

pub(super) fn changed(input: &Input, change: impl Fn(usize, usize, f64) -> f64) -> Input {
    let (ids, names, mut values) = input.features.clone().into_parts();
    for ((row, feature), value) in values.indexed_iter_mut() {
        *value = change(row, feature, *value);
    }
    Input {
        features: Table::new(ids, names, values).unwrap(),
        ..input.clone()
    }
}

fn without_prior() -> Options {
    Options {
        prior: PriorKind::None,
        ..Options::default()
    }
}

#[test]
fn features_without_variance_stay_as_they_are() {
    let constant = (0..4).fold(input(), |input, row| {
        let (ids, names, mut values) = input.features.clone().into_parts();
        values[(row, 0)] = 0.1;
        Input {
            features: Table::new(ids, names, values).unwrap(),
            ..input
        }
    });
    let model = fit(&constant).unwrap();
    assert_eq!(
        model.untouched[0].reason,
        Reason::ConstantIn("N".to_owned())
    );
    let alike = model.apply(&constant.cohort()).unwrap();
    assert_eq!(alike.column("f0"), constant.features.column("f0"));
    // The covariate itself as a feature: nothing is left of it.
    let age = [61.0, 50.0, 72.0, 66.0, 58.0, 64.0, 70.0, 49.0];
    let determined = with(|input| {
        let mut features: Vec<Vec<f64>> = input
            .features
            .values()
            .columns()
            .into_iter()
            .map(|column| column.to_vec())
            .collect();
        features.push(age.map(|age| 3.0 * age + 1.0).to_vec());
        input.features = table(&features);
    });
    assert_eq!(
        fit(&determined).unwrap().untouched[0].reason,
        Reason::Determined
    );
}

#[test]
fn too_few_features_for_a_prior_are_refused() {
    let one = with(|input| input.features = input.features.select(&["f1"]).unwrap());
    refused(
        &one,
        "empirical Bayes needs two or more; use no prior for one",
    );
    let options = Options {
        prior: PriorKind::None,
        ..Options::default()
    };
    assert!(combat::fit(&one.cohort(), &options).is_ok());
}

#[test]
fn a_batch_of_one_row_adjusts_means_and_says_so() {
    let one = with(|input| {
        input.batches[7] = "E".to_owned();
        input.covariates.clear();
    });
    let model = fit(&one).unwrap();
    assert!(model.mean_only && !model.options.mean_only);
    let options = Options {
        reference: Some("E".to_owned()),
        ..Options::default()
    };
    let error = combat::fit(&one.cohort(), &options).unwrap_err();
    assert_eq!(error, Error::SmallReference("E".to_owned()));
    let options = Options {
        reference: Some("W".to_owned()),
        ..Options::default()
    };
    let error = combat::fit(&one.cohort(), &options).unwrap_err();
    assert!(
        error.to_string().starts_with("no batch `W` to refer to"),
        "{error}"
    );
}

#[test]
fn a_table_of_constants_is_refused_with_and_without_a_prior() {
    let flat = changed(&input(), |row, _, value| if row < 4 { 1.0 } else { value });
    let words = "none of 3 feature(s) can be harmonised: `f0` is constant in batch `N`";
    refused(&flat, words);
    let error = combat::fit(&flat.cohort(), &without_prior()).unwrap_err();
    assert!(error.to_string().starts_with(words), "{error}");
}

/// The only row of stage II is one of two of its batch: both are met exactly.
fn met_exactly() -> Input {
    with(|input| {
        input.batches[4..6].fill("N".to_owned());
        let stage = ["I", "I", "I", "I", "I", "I", "I", "II"];
        input.covariates = vec![Covariate::groups("stage", stage)];
    })
}

#[test]
fn a_batch_whose_rows_are_met_exactly_is_moved_and_not_stretched() {
    for stopping in [Stopping::Settled, Stopping::Sva] {
        for prior in [
            PriorKind::Parametric,
            PriorKind::NonParametric,
            PriorKind::None,
        ] {
            let options = Options {
                prior,
                stopping,
                ..Options::default()
            };
            // Away from small whole numbers, so that there is something to round.
            let input = changed(&met_exactly(), |_, _, value| value / 3.0 + 100.1);
            let model = combat::fit(&input.cohort(), &options).unwrap();
            let scales = &model.batches[1].delta_star;
            assert!(
                scales.iter().all(|scale| (scale - 1.0).abs() < 1e-12),
                "{prior:?} {scales:?}"
            );
        }
    }
}

#[test]
fn a_reference_whose_rows_are_met_exactly_gives_no_variance() {
    let options = Options {
        reference: Some("S".to_owned()),
        ..Options::default()
    };
    let input = changed(&met_exactly(), |_, _, value| value / 3.0 + 100.1);
    let error = combat::fit(&input.cohort(), &options).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`f0` is determined by batches and covariates"),
        "{error}"
    );
}

#[test]
fn a_reference_needs_two_values_of_a_feature() {
    // Another batch does with one, where only means are adjusted.
    let options = |reference: &str| Options {
        reference: Some(reference.to_owned()),
        mean_only: true,
        ..Options::default()
    };
    let input = changed(&input(), |row, feature, value| {
        if row < 3 && feature == 1 {
            f64::NAN
        } else {
            value
        }
    });
    assert!(combat::fit(&input.cohort(), &options("S")).is_ok());
    let error = combat::fit(&input.cohort(), &options("N")).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("feature `f1` has one value in batch `N`"),
        "{error}"
    );
}

#[test]
fn features_that_a_new_batch_lacks_are_counted() {
    let model = fit(&input()).unwrap();
    let new = changed(
        &with(|input| input.batches[4..].fill("E".to_owned())),
        |row, feature, value| match (row, feature) {
            (4.., 1) => 7.0,
            (5.., 2) => f64::NAN,
            _ => value,
        },
    );
    let error = model.with_new_batches(&new.cohort()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("feature `f1` has one value in all rows in batch `E` (features like it: 2)"),
        "{error}"
    );
    // Adjusted in a fit, and so here.
    let options = Options {
        constant: Constant::Adjusted,
        ..Options::default()
    };
    let model = combat::fit(&input().cohort(), &options).unwrap();
    let error = model.with_new_batches(&new.cohort()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("feature `f2` has one value in batch `E`"),
        "{error}"
    );
    let flat = changed(&new, |_, feature, value| {
        if feature == 2 && value.is_nan() {
            0.5
        } else {
            value
        }
    });
    let model = model.with_new_batches(&flat.cohort()).unwrap();
    let alike = model.apply(&flat.cohort()).unwrap();
    assert!(by_feature(&alike).iter().all(Option::is_some));
}
