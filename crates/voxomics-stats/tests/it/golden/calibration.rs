//! Calibration: Hosmer-Lemeshow, scores, recalibration, smooth errors, `val.prob`, and what scikit-learn computes.

use serde_json::{Map, Value, json};
use voxomics_core::math;
use voxomics_stats::calibration::{self, Bins, Smoother};
use voxomics_stats::hosmer_lemeshow::{self, EmptyGroups};
use voxomics_stats::{ConfidenceLevel, loess, lowess};
use voxomics_testkit::goldens::{Case, Near, Summary};

use super::suite;

struct Data {
    labels: Vec<bool>,
    risks: Vec<f64>,
}

impl Data {
    fn new(case: &Case) -> Self {
        Self {
            labels: case.labels("/y"),
            risks: case.numbers("/p"),
        }
    }

    fn y(&self) -> Vec<f64> {
        self.labels.iter().map(|&label| f64::from(label)).collect()
    }

    fn hosmer_lemeshow(
        &self,
        groups: usize,
    ) -> Result<hosmer_lemeshow::Test, hosmer_lemeshow::Error> {
        let options = hosmer_lemeshow::Options {
            groups,
            empty: EmptyGroups::Undefined,
        };
        hosmer_lemeshow::test(&self.labels, &self.risks, &options)
    }

    fn hosmer_lemeshow_of(&self, key: &str) -> Value {
        if let Some(groups) = key.strip_prefix("generalhoslem_") {
            let Ok(test) = self.hosmer_lemeshow(groups.parse().unwrap()) else {
                return "error".into();
            };
            return json!({"statistic": test.statistic, "df": test.groups.len() - 2});
        }
        let Ok(test) = self.hosmer_lemeshow(key.parse().unwrap()) else {
            return "error".into();
        };
        let each =
            |of: fn(&hosmer_lemeshow::Group) -> f64| test.groups.iter().map(of).collect::<Vec<_>>();
        let mut breaks = each(|group| group.to);
        breaks.insert(0, test.groups[0].from);
        json!({
            "breaks_unique": breaks,
            "groups_used": test.groups.len(),
            "statistic": test.statistic,
            "df_internal": test.development_df(),
            "p_internal_upper_tail": test.development.map(|test| test.p_value),
            "df_external": test.external_df(),
            "p_external": test.external.map(|test| test.p_value),
            "observed0": each(|group| group.controls as f64),
            "observed1": each(|group| group.cases as f64),
            "expected0": each(|group| group.expected_controls),
            "expected1": each(|group| group.expected_cases),
        })
    }

    fn errors(&self, smoother: &Smoother) -> Value {
        match calibration::smooth_errors(&self.labels, &self.risks, smoother) {
            Ok(errors) => {
                json!({"ICI": errors.ici, "E50": errors.e50, "E90": errors.e90, "Emax": errors.emax})
            }
            Err(_) => "error".into(),
        }
    }

    fn lowess(&self, want: &Value) -> Value {
        let options = lowess::Options {
            span: want["f"].as_f64().unwrap(),
            iterations: usize::try_from(want["iter"].as_u64().unwrap()).unwrap(),
            delta: want["delta"].as_f64(),
        };
        let curve = lowess::fit(&self.risks, &self.y(), &options).unwrap();
        json!({"f": options.span, "iter": options.iterations, "delta": options.delta, "x": curve.x, "y": curve.y})
    }

    fn loess(&self, degree: loess::Degree) -> Value {
        let options = loess::Options {
            degree,
            ..loess::Options::default()
        };
        json!({
            "fitted_input_order": loess::fit(&self.risks, &self.y(), &self.risks, &options).ok(),
            "metrics": self.errors(&Smoother::Loess(options)),
        })
    }

    fn slope(&self) -> Value {
        let Ok(slope) = calibration::slope(&self.labels, &self.risks, ConfidenceLevel::P95) else {
            return "undefined (separation or constant p)".into();
        };
        json!({
            "intercept": estimate(&slope.intercept),
            "slope": estimate(&slope.slope),
            "deviance": slope.deviance,
            "null_deviance": slope.null_deviance,
            "used": slope.used,
            "lr_chisq_2df_intercept0_slope1": slope.chi_squared,
        })
    }

    fn val_prob(&self) -> Value {
        let all = match calibration::val_prob(&self.labels, &self.risks) {
            Ok(all) => all,
            Err(error) => return format!("error: {error}").into(),
        };
        let fit = all.recalibration;
        json!({
            "Dxy": all.dxy, "C (ROC)": all.c, "R2": all.r2, "D": all.d, "D:Chi-sq": all.d_chi_squared,
            "U": fit.map(|fit| fit.u), "U:Chi-sq": fit.map(|fit| fit.u_chi_squared), "U:p": fit.map(|fit| fit.u_p),
            "Q": fit.map(|fit| fit.q), "Brier": all.brier,
            "Intercept": fit.map(|fit| fit.intercept), "Slope": fit.map(|fit| fit.slope),
            "Emax": all.errors.emax, "E90": all.errors.e90, "Eavg": all.errors.ici,
            "S:z": all.spiegelhalter.map(|test| test.z), "S:p": all.spiegelhalter.map(|test| test.p_value),
        })
    }
}

fn estimate(of: &calibration::Estimate) -> Value {
    json!({
        "estimate": of.estimate,
        "se": of.standard_error,
        "wald_ci95": [of.interval.lower, of.interval.upper],
    })
}

fn keyed(want: &Value, of: impl Fn(&str, &Value) -> Value) -> Value {
    let fields = want.as_object().unwrap().iter();
    Value::Object(
        fields
            .map(|(key, want)| (key.clone(), of(key, want)))
            .collect::<Map<_, _>>(),
    )
}

fn answer(case: &Case) -> Value {
    let data = Data::new(case);
    let (labels, risks) = (&data.labels, &data.risks);
    let brier = calibration::brier(labels, risks).unwrap();
    let z = calibration::spiegelhalter(labels, risks).unwrap();
    let both = calibration::observed_expected(labels, risks, ConfidenceLevel::P95).unwrap();
    let interval =
        |interval: Option<voxomics_stats::Interval>| interval.map(|i| [i.lower, i.upper]);
    let in_the_large = calibration::in_the_large(labels, risks, ConfidenceLevel::P95);
    let lowess = Smoother::Lowess(lowess::Options {
        iterations: 0,
        ..lowess::Options::default()
    });
    json!({
        "hosmer_lemeshow": keyed(&case.expected["hosmer_lemeshow"], |key, _| data.hosmer_lemeshow_of(key)),
        "brier": brier.score,
        "brier_max_ybar": brier.reference,
        "brier_scaled": brier.scaled,
        "log_loss": calibration::log_loss(labels, risks).unwrap(),
        "spiegelhalter": {"z": z.as_ref().map(|z| z.z), "p": z.as_ref().map(|z| z.p_value)},
        "observed": both.observed,
        "expected": both.expected,
        "e_over_o": both.e_over_o,
        "o_over_e": both.o_over_e,
        "o_over_e_ci95_poisson_log": interval(both.poisson),
        "o_over_e_ci95_binomial_log": interval(both.binomial),
        "calibration_slope_model": data.slope(),
        "calibration_in_the_large": in_the_large.map_or("error".into(), |of| estimate(&of)),
        "val_prob": data.val_prob(),
        "lowess_binary": keyed(&case.expected["lowess_binary"], |_, want| data.lowess(want)),
        "ici_lowess_iter0": data.errors(&lowess),
        "loess_span0.75_degree1_direct": data.loess(loess::Degree::Linear),
        "loess_span0.75_degree2_direct": data.loess(loess::Degree::Quadratic),
    })
}

pub(crate) fn check() -> Summary {
    let rules = [
        ("/hosmer_lemeshow/*/observed*/*", Near::Exact),
        ("/hosmer_lemeshow/**", Near::Mixed(1e-12)),
        // Slopes relatively; intercepts and deviances of fitted risks are rounding noise around 0.
        (
            "/calibration_slope_model/slope/estimate",
            Near::Relative(1e-8),
        ),
        // glm takes them from the weights of the step before its last, see `standard_errors_are_those_of_the_maximum`.
        ("/calibration_slope_model/*/se", Near::Mixed(1e-7)),
        ("/calibration_slope_model/*/wald_ci95/*", Near::Mixed(1e-7)),
        ("/calibration_slope_model/**", Near::Mixed(1e-8)),
        ("/calibration_in_the_large/**", Near::Mixed(1e-8)),
        ("/val_prob/Intercept", Near::Mixed(1e-6)),
        ("/val_prob/Slope", Near::Mixed(1e-6)),
        ("/val_prob/U*", Near::Mixed(1e-6)),
        ("/val_prob/Q", Near::Mixed(1e-6)),
        ("/val_prob/D*", Near::Mixed(1e-6)),
        ("/val_prob/*", Near::Mixed(1e-10)),
        ("/lowess_binary/**", Near::Mixed(1e-10)),
        ("/ici_lowess_iter0/**", Near::Mixed(1e-10)),
        ("/loess_*/**", Near::Mixed(1e-8)),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("calibration.json").check(&rules, answer)
}

pub(crate) fn check_sklearn() -> Summary {
    let data = suite("calibration.json");
    suite("calibration_sklearn.json").check(&[("/**", Near::Mixed(1e-12))], |case| {
        let data = data.case(&case.id);
        let Data { labels, risks } = Data::new(data);
        let curve = |bins| {
            let curve = calibration::curve(&labels, &risks, bins).unwrap();
            json!({
                "fraction_of_positives": curve.iter().map(|bin| bin.fraction_of_positives).collect::<Vec<_>>(),
                "mean_predicted": curve.iter().map(|bin| bin.mean_predicted).collect::<Vec<_>>(),
            })
        };
        json!({
            "calibration_curve_uniform_5": curve(Bins::Uniform(5)),
            "calibration_curve_uniform_10": curve(Bins::Uniform(10)),
            "calibration_curve_quantile_5": curve(Bins::Quantile(5)),
            "calibration_curve_quantile_10": curve(Bins::Quantile(10)),
            "brier": calibration::brier(&labels, &risks).unwrap().score,
            "log_loss_clipped_eps": calibration::log_loss(&labels, &risks).unwrap(),
            "ece_equal_width_10_left_closed": calibration::expected_calibration_error(&labels, &risks, 10).unwrap(),
        })
    })
}

#[test]
fn calibration_equals_r() {
    check();
}

#[test]
fn calibration_equals_scikit_learn() {
    check_sklearn();
}

/// The standard errors that the stored coefficients have by definition: glm's own are up to 2e-8 away from them.
#[test]
fn standard_errors_are_those_of_the_maximum() {
    for case in suite("calibration.json").cases() {
        let Data { labels, risks } = Data::new(case);
        let want = &case.expected["calibration_slope_model"];
        let (Some(a), Some(b)) = (
            want["intercept"]["estimate"].as_f64(),
            want["slope"]["estimate"].as_f64(),
        ) else {
            continue;
        };
        let Ok(slope) = calibration::slope(&labels, &risks, ConfidenceLevel::P95) else {
            continue;
        };
        let (mut i00, mut i01, mut i11) = (0.0, 0.0, 0.0);
        for &risk in risks.iter().filter(|&&risk| risk > 0.0 && risk < 1.0) {
            let x = math::ln(risk / (1.0 - risk));
            let p = 1.0 / (1.0 + math::exp(-(a + b * x)));
            let weight = p * (1.0 - p);
            i00 += weight;
            i01 += weight * x;
            i11 += weight * x * x;
        }
        let by_definition = (i00 / (i00 * i11 - i01 * i01)).sqrt();
        let got = slope.slope.standard_error;
        assert!(
            (got - by_definition).abs() < 1e-10 * got,
            "{}: {got} {by_definition}",
            case.id
        );
    }
}

/// At the maximum of the likelihood, the recalibrated risks add up to the cases; glm ran away to 2.8e14.
#[test]
fn the_extremes_have_a_maximum() {
    let golden = suite("calibration.json");
    let case = golden.case("extremes");
    let Data { labels, risks } = Data::new(case);
    let shift = calibration::in_the_large(&labels, &risks, ConfidenceLevel::P95)
        .unwrap()
        .estimate;
    let (mut cases, mut expected) = (0.0, 0.0);
    for (&label, &risk) in labels
        .iter()
        .zip(&risks)
        .filter(|&(_, &risk)| risk > 0.0 && risk < 1.0)
    {
        cases += f64::from(label);
        expected += 1.0 / (1.0 + math::exp(-shift) * (1.0 - risk) / risk);
    }
    assert!(
        (cases - expected).abs() < 1e-12,
        "{cases} cases, {expected} expected"
    );
}
