//! Gradients below the last block, against torch's autograd in f64 and against small steps.

use std::collections::BTreeMap;

use ndarray::{Array2, Array4, ArrayD, Axis};
use serde_json::Value;
use voxomics_core::ErrorClass;
use voxomics_deep::engine::Error;
use voxomics_deep::gradient::{Gradients, gradients};
use voxomics_deep::layer::Layer;

use crate::oracle;
use crate::support_burn as support;

/// Of the peak; the README of the goldens has the reasons.
const TOLERANCE: f64 = 2e-5;

/// `ds/df` of a score of the goldens at their features; section 3 of the README defines them.
fn slopes(score: &str, features: &[f64], logits: &[f64], linear: &Value) -> Vec<f64> {
    let head = |class: usize| -> Vec<f64> {
        let weights = &support::golden().head_weight[class * 512..][..512];
        weights.iter().map(|&weight| f64::from(weight)).collect()
    };
    let term = |term: &Value| {
        let channel = usize::try_from(term["channel"].as_u64().unwrap()).unwrap();
        let number = |key: &str| term[key].as_f64().unwrap();
        (channel, number("w") / number("sd"), number("mean"))
    };
    let terms: Vec<_> = linear["terms"]
        .as_array()
        .unwrap()
        .iter()
        .map(term)
        .collect();
    let scaled = |by: f64| {
        let mut slopes = vec![0.0; 512];
        for &(channel, slope, _) in &terms {
            slopes[channel] = by * slope;
        }
        slopes
    };
    match score {
        "class_argmax" => {
            let largest = |a: &usize, b: &usize| logits[*a].total_cmp(&logits[*b]);
            head((0..1000).max_by(largest).unwrap())
        }
        "linear_score" => scaled(1.0),
        "neg_linear_score" | "negative_linear_score" => scaled(-1.0),
        "logistic_of_linear_score" => {
            let terms = terms
                .iter()
                .map(|(c, slope, mean)| slope * (features[*c] - mean));
            let score = linear["b0"].as_f64().unwrap() + terms.sum::<f64>();
            let p = 1.0 / (1.0 + libm::exp(-score));
            scaled(p * (1.0 - p))
        }
        "feature_l2" => features.iter().map(|feature| 2.0 * feature).collect(),
        named => {
            let parts: Vec<&str> = named.split('_').collect();
            let number: usize = parts[1].parse().unwrap();
            match parts[0] {
                "class" => head(number),
                "feature" => (0..512).map(|c| f64::from(u8::from(c == number))).collect(),
                _ => panic!("an unknown score: {named}"),
            }
        }
    }
}

/// `alpha_c = mean(dA_c)`, `linear = sum_c alpha_c A_c`, `hirescam = relu(sum_c dA_c A_c)`.
fn maps(of: &Gradients) -> [ArrayD<f64>; 3] {
    let [a, slope] = [&of.activation, &of.gradient].map(|array| array.index_axis(Axis(0), 0));
    let alpha = slope
        .mean_axis(Axis(1))
        .unwrap()
        .mean_axis(Axis(1))
        .unwrap();
    let weighted = &a * &alpha.view().insert_axis(Axis(1)).insert_axis(Axis(2));
    let hires = (&a * &slope).sum_axis(Axis(0)).mapv(|value| value.max(0.0));
    let linear = weighted.sum_axis(Axis(0));
    [alpha.into_dyn(), linear.into_dyn(), hires.into_dyn()]
}

/// The distance to an array of the goldens, of its peak.
fn off(got: &ArrayD<f64>, want: &ArrayD<f64>) -> f64 {
    assert_eq!(got.shape(), want.shape());
    let largest = |array: &ArrayD<f64>| array.iter().fold(0.0_f64, |m, v| v.abs().max(m));
    let (apart, peak) = (largest(&(got - want)), largest(want));
    if peak == 0.0 { apart } else { apart / peak }
}

#[test]
fn channel_weights_and_maps_are_those_of_torch() {
    let goldens = support::json("cam.json.gz");
    let mut wanted = support::arrays("cam.safetensors");
    let forward = support::arrays("forward.safetensors");
    let inputs = support::json("forward.json.gz")["cases"].take();
    let inputs = inputs.as_array().unwrap().iter();
    let inputs: BTreeMap<&str, &Value> = inputs
        .map(|case| (case["name"].as_str().unwrap(), case))
        .collect();
    let mut worst = BTreeMap::<Layer, (usize, f64)>::new();
    for map in goldens["maps"].as_array().unwrap() {
        let text = |key: &str| map[key].as_str().unwrap();
        let (case, score, layer) = (text("case"), text("score"), text("target").parse().unwrap());
        let of = |what: &str| forward[&format!("{case}.{what}_f64")].as_slice().unwrap();
        let slopes = slopes(
            score,
            of("features"),
            of("logits"),
            &goldens["linear_score"],
        );
        let slopes = Array2::from_shape_vec((1, 512), slopes).unwrap();
        let input = support::input(inputs[case]);
        let got = gradients(support::golden(), input.view(), layer, slopes.view()).unwrap();
        for (got, kind) in maps(&got).iter().zip(["alpha", "linear", "hirescam"]) {
            let name = format!("{case}.{score}.{layer}.{kind}");
            let Some(want) = wanted.remove(&name) else {
                continue;
            };
            let off = off(got, &want);
            assert!(off <= TOLERANCE, "{name}: {off:e} of the peak apart");
            let (count, worst) = worst.entry(layer).or_default();
            (*count, *worst) = (*count + 1, worst.max(off));
        }
    }
    println!("arrays and worst, of the peak: {worst:?}");
    assert_eq!(worst.len(), 5);
    wanted.retain(|name, _| {
        ["alpha", "linear", "hirescam"]
            .iter()
            .any(|kind| name.ends_with(kind))
    });
    assert!(wanted.is_empty(), "not compared: {:?}", wanted.keys());
}

/// By the definition, at every layer of a narrow network.
#[test]
fn gradients_are_those_of_a_small_step() {
    let network = support::network(2, 3);
    let image = support::noise("small step", (1, 3, 37, 22));
    let slopes = Array2::from_shape_fn((1, 16), |(_, j)| (j as f64 - 7.25) / 8.0);
    for layer in Layer::all().skip(1) {
        let got = gradients(&network, image.view(), layer, slopes.view()).unwrap();
        let [a, slope] = [&got.activation, &got.gradient].map(|m| m.index_axis(Axis(0), 0));
        let score = |at: (usize, usize, usize), step: f64| {
            let mut stepped = a.to_owned();
            stepped[at] += step;
            oracle::features(&network, layer, stepped).dot(&slopes.row(0))
        };
        let peak = slope
            .iter()
            .fold(0.0_f64, |peak, value| value.abs().max(peak));
        assert!(peak > 0.0, "{layer}");
        for (at, slope) in slope.indexed_iter() {
            let want = (score(at, 1e-7) - score(at, -1e-7)) / 2e-7;
            let off = (slope - want).abs() / peak;
            assert!(off < 1e-6, "{layer} {at:?}: {slope:e} instead of {want:e}");
        }
    }
}

#[test]
fn images_of_a_batch_do_not_see_each_other() {
    let network = support::network(2, 3);
    let images = support::noise("batch", (3, 3, 33, 18));
    let slopes = Array2::from_shape_fn((3, 16), |(i, j)| f64::from(u8::from(i == j % 3)));
    let layer = Layer::Block(2, 0);
    let together = gradients(&network, images.view(), layer, slopes.view()).unwrap();
    let alone = |i: usize| {
        let image = images.slice_axis(Axis(0), (i..=i).into());
        gradients(
            &network,
            image,
            layer,
            slopes.slice_axis(Axis(0), (i..=i).into()),
        )
        .unwrap()
    };
    for i in 0..3 {
        let part = |array: &Array4<f64>| array.slice_axis(Axis(0), (i..=i).into()).to_owned();
        let alone = alone(i);
        assert_eq!(alone.gradient, part(&together.gradient));
        assert_eq!(alone.activation, part(&together.activation));
    }
}

#[test]
fn a_dead_feature_has_no_gradient_below_the_last_block() {
    let image = support::noise("dead", (1, 3, 33, 40));
    let slopes = Array2::from_shape_fn((1, 512), |(_, c)| f64::from(u8::from(c == 42)));
    for layer in [Layer::LAST, Layer::Block(4, 0), Layer::Block(3, 1)] {
        let got = gradients(support::golden(), image.view(), layer, slopes.view()).unwrap();
        let zero = got.gradient.iter().all(|&slope| slope == 0.0);
        assert_eq!(zero, layer != Layer::LAST, "{layer}");
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let network = support::network(2, 3);
    let images = support::noise("errors", (2, 3, 8, 8));
    let of = |layer, slopes: Array2<f64>| {
        gradients(&network, images.view(), layer, slopes.view()).unwrap_err()
    };
    let (layer, fits) = (Layer::Block(4, 2), || Array2::zeros((2, 16)));
    assert_eq!(of(layer, fits()), Error::NoLayer(layer));
    assert_eq!(of(Layer::Stem, fits()), Error::NoGradient(Layer::Stem));
    for shape in [(1, 16), (2, 15)] {
        let error = of(Layer::LAST, Array2::zeros(shape));
        assert!(
            matches!(error, Error::Shape { want: [2, 16], .. }),
            "{error}"
        );
    }
    let error = of(Layer::LAST, Array2::from_elem((2, 16), f64::NAN)).to_string();
    assert!(
        error.starts_with("the slopes have the value NaN in row 0, column 0"),
        "{error}"
    );
    let error = of(Layer::Block(1, 0), Array2::from_elem((2, 16), 1e308));
    assert_eq!(error.class(), ErrorClass::Input, "{error}");
    let grey = support::noise("errors", (1, 1, 8, 8));
    let slopes = Array2::zeros((1, 16));
    let error = gradients(&network, grey.view(), Layer::LAST, slopes.view()).unwrap_err();
    assert_eq!(error, Error::Channels(1));
}
