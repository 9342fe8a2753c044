//! logistf's fits, every field of them.

use serde_json::json;
use voxomics_regress::firth;
use voxomics_stats::ConfidenceLevel;
use voxomics_stats::dist::chi_squared;

use super::cases::{Case, cases};
use voxomics_testkit::tally::{Tally, flat};

#[test]
fn fits_are_those_of_logistf() {
    fits(&mut Tally::default());
}

pub(crate) fn fits(tally: &mut Tally) {
    for case in cases() {
        if case.expected["firth"].is_object() {
            one(tally, &case);
        }
    }
}

fn one(tally: &mut Tally, case: &Case) {
    let (name, want) = (case.name.as_str(), &case.expected["firth"]);
    let fit = firth::fit(case.x.view(), &case.y, &case.options()).unwrap();
    let errors: Vec<f64> = (0..fit.covariance.len())
        .map(|i| fit.covariance[i][i].sqrt())
        .collect();
    tally.all((name, "firth coef"), &fit.coefficients, &want["coef"], 1e-8);
    tally.numbers((name, "firth se"), &errors, &want["se"], 1e-8);
    let vcov: Vec<f64> = fit.covariance.concat();
    tally.numbers((name, "firth vcov"), &vcov, &want["vcov"], 1e-8);
    let mut null = fit.null_log_likelihood;
    if !case.intercept {
        // Without an intercept logistf leaves the first column in its null model, here all but the second.
        let second = chi_squared::upper_quantile(fit.p_values[1].unwrap(), 1.0);
        assert!(case.x.ncols() == 2 && null < fit.log_likelihood - second / 2.0);
        null = fit.log_likelihood - second / 2.0;
    }
    for (field, got) in [
        ("loglik_penalised_full", fit.log_likelihood),
        ("loglik_penalised_null", null),
    ] {
        tally.numbers((name, field), &[got], &want[field], 1e-8);
    }
    tally.numbers(
        (name, "firth fitted"),
        &fit.probabilities,
        &want["fitted"],
        1e-8,
    );
    tally.numbers((name, "firth hat"), &fit.leverages, &want["hat"], 1e-8);
    // With the intercept alone logistf has no interval and no test.
    if name != "birthwt_intercept_only" {
        // Near 1 it falls with the root of the ratio, and so of its rounding.
        let p = &want["p_penalised_lr"];
        tally.all((name, "p_penalised_lr"), &fit.p_values, p, 1e-6);
        let level = ConfidenceLevel::P95;
        let got = firth::profile_intervals(case.x.view(), &case.y, &case.options(), level).unwrap();
        let ends: Vec<f64> = (got.iter().flatten())
            .flat_map(|interval| [interval.lower, interval.upper])
            .collect();
        tally.numbers(
            (name, "firth ci_profile"),
            &ends,
            &want["ci_profile_95"],
            1e-6,
        );
    }
    if want.get("flic").is_some() {
        let flic = firth::flic(case.x.view(), &case.y, &case.options()).unwrap();
        tally.all((name, "flic coef"), &flic, &want["flic"]["coef"], 1e-8);
    }
}

/// The modified score by its definition is 0, and leverages sum to the rank.
#[test]
fn the_modified_score_is_zero() {
    for case in cases() {
        let fit = firth::fit(case.x.view(), &case.y, &case.options()).unwrap();
        for column in case.x.columns() {
            let score: f64 = (0..case.y.len())
                .map(|i| {
                    let (p, w) = (fit.probabilities[i], case.weights[i]);
                    column[i] * (w * (case.y[i] - p) + fit.leverages[i] * (0.5 - p))
                })
                .sum();
            let size: f64 = column.iter().map(|x| x.abs()).sum();
            assert!(
                score.abs() < 1e-12 * size.max(1.0),
                "{}: {score}",
                case.name
            );
        }
        let sum: f64 = fit.leverages.iter().sum();
        assert!((sum - fit.covariance.len() as f64).abs() < 1e-10);
    }
}

#[test]
fn flic_makes_the_mean_probability_the_share_of_cases() {
    let case = (cases().into_iter().find(|case| case.name == "sex2")).unwrap();
    let b = firth::flic(case.x.view(), &case.y, &case.options()).unwrap();
    let mean = |b: &[Option<f64>]| -> f64 {
        let each = case.x.rows().into_iter().map(|row| {
            let eta: f64 = row.iter().zip(&b[1..]).map(|(x, b)| x * b.unwrap()).sum();
            1.0 / (1.0 + (-eta - b[0].unwrap()).exp())
        });
        each.sum::<f64>() / case.y.len() as f64
    };
    let share = case.y.iter().sum::<f64>() / case.y.len() as f64;
    assert!((mean(&b) - share).abs() < 1e-14);
    let want = flat(&json!([share]))[0].unwrap();
    let plain = firth::fit(case.x.view(), &case.y, &case.options()).unwrap();
    assert!(
        (mean(&plain.coefficients) - want).abs() > 1e-4,
        "there was nothing to mend"
    );
}
