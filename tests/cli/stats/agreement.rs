//! `icc`, `kappa`.

use serde_json::Value;
use voxomics_testkit::goldens::numbers;

use super::{Table, golden, same};

#[test]
fn all_forms_of_the_intraclass_correlation_are_those_of_irr() {
    let case = golden("agreement_continuous.json", "shrout_fleiss");
    let rows = case.input["ratings_rows_subjects"].as_array().unwrap();
    let rows: Vec<Vec<f64>> = rows.iter().map(numbers).collect();
    let table = (0..4).fold(Table::new(), |table, rater| {
        table.with(&format!("r{rater}"), rows.iter().map(|row| row[rater]))
    });
    let answer = table.json("icc", "--ratings r0,r1,r2,r3");
    for (place, form) in [
        "oneway_consistency_single",
        "twoway_agreement_single",
        "twoway_consistency_single",
        "oneway_consistency_average",
        "twoway_agreement_average",
        "twoway_consistency_average",
    ]
    .iter()
    .enumerate()
    {
        same(
            &answer["forms"][place],
            &case.expected["irr"][form],
            &[
                ("/icc", "/icc"),
                ("/lower", "/lower95"),
                ("/upper", "/upper95"),
                ("/f", "/F"),
                ("/p_value", "/p"),
            ],
        );
    }
    let psych = table.json("icc", "--ratings r0,r1,r2,r3 --convention psych");
    same(
        &psych["forms"][4],
        &case.expected["psych"]["ICC2k"],
        &[("/icc", "/icc"), ("/lower", "/lower95"), ("/p_value", "/p")],
    );
    let text = table.run("icc", "--ratings r0,r1 --ratings r2,r3");
    assert!(text.stdout.contains("ICC(A,1)"), "{}", text.stdout);
}

#[test]
fn averages_of_equal_means_have_no_coefficient() {
    let table = Table::new().with("a", [1, 2, 3]).with("b", [3, 2, 1]);
    let answer = table.json("icc", "--ratings a,b");
    super::close(&answer, "/forms/2/icc", -1.0);
    assert!(answer["forms"][3]["icc"].is_null() && answer["forms"][3]["lower"].is_null());
}

#[test]
fn raters_who_do_not_vary_have_no_consistency() {
    let table = Table::new().with("a", [1, 1, 1]).with("b", [2, 2, 2]);
    let run = table.run("icc", "--ratings a,b --format json");
    run.expect(
        0,
        &["no ICC(C,1): each rater gives all subjects one rating"],
    );
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["forms"][1]["icc"], 0.0);
    assert!(answer["forms"][2]["icc"].is_null() && answer["forms"][2]["p_value"].is_null());
    let equal = Table::new().with("a", [1, 1]).with("b", [1, 1]);
    equal
        .run("icc", "--ratings a,b")
        .expect(2, &["no variance"]);
}

#[test]
fn two_methods_agree_as_the_references_have_it() {
    let case = golden("agreement_continuous.json", "good_2r");
    let rows = case.input["ratings_rows_subjects"].as_array().unwrap();
    let rows: Vec<Vec<f64>> = rows.iter().map(numbers).collect();
    let column = |rater: usize| rows.iter().map(move |row| row[rater]);
    let table = Table::new().with("a", column(0)).with("b", column(1));
    same(
        &table.json("bland-altman", "--first a --second b"),
        &case.expected["bland_altman"],
        &[
            ("/bias/estimate", "/bias"),
            ("/bias/lower", "/bias_ci95_t/0"),
            ("/lower_limit/estimate", "/loa/0"),
            ("/lower_limit/upper", "/loa_lower_ci95_approx/1"),
            ("/upper_limit/lower", "/loa_upper_ci95_approx/0"),
            ("/standard_deviation", "/sd"),
            ("/slope", "/slope_diff_on_mean"),
            ("/within_sd", "/repeatability_sw"),
            ("/within_cv", "/wcv_rms"),
        ],
    );
    same(
        &table.json("bland-altman", "--first a --second b --multiplier 1.96"),
        &case.expected["bland_altman"],
        &[("/upper_limit/estimate", "/loa_1.96/1")],
    );
    let run = table.run("bland-altman", "--first a --second b --multiplier 0");
    run.expect(2, &["multiplier"]);
    same(
        &table.json("lin", "--first a --second b"),
        &case.expected["lin_ccc"],
        &[
            ("/ccc", "/ccc"),
            ("/lower", "/ci95_z/0"),
            ("/wald/upper", "/ci95_asymptotic/1"),
            ("/standard_error", "/se_n_minus_2"),
            ("/ccc_unbiased", "/ccc_unbiased_variances"),
        ],
    );
}

#[test]
fn kappa_is_that_of_irr_and_vcd() {
    let case = golden("agreement_kappa.json", "ord4_121");
    let grade = |grade: usize| ["none", "mild", "moderate", "severe"][grade - 1];
    let grades = |pointer: &str| case.indices(pointer).into_iter().map(grade);
    let table = Table::new()
        .with("a", grades("/rater1"))
        .with("b", grades("/rater2"));
    let order = "--first a --second b --categories none,mild,moderate,severe";
    for (weights, irr, vcd) in [
        ("linear", "irr_equal", "vcd_Equal-Spacing"),
        ("quadratic", "irr_squared", "vcd_Fleiss-Cohen"),
    ] {
        let answer = table.json("kappa", &format!("{order} --weights {weights}"));
        same(
            &answer,
            &case.expected[irr],
            &[("/kappa", "/kappa"), ("/z", "/z")],
        );
        same(
            &answer,
            &case.expected[vcd],
            &[
                ("/standard_error", "/weighted_ase"),
                ("/lower", "/weighted_ci95/0"),
                ("/upper", "/weighted_ci95/1"),
            ],
        );
        assert_eq!(answer["table"], case.expected["table"]);
    }
    let plain = table.json("kappa", "--first a --second b");
    same(
        &plain,
        &case.expected["irr_unweighted"],
        &[("/kappa", "/kappa")],
    );
    assert_eq!(plain["categories"][0], Value::from("mild"));
}

#[test]
fn categories_that_do_not_fit_are_refused_by_name() {
    let table = Table::new().with("a", [1, 2, 10]).with("b", [1, 2, 2]);
    let run = table.run("kappa", "--first a --second b --categories 1,2");
    run.expect(2, &["column `a`", "`10`"]);
    let answer = table.json("kappa", "--first a --second b");
    assert_eq!(answer["categories"], serde_json::json!(["1", "2", "10"]));
    let run = table.run("kappa", "--first a --second b --categories 1,2,10,1.0");
    run.expect(2, &["`--categories`", "`1` and `1.0`"]);
    let table = Table::new().with("a", ["x"; 3]).with("b", ["x"; 3]);
    table
        .run("kappa", "--first a --second b")
        .expect(2, &["`x` only"]);
}
