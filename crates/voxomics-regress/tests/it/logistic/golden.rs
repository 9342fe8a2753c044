//! R's fits, every field of them.

use ndarray::{Array1, Array2, Axis, concatenate};
use voxomics_regress::logistic::{
    self, Error, Fit, Limits, Options, profile_as_r, profile_intervals,
};
use voxomics_stats::{ConfidenceLevel, Interval};

use super::cases::{Case, cases};
use voxomics_testkit::tally::{Tally, flat};

/// Cases whose likelihood has no maximum: R's numbers are where it happened to stop.
const SEPARATED: [&str; 6] = [
    "sex2",
    "complete_separation",
    "complete_separation_2",
    "quasi_separation",
    "quasi_separation_binary",
    "one_class",
];

pub(crate) fn is_separated(name: &str) -> bool {
    SEPARATED.contains(&name)
}

#[test]
fn fits_are_those_of_r() {
    fits(&mut Tally::default());
}

pub(crate) fn fits(tally: &mut Tally) {
    for case in cases() {
        let fit = logistic::fit(case.x.view(), &case.y, &case.options());
        if is_separated(&case.name) {
            assert!(matches!(fit, Err(Error::Separated { .. })), "{}", case.name);
            continue;
        }
        estimates(tally, &case, &fit.unwrap());
    }
}

/// The coefficient, of a separated model, that grows without end. Only its limits did the goldens' search find: it gave up too
/// early on those of the others, as R's own spline shows in the same file, and the model without what is separated.
fn settled(case: &Case, limit: usize) -> bool {
    let growing = match case.name.as_str() {
        "sex2" => 6,
        "quasi_separation_binary" => 1,
        _ => return false,
    };
    limit / 2 == growing
}

#[test]
fn limits_of_a_separated_model_are_those_of_what_is_not_separated() {
    for (name, column) in [("sex2", 5), ("quasi_separation_binary", 0)] {
        let case = (cases().into_iter().find(|case| case.name == name)).unwrap();
        let level = ConfidenceLevel::P95;
        let all = profile_intervals(case.x.view(), &case.y, &case.options(), level).unwrap();
        // Rows with the column at 1 are all cases: they drop out, and the column with them.
        let rows: Vec<usize> = (0..case.y.len())
            .filter(|&row| case.x[(row, column)] == 0.0)
            .collect();
        let others: Vec<usize> = (0..case.x.ncols()).filter(|&j| j != column).collect();
        let x = case.x.select(Axis(0), &rows).select(Axis(1), &others);
        let y: Vec<f64> = rows.iter().map(|&row| case.y[row]).collect();
        let rest = profile_intervals(x.view(), &y, &Options::default(), level).unwrap();
        let mut kept = all.clone();
        kept.remove(column + 1);
        let spline = flat(&case.expected["ci_profile_R_spline_95"]);
        for (place, (got, want)) in kept.iter().zip(&rest).enumerate() {
            let (got, want) = (got.unwrap(), want.unwrap());
            assert!((got.lower - want.lower).abs() < 1e-9, "{name} {place}");
            assert!((got.upper - want.upper).abs() < 1e-9, "{name} {place}");
            let index = place + usize::from(place > column);
            let near = |got: f64, want: Option<f64>| (got - want.unwrap()).abs() < 2e-3;
            // R's lower limit of one coefficient is a spline across points where its search had diverged.
            assert!(near(got.upper, spline[2 * index + 1]), "{name} {place}");
            if !(name == "quasi_separation_binary" && place == 0) {
                assert!(near(got.lower, spline[2 * index]), "{name} {place}");
            }
        }
    }
}

/// R's standard errors are those of the step before the last, here by as much away from those at the coefficients; the second
/// is fitted with R's default tolerance.
const STEP_BEHIND: [(&str, f64); 2] = [
    ("birthwt_no_intercept", 3e-8),
    ("collinear_and_constant", 1e-6),
];

#[test]
fn standard_errors_are_those_at_the_coefficients() {
    for case in cases() {
        let Ok(fit) = logistic::fit(case.x.view(), &case.y, &case.options()) else {
            continue;
        };
        // The information by its definition, times the covariance, is 1.
        let ones = Array2::ones((case.y.len(), usize::from(case.intercept)));
        let design = concatenate![Axis(1), ones, case.x];
        let kept: Vec<usize> = (0..design.ncols())
            .filter(|&j| fit.coefficients[j].is_some())
            .collect();
        let design = design.select(Axis(1), &kept);
        let curvature = Array1::from_iter(
            (fit.probabilities.iter().zip(&case.weights)).map(|(p, weight)| weight * p * (1.0 - p)),
        );
        let weighted = &design * &curvature.insert_axis(Axis(1));
        let information = design.t().dot(&weighted);
        let covariance =
            Array2::from_shape_fn((kept.len(), kept.len()), |(i, j)| fit.covariance[i][j]);
        let product = information.dot(&covariance);
        for ((i, j), value) in product.indexed_iter() {
            let unit = f64::from(u8::from(i == j));
            let scale = (information[(i, i)] * covariance[(j, j)]).sqrt();
            assert!(
                (value - unit).abs() < 1e-11 * scale,
                "{} {i} {j}",
                case.name
            );
        }
    }
}

fn estimates(tally: &mut Tally, case: &Case, fit: &Fit) {
    let (name, want) = (case.name.as_str(), &case.expected);
    tally.all((name, "coef"), &fit.coefficients, &want["coef"], 1e-9);
    for (field, got) in [
        ("deviance", fit.deviance),
        ("null_deviance", fit.null_deviance),
        ("pearson_chi2", fit.pearson),
        ("rank", fit.rank() as f64),
        ("df_residual", fit.residual_df() as f64),
    ] {
        tally.numbers((name, field), &[got], &want[field], 1e-9);
    }
    // R rounds weights and numbers of cases that are no whole numbers: checked below.
    if name != "birthwt_weights" {
        for (field, got) in [
            ("loglik", fit.log_likelihood),
            ("aic", fit.aic()),
            ("bic", fit.bic()),
        ] {
            tally.numbers((name, field), &[got], &want[field], 1e-9);
        }
    }
    match STEP_BEHIND.iter().find(|(behind, _)| *behind == name) {
        // What is not R's last word is not for the page.
        Some(&(_, allowed)) => errors(&mut Tally::default(), case, fit, allowed),
        None => errors(tally, case, fit, 1e-9),
    }
}

/// What rests on the weights of R's last but one step.
fn errors(tally: &mut Tally, case: &Case, fit: &Fit, allowed: f64) {
    let (name, want) = (case.name.as_str(), &case.expected);
    let limits = ends(&fit.wald_intervals(ConfidenceLevel::P95));
    for (field, got) in [
        ("se", &fit.standard_errors()),
        ("z", &fit.z()),
        ("p_wald", &fit.p_values()),
        ("ci_wald_95", &limits),
    ] {
        tally.all((name, field), got, &want[field], allowed);
    }
    for (field, got) in [
        ("fitted", &fit.probabilities),
        ("linear_predictor", &fit.linear_predictors),
        ("hat", &fit.leverages),
    ] {
        tally.numbers((name, field), got, &want[field], allowed);
    }
    let vcov = flat(&want["vcov"]).into_iter().flatten();
    let vcov = serde_json::to_value(vcov.collect::<Vec<f64>>()).unwrap();
    // Variances: twice the relative error of standard errors.
    tally.numbers(
        (name, "vcov"),
        &fit.covariance.concat(),
        &vcov,
        2.0 * allowed,
    );
}

fn ends(intervals: &[Option<Interval>]) -> Vec<Option<f64>> {
    let each = intervals.iter();
    each.flat_map(|interval| [interval.map(|i| i.lower), interval.map(|i| i.upper)])
        .collect()
}

#[test]
fn profiles_are_those_of_r() {
    profiles(&mut Tally::default());
}

pub(crate) fn profiles(tally: &mut Tally) {
    for case in cases() {
        for (level, exact, spline) in [
            (0.95, "ci_profile_exact_95", "ci_profile_R_spline_95"),
            (0.9, "ci_profile_exact_90", "ci_profile_R_spline_90"),
        ] {
            let level = ConfidenceLevel::new(level).unwrap();
            if case.expected.get(exact).is_some() {
                exact_profile(tally, &case, exact, level);
            }
            if !is_separated(&case.name) {
                let limits = profile_as_r(case.x.view(), &case.y, &case.options(), level).unwrap();
                let got: Vec<Option<f64>> = (limits.iter())
                    .flat_map(|limits: &Option<Limits>| match limits {
                        Some(limits) => [limits.lower, limits.upper],
                        None => [None, None],
                    })
                    .collect();
                let want = &case.expected[spline];
                tally.all((&case.name, "ci_profile_R_spline"), &got, want, 1e-6);
            }
        }
    }
}

/// Limits that the goldens could establish; they have none (`"nan"`) for some of a separated model.
fn exact_profile(tally: &mut Tally, case: &Case, field: &str, level: ConfidenceLevel) {
    let intervals = profile_intervals(case.x.view(), &case.y, &case.options(), level).unwrap();
    let want = flat(&case.expected[field]);
    let got = ends(&intervals);
    assert_eq!(got.len(), want.len());
    let is_separated = is_separated(&case.name);
    for (index, (got, want)) in got.into_iter().zip(want).enumerate() {
        let Some(want) = want else {
            assert!(got.is_none() || is_separated);
            continue;
        };
        if want.is_infinite() {
            assert_eq!(got, Some(want), "{}", case.name);
            continue;
        }
        if is_separated && !settled(case, index) {
            continue;
        }
        let want = serde_json::json!([want]);
        tally.all((&case.name, "ci_profile_exact"), &[got], &want, 1e-8);
    }
}

/// R has rounded weights and numbers of cases in its likelihood: half a case is none, half a trial neither.
#[test]
fn likelihood_of_weights_that_are_no_counts_is_that_of_all_of_them() {
    let case = (cases()
        .into_iter()
        .find(|case| case.name == "birthwt_weights"))
    .unwrap();
    let fit = logistic::fit(case.x.view(), &case.y, &case.options()).unwrap();
    let log_likelihood = |weight: fn(f64) -> f64| -> f64 {
        (fit.probabilities.iter().zip(&case.y).zip(&case.weights))
            .map(|((p, &y), &w)| weight(w) * if y > 0.5 { p.ln() } else { (1.0 - p).ln() })
            .sum()
    };
    let want = case.expected["loglik"].as_f64().unwrap();
    assert!((log_likelihood(f64::round_ties_even) - want).abs() < 1e-9);
    assert!((log_likelihood(|w| w) - fit.log_likelihood).abs() < 1e-9);
    assert!((fit.deviance + 2.0 * fit.log_likelihood).abs() < 1e-9);
}
