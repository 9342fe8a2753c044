//! What must hold whatever the numbers.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use voxomics_harmonize::combat::{self, Error, Options, PriorKind};
use voxomics_harmonize::scale::{self, Method};
use voxomics_harmonize::{Covariate, Values};
use voxomics_table::Table;

use crate::combat::case::Input;
use crate::made::{Made, column, is_near, made};

const PRIORS: [PriorKind; 3] = [
    PriorKind::Parametric,
    PriorKind::NonParametric,
    PriorKind::None,
];

/// A cohort whose design has a solution, and its table made alike.
fn solved(made: Made, prior: PriorKind) -> Result<(Input, Table), TestCaseError> {
    let input = made.input();
    match combat::fit(&input.cohort(), &with(prior)) {
        Ok(model) => {
            let alike = model.apply(&input.cohort()).unwrap();
            Ok((input, alike))
        }
        Err(Error::Confounded { .. } | Error::Saturated { .. } | Error::NoValues { .. }) => {
            Err(TestCaseError::reject("a design without a solution"))
        }
        Err(error) => Err(TestCaseError::fail(error.to_string())),
    }
}

fn with(prior: PriorKind) -> Options {
    Options {
        prior,
        ..Options::default()
    }
}

fn harmonised(input: &Input, prior: PriorKind) -> Table {
    let model = combat::fit(&input.cohort(), &with(prior)).unwrap();
    model.apply(&input.cohort()).unwrap()
}

fn prior() -> impl Strategy<Value = PriorKind> {
    (0..3_usize).prop_map(|at| PRIORS[at])
}

/// Rows in this order.
fn rows(input: &Input, order: &[usize]) -> Input {
    let covariate = |covariate: &Covariate| {
        let name = covariate.name.clone();
        match &covariate.values {
            Values::Numbers(values) => {
                let values: Vec<f64> = order.iter().map(|&row| values[row]).collect();
                Covariate::numbers(name, values)
            }
            Values::Groups(labels) => {
                Covariate::groups(name, order.iter().map(|&row| labels[row].clone()))
            }
        }
    };
    Input {
        features: input.features.rows_at(order).unwrap(),
        batches: order
            .iter()
            .map(|&row| input.batches[row].clone())
            .collect(),
        covariates: input.covariates.iter().map(covariate).collect(),
    }
}

/// One feature in another unit.
fn rescaled(table: &Table, feature: usize, (factor, offset): (f64, f64)) -> Table {
    let (ids, names, mut values) = table.clone().into_parts();
    values
        .column_mut(feature)
        .mapv_inplace(|x| factor * x + offset);
    Table::new(ids, names, values).unwrap()
}

fn all_near(got: &Table, want: &Table, share: f64) -> Result<(), TestCaseError> {
    for name in want.names() {
        let (got, want) = (column(got, name), column(want, name));
        prop_assert!(is_near(&got, &want, share), "{name}\n{got:?}\n{want:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_features_does_not_matter(made in made(), prior in prior()) {
        let (input, alike) = solved(made, prior)?;
        let names: Vec<&str> = input.features.names().iter().rev().map(String::as_str).collect();
        let turned = Input { features: input.features.select(&names).unwrap(), ..input.clone() };
        all_near(&harmonised(&turned, prior), &alike, 1e-12)?;
    }

    #[test]
    fn the_order_of_rows_does_not_matter(made in made(), prior in prior(), start in 0_usize..30) {
        let (input, alike) = solved(made, prior)?;
        let count = input.batches.len();
        // A step that shares no factor with the count visits every row.
        let step = (2..=count).find(|&step| gcd(step, count) == 1).unwrap();
        let order: Vec<usize> = (0..count).map(|row| (row * step + start) % count).collect();
        let moved = harmonised(&rows(&input, &order), prior);
        all_near(&moved, &alike.rows_at(&order).unwrap(), 1e-12)?;
    }

    #[test]
    fn a_feature_may_have_any_unit(
        made in made(), prior in prior(), at in 0_usize..3, factor in 1e-3_f64..1e3, offset in -100_f64..100.0,
    ) {
        let (input, alike) = solved(made, prior)?;
        let unit = (factor, offset);
        let other = Input { features: rescaled(&input.features, at, unit), ..input.clone() };
        // The offset may be 1e4 times what the feature varies: so many digits are spent on it.
        all_near(&harmonised(&other, prior), &rescaled(&alike, at, unit), 1e-11)?;
    }

    #[test]
    fn a_covariate_may_have_any_unit_and_a_batch_any_name(made in made(), prior in prior(), factor in 0.01_f64..100.0) {
        let (mut input, alike) = solved(Made { has_age: true, ..made }, prior)?;
        let Values::Numbers(age) = &mut input.covariates[0].values else { unreachable!("age is first") };
        for age in age.iter_mut() {
            *age = factor * *age - 20.0;
        }
        for batch in &mut input.batches {
            batch.insert_str(0, "centre ");
        }
        all_near(&harmonised(&input, prior), &alike, 1e-11)?;
    }

    #[test]
    fn what_is_missing_stays_missing_and_nothing_else(made in made(), prior in prior()) {
        let (input, alike) = solved(Made { has_gaps: true, ..made }, prior)?;
        let is_missing = |table: &Table| table.values().mapv(f64::is_nan);
        prop_assert_eq!(is_missing(&alike), is_missing(&input.features));
    }

    #[test]
    fn scales_do_not_know_units(made in made(), at in 0_usize..3, factor in 1e-2_f64..1e3, offset in -100_f64..100.0) {
        let features = made.input().features;
        let other = rescaled(&features, at, (factor, offset));
        for method in [
            Method::Standard { ddof: 1 },
            Method::MedianMad { constant: 1.4826 },
            Method::Robust { low: 0.25, high: 0.75, unit_variance: false },
            Method::MinMax { low: -1.0, high: 2.0 },
            Method::Quantile { count: 9, normal: false },
        ] {
            let scaled = |table: &Table| scale::fit(table, &method).unwrap().apply(table).unwrap();
            all_near(&scaled(&other), &scaled(&features), 1e-9)?;
        }
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
