//! R's `sva::ComBat` and its intermediates.

use serde_json::Value;
use voxomics_harmonize::combat::{self, Batch, Error, Model, Options, Stopping};
use voxomics_testkit::tally::{Tally, flat};

use super::case::{Input, by_feature, find, options, read};

/// What `sva` and its restatement in R return, `1e-10` apart at most.
pub(crate) const ALLOWED: f64 = 1e-10;

fn each(value: &Value) -> impl Iterator<Item = &Value> {
    value["cases"].as_array().unwrap().iter()
}

/// The numbers of each batch.
fn batches(model: &Model, of: impl Fn(&Batch) -> Vec<f64>) -> Vec<f64> {
    model.batches.iter().flat_map(of).collect()
}

fn estimates(tally: &mut Tally, name: &str, model: &Model, want: &Value) {
    let mut all = |field: &'static str, got: &[f64]| {
        tally.numbers((name, field), got, &want[field], ALLOWED);
    };
    all("grand_mean", &model.grand_mean);
    all("var_pooled", &model.variance);
    all(
        "gamma_hat",
        &batches(model, |batch| batch.gamma_hat.clone()),
    );
    all(
        "gamma_star",
        &batches(model, |batch| batch.gamma_star.clone()),
    );
    all(
        "delta_star",
        &batches(model, |batch| batch.delta_star.clone()),
    );
    if !want["B_hat_covariates"].is_null() {
        all("B_hat_covariates", &model.slopes.concat());
    }
    all(
        "delta_hat",
        &batches(model, |batch| batch.delta_hat.clone()),
    );
}

fn priors(tally: &mut Tally, name: &str, model: &Model, want: &Value) {
    for (at, batch) in model.batches.iter().enumerate() {
        let Some(prior) = batch.prior else { continue };
        let shape_and_rate =
            (!model.mean_only).then(|| [("a_prior", prior.shape()), ("b_prior", prior.rate())]);
        let moments = [
            ("gamma_bar", prior.shift_mean),
            ("t2", prior.shift_variance),
        ];
        for (field, got) in moments
            .into_iter()
            .chain(shape_and_rate.into_iter().flatten())
        {
            tally.numbers((name, field), &[got], &want[field][at], ALLOWED);
        }
        let iterations = want["iterations"][at].as_f64().unwrap();
        tally.numbers(
            (name, "iterations"),
            &[batch.iterations as f64],
            &Value::from(iterations),
            0.0,
        );
    }
}

pub(crate) fn compare(tally: &mut Tally, input: &Input, options: &Options, want: &Value) {
    let name = want["name"].as_str().unwrap();
    let as_sva = Options {
        stopping: Stopping::Sva,
        ..options.clone()
    };
    let model = combat::fit(&input.cohort(), &as_sva).unwrap();
    let left: Vec<f64> = model
        .untouched
        .iter()
        .map(|left| left.feature[1..].parse().unwrap())
        .collect();
    let wanted: Vec<f64> = flat(&want["rows_left_alone_0based"])
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(left, wanted, "{name}");
    estimates(tally, name, &model, want);
    priors(tally, name, &model, want);
    let alike = model.apply(&input.cohort()).unwrap();
    adjusted(tally, (name, "adjusted"), &by_feature(&alike), want);
    settled(tally, input, options, want);
}

/// The same iterated until it stands still.
fn settled(tally: &mut Tally, input: &Input, options: &Options, want: &Value) {
    if want["converged_gamma_star"].is_null() {
        return;
    }
    let name = want["name"].as_str().unwrap();
    let model = combat::fit(&input.cohort(), options).unwrap();
    let shifts = batches(&model, |batch| batch.gamma_star.clone());
    let scales = batches(&model, |batch| batch.delta_star.clone());
    tally.numbers(
        (name, "converged_gamma_star"),
        &shifts,
        &want["converged_gamma_star"],
        ALLOWED,
    );
    tally.numbers(
        (name, "converged_delta_star"),
        &scales,
        &want["converged_delta_star"],
        ALLOWED,
    );
}

/// All rows, or those that the golden kept.
fn adjusted(tally: &mut Tally, at: (&str, &'static str), got: &[Option<f64>], want: &Value) {
    let (want, kept) = (&want["sva_adjusted"], &want["rows_0based"]);
    if kept.is_null() {
        tally.all(at, got, want, ALLOWED);
        return;
    }
    let samples = want[0].as_array().unwrap().len();
    let features = flat(kept).into_iter().flatten();
    let got: Vec<Option<f64>> = features
        .flat_map(|at| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "an index"
            )]
            let first = at as usize * samples;
            got[first..first + samples].to_vec()
        })
        .collect();
    tally.all(at, &got, want, ALLOWED);
}

/// Every case that `sva` answers.
pub(crate) fn small(tally: &mut Tally) {
    let inputs = read("combat_inputs.json.gz");
    let wanted = read("combat_sva.json.gz");
    for want in each(&wanted).filter(|want| want["sva_error"].is_null()) {
        let case = find(&inputs, want["name"].as_str().unwrap());
        compare(tally, &Input::of(case), &options(case), want);
    }
}

#[test]
fn cases_are_those_of_sva() {
    let mut tally = Tally::default();
    small(&mut tally);
    assert!(tally.0["adjusted"].values > 14_000, "{tally:?}");
}

#[test]
fn what_sva_refuses_is_refused() {
    let inputs = read("combat_inputs.json.gz");
    let error = |name: &str| {
        let case = find(&inputs, name);
        combat::fit(&Input::of(case).cohort(), &options(case)).unwrap_err()
    };
    assert_eq!(error("one_batch"), Error::OneBatch("1".to_owned()));
    assert!(
        matches!(error("confounded_covariate"), Error::Confounded { column, feature: None } if column == "c0")
    );
    assert_eq!(error("one_feature"), Error::TooFew { features: 1 });
    assert!(
        matches!(error("all_missing_row_in_batch"), Error::NoValues { feature, features: 1, .. } if feature == "f2")
    );
}
