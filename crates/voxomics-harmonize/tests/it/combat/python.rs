//! `neuroCombat` and `neuroHarmonize`, where they answer with numbers.

use serde_json::Value;
use voxomics_harmonize::combat::{self, Constant, Divisor, Model, Options, PriorKind, Stopping};
use voxomics_harmonize::{Covariate, Values};
use voxomics_table::Table;
use voxomics_testkit::tally::{Tally, flat};

use super::case::{Input, by_feature, find, options, read};

/// The references differ from `sva` by `4e-15` where both are defined.
pub(crate) const ALLOWED: f64 = 1e-10;

/// As these packages do it.
fn as_python(case: &Value) -> Options {
    Options {
        stopping: Stopping::Sva,
        divisor: Divisor::Rows,
        constant: Constant::Adjusted,
        one_batch: true,
        ..options(case)
    }
}

/// Covariates in single precision.
fn rounded(mut input: Input) -> Input {
    for covariate in &mut input.covariates {
        if let Values::Numbers(values) = &covariate.values {
            #[expect(clippy::cast_possible_truncation, reason = "as they do")]
            let values: Vec<f64> = values.iter().map(|&x| f64::from(x as f32)).collect();
            *covariate = Covariate::numbers(covariate.name.clone(), values);
        }
    }
    input
}

/// Whether the answer is numbers: with a missing value, or a batch of one row, it is NaN throughout.
fn is_defined(adjusted: &Value) -> bool {
    !adjusted.is_null() && flat(adjusted).iter().all(Option::is_some)
}

fn compare(tally: &mut Tally, at: (&str, &'static str), alike: &Table, want: &Value) {
    if is_defined(want) {
        tally.all(at, &by_feature(alike), want, ALLOWED);
    }
}

/// These estimates of the golden, each within `allowed`.
fn estimates(
    tally: &mut Tally,
    (name, fields): (&str, &[&'static str]),
    model: &Model,
    (want, allowed): (&Value, f64),
) {
    let each = |of: fn(&combat::Batch) -> &Vec<f64>| -> Vec<f64> {
        model.batches.iter().flat_map(of).copied().collect()
    };
    for &field in fields {
        let got = match field {
            "gamma_hat" => each(|batch| &batch.gamma_hat),
            "delta_hat" => each(|batch| &batch.delta_hat),
            "gamma_star" => each(|batch| &batch.gamma_star),
            "delta_star" => each(|batch| &batch.delta_star),
            _ => model.variance.clone(),
        };
        tally.numbers((name, field), &got, &want[field], allowed);
    }
}

/// Fitted, applied to the same rows and to new ones; how many results had numbers to compare with.
fn one(tally: &mut Tally, case: &Value, want: &Value) {
    let name = want["name"].as_str().unwrap();
    let input = rounded(Input::of(case));
    let Ok(model) = combat::fit(&input.cohort(), &as_python(case)) else {
        let answers = [
            &want["neuroCombat_adjusted"],
            &want["neuroHarmonize_adjusted"],
        ];
        let refused = [
            "confounded_covariate",
            "one_feature",
            "all_missing_row_in_batch",
        ];
        assert!(refused.contains(&name) && !is_defined(answers[0]), "{name}");
        return;
    };
    let alike = model.apply(&input.cohort()).unwrap();
    if is_defined(&want["neuroCombat_adjusted"]) {
        let fields = [
            "gamma_hat",
            "delta_hat",
            "gamma_star",
            "delta_star",
            "var_pooled",
        ];
        estimates(
            tally,
            (name, &fields),
            &model,
            (&want["neuroCombat"], ALLOWED),
        );
    }
    compare(
        tally,
        (name, "neuroCombat"),
        &alike,
        &want["neuroCombat_adjusted"],
    );
    // There `neuroHarmonize` divides 0 by 0 in its stopping rule and ends after one iteration.
    if name != "constant_within_batch" {
        compare(
            tally,
            (name, "neuroHarmonize"),
            &alike,
            &want["neuroHarmonize_adjusted"],
        );
        applied(tally, (name, &model), &input, &want["apply_new_rows"]);
    }
}

fn applied(tally: &mut Tally, (name, model): (&str, &Model), input: &Input, want: &Value) {
    let mut new = input.new_rows();
    let alike = model.apply(&new.cohort()).unwrap();
    compare(
        tally,
        (name, "harmonizationApply"),
        &alike,
        &want["neuroHarmonize_apply"],
    );
    // Every new row gets the mean covariates of the rows that were learnt from.
    new.covariates = input
        .covariates
        .iter()
        .map(|covariate| mean(covariate, new.batches.len()))
        .collect();
    let alike = model.apply(&new.cohort()).unwrap();
    compare(
        tally,
        (name, "neuroCombatFromTraining"),
        &alike,
        &want["neuroCombatFromTraining"],
    );
}

fn mean(covariate: &Covariate, rows: usize) -> Covariate {
    let Values::Numbers(values) = &covariate.values else {
        unreachable!("numbers in the goldens")
    };
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Covariate::numbers(covariate.name.clone(), vec![mean; rows])
}

/// Every small case.
pub(crate) fn small(tally: &mut Tally) {
    let inputs = read("combat_inputs.json.gz");
    for want in read("combat_python.json.gz")["cases"].as_array().unwrap() {
        one(tally, find(&inputs, want["name"].as_str().unwrap()), want);
    }
}

/// Without empirical Bayes.
pub(crate) fn without_prior(tally: &mut Tally) {
    for want in read("combat_no_eb.json.gz")["cases"].as_array().unwrap() {
        let (name, input) = (want["name"].as_str().unwrap(), &want["input"]);
        let options = Options {
            prior: PriorKind::None,
            mean_only: input["mean_only"].as_bool().unwrap(),
            reference: input["ref"].as_u64().map(|label| label.to_string()),
            ..Options::default()
        };
        let input = Input::of(input);
        let model = combat::fit(&input.cohort(), &options).unwrap();
        let fields = ["gamma_star", "delta_star", "var_pooled"];
        estimates(tally, (name, &fields), &model, (want, 1e-12));
        let alike = model.apply(&input.cohort()).unwrap();
        tally.all(
            (name, "adjusted"),
            &by_feature(&alike),
            &want["adjusted"],
            1e-12,
        );
    }
}

#[test]
fn cases_are_those_of_neurocombat_and_neuroharmonize() {
    let mut tally = Tally::default();
    small(&mut tally);
    let counts = [
        "neuroCombat",
        "neuroHarmonize",
        "harmonizationApply",
        "neuroCombatFromTraining",
    ];
    for (what, values) in counts.into_iter().zip([14_088, 7_848, 2_626, 1_986]) {
        assert_eq!(tally.0[what].values, values, "{what}");
    }
}

#[test]
fn cases_without_a_prior_are_those_of_neurocombat() {
    let mut tally = Tally::default();
    without_prior(&mut tally);
    assert!(tally.0["adjusted"].values > 4_000, "{tally:?}");
}

#[test]
fn one_feature_is_harmonised_without_a_prior_as_neuroharmonize_does() {
    let case = read("combat_inputs.json.gz");
    let input = Input::of(find(&case, "one_feature"));
    let options = Options {
        prior: PriorKind::None,
        ..Options::default()
    };
    let alike = combat::fit(&input.cohort(), &options)
        .unwrap()
        .apply(&input.cohort())
        .unwrap();
    let python = read("combat_python.json.gz");
    let want = &find(&python, "one_feature")["neuroHarmonize_adjusted"];
    Tally::default().all(
        ("one_feature", "adjusted"),
        &by_feature(&alike),
        want,
        ALLOWED,
    );
}
