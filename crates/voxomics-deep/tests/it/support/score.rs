//! The scores of the goldens' maps.

use ndarray::Array1;
use serde_json::Value;
use voxomics_deep::cam::{LinearScore, Score, Term, Valued};

use super::golden;

/// By its name; the sum of squares is none of the crate's.
pub(crate) fn score(goldens: &Value, name: &str) -> Option<Score> {
    Some(match name {
        "class_17" => Score::Class(17),
        "class_argmax" => Score::LargestClass,
        "feature_300" => Score::Feature(300),
        "feature_42_dead" => Score::Feature(42),
        "linear_score" => Score::Linear(linear(goldens, 1.0)),
        "neg_linear_score" => Score::Linear(linear(goldens, -1.0)),
        "logistic_of_linear_score" => Score::Logistic(linear(goldens, 1.0)),
        "feature_l2" => return None,
        _ => panic!("score {name}"),
    })
}

/// Its value and gradient.
pub(crate) fn valued(score: Option<&Score>, features: &Array1<f32>) -> Valued {
    if let Some(score) = score {
        return score.at(features.view(), golden()).unwrap();
    }
    let features = features.mapv(f64::from);
    Valued {
        value: features.iter().map(|f| f * f).sum(),
        gradient: features.iter().map(|f| 2.0 * f).collect(),
    }
}

fn linear(goldens: &Value, sign: f64) -> LinearScore {
    let number = |value: &Value| value.as_f64().unwrap();
    let score = &goldens["linear_score"];
    let term = |term: &Value| Term {
        feature: term["channel"].as_u64().unwrap() as usize,
        coefficient: sign * number(&term["w"]),
        mean: number(&term["mean"]),
        sd: number(&term["sd"]),
    };
    let terms = score["terms"].as_array().unwrap().iter();
    LinearScore {
        intercept: sign * number(&score["b0"]),
        terms: terms.map(term).collect(),
    }
}
