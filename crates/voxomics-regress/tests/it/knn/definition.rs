//! Against neighbours found by the letter of the definition.

use ndarray::Array2;
use proptest::prelude::*;
use voxomics_regress::knn::{Metric, Model, Options, Ties, Weights};
use voxomics_testkit::on_any_pool;

fn distance(a: &[f64], b: &[f64], metric: Metric) -> f64 {
    let pairs = || a.iter().zip(b);
    let length = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>().sqrt();
    let cosine = |a: &[f64], b: &[f64]| {
        a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / length(a) / length(b)
    };
    let centred = |x: &[f64]| {
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        x.iter().map(|x| x - mean).collect::<Vec<f64>>()
    };
    match metric {
        Metric::Euclidean => pairs().map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt(),
        Metric::Manhattan => pairs().map(|(a, b)| (a - b).abs()).sum(),
        Metric::Chebyshev => pairs().map(|(a, b)| (a - b).abs()).fold(0.0, f64::max),
        Metric::Minkowski(p) => pairs()
            .map(|(a, b)| (a - b).abs().powf(p))
            .sum::<f64>()
            .powf(1.0 / p),
        Metric::Cosine => 1.0 - cosine(a, b),
        _ => 1.0 - cosine(&centred(a), &centred(b)),
    }
}

/// Shares of the votes of all that are no farther than the `k`-th, by their distances.
fn shares(distances: &[f64], classes: &[u32], options: &Options, slack: f64) -> Vec<f64> {
    let mut sorted = distances.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted[options.k.min(sorted.len()) - 1];
    let mut votes = [0.0; 3];
    for (&distance, &class) in distances.iter().zip(classes) {
        if distance <= last + slack {
            votes[class as usize] += match options.weights {
                Weights::Distance if sorted[0] == 0.0 => f64::from(u8::from(distance == 0.0)),
                Weights::Distance => 1.0 / distance,
                _ => 1.0,
            };
        }
    }
    let all: f64 = votes.iter().sum();
    votes.iter().map(|votes| votes / all).collect()
}

const METRICS: [Metric; 6] = [
    Metric::Euclidean,
    Metric::Manhattan,
    Metric::Chebyshev,
    Metric::Minkowski(3.0),
    Metric::Cosine,
    Metric::Correlation,
];

fn table(values: &[f64]) -> Array2<f64> {
    Array2::from_shape_vec((values.len() / 3, 3), values.to_vec()).unwrap()
}

proptest! {
    #[test]
    fn shares_are_those_of_the_definition(
        values in prop::collection::vec(0.5..9.0, 36), k in 1_usize..12, which in 0_usize..6, weighted: bool,
    ) {
        let metric = METRICS[which];
        let weights = if weighted { Weights::Distance } else { Weights::Uniform };
        let options = Options { k, metric, weights, ..Options::default() };
        let classes = [2, 0, 1, 1, 0, 2, 2, 0];
        let (training, test) = (table(&values[..24]), table(&values[24..]));
        let model = Model::fit(training.view(), &classes, &options).unwrap();
        let found = model.probabilities(test.view()).unwrap();
        for (row, found) in test.outer_iter().zip(found.outer_iter()) {
            let row = row.to_vec();
            let distances: Vec<f64> =
                training.outer_iter().map(|other| distance(&row, &other.to_vec(), metric)).collect();
            // Rounding parts no neighbours here, nor does the slack join any.
            let want = shares(&distances, &classes, &options, 1e-12);
            for (got, want) in found.iter().zip(want) {
                prop_assert!((got - want).abs() < 1e-7, "{got} {want}");
            }
        }
    }

    #[test]
    fn on_a_grid_the_order_of_training_rows_does_not_matter(
        values in prop::collection::vec(0_u8..4, 60), k in 1_usize..8, which in 0_usize..3,
    ) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let classes: Vec<u32> = (0..10).map(|row| row % 3).collect();
        let options = Options { k, metric: METRICS[which], ..Options::default() };
        let (training, test) = (table(&values[..30]), table(&values[30..]));
        let forward = Model::fit(training.view(), &classes, &options).unwrap();
        let reversed: Vec<u32> = classes.iter().rev().copied().collect();
        let backward = Model::fit(training.slice(ndarray::s![..;-1, ..]), &reversed, &options).unwrap();
        prop_assert_eq!(forward.probabilities(test.view()), backward.probabilities(test.view()));
    }

    #[test]
    fn a_row_that_was_trained_on_is_its_own_neighbour(values in prop::collection::vec(-9.0..9.0, 24), which in 0_usize..6) {
        let training = table(&values);
        for ties in [Ties::Class, Ties::First, Ties::Sklearn] {
            let options = Options { k: 1, metric: METRICS[which], ties, ..Options::default() };
            let model = Model::fit(training.view(), &[0; 8], &options).unwrap();
            for (row, near) in model.neighbours(training.view()).unwrap().iter().enumerate() {
                prop_assert_eq!((near[0].row, near[0].distance), (row, 0.0));
            }
        }
    }
}

#[test]
fn answers_do_not_depend_on_threads_and_survive_storage() {
    let x = Array2::from_shape_fn((60, 5), |(row, column)| ((row * (column + 3)) % 17) as f64);
    let classes: Vec<u32> = (0..60).map(|row| 7 + row % 4).collect();
    let options = Options {
        metric: Metric::Cosine,
        weights: Weights::Distance,
        ..Options::default()
    };
    let x = x + 1.0;
    let model = Model::fit(x.view(), &classes, &options).unwrap();
    let shares = on_any_pool(|| model.probabilities(x.view()));
    let text = serde_json::to_string(&model).unwrap();
    let read: Model = serde_json::from_str(&text).unwrap();
    assert_eq!(read, model);
    assert_eq!(read.probabilities(x.view()), shares);
    assert_eq!(model.classes(), [7, 8, 9, 10]);
}
