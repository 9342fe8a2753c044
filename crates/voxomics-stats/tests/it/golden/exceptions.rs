//! Where a golden is not met as its README asks: all of it, with the test that proves each.

use std::fs;
use std::path::Path;

/// A field of a case, and why it is not compared as the others are.
pub(crate) struct Exception {
    /// The file of goldens, without its extension.
    pub(crate) file: &'static str,
    /// The cases, `*` for all.
    pub(crate) cases: &'static [&'static str],
    /// Paths below `expected`.
    pub(crate) fields: &'static [&'static str],
    /// What the reference has.
    pub(crate) reference: &'static str,
    /// What is given here.
    pub(crate) ours: &'static str,
    /// Why.
    pub(crate) why: &'static str,
    /// The test that proves it.
    pub(crate) proof: &'static str,
}

/// Fields that are left out of the comparison: the stored values are wrong.
pub(crate) const LEFT_OUT: &[Exception] = &[
    Exception {
        file: "calibration",
        cases: &["extremes"],
        fields: &["/calibration_in_the_large/**"],
        reference: "2.8e14",
        ours: "the maximum, where the recalibrated risks add up to the cases to 1e-12",
        why: "glm's steps ran away from it",
        proof: "the_extremes_have_a_maximum",
    },
    Exception {
        file: "large",
        cases: &["n100000", "n1000000"],
        fields: &["/survival_t/chisq_*", "/survival_t2_ties/chisq_*"],
        reference: "8 to 11 digits",
        ours: "those of 50-digit arithmetic, to 1e-11",
        why: "of 1e5 events R loses up to eight digits of its small statistics",
        proof: "statistics_of_a_million_times_keep_their_digits",
    },
    Exception {
        file: "tests_two_sample",
        cases: &["offset"],
        fields: &["/shapiro_x/statistic"],
        reference: "0.97613741466",
        ours: "0.97613741656, which is that of the values less 1e9 to 1e-14, and scipy's",
        why: "R divides by the range before it takes off the mean of 1e9: W keeps eight digits",
        proof: "w_of_an_offset",
    },
    Exception {
        file: "tests_two_sample_scipy",
        cases: &["bigscale", "tinyscale"],
        fields: &["/welch_*/df", "/welch_*/p_value"],
        reference: "one degree of freedom",
        ours: "those of the same values by a power of two nearer to 1, to 1e-14",
        why: "squared variances over- and underflow in scipy too",
        proof: "scale_does_not_matter",
    },
    Exception {
        file: "tests_two_sample_scipy",
        cases: &["offset"],
        fields: &["/welch_*/statistic", "/welch_*/p_value", "/levene_mean/*"],
        reference: "t -1.00738735, Levene's 0.0880156060",
        ours: "R's -1.00738679; 0.0880156310 (in 40 digits -1.00738696 and 0.0880156310)",
        why: "numpy's means of values about 1e9 are a last digit off, 5e-7 of their difference",
        proof: "statistics_of_an_offset",
    },
    Exception {
        file: "tests_two_sample_scipy",
        cases: &["equal_const", "const_vs_var"],
        fields: &["/shapiro_x/*"],
        reference: "W = 1, p = 1",
        ours: "an error",
        why: "W of equal values is 0/0; R refuses them, and `hostile.json` asks for it (h047)",
        proof: "h046_h047_shapiro_of_two_and_of_equal_values",
    },
    Exception {
        file: "tests_two_sample_scipy",
        cases: &["tinyscale"],
        fields: &["/shapiro_x/*"],
        reference: "W = 1, p = 1",
        ours: "R's W; that of the same values by a power of two nearer to 1, to 1e-14",
        why: "squares of 1e-150 underflow in scipy, as if the values were equal",
        proof: "scale_does_not_matter",
    },
];

/// Fields that are compared, but with a tolerance of their own or in the words of the reference.
pub(crate) const COMPARED_OTHERWISE: &[Exception] = &[
    Exception {
        file: "calibration",
        cases: &["*"],
        fields: &[
            "/calibration_slope_model/*/se",
            "/calibration_slope_model/*/wald_ci95",
        ],
        reference: "up to 2e-8 from its own definition",
        ours: "the definition at the stored coefficients, to 1e-10; compared to 1e-7",
        why: "glm takes them from the weights of the step before its last",
        proof: "standard_errors_are_those_of_the_maximum",
    },
    Exception {
        file: "calibration",
        cases: &["*"],
        fields: &["/calibration_slope_model/*", "/calibration_in_the_large/*"],
        reference: "1e-8 relative is asked of slopes",
        ours: "so they are compared; intercepts and deviances by 1e-8 of 1, or of their size if that is more",
        why: "intercepts of fitted risks are rounding noise around 0",
        proof: "calibration_equals_r",
    },
    Exception {
        file: "confusion_sklearn",
        cases: &["*"],
        fields: &[
            "/class_likelihood_ratios/*",
            "/mcc",
            "/balanced_accuracy",
            "/zero_division_*/jaccard",
        ],
        reference: "NaN for infinite ratios; 0 for 0/0; a class that does not occur does not count",
        ours: "infinite, undefined, undefined; the test writes scikit-learn's answer",
        why: "another convention for tables with zeros",
        proof: "tables_equal_scikit_learn",
    },
    Exception {
        file: "survival",
        cases: &["*"],
        fields: &["/uno_c_survC1/c"],
        reference: "a numerator in single precision",
        ours: "double precision, which the test rounds likewise; then to 1e-12",
        why: "survC1 works in single precision",
        proof: "survival_equals_r",
    },
    Exception {
        file: "survival",
        cases: &["heart_counting", "n80_left_truncated"],
        fields: &["/risk_table/n_risk"],
        reference: "who is at risk at the next step of the curve",
        ours: "the same by `Curve::at_risk`, which is compared; `risk_table` counts at the very time",
        why: "with late entries the two are different numbers",
        proof: "late_entries_are_not_at_risk_before",
    },
    Exception {
        file: "survival",
        cases: &["all_censored"],
        fields: &["/survdiff_*", "/cox_score_*"],
        reference: "0 on -1 or on no degrees of freedom, p 1 or none",
        ours: "an error, for which the test writes R's answer",
        why: "no events, no test",
        proof: "h028_no_events",
    },
    Exception {
        file: "survival",
        cases: &["n1"],
        fields: &["/rcorr_cens_of_minus_marker/*"],
        reference: "undefined, of 0 pairs",
        ours: "an error, for which the test writes Hmisc's answer",
        why: "a single subject is in no pair",
        proof: "survival_equals_r",
    },
    Exception {
        file: "survival_lifelines",
        cases: &["all_censored", "all_event_tied"],
        fields: &["/logrank*"],
        reference: "0 on one degree of freedom, p = 1",
        ours: "an error, for which the test writes lifelines' answer",
        why: "no events, or all at one time: the statistic is 0/0",
        proof: "h030_all_events_at_once",
    },
    Exception {
        file: "survival_lifelines",
        cases: &["time_zero"],
        fields: &["/logrank_fleming-*"],
        reference: "an exception",
        ours: "a statistic, equal to that of R where R has one",
        why: "lifelines' pooled curve has a row for time 0 anyway, and the events there are in it",
        proof: "events_at_time_zero_have_a_test",
    },
    Exception {
        file: "tests_k_sample",
        cases: &["*"],
        fields: &["/*/df", "/*/df2"],
        reference: "degrees of freedom beside NaN where all values are equal",
        ours: "an error without them",
        why: "the statistic is 0/0",
        proof: "tests_of_several_samples_equal_r",
    },
    Exception {
        file: "tests_tables",
        cases: &["*"],
        fields: &["/chisq_*/df", "/mcnemar*/df"],
        reference: "degrees of freedom beside NaN where a margin or the discordant cells are 0",
        ours: "an error without them",
        why: "the statistic is 0/0",
        proof: "tests_of_tables_equal_r",
    },
    Exception {
        file: "tests_two_sample",
        cases: &["*"],
        fields: &[
            "/pearson/df",
            "/var_test/df*",
            "/kruskal_2/df",
            "/*_asymptotic/statistic",
        ],
        reference: "degrees of freedom beside NaN of a constant; S beside NaN of two pairs",
        ours: "an error without them",
        why: "the statistic is 0/0; two pairs have no asymptotic p value",
        proof: "tests_of_two_samples_equal_r",
    },
    Exception {
        file: "tests_two_sample_scipy",
        cases: &["*"],
        fields: &["/welch_*/df"],
        reference: "one degree of freedom beside NaN where all values are equal",
        ours: "an error without it",
        why: "the statistic is 0/0",
        proof: "tests_of_two_samples_equal_scipy",
    },
];

/// Goldens that are not met, as lines of docs/PARITY.md.
pub(crate) fn table(exceptions: &[Exception]) -> String {
    let quoted = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    let line = |of: &Exception| {
        let cases = match of.cases {
            ["*"] => "all".to_owned(),
            cases => quoted(cases),
        };
        format!(
            "| {} | {cases} | {} | {} | {} | {} | `{}` |\n",
            of.file,
            quoted(of.fields),
            of.reference,
            of.ours,
            of.why,
            of.proof
        )
    };
    let lines = exceptions.iter().map(line).collect::<String>();
    format!(
        "| file | case | field | the reference | here | why | proof |\n|---|---|---|---|---|---|---|\n{lines}"
    )
}

/// Sources of this folder and those below it.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &sources(&path);
        } else {
            text += &fs::read_to_string(path).unwrap();
        }
    }
    text
}

#[test]
fn every_exception_has_a_case_and_a_proof() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden"));
    for of in LEFT_OUT.iter().chain(COMPARED_OTHERWISE) {
        let suite = super::suite(&format!("{}.json", of.file));
        for &id in of.cases {
            let known = id == "*" || suite.cases().iter().any(|case| case.id == id);
            assert!(known, "{}: no case {id}", of.file);
        }
        let test = format!("#[test]\nfn {}()", of.proof);
        assert!(sources.contains(&test), "no test {}", of.proof);
    }
}

/// Goldens are left out by the table above, and nowhere else.
#[test]
fn nothing_else_is_left_out() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it"));
    assert_eq!(sources.matches(&[".with", "out("].concat()).count(), 1);
}
