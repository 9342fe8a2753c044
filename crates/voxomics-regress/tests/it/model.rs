//! Models that are kept and applied to other tables.

use voxomics_regress::frame::{self, Recipe};
use voxomics_regress::knn;
use voxomics_regress::logistic::{self, Options};
use voxomics_regress::model::{Error, Linear, Link, Model, Neighbours, Update};
use voxomics_table::{Problem, Sheet, Table};
use voxomics_testkit::goldens::read;

use crate::frame::sheet;

fn births() -> Sheet {
    sheet(&read(&voxomics_testkit::data().join("models/frame.json.gz"))["data"])
}

fn model(train: &Sheet) -> (Linear, Vec<f64>) {
    let formula = "low ~ rcs(age, 3) + race * smoker + lwt".parse().unwrap();
    let recipe = Recipe::learn(&formula, train).unwrap();
    let frame = recipe.apply(train).unwrap();
    let y = train.column("low").unwrap().numbers().unwrap();
    let fit = logistic::fit(frame.matrix.view(), &y, &Options::default()).unwrap();
    let linear = Linear::of(recipe, Link::Logit, &fit.coefficients).unwrap();
    (linear, fit.probabilities)
}

#[test]
fn predictions_are_those_of_the_fit_whatever_the_order_of_columns() {
    let train = births();
    let (linear, probabilities) = model(&train);
    let kept = serde_json::to_string(&Model::from(linear)).unwrap();
    let back: Model = serde_json::from_str(&kept).unwrap();
    assert_eq!(back.columns(), ["age", "race", "smoker", "lwt"]);
    // The last rows first, and the columns backwards.
    let mut names: Vec<String> = train.names().to_vec();
    names.reverse();
    let rows = train.rows().iter().rev().take(50);
    let rows = rows.map(|row| row.cells.iter().rev().cloned().collect::<Vec<_>>());
    let other = Sheet::from_rows(names, rows).unwrap();
    let predicted = back.predict(&other).unwrap();
    for (got, want) in predicted.iter().zip(probabilities.iter().rev()) {
        assert!((got - want).abs() < 1e-12, "{got} {want}");
    }
}

#[test]
fn an_update_makes_the_mean_prediction_the_share_of_cases() {
    let train = births();
    let (linear, _) = model(&train);
    // Elsewhere smokers do worse.
    let y: Vec<f64> = (train.column("smoker").unwrap().cells())
        .enumerate()
        .map(|(row, cell)| f64::from(u8::from(cell == "yes" || row % 7 == 0)))
        .collect();
    let share = y.iter().sum::<f64>() / y.len() as f64;
    for update in [Update::Intercept, Update::InterceptAndSlope] {
        let updated = linear.updated(&train, &y, update).unwrap();
        let predicted = Model::from(updated.clone()).predict(&train).unwrap();
        let mean = predicted.iter().sum::<f64>() / y.len() as f64;
        assert!((mean - share).abs() < 1e-12, "{update:?}");
        // Once more changes nothing.
        let again = updated.updated(&train, &y, update).unwrap();
        assert!((again.intercept - updated.intercept).abs() < 1e-10);
        let ratio = updated.coefficients[0] / linear.coefficients[0];
        let is_one = (ratio - 1.0).abs() < 1e-12;
        assert_eq!(is_one, update == Update::Intercept);
        for (new, old) in updated.coefficients.iter().zip(&linear.coefficients) {
            assert!((new / old - ratio).abs() < 1e-9);
        }
    }
    let identity = Linear {
        link: Link::Identity,
        ..linear
    };
    let refused = identity.updated(&train, &y, Update::Intercept);
    assert!(matches!(refused, Err(Error::NotLogistic)));
}

#[test]
fn neighbours_are_found_on_the_scales_they_were_learnt_on() {
    let train = births();
    let table = Table::of_columns(&train, None, &["age", "lwt"]).unwrap();
    let cases = train.column("low").unwrap().labels(None).unwrap();
    let options = knn::Options {
        k: 7,
        ..knn::Options::default()
    };
    let fit = |x| Neighbours::fit(table.names(), x, &cases, &options).unwrap();
    let model = fit(table.values());
    let kept = serde_json::to_string(&Model::from(model.clone())).unwrap();
    let back: Model = serde_json::from_str(&kept).unwrap();
    let predicted = back.predict(&train).unwrap();
    assert!(
        predicted.iter().any(|&p| p > 0.5) && predicted.iter().all(|p| (0.0..=1.0).contains(p))
    );
    // Pounds or kilograms, the neighbours stay the same.
    let mut scaled = table.values().to_owned();
    scaled.column_mut(1).mapv_inplace(|x| x * 0.25);
    assert_eq!(fit(scaled.view()).scales[1], 0.25 * model.scales[1]);
    let missing = Sheet::parse(b"age,lwt\n20,\n", &[]).unwrap();
    let refused = back.predict(&missing);
    assert!(matches!(
        refused,
        Err(Error::Frame(frame::Error::Table(Problem::Missing { .. })))
    ));
}

#[test]
fn files_that_are_no_models_say_why() {
    let (linear, _) = model(&births());
    let kept = serde_json::to_value(Model::from(linear.clone())).unwrap();
    let changed = |key: &str, value: serde_json::Value| {
        let mut kept = kept.clone();
        kept[key] = value;
        serde_json::from_value::<Model>(kept)
            .unwrap_err()
            .to_string()
    };
    assert!(changed("version", 2.into()).contains("version 2"));
    assert!(changed("format", "x".into()).contains("`x`"));
    assert!(changed("kind", "forest".into()).contains("forest"));
    assert!(changed("coefficients", serde_json::json!([1.0])).contains("1 coefficients for"));
    let mut fewer = kept.clone();
    fewer["recipe"]["formula"] = "low ~ rcs(age, 3) + race".into();
    let refused = serde_json::from_value::<Model>(fewer)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("the codes are not those"), "{refused}");
    let refused = Linear::of(linear.recipe, Link::Logit, &[Some(1.0)]);
    assert!(matches!(refused, Err(Error::Coefficients { .. })));
}

#[test]
fn a_net_is_kept_without_what_is_out() {
    let names = ["a", "log-sigma 1", "c"].map(ToOwned::to_owned);
    let linear = Linear::of_columns(&names, Link::Identity, 1.0, &[0.0, 2.0, 0.0]).unwrap();
    let model = Model::from(linear);
    assert_eq!(model.columns(), ["log-sigma 1"]);
    let back: Model = serde_json::from_str(&serde_json::to_string(&model).unwrap()).unwrap();
    let sheet = Sheet::parse(b"log-sigma 1\n3\n-1\n", &[]).unwrap();
    assert_eq!(back.predict(&sheet).unwrap(), [7.0, -1.0]);
}
