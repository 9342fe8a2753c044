//! `roc`, `delong`, `confusion`, `nri`.

use super::{Table, close, golden, same};

/// Subarachnoid haemorrhage, as pROC has it.
fn asah() -> (Table, serde_json::Value) {
    let case = golden("roc.json", "asah_s100b_ndka");
    let table = Table::new()
        .labels("poor", &case.labels("/y"))
        .with("s100b", case.numbers("/a"))
        .with("ndka", case.numbers("/b"));
    (table, case.expected)
}

#[test]
fn roc_is_that_of_proc() {
    let (table, expected) = asah();
    let answer = table.json("roc", "--outcome poor --score s100b --curve");
    same(
        &answer["scores"][0],
        &expected["a"]["auto"],
        &[
            ("/auc", "/auc"),
            ("/standard_error", "/delong_se"),
            ("/lower", "/delong_ci_95/0"),
            ("/upper", "/delong_ci_95/1"),
            ("/threshold", "/best/0/best/threshold/0"),
            ("/sensitivity", "/best/0/best/sensitivity/0"),
            ("/curve/sensitivities/1", "/sensitivities/1"),
        ],
    );
    let csv = table.run(
        "roc",
        "--outcome poor --score s100b --score ndka --format csv",
    );
    assert_eq!(csv.expect(0, &[]).stdout.lines().count(), 3);
}

#[test]
fn delong_is_that_of_proc() {
    let (table, expected) = asah();
    let answer = table.json("delong", "--outcome poor --score s100b --score ndka");
    same(
        &answer["pairs"][0],
        &expected["paired_delong"],
        &[
            ("/difference", "/difference"),
            ("/z", "/two.sided/statistic"),
            ("/p_value", "/two.sided/p_value"),
            ("/p_holm", "/two.sided/p_value"),
            ("/lower", "/two.sided/conf_int_95/0"),
        ],
    );
}

#[test]
fn a_score_at_a_threshold_makes_the_reference_table() {
    let case = golden("confusion.json", "tp20_fp10_fn5_tn65");
    let labels: Vec<bool> = (0..100).map(|row| row < 25).collect();
    // 20 of the cases, and 10 of the controls, at the threshold itself.
    let scores = (0..100).map(|row| {
        if row < 20 || (25..35).contains(&row) {
            0.5
        } else {
            0.25
        }
    });
    let table = Table::new()
        .labels("case", &labels)
        .with("score", scores.clone());
    let answer = table.json("confusion", "--outcome case --score score --threshold 0.5");
    assert_eq!(
        answer["table"],
        serde_json::json!({
            "true_positives": 20, "false_positives": 10, "false_negatives": 5, "true_negatives": 65,
        })
    );
    for name in [
        "sensitivity",
        "specificity",
        "ppv",
        "npv",
        "accuracy",
        "prevalence",
    ] {
        same(
            &answer["proportions"][name],
            &case.expected[name],
            &[
                ("/estimate", "/estimate"),
                ("/wilson/lower", "/wilson95/0"),
                ("/wilson/upper", "/wilson95/1"),
                ("/clopper_pearson/lower", "/clopper_pearson95/0"),
                ("/clopper_pearson/upper", "/clopper_pearson95/1"),
            ],
        );
    }
    same(
        &answer,
        &case.expected,
        &[
            ("/indices/f1", "/f1"),
            ("/indices/matthews", "/mcc_raw"),
            ("/indices/kappa", "/cohen_kappa"),
            ("/indices/geometric_mean", "/gmean"),
            ("/ratios/diagnostic_odds_ratio/estimate", "/dor"),
            (
                "/ratios/diagnostic_odds_ratio/log_standard_error",
                "/dor_se_log",
            ),
            (
                "/ratios/diagnostic_odds_ratio_haldane/estimate",
                "/dor_haldane",
            ),
        ],
    );
    let negated = scores.map(|score: f64| -score);
    let table = Table::new().labels("case", &labels).with("score", negated);
    let lower = "--outcome case --score score --threshold -0.5 --direction lower";
    assert_eq!(
        table.json("confusion", lower)["proportions"],
        answer["proportions"]
    );
    let text = table.run("confusion", lower);
    assert!(text.stdout.contains("sensitivity"), "{}", text.stdout);
}

#[test]
fn what_is_infinite_is_said() {
    let table = Table::new()
        .with("state", ["ill", "ill", "well"])
        .with("reader", ["B", "A", "A"]);
    let arguments = "--outcome state --positive ill --predicted reader --predicted-positive B";
    let answer = table.json("confusion", arguments);
    let ratio = &answer["ratios"]["positive_likelihood_ratio"];
    assert_eq!(ratio["estimate"], "inf");
    assert!(ratio["upper"].is_null());
    let text = table.run("confusion", arguments);
    let line = |line: &&str| line.trim().starts_with("positive_likelihood_ratio");
    assert!(text.stdout.lines().find(line).unwrap().contains("inf"));
}

#[test]
fn answers_of_a_reader_and_what_is_undefined() {
    let table = Table::new()
        .with("state", ["ill", "ill", "ill"])
        .with("reader", ["B", "A", "B"]);
    let arguments = "--outcome state --positive ill --predicted reader --predicted-positive B";
    let answer = table.json("confusion", arguments);
    close(&answer, "/proportions/sensitivity/estimate", 2.0 / 3.0);
    assert!(answer["proportions"]["specificity"].is_null() && answer["threshold"].is_null());
    let csv = table.run("confusion", &format!("{arguments} --format csv"));
    assert!(
        csv.stdout.contains("\nspecificity,,,,,,,\n"),
        "{}",
        csv.stdout
    );
    let text = table.run("confusion", arguments);
    let line = text
        .stdout
        .lines()
        .find(|line| line.contains("specificity"));
    assert!(
        line.is_some_and(|line| line.ends_with('-')),
        "{}",
        text.stdout
    );
}

#[test]
fn reclassification_is_that_of_hmisc() {
    let case = golden("nri_idi.json", "birthwt");
    let table = Table::new()
        .labels("low", &case.labels("/y"))
        .with("old", case.numbers("/p_old"))
        .with("new", case.numbers("/p_new"));
    let answer = table.json(
        "nri",
        "--outcome low --old old --new new --cut-offs 0.2,0.5",
    );
    same(
        &answer,
        &case.expected["improveProb_continuous"],
        &[
            ("/nri/total/estimate", "/nri"),
            ("/nri/total/standard_error", "/se.nri"),
            ("/nri/total/z", "/z.nri"),
            ("/nri/cases/estimate", "/nri.ev"),
            ("/nri/controls/estimate", "/nri.ne"),
            ("/nri/cases_moved/up", "/pup.ev"),
            ("/idi/estimate", "/idi"),
            ("/idi/standard_error", "/se.idi"),
        ],
    );
    same(
        &answer["categorical_nri"],
        &case.expected["categorical"][1]["improveProb_on_categories"],
        &[
            ("/total/estimate", "/nri"),
            ("/total/standard_error", "/se.nri"),
        ],
    );
    let plain = table.json("nri", "--outcome low --old old --new new");
    assert!(plain["categorical_nri"].is_null());
}
