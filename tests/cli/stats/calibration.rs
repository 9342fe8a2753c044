//! `calibration`, `hosmer`, `dca`.

use voxomics_testkit::goldens::numbers;

use super::{Table, close, golden, same};

fn birthwt() -> (Table, serde_json::Value) {
    let case = golden("calibration.json", "birthwt5");
    let table = Table::new()
        .labels("low", &case.labels("/y"))
        .with("model", case.numbers("/p"));
    (table, case.expected)
}

#[test]
fn calibration_is_that_of_rms() {
    let (table, expected) = birthwt();
    let answer = table.json(
        "calibration",
        "--outcome low --probability model --smoother lowess --curve",
    );
    same(
        &answer,
        &expected,
        &[
            ("/brier/score", "/brier"),
            ("/brier/scaled", "/brier_scaled"),
            ("/observed_expected/e_over_o", "/e_over_o"),
            (
                "/observed_expected/binomial/lower",
                "/o_over_e_ci95_binomial_log/0",
            ),
            (
                "/in_the_large/estimate",
                "/calibration_in_the_large/estimate",
            ),
            (
                "/in_the_large/upper",
                "/calibration_in_the_large/wald_ci95/1",
            ),
            (
                "/recalibration/slope/estimate",
                "/calibration_slope_model/slope/estimate",
            ),
            (
                "/recalibration/slope/lower",
                "/calibration_slope_model/slope/wald_ci95/0",
            ),
            ("/spiegelhalter/z", "/spiegelhalter/z"),
            ("/spiegelhalter/p_value", "/spiegelhalter/p"),
            ("/smooth_errors/ici", "/ici_lowess_iter0/ICI"),
            ("/smooth_errors/e50", "/ici_lowess_iter0/E50"),
            ("/val_prob/dxy", "/val_prob/Dxy"),
            ("/val_prob/r2", "/val_prob/R2"),
            ("/val_prob/errors/emax", "/val_prob/Emax"),
            ("/curve/risk/1", "/lowess_binary/default/x/1"),
            ("/curve/observed/1", "/lowess_binary/iter0/y/1"),
        ],
    );
    let text = table.run("calibration", "--outcome low --probability model");
    for word in ["calibration_in_the_large", "intercept_beside_slope", "S:z"] {
        assert!(text.stdout.contains(word), "{}", text.stdout);
    }
}

#[test]
fn what_separation_leaves_undefined_is_null_and_said() {
    let table = Table::new()
        .labels("low", &[false, false, true, true])
        .with("model", [0.1, 0.2, 0.7, 0.9]);
    let arguments = "--outcome low --probability model --smoother lowess --format json";
    let run = table.run("calibration", arguments);
    run.expect(0, &["no calibration slope", "separation"]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(answer["recalibration"].is_null());
    close(&answer, "/brier/score", 0.0375);
}

#[test]
fn hosmer_is_that_of_resource_selection() {
    let (table, expected) = birthwt();
    let expected = &expected["hosmer_lemeshow"]["10"];
    let arguments = "--outcome low --probability model";
    let answer = table.json("hosmer", arguments);
    same(
        &answer,
        expected,
        &[
            ("/statistic", "/statistic"),
            ("/df", "/df_internal"),
            ("/p_value", "/p_internal"),
            ("/groups/9/cases", "/observed1/9"),
            ("/groups/9/expected_cases", "/expected1/9"),
        ],
    );
    let external = table.json("hosmer", &format!("{arguments} --external"));
    same(
        &external,
        expected,
        &[("/df", "/df_external"), ("/p_value", "/p_external")],
    );
    let csv = table.run("hosmer", &format!("{arguments} --groups 5 --format csv"));
    assert_eq!(csv.stdout.lines().count(), 6);
}

#[test]
fn decision_curves_are_those_of_dcurves() {
    let case = golden("dca_binary.json", "birthwt");
    let table = Table::new()
        .labels("low", &case.labels("/y"))
        .with("m1", case.numbers("/m1"))
        .with("m2", case.numbers("/m2"));
    let arguments = "--outcome low --probability m1 --probability m2";
    for (extra, key) in [("", "plain"), (" --prevalence 0.1", "prevalence_0.1")] {
        let answer = table.json("dca", &format!("{arguments}{extra}"));
        for (place, name) in ["all", "none", "m1", "m2"].iter().enumerate() {
            let curve = &answer["curves"][place];
            assert_eq!(curve["name"], *name);
            assert_eq!(curve["points"].as_array().unwrap().len(), 100);
            let thresholds = numbers(&case.input["thresholds"]);
            for (place, threshold) in thresholds.into_iter().enumerate() {
                let mut points = curve["points"].as_array().unwrap().iter();
                let point = points.find(|point| point["threshold"].as_f64() == Some(threshold));
                let point = point.unwrap();
                let reference = &case.expected[key][name];
                let theirs = format!("/net_benefit/{place}");
                same(point, reference, &[("/net_benefit", &theirs)]);
                let theirs = format!("/standardized_net_benefit/{place}");
                same(point, reference, &[("/standardized", &theirs)]);
                // At threshold 0 everybody is treated, which is 0/0; nobody treated is less than that by -π/0.
                if place == 0 {
                    let avoided = &point["interventions_avoided"];
                    assert!(avoided.is_null() || (*name == "none" && *avoided == "-inf"));
                    continue;
                }
                let theirs = format!("/net_intervention_avoided/{place}");
                same(point, reference, &[("/interventions_avoided", &theirs)]);
            }
        }
    }
    let few = format!("{arguments} --from 0.1 --to 0.7 --step 0.1");
    let text = table.run("dca", &few);
    assert_eq!(
        text.expect(0, &[]).stdout.lines().count(),
        9,
        "{}",
        text.stdout
    );
    let csv = table.run("dca", &format!("{few} --format csv"));
    assert!(csv.stdout.contains("\nm2,0.3,") && csv.stdout.lines().count() == 29);
    for bad in ["--step 0", "--from 0.5 --to 0.4", "--step 1e-9", "--to 1"] {
        table
            .run("dca", &format!("{arguments} {bad}"))
            .expect(2, &["threshold"]);
    }
}
