//! `km`, `cuminc`, `concordance`, `timeroc`.

use super::{Table, golden, same};

fn aml() -> (Table, serde_json::Value) {
    let case = golden("survival.json", "aml");
    let table = Table::new()
        .with("weeks", case.numbers("/time"))
        .labels("relapse", &case.labels("/event"))
        .with("arm", case.numbers("/group"))
        .with("marker", case.numbers("/marker"));
    (table, case.expected)
}

#[test]
fn curves_are_those_of_survival() {
    let (table, expected) = aml();
    let base = "--time weeks --event relapse";
    for (scale, key) in [
        ("log", "ci_log"),
        ("log-log", "ci_log-log"),
        ("plain", "ci_plain"),
        ("arcsine", "ci_arcsin"),
        ("logit", "ci_logit"),
    ] {
        let answer = table.json("km", &format!("{base} --interval {scale} --curve --at 5,8"));
        let group = &answer["groups"][0];
        same(
            group,
            &expected[key],
            &[
                ("/median", "/median"),
                ("/median_lower", "/median_lower95"),
                ("/median_upper", "/median_upper95"),
                ("/curve/1/lower", "/lower/1"),
                ("/curve/1/upper", "/upper/1"),
                ("/at/1/upper", "/upper/1"),
            ],
        );
        same(
            group,
            &expected,
            &[
                ("/curve/1/survival", "/km/surv/1"),
                ("/at/1/survival", "/at_times/surv/1"),
                ("/at/1/standard_error", "/at_times/std_err_surv/1"),
                ("/at/1/at_risk", "/at_times/n_risk/1"),
            ],
        );
    }
}

#[test]
fn groups_are_compared_as_by_survdiff() {
    let (table, expected) = aml();
    let arguments = "--time weeks --event relapse --group arm --interval log-log --at 5,8";
    let answer = table.json("km", arguments);
    same(
        &answer,
        &expected,
        &[
            ("/groups/0/subjects", "/by_group/0/n"),
            ("/groups/0/events", "/by_group/0/events"),
            ("/groups/0/median", "/by_group/0/median"),
            ("/groups/1/median_upper", "/by_group/1/upper95_loglog"),
            ("/risk_table/at_risk/0/1", "/risk_table/n_risk/1"),
            ("/log_rank/statistic", "/survdiff_rho_0/chisq"),
            ("/log_rank/degrees_of_freedom", "/survdiff_rho_0/df"),
            ("/log_rank/p_value", "/survdiff_rho_0/p"),
            ("/log_rank/groups/1/expected", "/survdiff_rho_0/expected/1"),
        ],
    );
    assert!(answer["groups"][0]["median_upper"].is_null());
    let text = table.run("km", arguments);
    assert!(text.stdout.contains("Log-rank test") && text.stdout.contains("At risk"));
    let csv = table.run("km", &format!("{arguments} --curve --format csv"));
    assert!(
        csv.stdout
            .starts_with("group,time,at_risk,events,censored,survival,")
    );
}

#[test]
fn weighted_tests_hazard_ratios_and_restricted_means() {
    let (table, expected) = aml();
    let base = "--time weeks --event relapse --group arm --rmst 36";
    let answer = table.json("km", base);
    same(
        &answer,
        &expected,
        &[
            ("/log_rank/hazard_ratio/ratio", "/hr_peto/hr"),
            ("/log_rank/hazard_ratio/upper", "/hr_peto/ci95/1"),
            ("/restricted_means/horizon", "/rmst2/tau"),
            ("/restricted_means/groups/0/mean", "/rmst2/arm0/Est."),
            (
                "/restricted_means/groups/1/standard_error",
                "/rmst2/arm1/se",
            ),
            ("/restricted_means/groups/1/upper", "/rmst2/arm1/upper .95"),
        ],
    );
    let rows = "/rmst2/unadjusted_rows_diff_ratio_rmtlratio";
    for (row, what) in ["difference", "ratio", "lost_ratio"].iter().enumerate() {
        for (column, cell) in ["estimate", "lower", "upper", "p_value"].iter().enumerate() {
            let ours = format!("/restricted_means/comparison/{what}/{cell}");
            same(
                &answer,
                &expected,
                &[(&ours, &format!("{rows}/{row}/{column}"))],
            );
        }
    }
    let text = table.run("km", base).stdout;
    for title in ["Hazard ratio", "Restricted means up to 36", "lost_ratio"] {
        assert!(text.contains(title), "{text}");
    }
    let weighted = table.json("km", &format!("{base} --rho 1"));
    same(
        &weighted["log_rank"],
        &expected["survdiff_rho_1"],
        &[("/statistic", "/chisq"), ("/p_value", "/p")],
    );
    assert!(weighted["log_rank"]["hazard_ratio"].is_null());
    let late = table.run(
        "km",
        "--time weeks --event relapse --rmst 1000 --format json",
    );
    late.expect(0, &["no restricted mean", "horizon 1000"]);
}

#[test]
fn incidences_are_those_of_cmprsk() {
    let case = golden("competing_risks.json", "mgus2_400");
    let kinds = case.indices("/status").into_iter();
    let table = Table::new()
        .with("months", case.numbers("/time"))
        .with(
            "end",
            kinds.map(|kind| ["alive", "malignancy", "other"][kind]),
        )
        .with("sex", case.numbers("/group"));
    let base = "--time months --cause end --censored alive --group sex --at 8,85,140";
    let answer = table.json("cuminc", &format!("{base} --curve"));
    assert_eq!(answer["causes"], serde_json::json!(["malignancy", "other"]));
    same(
        &answer,
        &case.expected,
        &[
            ("/groups/0/at/1/incidence", "/cuminc_by_group/0 1/est/2"),
            ("/groups/1/at/0/incidence", "/cuminc_by_group/1 1/est/0"),
            ("/groups/2/at/2/incidence", "/cuminc_by_group/0 2/est/3"),
            ("/gray/0/statistic", "/gray_test_rho0/stat/0"),
            ("/gray/1/p_value", "/gray_test_rho0/p/1"),
        ],
    );
    let error = answer["groups"][1]["at"][2]["standard_error"]
        .as_f64()
        .unwrap();
    let variance = case.expected["cuminc_by_group"]["1 1"]["var"][3]
        .as_f64()
        .unwrap();
    assert!((error * error - variance).abs() < 1e-12);
    assert!(answer["groups"][0]["curve"][0]["competing"].is_number());
    let weighted = table.json("cuminc", &format!("{base} --rho 1"));
    same(
        &weighted,
        &case.expected,
        &[("/gray/1/statistic", "/gray_test_rho1/stat/1")],
    );
    let text = table.run("cuminc", base).stdout;
    assert!(
        text.contains("Gray's test") && text.contains("malignancy"),
        "{text}"
    );
    let csv = table.run("cuminc", &format!("{base} --curve --format csv"));
    assert!(
        csv.stdout
            .starts_with("group,cause,time,at_risk,events,competing,incidence,")
    );
    let all = "--time months --cause end --censored living";
    table.run("cuminc", all).expect(0, &["no row has `living`"]);
    table
        .run("cuminc", "--time months --cause months --censored alive")
        .expect(2, &["named twice"]);
}

#[test]
fn strata_and_late_entries() {
    let case = golden("survival.json", "kidney");
    let table = Table::new()
        .with("days", case.numbers("/time"))
        .labels("infection", &case.labels("/event"))
        .with("disease", case.numbers("/group"))
        .with("sex", case.numbers("/strata"));
    let arguments = "--time days --event infection --group disease --strata sex";
    let answer = table.json("km", arguments);
    same(
        &answer["log_rank"],
        &case.expected["survdiff_stratified_rho_0"],
        &[("/statistic", "/chisq"), ("/p_value", "/p")],
    );
    let case = golden("survival.json", "heart_counting");
    let table = Table::new()
        .with("from", case.numbers("/start"))
        .with("to", case.numbers("/time"))
        .labels("died", &case.labels("/event"));
    let answer = table.json("km", "--time to --event died --entry from --curve");
    same(
        &answer["groups"][0]["curve"],
        &case.expected["km"],
        &[("/2/at_risk", "/n_risk/2"), ("/2/survival", "/surv/2")],
    );
}

#[test]
fn one_group_and_no_events_are_answered_without_a_test() {
    let table = Table::new()
        .with("weeks", [3, 5, 8, 9])
        .with("relapse", ["no"; 4])
        .with("arm", ["a", "a", "b", "b"]);
    let run = table.run(
        "km",
        "--time weeks --event relapse --group arm --at 4,20 --format json",
    );
    run.expect(0, &["no log-rank test", "no events"]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(answer["log_rank"].is_null() && answer["groups"][0]["median"].is_null());
    assert!(answer["groups"][1]["at"][1]["survival"].is_null());
}

#[test]
fn concordance_is_that_of_survival() {
    let (table, expected) = aml();
    let base = "--time weeks --event relapse --score marker";
    let keys = [("/index", "/concordance"), ("/standard_error", "/se")];
    let harrell = table.json("concordance", base);
    same(&harrell, &expected["concordance_reverse_timewt_n"], &keys);
    same(
        &harrell["counts"],
        &expected["concordance_reverse_timewt_n"]["counts"],
        &[("/concordant", "/concordant"), ("/tied_marker", "/tied.x")],
    );
    let uno = table.json("concordance", &format!("{base} --weights uno"));
    same(&uno, &expected["concordance_reverse_timewt_n/G2"], &keys);
    let lower = table.json("concordance", &format!("{base} --direction lower"));
    super::close(&lower, "/index", 1.0 - harrell["index"].as_f64().unwrap());
}

#[test]
fn areas_at_times_are_those_of_time_roc() {
    let (table, expected) = aml();
    let times = expected["timeROC"]["times"].as_array().unwrap();
    let at: Vec<String> = times.iter().map(ToString::to_string).collect();
    let base = format!(
        "--time weeks --event relapse --score marker --at {}",
        at.join(",")
    );
    let answer = table.json("timeroc", &format!("{base} --convention timeROC"));
    for (place, time) in times.iter().enumerate() {
        let row = &answer["scores"][0]["at"][place];
        assert_eq!(row["time"].as_f64(), time.as_f64());
        let theirs = ["auc", "se", "cases", "survivors"].map(|key| format!("/{key}/{place}"));
        for (ours, theirs) in ["/auc", "/standard_error", "/cases", "/controls"]
            .iter()
            .zip(&theirs)
        {
            same(row, &expected["timeROC"], &[(ours, theirs)]);
        }
    }
    let low = table.json("timeroc", &format!("{base} --direction lower"));
    let high = table.json("timeroc", &base);
    let area = |answer: &serde_json::Value| answer["scores"][0]["at"][0]["auc"].as_f64().unwrap();
    assert!((area(&low) + area(&high) - 1.0).abs() < 1e-12);
    let csv = table.run("timeroc", &format!("{base} --format csv"));
    assert!(csv.stdout.starts_with("score,time,cases,controls,auc,"));
    let late = table.json(
        "timeroc",
        "--time weeks --event relapse --score marker --at 10000",
    );
    assert!(late["scores"][0]["at"][0]["auc"].is_null());
    table
        .run("timeroc", &format!("{base} --convention pec"))
        .expect(2, &["`riskRegression` or `timeROC`"]);
}
