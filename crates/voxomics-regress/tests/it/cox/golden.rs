//! Every case of survival.

use std::collections::BTreeMap;

use ndarray::Array2;
use serde_json::Value;
use voxomics_regress::cox::{Baseline, Cohort, Error, Fit, Ties, Transform};
use voxomics_stats::ChiSquaredTest;

use super::cases::{Case, cases};

/// What R's iterations make of a likelihood without maximum, and where it fails.
const REFUSED: [&str; 2] = ["monotone_likelihood", "no_events"];

/// Comparisons of one kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub(crate) values: usize,
    /// `|a - b| / max(1, |b|)`.
    pub(crate) worst: f64,
    pub(crate) place: String,
}

/// Kinds of results with what each may differ by.
pub(crate) const ALLOWED: [(&str, f64); 6] = [
    (
        "coefficients, errors, covariances, tests, likelihoods",
        1e-8,
    ),
    ("residuals, linear predictors", 1e-8),
    ("concordance", 1e-8),
    ("baseline hazards", 1e-9),
    ("survival of new rows", 1e-9),
    ("proportional hazards", 1e-6),
];

/// All comparisons.
#[derive(Debug, Default)]
pub(crate) struct All {
    pub(crate) cases: usize,
    pub(crate) kinds: BTreeMap<&'static str, Found>,
}

/// Comparisons of one fit.
struct Fields<'a> {
    all: &'a mut All,
    fit: &'a Value,
    name: String,
}

impl Fields<'_> {
    fn near(&mut self, kind: usize, field: &str, got: &[f64]) {
        let want = values(
            self.fit
                .pointer(field)
                .unwrap_or_else(|| panic!("{}{field}", self.name)),
        );
        assert_eq!(got.len(), want.len(), "{}{field}", self.name);
        let found = self.all.kinds.entry(ALLOWED[kind].0).or_default();
        for (at, (got, want)) in got.iter().zip(&want).enumerate() {
            let error = match (got.is_nan(), want.is_nan()) {
                (true, true) => 0.0,
                _ => (got - want).abs() / want.abs().max(1.0),
            };
            assert!(
                error <= ALLOWED[kind].1,
                "{}{field}/{at}: {got} for {want}",
                self.name
            );
            found.values += 1;
            if error > found.worst {
                (found.worst, found.place) = (error, format!("{}{field}/{at}", self.name));
            }
        }
    }

    fn has(&self, field: &str) -> bool {
        self.fit
            .pointer(field)
            .is_some_and(|value| !value.is_null())
    }
}

/// Numbers of nested arrays, NA as NaN.
fn values(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(self::values).collect(),
        Value::String(text) => vec![text.parse().unwrap_or(f64::NAN)],
        number => vec![number.as_f64().unwrap()],
    }
}

fn test(test: &ChiSquaredTest) -> [f64; 3] {
    [test.statistic, test.df as f64, test.p_value]
}

fn estimates(fields: &mut Fields<'_>, fit: &Fit) {
    let each = |value: fn(&voxomics_regress::cox::Estimate) -> f64| -> Vec<f64> {
        let number = |estimate: &Option<_>| estimate.as_ref().map_or(f64::NAN, value);
        fit.estimates.iter().map(number).collect()
    };
    fields.near(0, "/coef", &each(|estimate| estimate.coefficient));
    let errors = fit
        .covariance
        .iter()
        .enumerate()
        .map(|(at, row)| row[at].sqrt());
    fields.near(0, "/se", &errors.collect::<Vec<_>>());
    fields.near(0, "/vcov", &fit.covariance.concat());
    fields.near(0, "/hr", &each(|estimate| estimate.hazard_ratio));
    if fit.estimates.iter().all(Option::is_some) {
        fields.near(0, "/z", &each(|estimate| estimate.z));
        fields.near(0, "/p_wald", &each(|estimate| estimate.p_value));
    }
    let lower = each(|estimate| estimate.interval.lower.ln());
    let upper = each(|estimate| estimate.interval.upper.ln());
    let limits = lower.iter().zip(&upper).flat_map(|(l, u)| [*l, *u]);
    fields.near(0, "/ci_wald_95", &limits.collect::<Vec<_>>());
    fields.near(0, "/loglik_null", &[fit.null_log_likelihood]);
    fields.near(0, "/loglik", &[fit.log_likelihood]);
    fields.near(0, "/lr_test", &test(&fit.likelihood_ratio));
    fields.near(0, "/wald_test", &test(&fit.wald));
    fields.near(0, "/score_test", &test(&fit.score));
    fields.near(0, "/means", &fit.means);
    fields.near(0, "/n", &[fit.rows as f64]);
    fields.near(0, "/nevent", &[fit.events as f64]);
}

fn head(matrix: &Array2<f64>) -> Vec<f64> {
    let rows = matrix.rows().into_iter().take(10);
    rows.flat_map(|row| row.to_vec()).collect()
}

fn residuals(fields: &mut Fields<'_>, cohort: &Cohort, fit: &Fit) {
    fields.near(1, "/martingale", &cohort.martingale_residuals(fit).unwrap());
    fields.near(
        1,
        "/deviance_residuals",
        &cohort.deviance_residuals(fit).unwrap(),
    );
    fields.near(
        1,
        "/score_residuals_first10",
        &head(&cohort.score_residuals(fit).unwrap()),
    );
    fields.near(1, "/dfbeta_first10", &head(&cohort.dfbeta(fit).unwrap()));
    if fields.has("/schoenfeld_first10") {
        let schoenfeld = cohort.schoenfeld(fit).unwrap();
        let first = schoenfeld.residuals.len().min(10);
        fields.near(
            1,
            "/schoenfeld_first10",
            &schoenfeld.residuals[..first].concat(),
        );
    }
}

fn hazards(fields: &mut Fields<'_>, baseline: &Baseline, fit: &Fit) {
    let all = || baseline.strata.iter();
    let times: Vec<f64> = all().flat_map(|hazard| hazard.times.clone()).collect();
    fields.near(3, "/basehaz_at_zero/time", &times);
    let at_means: Vec<f64> = all().flat_map(|hazard| hazard.hazards.clone()).collect();
    fields.near(3, "/basehaz_at_means", &at_means);
    let zero = vec![0.0; fit.means.len()];
    let curve = |stratum: u32| baseline.curve(fit, &zero, stratum).unwrap().steps;
    let at_zero = all().flat_map(|hazard| curve(hazard.stratum));
    let at_zero: Vec<f64> = at_zero.map(|step| step.hazard).collect();
    fields.near(3, "/basehaz_at_zero/hazard", &at_zero);
}

fn curves(fields: &mut Fields<'_>, case: &Case, (baseline, fit): (&Baseline, &Fit)) {
    if !fields.has("/survfit_first2rows") {
        return;
    }
    let curves = [0, 1].map(|row| {
        baseline
            .curve(fit, &case.x.row(row).to_vec(), 0)
            .unwrap()
            .steps
    });
    let steps = || curves[0].iter().zip(&curves[1]);
    let times: Vec<f64> = steps().map(|(step, _)| step.time).collect();
    fields.near(4, "/survfit_first2rows/time", &times);
    let survival = steps().flat_map(|(a, b)| [a.survival, b.survival]);
    fields.near(4, "/survfit_first2rows/surv", &survival.collect::<Vec<_>>());
    let errors = steps().flat_map(|(a, b)| [a.standard_error, b.standard_error]);
    fields.near(
        4,
        "/survfit_first2rows/std_err_cumhaz",
        &errors.collect::<Vec<_>>(),
    );
}

fn trends(fields: &mut Fields<'_>, cohort: &Cohort, fit: &Fit) {
    for (name, transform) in [
        ("km", Transform::KaplanMeier),
        ("rank", Transform::Rank),
        ("identity", Transform::Identity),
        ("log", Transform::Log),
    ] {
        if !fields.has(&format!("/zph/{name}")) {
            continue;
        }
        let trends = cohort.proportional_hazards(fit, transform).unwrap();
        let mut tests: Vec<ChiSquaredTest> = trends.columns.into_iter().flatten().collect();
        tests.push(trends.global);
        let each = |value: fn(&ChiSquaredTest) -> f64| tests.iter().map(value).collect::<Vec<_>>();
        fields.near(
            5,
            &format!("/zph/{name}/chisq"),
            &each(|test| test.statistic),
        );
        fields.near(5, &format!("/zph/{name}/df"), &each(|test| test.df as f64));
        fields.near(5, &format!("/zph/{name}/p"), &each(|test| test.p_value));
    }
}

fn compare(all: &mut All, case: &Case, (ties, stored): &(Ties, Value)) {
    let cohort = case.cohort(*ties).unwrap();
    let fit = cohort.fit().unwrap();
    let mut fields = Fields {
        all,
        fit: stored,
        name: format!("{}/{ties:?}", case.name),
    };
    estimates(&mut fields, &fit);
    let linear = cohort.linear_predictors(&fit).unwrap();
    fields.near(1, "/linear_predictor_centered", &linear);
    let concordance = cohort.concordance(&fit).unwrap();
    if fields.has("/concordance") {
        fields.near(2, "/concordance", &[concordance.index.unwrap()]);
        let error = concordance.standard_error.unwrap();
        fields.near(2, "/concordance_var", &[error * error]);
    }
    if fields.has("/martingale") {
        residuals(&mut fields, &cohort, &fit);
        let baseline = cohort.baseline(&fit).unwrap();
        hazards(&mut fields, &baseline, &fit);
        curves(&mut fields, case, (&baseline, &fit));
        trends(&mut fields, &cohort, &fit);
    }
}

/// Every field of every fit that has a value.
pub(crate) fn check() -> All {
    let mut all = All::default();
    for case in cases() {
        if REFUSED.contains(&case.name.as_str()) {
            continue;
        }
        for fit in &case.fits {
            if fit.1.get("error").is_none() {
                compare(&mut all, &case, fit);
            }
        }
        all.cases += 1;
    }
    all
}

#[test]
fn every_fit_is_survivals() {
    let all = check();
    assert_eq!((all.cases, all.kinds.len()), (10, ALLOWED.len()));
}

#[test]
fn what_survival_cannot_fit_is_named() {
    for case in cases() {
        for (ties, _) in &case.fits {
            let outcome = case.cohort(*ties).and_then(|cohort| cohort.fit());
            match case.name.as_str() {
                "monotone_likelihood" => assert_eq!(
                    outcome.unwrap_err(),
                    Error::Monotone {
                        columns: vec![0],
                        direction: vec![1.0]
                    }
                ),
                "no_events" => assert_eq!(outcome.unwrap_err(), Error::NoEvents { rows: 137 }),
                // R iterates on nothing and then fails to print.
                "one_row" => {
                    let fit = outcome.unwrap();
                    assert_eq!(fit.coefficients, [None]);
                    assert_eq!((fit.log_likelihood, fit.wald.p_value), (0.0, 1.0));
                }
                _ => assert!(outcome.is_ok(), "{}", case.name),
            }
        }
    }
}
