//! The odds ratio of a yes/no variable as a logistic model has it.

use serde_json::Value;
use voxomics_core::math;
use voxomics_stats::ConfidenceLevel;
use voxomics_stats::confusion::Confusion;
use voxomics_stats::dist::{chi_squared, normal};
use voxomics_stats::likelihood::logistic::{Fit, Options, fit};

use super::{TwoByTwo, close, close_pair};

/// Of the second level against the first.
pub(super) struct Odds {
    pub(super) ratio: f64,
    pub(super) wald: [f64; 2],
    /// Where twice the log likelihood has fallen by the 95 % quantile of chi-squared.
    pub(super) profile: [f64; 2],
    pub(super) p_wald: f64,
}

/// One row for each cell, which counts as often as the cell says.
const LABELS: [bool; 4] = [false, true, false, true];
const LEVEL: [f64; 4] = [0.0, 0.0, 1.0, 1.0];

/// The model of the cells.
fn model(weights: &[f64]) -> Fit {
    let options = Options {
        weights: Some(weights),
        ..Options::default()
    };
    fit(&[&LEVEL], &LABELS, &options).unwrap()
}

fn weights(counts: TwoByTwo) -> Vec<f64> {
    counts
        .as_flattened()
        .iter()
        .map(|&count| count as f64)
        .collect()
}

/// Wald's p alone, where many tables are searched.
pub(super) fn p_wald(counts: TwoByTwo) -> f64 {
    let model = model(&weights(counts));
    normal::two_sided(model.coefficients[1] / model.standard_errors()[1])
}

impl Odds {
    pub(super) fn of(counts: TwoByTwo) -> Self {
        let weights = weights(counts);
        let model = model(&weights);
        let (log, error) = (model.coefficients[1], model.standard_errors()[1]);
        let reach = normal::upper_quantile(0.025) * error;
        Self {
            ratio: math::exp(log),
            wald: [log - reach, log + reach].map(math::exp),
            profile: [-1.0, 1.0].map(|side| math::exp(limit(&model, &weights, side))),
            p_wald: normal::two_sided(log / error),
        }
    }

    /// Against what was recomputed.
    #[track_caller]
    pub(super) fn assert_close(&self, want: &Value) {
        close(self.ratio, &want["odds_ratio"], "odds ratio");
        close_pair(self.wald, &want["wald"], "Wald limits");
        close_pair(self.profile, &want["profile"], "profile limits");
        close(self.p_wald, &want["p_wald"], "p");
    }
}

/// The limit of the profile interval to one side of the estimate, by bisection.
fn limit(model: &Fit, weights: &[f64], side: f64) -> f64 {
    let log = model.coefficients[1];
    let fallen = |log: f64| {
        let offset = LEVEL.map(|level| log * level);
        let options = Options {
            offset: Some(&offset),
            weights: Some(weights),
            ..Options::default()
        };
        fit(&[], &LABELS, &options).unwrap().deviance - model.deviance
    };
    let enough = chi_squared::quantile(0.95, 1.0);
    let (mut near, mut far) = (log, log + side * 12.0 * model.standard_errors()[1]);
    loop {
        let middle = f64::midpoint(near, far);
        if middle == near || middle == far {
            return middle;
        }
        if fallen(middle) < enough {
            near = middle;
        } else {
            far = middle;
        }
    }
}

/// The same ratio and limits, without a model.
#[test]
fn a_logistic_model_of_one_factor_is_a_table() {
    let counts = [[41, 6], [32, 42]];
    let odds = Odds::of(counts);
    let [
        [true_negatives, false_negatives],
        [false_positives, true_positives],
    ] = counts;
    let table = Confusion {
        true_positives,
        false_positives,
        false_negatives,
        true_negatives,
    };
    let ratio = table.diagnostic_odds_ratio();
    let interval = ratio.interval(ConfidenceLevel::P95).unwrap();
    let pairs = [
        (odds.ratio, ratio.estimate.unwrap()),
        (odds.wald[0], interval.lower),
        (odds.wald[1], interval.upper),
    ];
    for (model, table) in pairs {
        assert!((model / table - 1.0).abs() < 1e-12, "{model}, {table}");
    }
}
