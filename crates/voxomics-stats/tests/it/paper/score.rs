//! The DLR-score: its odds ratio, its intercept, the counts of its features (P8, P19, P20).

use std::f64::consts::SQRT_2;

use serde_json::json;
use voxomics_core::math;
use voxomics_stats::dist::{chi_squared, normal};
use voxomics_stats::likelihood::logistic::{Options, expit, fit, logit};
use voxomics_stats::moments::{mean, standard_deviation};
use voxomics_stats::roc::{Direction, Marker};
use voxomics_testkit::ulps;

use super::{Row, check, close, table};

/// A printed ratio and its limits, as logarithms.
fn logarithms(row: &Row) -> [f64; 3] {
    ["or", "ci_low", "ci_high"].map(|column| math::ln(row[column].parse().unwrap()))
}

/// How much farther the upper limit is from the estimate than the lower.
fn tail_ratio([estimate, low, high]: [f64; 3]) -> f64 {
    (high - estimate) / (estimate - low)
}

/// P8: the score's limits are on other sides of their ratio than those of all other rows.
#[test]
fn limits_around_their_ratios() {
    let want = check("P8");
    let mut others = Vec::new();
    for row in table("table2_logistic.csv") {
        let name = match row["analysis"].as_str() {
            "univariate" => row["variable"].clone(),
            analysis => format!("{} {analysis}", row["variable"]),
        };
        let Some(want) = want["asymmetry"].get(&name) else {
            continue;
        };
        let [estimate, low, high] = logarithms(&row);
        let ratio = tail_ratio([estimate, low, high]);
        close(estimate - low, &want["log_lower_distance"], "to the lower");
        close(high - estimate, &want["log_upper_distance"], "to the upper");
        close(ratio, &want["tail_ratio"], "tails");
        close(estimate / (estimate - low), &want["est_over_lower"], "z");
        let middle = math::exp(f64::midpoint(low, high));
        close(middle, &want["geometric_midpoint"], "middle");
        for (tails, key) in [
            (1.1, "or_for_tail_ratio_1_1"),
            (1.5, "or_for_tail_ratio_1_5"),
        ] {
            let ratio = math::exp((high + tails * low) / (1.0 + tails));
            close(ratio, &want[key], key);
        }
        if name.starts_with("DLR-score") {
            assert!(ratio > 2.2, "{name}: {ratio}");
        } else {
            others.push(ratio);
        }
    }
    assert_eq!(others.len(), 9);
    assert!(others.iter().all(|ratio| (0.98..1.2).contains(ratio)));
}

/// Where cases are from controls, in standard deviations, for the printed area of 0.937.
fn distance() -> f64 {
    SQRT_2 * normal::quantile(0.937)
}

/// A cohort of the size of training whose scores are quantiles of a normal distribution, shaped.
fn cohort(shape: fn(f64) -> f64) -> (Vec<f64>, Vec<bool>) {
    let quantiles = |n: i32, shift: f64| {
        let quantile = move |i: i32| normal::quantile((f64::from(i) + 0.5) / f64::from(n));
        (0..n).map(move |i| shape(quantile(i) + shift))
    };
    let scores: Vec<f64> = quantiles(73, 0.0)
        .chain(quantiles(48, distance()))
        .collect();
    let deviation = standard_deviation(&scores).unwrap();
    let scores = scores.iter().map(|score| score / deviation).collect();
    (scores, (0..121).map(|row| row >= 73).collect())
}

/// The logarithm of the odds ratio with its profile limits.
fn profile(scores: &[f64], labels: &[bool]) -> [f64; 3] {
    let model = fit(&[scores], labels, &Options::default()).unwrap();
    let (estimate, error) = (model.coefficients[1], model.standard_errors()[1]);
    let fallen = |slope: f64| {
        let offset: Vec<f64> = scores.iter().map(|score| slope * score).collect();
        let options = Options {
            offset: Some(&offset),
            ..Options::default()
        };
        fit(&[], labels, &options).unwrap().deviance - model.deviance
    };
    let enough = chi_squared::quantile(0.95, 1.0);
    let limit = |side: f64| {
        let (mut near, mut far) = (estimate, estimate + side * 4.0 * error);
        assert!(fallen(far) > enough);
        while (far - near).abs() > 1e-9 {
            let middle = f64::midpoint(near, far);
            if fallen(middle) < enough {
                near = middle;
            } else {
                far = middle;
            }
        }
        near
    };
    [estimate, limit(-1.0), limit(1.0)]
}

/// P8: no shape of the score gives profile limits as lopsided; a ratio of that size is that of a standard deviation.
#[test]
fn no_score_has_such_limits() {
    let printed = table("table2_logistic.csv");
    let printed = printed.iter().find(|row| row["variable"] == "DLR-score");
    let printed = tail_ratio(logarithms(printed.unwrap()));
    let shapes: [fn(f64) -> f64; 4] = [
        |z| z,
        |z| math::exp(0.6 * z),
        |z| -math::exp(-0.6 * z),
        normal::lower,
    ];
    for (place, shape) in shapes.into_iter().enumerate() {
        let (scores, labels) = cohort(shape);
        let marker = Marker::new(&labels, &scores).unwrap();
        assert!((marker.auc(Direction::Higher) - 0.937).abs() < 0.005);
        let found = profile(&scores, &labels);
        assert!(
            tail_ratio(found) < 1.5 && printed > 3.0,
            "{place}: {found:?}"
        );
        assert!(math::exp(found[0]) > 13.445, "{place}: {found:?}");
    }

    let want = &check("P8")["scale"];
    let variance: f64 = 48.0 * 73.0 / (121.0 * 121.0);
    close(variance.sqrt(), &want["sd_y"], "of the labels");
    close(distance(), &want["binormal_d_for_auc_0937"], "distance");
    let total = (1.0 + variance * distance() * distance()).sqrt();
    let of_deviation = math::exp(distance() * total);
    close(of_deviation, &want["or_per_total_sd_binormal"], "ratio");
    // A score by least squares varies no more than the labels.
    let of_unit = math::exp(distance() * total / variance.sqrt());
    let key = "or_per_unit_if_score_sd_is_at_most_sd_y_binormal";
    close(of_unit, &want[key], "ratio of a unit");
}

/// P19: the intercept is the prevalence, as least squares of centred features have it, and not its log odds.
#[test]
fn the_intercept_is_a_mean() {
    let want = check("P19");
    let formula = table("dlr_score_formula.csv");
    let printed: f64 = formula[0]["coefficient_printed"].parse().unwrap();
    let labels: Vec<bool> = (0..121).map(|row| row < 48).collect();
    let share = mean(
        &labels
            .iter()
            .map(|&case| f64::from(case))
            .collect::<Vec<_>>(),
    )
    .unwrap();
    assert_eq!(json!(share), want["ratio_48_121"]);
    assert_eq!(json!(printed - share), want["difference"]);
    assert_eq!(ulps(printed, share), 2);
    let logistic = fit(&[], &labels, &Options::default()).unwrap();
    let want_logit = &want["logit_of_prevalence"];
    close(logistic.coefficients[0], want_logit, "intercept");
    close(logit(share), want_logit, "log odds");
    close(expit(printed), &want["expit_of_printed"], "risk");
}

/// P20: what the counts of features are made of, and what the formula lacks.
#[test]
fn counts_of_features() {
    let want = check("P20");
    let per_phase = 5502 / 3;
    assert_eq!(
        (f64::from(per_phase), 5502 % 3),
        (want["per_phase"].as_f64().unwrap(), 0)
    );
    // 14 of shape, and classes about as large as PyRadiomics' for each image.
    let images = (1..40).flat_map(|images| (60..110).map(move |each| (images, each)));
    let parts: Vec<_> = images
        .filter(|(images, each)| 14 + images * each == per_phase)
        .map(|(images, each)| json!({"shape": 14, "images": images, "per_image": each}))
        .collect();
    assert_eq!(json!(parts), want["decompositions_of_1834_with_14_shape"]);
    close(5329.0 / 5502.0, &want["kept_share"], "kept");
    assert_eq!(want["deep_512_x_3"], 512 * 3);

    let formula = table("dlr_score_formula.csv");
    let terms: Vec<&str> = formula[1..]
        .iter()
        .map(|row| row["term_as_printed"].as_str())
        .collect();
    let deep: Vec<u32> = terms
        .iter()
        .filter_map(|term| term.strip_prefix('X')?.parse().ok())
        .collect();
    assert_eq!(
        [terms.len(), deep.len(), terms.len() - deep.len()].map(|count| json!(count)),
        ["formula_terms", "formula_deep", "formula_hand"].map(|key| want[key].clone())
    );
    // A phase of 512 channels after the other, counted from 1 or from 0.
    let places = |index: u32| {
        let last = index - 1;
        json!([
            index,
            last / 512 + 1,
            last % 512 + 1,
            index / 512 + 1,
            index % 512
        ])
    };
    let places: Vec<_> = deep.into_iter().map(places).collect();
    assert_eq!(json!(places), want["deep_index_phase_channel"]);
    for row in &formula {
        let mended = row["term_as_printed"].replace("MDM", "dm");
        assert_eq!(mended, row["term_corrected"]);
    }
}
