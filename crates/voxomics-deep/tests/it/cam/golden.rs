//! Maps of torch's automatic differentiation: 2e-5 of the peak is promised, activations in `f32` are much nearer.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, Array3};
use serde_json::Value;
use voxomics_deep::cam::{ActivationMap, LinearScore, Score, Term, Valued, min_max, upsampled};
use voxomics_deep::network::{Conv, Network};

use crate::support_input::{Near, Reference, arrays, check_digest, json, noise, numbers, waves};

/// Of the peak.
const NEAR: f64 = 1e-6;

type Arrays = BTreeMap<String, (Vec<usize>, Vec<f64>)>;

/// Blocks and features of an input, as an engine gives them.
struct Seen {
    blocks: BTreeMap<String, Array3<f32>>,
    features: Array1<f32>,
    shape: [usize; 2],
}

impl Seen {
    fn new(network: &Reference, case: &str) -> Self {
        let (_, size) = case.split_once('_').unwrap();
        let (rows, columns) = size.split_once('x').unwrap_or((size, size));
        let shape = [rows, columns].map(|text| text.parse::<usize>().unwrap());
        let values = if case.starts_with("noise") {
            noise(case, shape)
        } else {
            waves([3, shape[0], shape[1]], [7, 13, 29, 64])
        };
        let image = Array3::from_shape_vec((3, shape[0], shape[1]), values).unwrap();
        let passed = network.pass(&image);
        let blocks = passed.blocks.into_iter();
        Self {
            blocks: blocks
                .map(|(name, map)| (name, map.mapv(|value| value as f32)))
                .collect(),
            features: passed.features.mapv(|value| value as f32),
            shape,
        }
    }
}

/// Only the head is asked for.
fn head(network: &Reference) -> Network {
    let single = |name: &str| {
        network
            .get(name)
            .iter()
            .map(|&value| value as f32)
            .collect()
    };
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
        head_weight: single("fc.weight"),
        head_bias: single("fc.bias"),
    }
}

fn linear(golden: &Value, sign: f64) -> LinearScore {
    let number = |value: &Value| value.as_f64().unwrap();
    let score = &golden["linear_score"];
    let term = |term: &Value| Term {
        feature: term["channel"].as_u64().unwrap() as usize,
        coefficient: sign * number(&term["w"]),
        mean: number(&term["mean"]),
        sd: number(&term["sd"]),
    };
    LinearScore {
        intercept: sign * number(&score["b0"]),
        terms: score["terms"]
            .as_array()
            .unwrap()
            .iter()
            .map(term)
            .collect(),
    }
}

fn valued(golden: &Value, name: &str, features: &Array1<f32>, network: &Network) -> Valued {
    let score = match name {
        "class_17" => Score::Class(17),
        "class_argmax" => Score::LargestClass,
        "feature_300" => Score::Feature(300),
        "feature_42_dead" => Score::Feature(42),
        "linear_score" => Score::Linear(linear(golden, 1.0)),
        "neg_linear_score" => Score::Linear(linear(golden, -1.0)),
        "logistic_of_linear_score" => Score::Logistic(linear(golden, 1.0)),
        "feature_l2" => {
            return Valued {
                value: features.iter().map(|&f| f64::from(f) * f64::from(f)).sum(),
                gradient: features.iter().map(|&f| 2.0 * f64::from(f)).collect(),
            };
        }
        _ => panic!("score {name}"),
    };
    score.at(features.view(), network).unwrap()
}

fn check(got: impl IntoIterator<Item = f64>, want: &[f64], scale: f64, at: &str) -> f64 {
    let pairs: Vec<(f64, f64)> = got.into_iter().zip(want.iter().copied()).collect();
    assert_eq!(pairs.len(), want.len(), "{at}");
    let errors = pairs.iter().map(|(got, want)| (got - want).abs() / scale);
    let worst = errors.fold(0.0, f64::max);
    assert!(worst <= NEAR, "{at}: {worst:e} of the peak");
    worst
}

fn peak(values: &[f64]) -> f64 {
    let most = values
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    if most > 0.0 { most } else { 1.0 }
}

/// Digests of everything that is made of a map.
fn check_map(map: &ActivationMap, entry: &Value, shape: [usize; 2], at: &str) {
    let flat = |map: &Array2<f64>| map.iter().copied().collect::<Vec<_>>();
    let near = |scale: f64| Near {
        tolerance: NEAR,
        scale,
        zeros: 0,
    };
    let scale = peak(&flat(&map.linear));
    check_digest(&flat(&map.linear), &entry["linear"], near(scale), at);
    let cam = map.gradcam();
    check_digest(&flat(&cam), &entry["gradcam"], near(scale), at);
    let large = upsampled(cam.view(), shape).unwrap();
    check_digest(&flat(&large), &entry["upsampled"], near(scale), at);
    let most = flat(&cam).iter().copied().fold(0.0, f64::max);
    if most > 0.0 {
        // Relative to the positive part, which may be small beside the peak. The zeros of a map that has none of its own are
        // its minimum, which pixels of its border share but for the last bit.
        let least = flat(&large).iter().copied().fold(f64::INFINITY, f64::min);
        let near = Near {
            zeros: if least > 0.0 { usize::MAX } else { 0 },
            ..near((scale / most).max(1.0))
        };
        check_digest(
            &flat(&min_max(large.view())),
            &entry["normalised_minmax"],
            near,
            at,
        );
        let index = entry["argmax_map"].as_u64().unwrap() as usize;
        assert_eq!(flat(&cam)[index], most, "{at}");
    } else {
        assert!(
            min_max(large.view()).iter().all(|&value| value == 0.0),
            "{at}"
        );
    }
}

/// At the last block from the score; below it with torch's weights, whose gradients need automatic differentiation.
fn map_of(seen: &Seen, entry: &Value, alpha: &[f64], gradient: &[f64]) -> ActivationMap {
    let target = entry["target"].as_str().unwrap();
    let block = seen.blocks[target].view();
    if target == "layer4.1" {
        ActivationMap::last_block(block, gradient).unwrap()
    } else {
        ActivationMap::weighted(block, alpha.to_vec()).unwrap()
    }
}

fn check_entry(entry: &Value, seen: &Seen, arrays: &Arrays, score: &Valued) -> f64 {
    let text = |key: &str| entry[key].as_str().unwrap();
    let at = format!("{}.{}.{}", text("case"), text("score"), text("target"));
    let value = entry["score_value"].as_f64().unwrap();
    assert!(
        (score.value - value).abs() <= 2e-6 * value.abs().max(1.0),
        "{at}: {}",
        score.value
    );
    let get = |key: &str| {
        arrays
            .get(&format!("{at}.{key}"))
            .map(|(_, values)| values.as_slice())
    };
    let alpha = get("alpha").unwrap();
    let map = map_of(seen, entry, alpha, &score.gradient);
    let mut worst = check(map.alpha.iter().copied(), alpha, peak(alpha), &at);
    if let Some(want) = get("linear") {
        worst = worst.max(check(map.linear.iter().copied(), want, peak(want), &at));
    }
    if let Some(want) = get("cam") {
        let pixels = map.linear.len() as f64;
        let zhou = map.linear.iter().map(|value| value * pixels);
        worst = worst.max(check(zhou, want, peak(want), &at));
    }
    if let Some(want) = get("upsampled_f32") {
        let large = upsampled(map.gradcam().view(), seen.shape).unwrap();
        worst = worst.max(check(large, want, peak(want), &at));
    }
    if text("score") == "feature_42_dead" {
        assert!(map.linear.iter().all(|&value| value == 0.0), "{at}");
    }
    if text("target") == "layer4.1" {
        assert_eq!(map.hirescam, map.gradcam(), "{at}");
    }
    check_map(&map, entry, seen.shape, &at);
    worst
}

#[test]
fn maps_equal_automatic_differentiation() {
    let (golden, arrays) = (json("cam.json.gz"), arrays("cam.safetensors"));
    let reference = Reference::new();
    let network = head(&reference);
    let entries = golden["maps"].as_array().unwrap();
    assert_eq!(entries.len(), 91, "the golden file lost cases");
    let mut passes: BTreeMap<String, Seen> = BTreeMap::new();
    let mut worst = 0.0_f64;
    for entry in entries {
        let (case, score) = (
            entry["case"].as_str().unwrap(),
            entry["score"].as_str().unwrap(),
        );
        let new = || Seen::new(&reference, case);
        let seen = passes.entry(case.to_owned()).or_insert_with(new);
        let score = valued(&golden, score, &seen.features, &network);
        worst = worst.max(check_entry(entry, seen, &arrays, &score));
    }
    assert!(worst <= 2e-7, "{worst:e} of the peak");
}

/// The gradient at the last block is the same at every pixel.
#[test]
fn gradients_at_the_last_block_give_the_analytic_map() {
    let activations =
        Array3::from_shape_fn((5, 3, 4), |(c, i, j)| ((c * 7 + i * 5 + j * 3) % 11) as f32);
    let gradient = [0.5, -1.25, 2.0, 0.0, -0.75];
    let analytic = ActivationMap::last_block(activations.view(), &gradient).unwrap();
    let spread = Array3::from_shape_fn((5, 3, 4), |(c, _, _)| (gradient[c] / 12.0) as f32);
    let general = ActivationMap::from_gradients(activations.view(), spread.view()).unwrap();
    for (got, want) in general.linear.iter().zip(&analytic.linear) {
        assert!((got - want).abs() < 1e-6);
    }
    for (got, want) in general.hirescam.iter().zip(&analytic.gradcam()) {
        assert!((got - want).abs() < 1e-6);
    }
    assert_eq!(numbers(&serde_json::json!(general.alpha)).len(), 5);
}

#[test]
fn hirescam_weighs_every_pixel_by_its_own_gradient() {
    let activations = ndarray::array![[[1.0_f32, 2.0], [3.0, 4.0]]];
    let gradients = ndarray::array![[[1.0_f32, -1.0], [0.0, 2.0]]];
    let map = ActivationMap::from_gradients(activations.view(), gradients.view()).unwrap();
    assert_eq!(map.alpha, [0.5]);
    assert_eq!(map.linear, ndarray::array![[0.5, 1.0], [1.5, 2.0]]);
    assert_eq!(map.hirescam, ndarray::array![[1.0, 0.0], [0.0, 8.0]]);
}
