//! ICC, Bland-Altman, Lin's concordance, kappa.

use serde_json::{Map, Value, json};
use voxomics_stats::icc::{self, Convention, Model, Unit};
use voxomics_stats::kappa::{self, Kappa, Variance, Weights};
use voxomics_stats::{ConfidenceLevel, Interval, bland_altman, lin};
use voxomics_testkit::goldens::{Case, Near, Summary, numbers};

use super::suite;

fn raters(case: &Case) -> Vec<Vec<f64>> {
    let rows = case.input["ratings_rows_subjects"].as_array().unwrap();
    let rows: Vec<Vec<f64>> = rows.iter().map(numbers).collect();
    (0..rows[0].len())
        .map(|j| rows.iter().map(|row| row[j]).collect())
        .collect()
}

fn slices(raters: &[Vec<f64>]) -> Vec<&[f64]> {
    raters.iter().map(Vec::as_slice).collect()
}

fn icc_of(raters: &[Vec<f64>], options: &icc::Options) -> Value {
    match icc::icc(&slices(raters), options) {
        Ok(icc) => json!({
            "icc": icc.icc, "F": icc.f, "df1": icc.df1, "df2": icc.df2, "p": icc.p_value,
            "lower95": icc.interval.lower, "upper95": icc.interval.upper,
        }),
        Err(_) => Value::Null,
    }
}

const FORMS: [(&str, &str, &str, Model, Unit); 6] = [
    (
        "ICC1",
        "ICC(1,1)",
        "oneway_consistency_single",
        Model::OneWay,
        Unit::Single,
    ),
    (
        "ICC2",
        "ICC(A,1)",
        "twoway_agreement_single",
        Model::Agreement,
        Unit::Single,
    ),
    (
        "ICC3",
        "ICC(C,1)",
        "twoway_consistency_single",
        Model::Consistency,
        Unit::Single,
    ),
    (
        "ICC1k",
        "ICC(1,k)",
        "oneway_consistency_average",
        Model::OneWay,
        Unit::Average,
    ),
    (
        "ICC2k",
        "ICC(A,k)",
        "twoway_agreement_average",
        Model::Agreement,
        Unit::Average,
    ),
    (
        "ICC3k",
        "ICC(C,k)",
        "twoway_consistency_average",
        Model::Consistency,
        Unit::Average,
    ),
];

fn forms(of: impl Fn(&(&str, &str, &str, Model, Unit)) -> (String, Value)) -> Value {
    Value::Object(FORMS.iter().map(of).collect::<Map<_, _>>())
}

fn psych(raters: &[Vec<f64>]) -> Value {
    forms(|&(name, .., model, unit)| {
        let options = icc::Options {
            model,
            unit,
            convention: Convention::Psych,
            ..icc::Options::default()
        };
        (name.to_owned(), icc_of(raters, &options))
    })
}

fn irr(raters: &[Vec<f64>]) -> Value {
    forms(|&(_, _, name, model, unit)| {
        let options = icc::Options {
            model,
            unit,
            ..icc::Options::default()
        };
        let mut found = icc_of(raters, &options);
        let at_90 = icc::Options {
            level: ConfidenceLevel::new(0.9).unwrap(),
            ..options
        };
        let half = icc::Options {
            hypothesis: 0.5,
            ..options
        };
        if let (Ok(at_90), Ok(half)) = (
            icc::icc(&slices(raters), &at_90),
            icc::icc(&slices(raters), &half),
        ) {
            found["lower90"] = at_90.interval.lower.into();
            found["upper90"] = at_90.interval.upper.into();
            found["F_r0_0.5"] = json!(half.f);
            found["p_r0_0.5"] = half.p_value.into();
            found["df2_r0_0.5"] = half.df2.into();
        }
        (name.to_owned(), found)
    })
}

fn pair(interval: Interval) -> [f64; 2] {
    [interval.lower, interval.upper]
}

fn bland_altman(first: &[f64], second: &[f64]) -> Value {
    let of = bland_altman::compare(first, second, &bland_altman::Options::default()).unwrap();
    let round = bland_altman::Options {
        multiplier: Some(1.96),
        ..bland_altman::Options::default()
    };
    let round = bland_altman::compare(first, second, &round).unwrap();
    json!({
        "bias": of.bias,
        "sd": of.standard_deviation,
        "loa": pair(of.limits),
        "loa_1.96": pair(round.limits),
        "bias_ci95_t": pair(of.bias_interval),
        "loa_lower_ci95_approx": pair(of.lower_interval),
        "loa_upper_ci95_approx": pair(of.upper_interval),
        "slope_diff_on_mean": of.slope,
        "repeatability_sw": of.within_sd,
        "wcv_rms": of.within_cv,
    })
}

fn lin_ccc(first: &[f64], second: &[f64]) -> Value {
    let Ok(of) = lin::concordance(first, second, ConfidenceLevel::P95) else {
        return Value::Null;
    };
    json!({
        "ccc": of.ccc,
        "pearson": of.pearson,
        "c_b": of.bias_correction,
        "scale_shift": of.scale_shift,
        "location_shift": of.location_shift,
        "se_n_minus_2": of.standard_error,
        "ci95_z": of.interval.map(pair),
        "ci95_asymptotic": of.wald.map(pair),
        "ccc_unbiased_variances": of.ccc_unbiased,
    })
}

fn continuous(case: &Case) -> Value {
    let raters = raters(case);
    let squares = icc::MeanSquares::new(&slices(&raters)).unwrap();
    let mut answer = json!({
        "psych": psych(&raters),
        "irr": irr(&raters),
        "mean_squares": {
            "MSR": squares.subjects, "MSC": squares.raters, "MSW": squares.within, "MSE": squares.residual,
        },
    });
    if let [first, second] = &raters[..] {
        answer["bland_altman"] = bland_altman(first, second);
        answer["lin_ccc"] = lin_ccc(first, second);
    }
    answer
}

/// The references lose digits at an offset of 1e8.
fn offset(case: &Case) -> bool {
    case.id == "large_offset"
}

pub(crate) fn check_continuous() -> Summary {
    let file = || suite("agreement_continuous.json");
    let strict = file().only_cases(|case| !offset(case));
    let loose = file().only_cases(offset);
    strict
        .check(&[("/**", Near::Mixed(1e-10))], continuous)
        .and(loose.check(&[("/**", Near::Mixed(1e-6))], continuous))
}

pub(crate) fn check_pingouin() -> Summary {
    let data = suite("agreement_continuous.json");
    let answer = |case: &Case| {
        let case = data.case(&case.id);
        let raters = raters(case);
        json!({"pingouin": forms(|&(_, name, _, model, unit)| {
            let options = icc::Options { model, unit, convention: Convention::Psych, ..icc::Options::default() };
            let Ok(icc) = icc::icc(&slices(&raters), &options) else {
                return (name.to_owned(), Value::Null);
            };
            (name.to_owned(), json!({
                "ICC": icc.icc, "F": icc.f, "df1": icc.df1, "df2": icc.df2, "pval": icc.p_value,
                "CI95": pair(icc.interval).map(|limit| (limit * 100.0).round() / 100.0),
            }))
        })})
    };
    let file = || suite("agreement_pingouin.json");
    let strict = file().only_cases(|case| !offset(case));
    let loose = file().only_cases(offset);
    strict
        .check(&[("/**", Near::Mixed(1e-10))], answer)
        .and(loose.check(&[("/**", Near::Mixed(1e-6))], answer))
}

struct Ratings {
    first: Vec<u32>,
    second: Vec<u32>,
    levels: Vec<u32>,
}

impl Ratings {
    fn new(case: &Case) -> Self {
        let categories = |pointer: &str| {
            case.indices(pointer)
                .into_iter()
                .map(|c| u32::try_from(c).unwrap())
                .collect::<Vec<_>>()
        };
        Self {
            first: categories("/rater1"),
            second: categories("/rater2"),
            levels: categories("/levels"),
        }
    }

    fn used(&self, weights: Weights) -> Option<Kappa> {
        let options = kappa::Options {
            weights,
            ..kappa::Options::default()
        };
        kappa::cohen(&self.first, &self.second, &options).ok()
    }

    fn declared(&self, weights: Weights) -> Option<Kappa> {
        let options = kappa::Options {
            weights,
            categories: Some(self.levels.clone()),
            ..kappa::Options::default()
        };
        kappa::cohen(&self.first, &self.second, &options).ok()
    }

    fn irr(&self, weights: Weights) -> Value {
        self.used(weights).map_or(Value::Null, |of| {
            json!({"kappa": of.kappa, "z": of.z, "p_tail": of.p_value, "se0_under_null": of.null_standard_error})
        })
    }

    fn vcd(&self, weights: Weights) -> Value {
        let both = self
            .declared(Weights::Unweighted)
            .zip(self.declared(weights));
        both.map_or(Value::Null, |(plain, weighted)| {
            json!({
                "kappa": plain.kappa, "ase": plain.standard_error, "ci95": pair(plain.interval),
                "weighted": weighted.kappa, "weighted_ase": weighted.standard_error,
                "weighted_ci95": pair(weighted.interval),
            })
        })
    }

    fn psych(&self) -> Value {
        let of = |weights| {
            let options = kappa::Options {
                weights,
                variance: Variance::Psych,
                ..kappa::Options::default()
            };
            kappa::cohen(&self.first, &self.second, &options).ok()
        };
        let both = of(Weights::Unweighted).zip(of(Weights::Quadratic));
        both.map_or(Value::Null, |(plain, weighted)| {
            let row = |of: &Kappa| [of.interval.lower, of.kappa, of.interval.upper];
            json!({
                "kappa": plain.kappa,
                "weighted_quadratic": weighted.kappa,
                "var_kappa": plain.standard_error * plain.standard_error,
                "var_weighted": weighted.standard_error * weighted.standard_error,
                "ci95": [row(&plain), row(&weighted)],
            })
        })
    }
}

pub(crate) fn check_kappa() -> Summary {
    let rules = [
        ("/table/*/*", Near::Exact),
        ("/*/p_tail", Near::Relative(1e-12)),
        ("/**", Near::Mixed(1e-12)),
    ];
    suite("agreement_kappa.json").check(&rules, |case| {
        let ratings = Ratings::new(case);
        let table = ratings.declared(Weights::Unweighted).map(|of| of.table);
        json!({
            "table": table.unwrap_or_else(|| vec![vec![ratings.first.len()]]),
            "irr_unweighted": ratings.irr(Weights::Unweighted),
            "irr_equal": ratings.irr(Weights::Linear),
            "irr_squared": ratings.irr(Weights::Quadratic),
            "vcd_Equal-Spacing": ratings.vcd(Weights::Linear),
            "vcd_Fleiss-Cohen": ratings.vcd(Weights::Quadratic),
            "psych": ratings.psych(),
        })
    })
}

pub(crate) fn check_kappa_sklearn() -> Summary {
    let data = suite("agreement_kappa.json");
    suite("agreement_kappa_sklearn.json").check(&[("/**", Near::Mixed(1e-12))], |case| {
        let data = data.case(&case.id);
        let ratings = Ratings::new(data);
        let kappa = |weights| ratings.declared(weights).map(|of| of.kappa);
        json!({
            "sklearn_None": kappa(Weights::Unweighted),
            "sklearn_linear": kappa(Weights::Linear),
            "sklearn_quadratic": kappa(Weights::Quadratic),
        })
    })
}

#[test]
fn agreement_equals_psych_and_irr() {
    check_continuous();
}

#[test]
fn agreement_equals_pingouin() {
    check_pingouin();
}

#[test]
fn kappa_equals_irr_vcd_and_psych() {
    check_kappa();
}

#[test]
fn kappa_equals_scikit_learn() {
    check_kappa_sklearn();
}

/// Perfect agreement is 1 whatever the form, and a constant is refused.
#[test]
fn perfect_and_constant() {
    let perfect = [0.1, 0.4, 0.2, 0.7, 0.5];
    for &(.., model, unit) in &FORMS {
        for convention in [Convention::Irr, Convention::Psych] {
            let options = icc::Options {
                model,
                unit,
                convention,
                ..icc::Options::default()
            };
            let of = icc::icc(&[&perfect, &perfect, &perfect], &options).unwrap();
            assert_eq!(
                (of.icc, of.interval.lower, of.interval.upper),
                (1.0, 1.0, 1.0),
                "{options:?}"
            );
            assert_eq!((of.f, of.p_value), (None, 0.0));
            assert_eq!(
                icc::icc(&[&[0.3; 4], &[0.3; 4]], &options),
                Err(icc::Error::NoVariance)
            );
        }
    }
}
