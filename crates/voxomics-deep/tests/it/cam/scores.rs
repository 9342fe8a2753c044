//! Scores and maps that cannot be, and the check against random weights.

use ndarray::{Array2, Array3, array};
use voxomics_deep::cam::{
    ActivationMap, Error, LinearScore, Score, Term, min_max, similarity, upsampled,
};
use voxomics_deep::network::{Conv, Network};

fn network() -> Network {
    Network {
        stem: Conv {
            weight: vec![],
            bias: vec![],
            inputs: 3,
            outputs: 0,
            kernel: 7,
            stride: 2,
            padding: 3,
        },
        blocks: vec![],
        head_weight: vec![1.0, 0.0, 0.5, 0.5, -1.0, 2.0],
        head_bias: vec![0.25, 1.0, 0.0],
    }
}

fn term(feature: usize, coefficient: f64, sd: f64) -> Term {
    Term {
        feature,
        coefficient,
        mean: 1.0,
        sd,
    }
}

fn score(terms: Vec<Term>) -> LinearScore {
    LinearScore {
        intercept: 0.5,
        terms,
    }
}

#[test]
fn values_and_gradients() {
    let features = array![2.0_f32, 3.0];
    let at = |score: Score| score.at(features.view(), &network()).unwrap();
    assert_eq!(
        (at(Score::Class(1)).value, at(Score::Class(1)).gradient),
        (3.5, vec![0.5, 0.5])
    );
    assert_eq!(at(Score::LargestClass).value, 4.0);
    assert_eq!(at(Score::Feature(1)).gradient, [0.0, 1.0]);
    // A feature that stands twice counts twice.
    let twice = score(vec![term(0, 1.0, 2.0), term(0, 3.0, 1.0)]);
    let linear = at(Score::Linear(twice.clone()));
    assert_eq!((linear.value, linear.gradient), (4.0, vec![3.5, 0.0]));
    let logistic = at(Score::Logistic(twice));
    let p = 1.0 / (1.0 + voxomics_core::math::exp(-4.0));
    assert!((logistic.value - p).abs() < 1e-15);
    assert!((logistic.gradient[0] - 3.5 * p * (1.0 - p)).abs() < 1e-15);
}

#[test]
fn a_probability_at_its_ends_has_no_slope_and_no_nan() {
    for sign in [-1.0, 1.0] {
        let far = score(vec![term(0, sign * 1e6, 1e-3)]);
        let valued = Score::Logistic(far)
            .at(array![5.0_f32].view(), &network())
            .unwrap();
        assert_eq!(valued.value, if sign > 0.0 { 1.0 } else { 0.0 });
        assert_eq!(valued.gradient[0], 0.0);
    }
}

#[test]
fn scores_that_cannot_be() {
    let features = array![2.0_f32, 3.0];
    let error = |score: Score| score.at(features.view(), &network()).unwrap_err();
    let index = |what, index, count| Error::Index { what, index, count };
    assert_eq!(error(Score::Class(3)), index("class", 3, 3));
    assert_eq!(error(Score::Feature(2)), index("feature", 2, 2));
    assert_eq!(
        error(Score::Linear(score(vec![term(7, 1.0, 1.0)]))),
        index("feature", 7, 2)
    );
    for sd in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-320] {
        let error = error(Score::Linear(score(vec![term(0, 1.0, sd)])));
        assert!(matches!(error, Error::Value { .. }), "{sd}: {error}");
    }
    let infinite = error(Score::Linear(score(vec![term(0, f64::INFINITY, 1.0)])));
    assert!(matches!(infinite, Error::Value { .. }), "{infinite}");
    let error = Score::Feature(0)
        .at(array![f32::NAN].view(), &network())
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the features has the value NaN at position 0"),
        "{error}"
    );
    let wide = array![1.0_f32, 2.0, 3.0];
    let error = Score::Class(0).at(wide.view(), &network()).unwrap_err();
    assert!(matches!(error, Error::Shape { .. }), "{error}");
    let headless = Network {
        head_weight: vec![],
        head_bias: vec![],
        ..network()
    };
    let error = Score::LargestClass
        .at(features.view(), &headless)
        .unwrap_err();
    assert_eq!(error, index("class", 0, 0));
}

#[test]
fn maps_that_cannot_be() {
    let block = Array3::<f32>::ones((2, 3, 3));
    let wrong = ActivationMap::last_block(block.view(), &[1.0]).unwrap_err();
    assert!(matches!(wrong, Error::Shape { .. }), "{wrong}");
    let empty = Array3::<f32>::ones((1, 0, 3));
    let wrong = ActivationMap::last_block(empty.view(), &[1.0]).unwrap_err();
    assert!(matches!(wrong, Error::Shape { .. }), "{wrong}");
    let wrong = upsampled(array![[1.0]].view(), [0, 3]).unwrap_err();
    assert!(matches!(wrong, Error::Size(_)), "{wrong}");
    let nan = Array3::from_elem((1, 1, 1), f32::NAN);
    let wrong = ActivationMap::last_block(nan.view(), &[1.0]).unwrap_err();
    assert!(matches!(wrong, Error::NotFinite { .. }), "{wrong}");
    let (block, nan) = (block.mapv(f64::from), nan.mapv(f64::from));
    let huge = nan.mapv(|_| 1e200);
    let wrong = ActivationMap::from_gradients(huge.view(), huge.view()).unwrap_err();
    assert!(matches!(wrong, Error::NotFinite { .. }), "{wrong}");
    let wrong = ActivationMap::from_gradients(block.view(), nan.view()).unwrap_err();
    assert!(matches!(wrong, Error::Shape { .. }), "{wrong}");
    let wrong = ActivationMap::from_gradients(nan.mapv(|_| 1.0).view(), nan.view()).unwrap_err();
    assert!(matches!(wrong, Error::NotFinite { .. }), "{wrong}");
}

#[test]
fn a_map_without_a_peak_is_zero() {
    assert_eq!(min_max(array![[-3.0, -3.0]].view()), array![[0.0, 0.0]]);
    assert_eq!(min_max(Array2::zeros((0, 2)).view()).len(), 0);
}

#[test]
fn similarity_is_of_ranks() {
    let map = array![[0.0, 1.0, 2.0], [5.0, -8.0, 3.0]];
    let cubed = map.mapv(|value: f64| value * value * value);
    let same = similarity(map.view(), cubed.view()).unwrap();
    assert_eq!(
        (same.spearman, same.spearman_absolute),
        (Some(1.0), Some(1.0))
    );
    let negated = map.mapv(|value| -value);
    let opposite = similarity(map.view(), negated.view()).unwrap();
    assert_eq!(
        (opposite.spearman, opposite.spearman_absolute),
        (Some(-1.0), Some(1.0))
    );
    let constant = similarity(map.view(), Array2::zeros((2, 3)).view()).unwrap();
    assert_eq!(
        (constant.spearman, constant.spearman_absolute),
        (None, None)
    );
    let wrong = similarity(map.view(), map.t()).unwrap_err();
    assert!(matches!(wrong, Error::Shape { .. }), "{wrong}");
}
