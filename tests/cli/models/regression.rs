//! `fit logistic`, `fit cox`, `fit lasso`, `fit knn` and `predict`.

use serde_json::{Value, json as value};
use voxomics_testkit::goldens::read;

use super::{births, close, csv, json, run};
use crate::support::Folder;

fn golden(name: &str) -> Value {
    let file = read(&voxomics_testkit::data().join("models/logistic.json.gz"));
    let mut cases = file["cases"].as_array().unwrap().iter();
    cases.find(|case| case["name"] == name).unwrap().clone()
}

#[test]
fn logistic_models_are_those_of_r() {
    let folder = births();
    let want = golden("birthwt_numeric");
    let formula = "fit logistic births.csv --formula 'low ~ age + lwt + smoke'";
    let got = json(&folder, &format!("{formula} --intervals profile"));
    for (at, row) in got["coefficients"].as_array().unwrap().iter().enumerate() {
        close(&row["coefficient"], &want["coef"][at], 1e-9);
        close(&row["standard_error"], &want["se"][at], 1e-9);
        close(&row["p_value"], &want["p_wald"][at], 1e-9);
        close(
            &row["coefficient_upper"],
            &want["ci_profile_exact_95"][at][1],
            1e-8,
        );
    }
    close(&got["fit"]["aic"], &want["aic"], 1e-9);
    close(
        &got["terms"][1]["p_value"],
        &want["lrt_drop1"]["p"][1],
        1e-9,
    );
    assert_eq!((&got["rows"], &got["cases"]), (&value!(189), &value!(59)));
    let firth = json(&folder, &format!("{formula} --penalty firth"));
    for (at, row) in firth["coefficients"].as_array().unwrap().iter().enumerate() {
        close(&row["coefficient"], &want["firth"]["coef"][at], 1e-8);
        close(&row["p_value"], &want["firth"]["p_penalised_lr"][at], 1e-6);
    }
    let text = run(&folder, formula);
    assert!(
        text.stdout.starts_with("low ~ age + lwt + smoke\n"),
        "{}",
        text.stdout
    );
}

#[test]
fn terms_are_screened_and_chosen() {
    let folder = births();
    let formula = "fit logistic births.csv --formula 'low ~ age + lwt + race + smoke'";
    let screened = json(&folder, &format!("{formula} --screen 0.05"));
    assert_eq!(screened["screening"]["kept"], value!(["lwt", "smoke"]));
    assert_eq!(screened["formula"], "low ~ lwt + smoke");
    let chosen = json(&folder, &format!("{formula} --backward"));
    assert_eq!(chosen["formula"], "low ~ lwt + race + smoke");
}

#[test]
fn models_are_kept_and_predict_other_tables() {
    let folder = births();
    let fit = "fit logistic births.csv --formula 'low ~ rcs(age, 3) + race' --save model.json";
    run(&folder, fit).expect(0, &[]);
    run(&folder, fit).expect(2, &["model.json", "exists"]);
    folder.write("new.csv", "race,id,age\nother,a,20\nwhite,b,31.5\n");
    let got = json(&folder, "predict model.json new.csv --id id");
    assert_eq!(got["predictions"][1]["id"], "b");
    let p = got["predictions"][0]["probability"].as_f64().unwrap();
    assert!(0.2 < p && p < 0.6, "{p}");
    folder.write("strange.csv", "race,age\ngreen,20\n");
    run(&folder, "predict model.json strange.csv").expect(2, &["line 2", "`green`", "`black`"]);
    folder.write("gap.csv", "race,age\nother,\n");
    run(&folder, "predict model.json gap.csv").expect(2, &["`age`", "--na omit"]);
    run(&folder, "predict births.csv births.csv").expect(2, &["births.csv", "fit"]);
}

#[test]
fn what_cannot_be_fitted_is_named() {
    let folder = births();
    let fit = |formula: &str| {
        run(
            &folder,
            &format!("fit logistic births.csv --formula '{formula}'"),
        )
    };
    fit("low ~ agee").expect(2, &["did you mean `age`?"]);
    fit("low ~ age +").expect(2, &["ends where"]);
    fit("low ~ low").expect(2, &["`low` is the outcome"]);
    fit("race ~ age").expect(2, &["--positive"]);
    fit("Surv(age, low) ~ lwt").expect(2, &["outcome ~"]);
    folder.write("parted.csv", "y,a,b\n0,1,3\n0,2,1\n1,3,2\n1,4,4\n");
    let parted = "fit logistic parted.csv --formula 'y ~ a'";
    run(&folder, parted).expect(2, &["complete separation", "a up", "--penalty firth"]);
    run(&folder, &format!("{parted} --penalty firth")).expect(0, &[]);
}

#[test]
fn cox_models_are_those_of_survival() {
    let file = read(&voxomics_testkit::data().join("models/cox.json.gz"));
    let case = (file["cases"].as_array().unwrap().iter())
        .find(|case| case["name"] == "lung")
        .unwrap();
    let rows = case["x"].as_array().unwrap();
    let names: Vec<String> = (case["terms"].as_array().unwrap().iter())
        .map(|name| name.as_str().unwrap().replace(['.', '(', ')'], "_"))
        .collect();
    let mut columns = serde_json::Map::new();
    for (at, name) in names.iter().enumerate() {
        let column: Vec<Value> = rows.iter().map(|row| row[at].clone()).collect();
        columns.insert(name.clone(), value!(column));
    }
    columns.insert("time".to_owned(), case["time"].clone());
    columns.insert("died".to_owned(), case["status"].clone());
    let folder = Folder::new();
    folder.write("lung.csv", csv(&Value::Object(columns)));
    let formula = format!("Surv(time, died) ~ {}", names.join(" + "));
    let got = json(
        &folder,
        &format!("fit cox lung.csv --formula '{formula}' --save cox.json"),
    );
    let want = &case["fits"]["efron"];
    for (at, row) in got["coefficients"].as_array().unwrap().iter().enumerate() {
        close(&row["coefficient"], &want["coef"][at], 1e-8);
        close(&row["standard_error"], &want["se"][at], 1e-8);
    }
    let predicted = json(&folder, "predict cox.json lung.csv --id case");
    assert!(
        predicted["predictions"][0]["relative_hazard"]
            .as_f64()
            .unwrap()
            > 0.0
    );
    run(&folder, "fit cox lung.csv --formula 'died ~ time'").expect(2, &["Surv(time, event)"]);
}

#[test]
fn a_lasso_finds_what_was_planted() {
    let folder = Folder::new();
    folder.write("study.csv", super::features::study());
    let fit = "fit lasso study.csv --outcome relapse --id case --lambda 1se --seed 3";
    let got = json(&folder, &format!("{fit} --save lasso.json"));
    let names: Vec<&str> = (got["coefficients"].as_array().unwrap().iter())
        .map(|row| row["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"f0") && names.len() < 12, "{names:?}");
    assert_eq!(got["left_out"], value!(["note"]));
    assert!(got["choice"]["residual"].as_f64().unwrap() < 1e-9);
    // The same folds again, by name of the seed; other folds otherwise.
    assert_eq!(json(&folder, fit), got);
    // The kept model needs the columns that it has, and no other.
    let header: Vec<&str> = std::iter::once("case")
        .chain(names.iter().copied())
        .collect();
    let cells = vec!["0.5"; names.len()].join(",");
    folder.write("new.csv", format!("{}\nx,{cells}\n", header.join(",")));
    let predicted = json(&folder, "predict lasso.json new.csv --id case");
    let p = predicted["predictions"][0]["probability"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&p));
    run(
        &folder,
        "fit lasso study.csv --outcome relapse --family cox",
    )
    .expect(2, &["--time"]);
    run(&folder, "fit lasso study.csv --outcome relapse --id note").expect(2, &["two rows named"]);
}

#[test]
fn neighbours_are_chosen_and_kept() {
    let folder = Folder::new();
    folder.write("study.csv", super::features::study());
    let got = json(
        &folder,
        "fit knn study.csv --outcome relapse --columns f0,f1 --k 3,5,7 --save knn.json",
    );
    assert_eq!(got["judged"].as_array().unwrap().len(), 3);
    assert!(got["judged"][0]["mean"].as_f64().unwrap() > 0.7);
    let predicted = json(&folder, "predict knn.json study.csv --id case");
    assert_eq!(predicted["predictions"].as_array().unwrap().len(), 60);
}
