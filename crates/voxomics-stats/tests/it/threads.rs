//! Results are the same bytes on any number of threads.

use serde_json::{Value, json};
use voxomics_core::Seed;
use voxomics_stats::decision_curve::{self, bootstrap_band};
use voxomics_stats::optimism::{CalibrationOptions, Logistic, calibrate, validate};
use voxomics_stats::resample::{Draws, OnBoth, Resamples, jackknife, optimism, permutation_test};
use voxomics_stats::roc::{Bands, Direction, Marker, bootstrap_auc, bootstrap_difference};
use voxomics_stats::{Alternative, ConfidenceLevel};
use voxomics_testkit::on_any_pool;

const ROWS: usize = 80;

struct Data {
    labels: Vec<bool>,
    scores: [Vec<f64>; 2],
    resamples: Resamples<'static>,
}

impl Data {
    fn new() -> Self {
        let mut stream = Seed(5).stream("threads", 0);
        let labels: Vec<bool> = (0..ROWS).map(|row| row % 3 == 0).collect();
        let scores = [0.3, 0.6].map(|effect| {
            let of = |&case: &bool| stream.uniform() + effect * f64::from(case);
            labels.iter().map(of).collect()
        });
        let draws = Draws {
            resamples: 60,
            seed: Seed(8),
        };
        Self {
            labels,
            scores,
            resamples: Resamples::plain(ROWS, draws).unwrap(),
        }
    }

    /// Risks within (0, 1).
    fn risks(&self, which: usize) -> Vec<f64> {
        self.scores[which].iter().map(|score| score / 2.0).collect()
    }
}

/// JSON keeps every digit.
fn same(work: impl Fn(&Data) -> Value + Sync) {
    let found = on_any_pool(|| work(&Data::new()));
    assert!(found.to_string().len() > 100, "{found}");
}

#[test]
fn of_validation_and_calibration() {
    same(|data| {
        let columns: Vec<&[f64]> = data.scores.iter().map(Vec::as_slice).collect();
        let model = Logistic::new(&columns, &data.labels).unwrap();
        let options = CalibrationOptions::default();
        json!([
            validate(&data.labels, &data.resamples, &model).unwrap(),
            calibrate(&data.labels, &data.resamples, &model, &options).unwrap(),
        ])
    });
}

#[test]
fn of_roc_curves() {
    same(|data| {
        let [a, b] = [0, 1].map(|at| Marker::new(&data.labels, &data.scores[at]).unwrap());
        let direction = Direction::Higher;
        let bands = Bands {
            resamples: &data.resamples,
            direction,
            level: ConfidenceLevel::P95,
        };
        json!([
            bootstrap_auc(&a, direction, &data.resamples).unwrap(),
            bootstrap_difference([&a, &b], direction, &data.resamples).unwrap(),
            a.sensitivity_band(&[0.3, 0.9], &bands).unwrap(),
            a.specificity_band(&[0.3, 0.9], &bands).unwrap(),
            a.threshold_bands(&[0.3, 0.9], &bands).unwrap(),
        ])
    });
}

#[test]
fn of_decision_curves() {
    same(|data| {
        let options = decision_curve::Options {
            thresholds: vec![0.1, 0.3, 0.5],
            ..decision_curve::Options::default()
        };
        let (labels, level) = (&data.labels[..], ConfidenceLevel::P95);
        let (a, b) = (data.risks(0), data.risks(1));
        let pair = (labels, [&a[..], &b[..]]);
        json!([
            bootstrap_band((labels, &a), &data.resamples, level, &options).unwrap(),
            decision_curve::bootstrap_difference(pair, &data.resamples, level, &options).unwrap(),
        ])
    });
}

#[test]
fn of_any_statistic() {
    same(|data| {
        let values = &data.scores[0];
        let mean = |rows: &[usize]| {
            let sum: f64 = rows.iter().map(|&row| values[row]).sum();
            Some(sum / rows.len() as f64)
        };
        let model = |rows: &[usize]| {
            Some(OnBoth {
                training: vec![mean(rows)],
                test: vec![mean(rows).map(|mean| mean / 3.0)],
            })
        };
        let permuted = Resamples::permuted(ROWS, Draws::default()).unwrap();
        let weighted = |rows: &[usize]| {
            let products = rows.iter().zip(values).map(|(&row, v)| v * values[row]);
            Some(products.sum::<f64>())
        };
        json!([
            jackknife(ROWS, mean).unwrap(),
            optimism(&data.resamples, &[Some(1.0)], model).unwrap(),
            permutation_test(&permuted, weighted, Alternative::Greater).unwrap(),
        ])
    });
}
