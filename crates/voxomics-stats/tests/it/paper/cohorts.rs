//! From training to external validation, and what many tests leave (P21 to P23).

use serde_json::json;
use voxomics_core::math;
use voxomics_stats::adjust::{Method, adjust};
use voxomics_stats::dist::normal;
use voxomics_stats::hypothesis::fisher::{Options, two_by_two};
use voxomics_stats::likelihood::logistic::{self, fit, logit};
use voxomics_stats::proportion::Proportion;

use super::odds::Odds;
use super::{by_outcome, check, close, close_pair, p_values, table};

/// P21: metastases are fewer in the second cohort, as far as tests tell.
#[test]
fn prevalence_shifts() {
    let want = check("P21");
    for (test, p) in p_values([[73, 43], [48, 15]]) {
        close(p, &want["p"][test], test);
    }
    let share = |(cases, n)| Proportion::new(cases, n).unwrap().estimate();
    let shares = [(48, 121), (15, 58)].map(share);
    close_pair(shares, &want["prevalence"], "prevalence");
    let shift = logit(shares[1]) - logit(shares[0]);
    close(shift, &want["intercept_shift_logit"], "shift");
}

/// P21: size means less there; the interaction of size and cohort in one model of all patients.
#[test]
fn size_does_not_transport() {
    let want = check("P21");
    let cohorts = ["training", "external"].map(|cohort| by_outcome("Tumor size", cohort));
    Odds::of(cohorts[1]).assert_close(&want["or_external"]);

    let counts = cohorts.as_flattened().as_flattened();
    let weights: Vec<f64> = counts.iter().map(|&count| count as f64).collect();
    let labels = [false, true, false, true, false, true, false, true];
    let size = [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0];
    let training = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    let both = [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    let options = logistic::Options {
        weights: Some(&weights),
        ..logistic::Options::default()
    };
    let model = fit(&[&size, &training, &both], &labels, &options).unwrap();
    let interaction = model.coefficients[3];
    let z = interaction / model.standard_errors()[3];
    close(
        math::exp(interaction),
        &want["ratio_of_or"],
        "ratio of odds ratios",
    );
    close(z, &want["z_interaction"], "z");
    close(normal::two_sided(z), &want["p_interaction"], "p");
}

/// P22: patients with metastasis among those above and below the cut-off of the external DLRN.
#[test]
fn risk_groups_differ() {
    let want = check("P22");
    let want = &want["external"]["operating_point_DLRN_row"];
    let groups = [(12, 20), (3, 38)];
    assert_eq!(json!(groups), json!([want["high_risk"], want["low_risk"]]));
    let counts = groups.map(|(cases, n)| [cases, n - cases]);
    let test = two_by_two(counts, &Options::default()).unwrap();
    close(test.p_value, &want["fisher_p"], "p");
}

/// P23: after Holm, RS against the clinical model is no difference.
#[test]
fn six_comparisons() {
    let rows = table("table3_delong.csv");
    let external = rows.iter().filter(|row| row["cohort"] == "external");
    let (names, printed): (Vec<&str>, Vec<f64>) = external
        .map(|row| (row["comparison"].as_str(), row["p"].parse::<f64>().unwrap()))
        .unzip();
    let adjusted = adjust(&printed, Method::Holm).unwrap();
    let want = check("P23");
    let want = want["holm_external"].as_array().unwrap();
    assert_eq!((names.len(), want.len()), (6, 6));
    for want in want {
        let at = names.iter().position(|name| want[0] == *name).unwrap();
        close(printed[at], &want[1], "p");
        close(adjusted[at], &want[2], "adjusted p");
    }
    assert_eq!(adjusted.iter().filter(|&&p| p < 0.05).count(), 2);
}
